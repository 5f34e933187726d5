"""Every page of the room in both languages, and the import by page from upload to the list."""

from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.models import Matter
from tests.records.nominations.scene import DAYS, Scene
from tests.records.nominations.test_candidates import with_evidence
from tests.records.nominations.test_imports import row_of, workbook
from tests.support.factories import Factory

ACTIONS = ("examine", "replace_contact", "extend", "cancel", "postpone", "move_in", "move", "move_out", "choose_text", "close")
LISTS = ("", "?view=list", "calendar", "figures", "candidates", "mine", "?view=list&stage=activist&due=late&source=frontline&q=m")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["officer", "secretary", "leader"])
def test_every_page_opens_in_both_languages(app: Flask, make: Factory, sign_in, language: str, name: str) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    cases = [scene.case("conversion_approved_on"), scene.opened("second")]
    with_evidence(scene, "third")
    browser = sign_in(scene.accounts[name])
    browser.get(f"/nominations/?lang={language}")
    pages = ["", "?all=1", "/history", "/dossier", *(f"/steps/{act}" for act in (*DAYS, "archived_on", "recognised_on"))]
    for nomination in cases:
        for page in pages:
            assert browser.get(f"/nominations/{nomination.matter_id}{page}").status_code == 200, page
        for action in ACTIONS:
            assert browser.get(f"/nominations/{nomination.matter_id}/actions/{action}").status_code in (200, 403), action
        assert browser.get(f"/nominations/{nomination.matter_id}/actions/other").status_code == 404
        assert browser.get(f"/nominations/{nomination.matter_id}/steps/other").status_code == 404
    for page in LISTS:
        assert browser.get(f"/nominations/{page}").status_code == 200, page


def test_a_workbook_goes_in_by_the_page(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    browser = sign_in(scene.accounts["secretary"])
    file = workbook(
        scene,
        row_of(scene, "candidate"),
        row_of(scene, "second", talked_on=date(2022, 7, 20)),
        row_of(scene, "third", applied_on=date(2018, 1, 1)),
    )
    checked = browser.submit("/nominations/import", file=(BytesIO(file.data), "台账.xlsx"))
    page = browser.follow(checked)
    assert "第五条" in page.text
    assert "2022年6月13日" in page.text
    done = browser.submit(str(checked.location), page=page, action="/confirm")
    assert "已导入2行" in browser.follow(done).text
    titles = db.session.scalars(select(Matter.title).where(Matter.kind == "nomination").order_by(Matter.id))
    assert titles.all() == ["孟庆和", "马振宇"]
