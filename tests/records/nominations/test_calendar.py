"""Last days as a page and as iCalendar under a secret address."""

import re
from datetime import UTC, date, datetime

from flask import Flask

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.records.nominations.deadlines import LONGEST_LINE, escaped, folded
from tests.records.nominations.scene import Scene
from tests.support.databases import statements
from tests.support.factories import Factory


def june(scene: Scene) -> None:
    clock.source = lambda: datetime(2022, 6, 1, 1, 0, tzinfo=UTC)


def test_the_page_lists_last_days_of_the_own_branch(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    """Art. 7: 12 June 2022 is a Sunday."""
    scene = Scene(make)
    june(scene)
    nomination = scene.opened()
    browser = sign_in(scene.accounts["secretary"])
    page = browser.get("/nominations/calendar")

    items = page.page.select(".deadlines li")
    assert [(one.time["datetime"], one.a["href"]) for one in items] == [("2022-06-13", f"/nominations/{nomination.matter_id}")]
    assert sign_in(scene.accounts["other_secretary"]).get("/nominations/calendar").page.select(".deadlines li") == []
    scene.opened("second")
    with statements() as seen:
        browser.get("/nominations/calendar")
    assert len(seen) <= 8


def test_the_feed_lies_under_a_secret_address_that_can_be_changed(app: Flask, make: Factory, sign_in, stranger) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    june(scene)
    scene.opened()
    browser = sign_in(scene.accounts["secretary"])
    browser.submit("/nominations/calendar", action="/renew")
    address = browser.get("/nominations/calendar").page.select_one("code").get_text()
    path = re.sub(r"^https?://[^/]+", "", address)
    answer = stranger.get(path)

    text = answer.data.decode()
    assert answer.status_code == 200
    assert answer.response.mimetype == "text/calendar"
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20220613" in text
    assert "孟庆和（机关第一党支部）：派人谈话到期" in text.replace("\r\n ", "")
    assert all(len(line.encode()) <= LONGEST_LINE for line in text.split("\r\n"))
    clock.source = lambda: datetime(2022, 6, 1, 2, 0, tzinfo=UTC)
    browser.submit("/nominations/calendar", action="/renew")
    assert stranger.get(path).status_code == 404
    fresh = re.sub(r"^https?://[^/]+", "", browser.get("/nominations/calendar").page.select_one("code").get_text())
    assert stranger.get(fresh).status_code == 200
    scene.accounts["secretary"].disabled_at = clock.now()
    db.session.commit()
    assert stranger.get(fresh).status_code == 404


def test_lines_are_folded_between_characters() -> None:
    line = "SUMMARY:" + "发展党员" * 20
    assert folded(line).replace("\r\n ", "") == line
    assert max(len(one.encode()) for one in folded(line).split("\r\n")) <= LONGEST_LINE
    assert escaped("甲,乙;丙\\丁\n戊") == "甲\\,乙\\;丙\\\\丁\\n戊"


def test_a_first_possible_day_stands_in_the_calendar(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    """Art. 13: a year of cultivation."""
    scene = Scene(make)
    clock.source = lambda: datetime(2022, 9, 1, 1, 0, tzinfo=UTC)
    scene.case("contacts_on")
    page = sign_in(scene.accounts["officer"]).get("/nominations/calendar")
    days = [one.time["datetime"] for one in page.page.select(".deadlines li")]
    assert days == sorted(days)
    assert date(2023, 6, 15).isoformat() in days


def test_the_command_puts_what_came_due_into_the_inbox(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    scene.opened()
    result = app.test_cli_runner().invoke(args=["remind"])
    assert result.exit_code == 0, result.output
    assert "在办1人" in result.output
