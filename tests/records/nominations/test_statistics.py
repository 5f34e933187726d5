"""Figures for any past day, by the days of the events."""

from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.rules.enums import Stage
from evaluation.procedures.rules.queries import rule_engine
from evaluation.records.nominations.enums import NominationAction, Recurring
from evaluation.records.nominations.operations.cultivation import record_examination
from evaluation.records.nominations.operations.exceptions import end_case
from evaluation.records.nominations.queries.past import past_cases
from evaluation.records.nominations.statistics import Figures, figures_of
from tests.records.nominations.scene import Scene
from tests.support.databases import both_databases, statements
from tests.support.factories import Factory


def figures(scene: Scene, on: date) -> Figures:
    return figures_of(past_cases(scene.actor("officer")), rule_engine(), on)


@both_databases
def test_a_case_is_counted_in_the_stage_of_the_day(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    scene.case("conversion_approved_on")
    stages = {
        date(2022, 5, 11): None,
        date(2022, 5, 12): Stage.APPLICATION,
        date(2022, 6, 15): Stage.ACTIVIST,
        date(2023, 6, 28): Stage.ACTIVIST,
        date(2023, 6, 29): Stage.DEVELOPMENT_TARGET,
        date(2023, 7, 14): Stage.ADMISSION,
        date(2023, 8, 2): Stage.CONVERSION,
    }
    for day, expected in stages.items():
        found = [one.stage for one in figures(scene, day).stages if one.number]
        assert found == ([] if expected is None else [expected]), day


def test_time_in_stage_and_overdue_are_those_of_the_day(app: Flask, make: Factory) -> None:
    """Art. 7: the talk is due by 13 June 2022."""
    scene = Scene(make)
    scene.opened()
    for day, overdue in ((date(2022, 6, 13), 0), (date(2022, 6, 14), 1)):
        found = figures(scene, day)
        assert (found.overdue, found.branches[0].overdue) == (overdue, overdue)
        assert found.stages[0].median_days == (day - date(2022, 5, 12)).days


def test_examinations_after_the_day_do_not_count_on_it(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    nomination = scene.case("contacts_on")
    for kind, by in ((Recurring.THOUGHT_REPORT, "secretary"),):
        record_examination(nomination, kind, done_on=date(2022, 9, 14), opinion="", actor=scene.actor(by), now=clock.now())
    db.session.commit()
    assert figures(scene, date(2022, 9, 16)).overdue == 0
    assert figures(scene, date(2022, 12, 16)).overdue == 1


def test_an_ended_case_is_counted_until_its_end(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    nomination = scene.opened()
    end_case(
        nomination,
        NominationAction.CLOSE,
        on=date(2022, 8, 1),
        reason="本人提出不再申请",
        actor=scene.actor("secretary"),
        now=clock.now(),
    )
    db.session.commit()
    assert figures(scene, date(2022, 7, 31)).number == 1
    assert figures(scene, date(2022, 8, 1)).number == 0


@pytest.mark.parametrize("name", ["officer", "secretary", "leader"])
def test_the_page_and_its_workbook(app: Flask, make: Factory, sign_in, name: str) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    scene.opened()
    browser = sign_in(scene.accounts[name])
    page = browser.get("/nominations/figures?on=2022-06-14")
    assert "截至2022年6月14日：在办1人，逾期1人" in page.text
    rows = list(load_workbook(BytesIO(browser.get("/nominations/figures.xlsx?on=2022-06-14").data)).worksheets[0].values)
    assert rows[-1] == ("机关第一党支部", 1, 0, 0, 0, 0, 1, 1)
    with statements() as seen:
        browser.get("/nominations/figures")
    assert len(seen) <= 8
