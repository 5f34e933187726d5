"""Journeys through the pages, by forms alone."""

from collections.abc import Callable

from flask import Flask

from evaluation.foundation.core.database import db
from evaluation.records.performance.enums import ShiftState as S
from evaluation.records.performance.models import Shift
from tests.records.performance.scene import Scene
from tests.support.browser import Answer, Browser
from tests.support.factories import Factory

Sign = Callable[..., Browser]
NIGHT = {"place": "南门", "task": "值班值守", "held_on": "2022-04-05", "begins_at": "20:00", "ends_at": "02:00"}


def only_shift() -> Shift:
    db.session.expire_all()
    return db.session.query(Shift).one()


def grid(answer: Answer) -> dict[str, tuple[bool, str, str]]:
    """Rows of the form: name to present, hours, remark."""
    assert answer.page is not None
    rows = {}
    for row in answer.page.select("table.grid tbody tr"):
        name = row.select("td")[1].find(string=True, recursive=False).strip()
        rows[name] = (
            row.select_one("input[type=checkbox]").has_attr("checked"),
            row.select_one("td.hours input")["value"],
            row.select_one("td.remark input")["value"],
        )
    return rows


def test_from_an_empty_form_to_verified(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    clerk = sign_in(scene.accounts["clerk"])
    names = "马俊、王志刚 孔令涛\n张凯"
    filled = clerk.submit("/records/shifts/new", **NIGHT, pasted=names, step="fill")
    assert filled.status_code == 200
    assert grid(filled) == {name: (True, "6", "") for name in ("马俊", "王志刚", "孔令涛", "张凯")}
    absent = {"lines-2-present": None, "lines-2-hours": "", "lines-2-remark": "调休"}
    answer = clerk.submit("/records/shifts/new", page=filled, step="check", **absent)
    shift = only_shift()
    assert answer.location == f"/records/shifts/{shift.matter_id}/check"
    checked = clerk.follow(answer)
    assert "其余3人全班到岗" in checked.text
    done = clerk.submit("", page=checked, action="/actions/submit")
    shift = only_shift()
    assert (shift.matter.state, shift.present_count, shift.absent_count, shift.minutes_total) == (S.SUBMITTED, 3, 1, 1080)
    page = clerk.follow(done)
    assert "BC-2022-0001" in page.text
    for browser_of in ("secretary", "other_secretary", "officer"):
        browser = sign_in(scene.accounts[browser_of])
        decided = browser.submit(f"/records/shifts/{shift.matter_id}", action="/actions/verify", whole="1", part=None)
        assert decided.status_code == 302
    assert only_shift().matter.state == S.VERIFIED
    detail = clerk.get(f"/records/shifts/{shift.matter_id}")
    assert "BC-2022-0001-01" in detail.text
