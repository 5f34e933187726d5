"""/admin/audit/: the log as the auditor reads it, exports it and proves it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select, text

from evaluation.foundation.audit.models import AuditEvent
from evaluation.foundation.audit.operations import record, verify
from evaluation.foundation.core.database import db, transaction
from evaluation.portal.administration.audit.words import action_word, kind_word
from evaluation.records.deeds.enums import DeedAction
from evaluation.registry.accounts.enums import Role
from tests.portal.work import SignIn
from tests.support.browser import Answer, Browser
from tests.support.databases import both_databases, statements
from tests.support.factories import Factory


@pytest.fixture
def auditor(make: Factory, sign_in: SignIn) -> Browser:
    return sign_in(make.account(Role.AUDITOR))


@pytest.fixture
def events(app: Flask) -> None:
    """Five events of two days, two people and three kinds."""
    wanted = (
        ("deed.submit", "deed", "SJ-2022-0001", "done", datetime(2022, 4, 5, 15, 59, tzinfo=UTC)),
        ("deed.verify", "deed", "SJ-2022-0001", "done", datetime(2022, 4, 5, 16, 0, tzinfo=UTC)),
        ("person.read", "person", "00017", "done", datetime(2022, 4, 6, 0, 0, tzinfo=UTC)),
        ("account.sign_in", "account", None, "refused", datetime(2022, 4, 6, 0, 30, tzinfo=UTC)),
        ("strange.act", "thing", None, "done", datetime(2022, 4, 6, 0, 45, tzinfo=UTC)),
    )
    for action, kind, number, outcome, now in wanted:
        with transaction():
            record(
                action,
                actor=None,
                object_kind=kind,
                object_id=7,
                object_number=number,
                outcome=outcome,
                now=now,
                private={"name": "李思源"} if action == "person.read" else None,
                before="draft",
            )


def sequences(answer: Answer) -> list[str]:
    assert answer.page is not None
    return [link.get_text(strip=True) for link in answer.page.select("tbody td.number a")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["5", "4", "3", "2", "1"]),
        ("kind=deed", ["2", "1"]),
        ("action=deed.v", ["2"]),
        ("action=%25", []),
        ("number=sj-2022-0001", ["2", "1"]),
        ("outcome=refused", ["4"]),
        ("who=system", ["5", "4", "3", "2", "1"]),
        ("who=李", []),
        ("begins_on=2022-04-06", ["5", "4", "3", "2"]),
        ("ends_on=2022-04-05", ["1"]),
        ("begins_on=gestern", ["5", "4", "3", "2", "1"]),
        ("kind=nonsense", []),
    ],
)
@both_databases
def test_filters(app: Flask, events: None, auditor: Browser, query: str, found: list[str]) -> None:
    """A day is one of Shanghai: an event at 16:00 UTC belongs to the next."""
    assert sequences(auditor.get(f"/admin/audit/?{query}")) == found


def test_what_happened_is_told_in_words(app: Flask, events: None, auditor: Browser) -> None:
    text = auditor.get("/admin/audit/").text

    for word in ("核实无误", "先进事迹 SJ-2022-0001", "查看人员", "登录", "被拒绝", "strange.act"):
        assert word in text


def test_words_for_steps_come_from_their_rooms(app: Flask) -> None:
    with app.test_request_context("/?lang=zh"):
        assert str(action_word(f"deed.{DeedAction.RETURN}")) == "退回修改"
        assert str(action_word("deed.open")) == "建立"
        assert str(action_word("matter.nudge")) == "催办"
        assert action_word("unknown.thing") == "unknown.thing"
        assert str(kind_word("deed")) == "先进事迹"
        assert kind_word("club") == "club"


def test_one_event_with_its_place_in_the_chain_and_no_personal_data(app: Flask, events: None, auditor: Browser) -> None:
    row = db.session.get_one(AuditEvent, 3)

    page = auditor.get("/admin/audit/3")

    assert row.hash in page.text
    assert row.previous_hash in page.text
    assert "before" in page.text
    assert "李思源" not in page.text
    assert "个人信息另外存放" in page.text
    assert auditor.get("/admin/audit/99").status_code == 404


def test_the_log_as_a_workbook_without_personal_data(app: Flask, events: None, make: Factory, auditor: Browser) -> None:
    answer = auditor.get("/admin/audit/export.xlsx?kind=person", check=False)

    rows = make.workbook_rows(answer.data)
    assert rows[0][:5] == ["序号", "时间", "谁", "角色", "操作"]
    assert [row[0] for row in rows[1:]] == [3]
    assert rows[1][4] == "查看人员 (person.read)"
    assert "李思源" not in str(rows)


@both_databases
def test_a_whole_chain_is_proved_and_its_head_told(app: Flask, events: None, auditor: Browser) -> None:
    head = verify()

    page = auditor.submit("/admin/audit/verify")

    assert "链条完整：5个事件" in page.text
    assert f"5:{head.head}" in page.text
    noted = db.session.scalars(select(AuditEvent).order_by(AuditEvent.sequence.desc())).first()
    assert noted is not None
    assert (noted.action, noted.outcome, noted.body["compared"]) == ("audit.verify", "whole", False)


def test_a_broken_chain_is_named_and_recorded(app: Flask, events: None, auditor: Browser) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_event_no_update"))
        connection.execute(text("UPDATE audit_event SET actor_name = '别人' WHERE sequence = 2"))

    page = auditor.submit("/admin/audit/verify")

    assert "链条在第2号事件处断裂：有事件被改动" in page.text
    outcome = db.session.scalar(select(AuditEvent.outcome).order_by(AuditEvent.sequence.desc()))
    assert outcome == "broken"


def test_a_noted_head_shows_a_cut_tail(app: Flask, events: None, auditor: Browser) -> None:
    page = auditor.submit("/admin/audit/verify", head=f"9:{'a' * 64}")

    assert "找不到您记下的链头" in page.text


@pytest.mark.parametrize("head", ["abc", "5:xyz", "-1:" + "a" * 64, "5", "五:" + "a" * 64])
def test_a_head_in_another_form_is_refused(app: Flask, events: None, auditor: Browser, head: str) -> None:
    answer = auditor.submit("/admin/audit/verify", head=head)

    assert answer.status_code == 422
    assert "请照原样填" in answer.text


@pytest.mark.parametrize("rows", [1, 60])
def test_statements_do_not_depend_on_the_rows(app: Flask, auditor: Browser, rows: int) -> None:
    for number in range(rows):
        record("test.act", actor=None, object_kind="thing", object_id=number)
    db.session.commit()
    auditor.get("/admin/audit/")

    with statements() as seen:
        auditor.get("/admin/audit/?size=50")

    assert len(seen) <= 8, seen.texts


def test_pages_of_the_log_follow_each_other(app: Flask, auditor: Browser) -> None:
    for number in range(45):
        record("test.act", actor=None, object_kind="thing", object_id=number)
    db.session.commit()
    seen: list[str] = []
    answer = auditor.get("/admin/audit/?kind=")
    while True:
        seen += sequences(answer)
        link = answer.page.select_one("a[rel=next]")  # type: ignore[union-attr]
        if link is None:
            break
        answer = auditor.get(f"/admin/audit/{link['href']}")

    assert seen == [str(number) for number in range(45, 0, -1)]


def test_the_home_counts_looks_and_refusals_of_the_week(
    app: Flask, events: None, make: Factory, sign_in: SignIn, frozen_clock: Callable[[datetime], None]
) -> None:
    account = make.account(Role.AUDITOR)
    assert "本周敏感查看1次，被拒绝1次" in sign_in(account).get("/").text

    frozen_clock(datetime(2022, 4, 11, 1, tzinfo=UTC))
    assert "本周敏感查看0次，被拒绝0次" in sign_in(account).get("/").text
