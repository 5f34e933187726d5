"""Statements a request, with one row and with thirty."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.records.performance.models import Shift
from evaluation.records.performance.operations.shifts import create_shift, submit_shift
from evaluation.records.performance.plans import LinePlan
from tests.records.performance.scene import Scene
from tests.support.browser import Browser, fields_of
from tests.support.databases import statements
from tests.support.factories import Factory

Sign = Callable[..., Browser]


class Counter:
    """Counts what one request sends, after a first one has warmed up what is kept."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        browser.get("/people/search.json?q=", check=False)

    def get(self, address: str) -> int:
        self.browser.get(address)
        with statements() as counted:
            answer = self.browser.get(address)
        assert answer.status_code == 200
        return len(counted)

    def post(self, page: str, action: str, **fields: str) -> int:
        form = self.browser.get(page).form(action)
        values = {**fields_of(form), **fields}
        with statements() as counted:
            answer = self.browser.open(str(form["action"]), method="POST", data=values)
        assert answer.status_code == 302, answer.text
        return len(counted)


def team(scene: Scene, many: int) -> list[LinePlan]:
    people = [scene.make.person(f"队员{number}") for number in range(many)]
    db.session.commit()
    return [LinePlan(person.id) for person in people]


def handed_in(scene: Scene, lines: list[LinePlan], **facts) -> Shift:
    shift = create_shift(scene.plan(lines=lines, **facts), actor=scene.actor("clerk"), now=clock.now())
    submit_shift(shift, actor=scene.actor("clerk"), now=clock.now())
    db.session.commit()
    return shift


@pytest.mark.parametrize("many", [1, 30])
def test_a_shift_is_shown_checked_handed_in_and_verified_in_few_statements(
    app: Flask, make: Factory, sign_in: Sign, many: int
) -> None:
    scene = Scene(make)
    lines = team(scene, many)
    own = LinePlan(scene.accounts["secretary"].person_id)
    shift = create_shift(scene.plan(lines=[*lines, own]), actor=scene.actor("clerk"), now=clock.now())
    db.session.commit()
    address = f"/records/shifts/{shift.matter_id}"
    clerk, secretary = Counter(sign_in(scene.accounts["clerk"])), Counter(sign_in(scene.accounts["secretary"]))
    assert clerk.get(f"{address}/edit") <= 12
    assert clerk.get(f"{address}/check") <= 12
    handed_in(scene, lines, place="北门", day=date(2022, 4, 2))
    assert clerk.post(f"{address}/check", "/actions/submit") <= 15
    assert clerk.get(f"{address}/submitted") <= 8
    assert clerk.get(address) <= 12
    assert secretary.get(address) <= 12
    assert secretary.post(address, "/actions/verify", whole="1") <= 15
    assert secretary.get(address) <= 12
    assert clerk.get(f"/records/shifts/new?copy={shift.matter_id}") <= 12
    assert clerk.get(f"{address}/print") <= 8
    db.session.expire_all()
    assert sum(line.state == "verified" for line in shift.lines) == many


@pytest.mark.parametrize("many", [1, 30])
def test_the_form_saves_in_few_statements(app: Flask, make: Factory, sign_in: Sign, many: int) -> None:
    scene = Scene(make)
    shift = create_shift(scene.plan(lines=team(scene, many)), actor=scene.actor("clerk"), now=clock.now())
    db.session.commit()
    clerk = sign_in(scene.accounts["clerk"])
    for step in ("save", "check"):
        page = clerk.get(f"/records/shifts/{shift.matter_id}/edit")
        values = {**fields_of(page.form()), "step": step, "content": step}
        with statements() as counted:
            answer = clerk.open(
                f"/records/shifts/{shift.matter_id}/edit", method="POST", data=values, content_type="multipart/form-data"
            )
        assert answer.status_code == 302
        assert len(counted) <= 15


@pytest.mark.parametrize("name", ["clerk", "secretary", "head", "leader", "subject", "editor"])
def test_lists_and_coverage_do_not_grow(app: Flask, make: Factory, sign_in: Sign, name: str) -> None:
    scene = Scene(make)
    lines = team(scene, 3)
    counter = Counter(sign_in(scene.accounts[name]))
    seen = []
    for start, many in ((0, 1), (1, 29)):
        for number in range(start, start + many):
            handed_in(scene, lines, day=date(2022, 3, 1 + number), place=f"{number}号岗")
        seen.append(
            [
                counter.get("/records/"),
                counter.get("/records/?person=队员&state=submitted&begins_on=2022-03-01&ends_on=2022-03-31&sort=hours"),
            ]
        )
    assert seen[0] == seen[1]
    assert max(seen[1]) <= 8


@pytest.mark.parametrize("name", ["clerk", "secretary", "head"])
def test_coverage_is_read_in_few_statements(app: Flask, make: Factory, sign_in: Sign, name: str) -> None:
    scene = Scene(make)
    handed_in(scene, team(scene, 30))
    counter = Counter(sign_in(scene.accounts[name]))
    assert counter.get("/campaigns/") <= 8
    assert counter.get(f"/campaigns/{scene.campaign.id}/") <= 8
    assert counter.get(f"/campaigns/{scene.campaign.id}/?place={scene.department_id}") <= 8
