"""The page of one person: as of a day, as much as one may read, and every look noted."""

import pytest
from flask import Flask
from sqlalchemy import select

from evaluation.foundation.audit.models import AuditEvent
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.records.deeds.enums import DeedState as S
from evaluation.registry.accounts.enums import ADMINISTRATORS, Role
from evaluation.registry.people.enums import AffiliationKind
from evaluation.registry.people.models import Person
from evaluation.registry.people.naming import masked_phone
from evaluation.registry.people.operations import affiliate
from tests.portal.work import SignIn, Work, block, blocks, titles
from tests.support.browser import Answer
from tests.support.databases import both_databases, statements
from tests.support.factories import Factory

PHONE = "13800001234"


@pytest.fixture
def work(app: Flask, make: Factory) -> Work:
    return Work(make)


@pytest.fixture
def person(work: Work, make: Factory) -> Person:
    """Of the first department and branch, moved from the other department in 2021."""
    subject = work.deed_scene.subject
    assert subject is not None
    subject.phone = PHONE
    common = {"actor": None, "now": clock.now()}
    affiliate(subject, AffiliationKind.POST, "副处长", valid_from=clock.today().replace(year=2021), **common)
    db.session.commit()
    return subject


def facts(answer: Answer, title: str) -> dict[str, str]:
    """Labels and values of a card."""
    rows = block(answer, title).select("dl.summary-list > div")
    return {row.dt.get_text(strip=True): row.dd.get_text(strip=True) for row in rows if row.dt and row.dd}


@pytest.mark.parametrize(
    ("who", "phone"),
    [
        ("officer", PHONE),
        ("head", PHONE),
        ("leader", "138****1234"),
        ("discipline", "138****1234"),
        ("clerk", "138****1234"),
        ("secretary", "138****1234"),
    ],
)
def test_the_phone_is_masked_but_for_the_organization_department(
    work: Work, person: Person, sign_in: SignIn, who: str, phone: str
) -> None:
    page = sign_in(work.accounts[who]).get(f"/people/{person.id}")

    assert facts(page, "基本信息")["电话"] == phone


@pytest.mark.parametrize(
    ("phone", "shown"), [("0632-3190000", "063****0000"), ("8016", "****"), ("", ""), ("1380000123", "****")]
)
def test_a_short_number_is_hidden_whole(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown


def test_publicity_reads_name_department_and_post(work: Work, person: Person, sign_in: SignIn) -> None:
    work.deed(S.ACCEPTED, "雨夜里的采样员")
    work.deed(S.SUBMITTED, "还在核实的事")

    page = sign_in(work.accounts["editor"]).get(f"/people/{person.id}")

    assert facts(page, "基本信息") == {"姓名": "李思源", "部门": "保卫处", "岗位": "副处长"}
    assert blocks(page) == ["依据", "事项", "基本信息"]
    assert titles(block(page, "事项")) == ["先进事迹公示", "雨夜里的采样员"]
    for hidden in (person.number, "机关第一党支部", "中共党员", PHONE, "138"):
        assert hidden not in page.text


@both_databases
def test_what_held_on_a_day(work: Work, person: Person, sign_in: SignIn) -> None:
    browser = sign_in(work.accounts["officer"])

    then, now = (browser.get(f"/people/{person.id}{query}") for query in ("?on=2020-05-01", ""))

    assert facts(then, "某一天的情况")["岗位"] == "干事"
    assert facts(now, "某一天的情况")["岗位"] == "副处长"
    assert then.page.select_one("input#on")["value"] == "2020-05-01"  # type: ignore[union-attr,index]


@pytest.mark.parametrize("day", ["", "gestern", "2022-02-30", "9999999-01-01", "<script>"])
def test_a_day_that_is_none_is_today(work: Work, person: Person, sign_in: SignIn, day: str) -> None:
    page = sign_in(work.accounts["officer"]).get(f"/people/{person.id}", query_string={"on": day})

    assert page.page.select_one("input#on")["value"] == "2022-04-06"  # type: ignore[union-attr,index]


@both_databases
def test_evidence_and_matters_as_far_as_the_reader_sees_them(work: Work, person: Person, sign_in: SignIn) -> None:
    work.deed(S.ACCEPTED, "已入库的事")
    work.deed(S.SUBMITTED, "待核实的事")
    work.deed(S.DRAFT, "还没交的事")

    seen = {
        who: titles(block(sign_in(work.accounts[who]).get(f"/people/{person.id}"), "事项"))
        for who in ("officer", "editor", "clerk")
    }

    assert seen == {
        "officer": ["待核实的事", "先进事迹公示", "已入库的事"],
        "editor": ["先进事迹公示", "已入库的事"],
        "clerk": ["还没交的事", "待核实的事", "先进事迹公示", "已入库的事"],
    }
    officer = sign_in(work.accounts["officer"]).get(f"/people/{person.id}")
    assert [link.get_text() for link in block(officer, "依据").select("tbody a")] == ["SJ-2022-0001"]


def test_every_look_is_noted_but_ones_own(work: Work, person: Person, sign_in: SignIn) -> None:
    officer, clerk = work.accounts["officer"], work.accounts["clerk"]
    sign_in(officer).get(f"/people/{person.id}?on=2020-05-01")
    sign_in(clerk).get(f"/people/{person.id}")
    sign_in(clerk).get(f"/people/{clerk.person_id}")

    rows = db.session.execute(
        select(AuditEvent.account_id, AuditEvent.object_id, AuditEvent.body).where(AuditEvent.action == "person.read")
    ).all()

    assert [tuple(row) for row in rows] == [
        (officer.id, str(person.id), {"as_of": "2020-05-01"}),
        (clerk.id, str(person.id), {"as_of": "2022-04-06"}),
    ]


@pytest.mark.parametrize("who", ["other_clerk", "other_secretary"])
def test_foreign_and_unknown_look_alike_and_leave_no_trace(work: Work, person: Person, sign_in: SignIn, who: str) -> None:
    browser = sign_in(work.accounts[who])

    foreign, unknown = browser.get(f"/people/{person.id}"), browser.get("/people/987654")

    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert foreign.text == unknown.text
    assert db.session.scalars(select(AuditEvent).where(AuditEvent.action == "person.read")).all() == []


@pytest.mark.parametrize("role", sorted({*ADMINISTRATORS, Role.MEMBER, Role.CARE_OFFICER}))
def test_others_do_not_enter(work: Work, person: Person, make: Factory, sign_in: SignIn, role: Role) -> None:
    assert sign_in(make.account(role)).get(f"/people/{person.id}").status_code == 403


def test_only_those_who_keep_the_register_find_a_way_to_change(work: Work, person: Person, sign_in: SignIn) -> None:
    changes = {
        who: len(sign_in(work.accounts[who]).get(f"/people/{person.id}").page.select("a[href*='/change/'], a[href$='/correct']"))  # type: ignore[union-attr]
        for who in ("officer", "clerk", "leader")
    }

    assert changes == {"officer": 7 + 5, "clerk": 0, "leader": 0}


@pytest.mark.parametrize("rows", [1, 20])
def test_at_most_twelve_statements(work: Work, person: Person, sign_in: SignIn, rows: int) -> None:
    for number in range(rows):
        work.deed(S.SUBMITTED, f"第{number}件")
    browser = sign_in(work.accounts["officer"])
    browser.get(f"/people/{person.id}")

    with statements() as seen:
        browser.get(f"/people/{person.id}")

    assert len(seen) <= 12, seen.texts
