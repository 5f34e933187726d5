"""The page of one evidence item."""

from datetime import date

import pytest
from sqlalchemy import update

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.evidence.enums import EvidenceKind, Purpose
from evaluation.procedures.evidence.models import Evidence
from evaluation.procedures.evidence.operations import Fact, PersonThen, cite, correct, register, withdraw
from evaluation.procedures.evidence.presentation import frozen_rows
from evaluation.registry.accounts.enums import Role
from tests.procedures.conftest import commit
from tests.support.databases import both_databases, statements


@pytest.fixture
def subject(make):
    return make.person("赵小燕")


@pytest.fixture
def source(room, clerk, subject):
    return room.matter(clerk, "北门夜班", about=subject)


def fact(make, subject, **changes) -> Fact:
    facts = {
        "number": "BC-2022-0405-03",
        "kind": EvidenceKind.SHIFT_LINE,
        "title": "北门夜班",
        "occurred_from": date(2022, 4, 5),
        "occurred_to": date(2022, 4, 5),
        "organization_id": make.college["department"].id,
        "people": [PersonThen(subject.id, "subject", "保卫处", "干事", "中共党员")],
        "frozen": {"title": "北门夜班", "minutes": 360, "place": "北门", "date": "2022-04-05", "备注项": "无"},
        "minutes": 360,
    }
    return Fact(**{**facts, **changes})


@pytest.fixture
def evidence(make, clerk, source, subject) -> Evidence:
    [row] = register(source, [fact(make, subject)], actor=make.actor_of(clerk), now=clock.now())
    return row


def address(evidence: Evidence) -> str:
    return f"/evidence/{evidence.number}"


@both_databases
def test_what_was_verified_and_that_it_is_untouched(evidence, clerk, source, sign_in):
    page = sign_in(clerk).get(address(evidence))
    assert page.page.h1.get_text(strip=True) == "北门夜班"
    assert "原样保存，校验一致" in page.text
    assert evidence.frozen_hash in page.text
    rows = [row.get_text(" ", strip=True) for row in page.page.select(".card")[0].select(".summary-list > div")]
    assert rows == ["标题 北门夜班", "日期 2022年4月5日", "工时 6", "地点 北门", "备注项 无"]
    assert "赵小燕" in page.text
    assert "保卫处 · 干事 · 中共党员" in page.text
    assert page.page.select(f'main a[href="/notices/{source.id}"]')
    assert "还没有被引用。" in page.text


def test_a_copy_that_was_touched_says_so(evidence, clerk, sign_in):
    db.session.execute(update(Evidence).values(frozen={"title": "北门夜班", "minutes": 600}))
    page = sign_in(clerk).get(address(evidence))
    assert "原样保存，校验一致" not in page.text
    assert "内容与校验码不一致" in page.text


def test_a_correction_leads_to_its_successor_whose_number_has_a_slash(make, clerk, subject, evidence, sign_in):
    successor = correct(
        evidence,
        fact(make, subject, frozen={"title": "北门夜班", "minutes": 480}, minutes=480),
        reason="工时更正",
        actor=make.actor_of(clerk),
        now=clock.now(),
    )
    assert successor.number == "BC-2022-0405-03/2"
    browser = sign_in(clerk)
    old = browser.get(address(evidence))
    link = old.page.select_one(".note a")
    assert "已更正，以新版为准" in old.text
    new = browser.get(link["href"])
    assert (new.status_code, new.page.h1.get_text(strip=True)) == (200, "北门夜班")
    assert "工时 8" in new.page.select_one(".summary-list").get_text(" ", strip=True)


def test_a_withdrawn_item_says_why(make, clerk, evidence, sign_in):
    withdraw(evidence, reason="班次重复登记", actor=make.actor_of(clerk), now=clock.now())
    page = sign_in(clerk).get(address(evidence))
    assert "已撤销，不能再引用。原因：班次重复登记" in page.text


def test_who_leans_on_it_and_who_may_see_that(room, make, clerk, officer, evidence, sign_in):
    other = make.account(Role.CLERK, at="other_department")
    citing = room.matter(other, "引用它的材料")
    citing.organization_id = make.college["other_department"].id
    cite([evidence.id], citing, purpose=Purpose.RATING, actor=make.actor_of(officer), now=clock.now(), place="担当精神")
    commit()

    full = sign_in(officer).get(address(evidence))
    assert "引用它的材料" in full.text
    assert "评定 · 担当精神" in full.text
    from_source = sign_in(clerk).get(address(evidence))
    assert "引用它的材料" not in from_source.text
    assert "另有1项，您没有权限查看" in from_source.text
    from_citing = sign_in(other).get(address(evidence))
    assert from_citing.status_code == 200
    assert not from_citing.page.select(f'main a[href="/notices/{evidence.source_matter_id}"]')


@pytest.mark.parametrize("role", sorted(Role))
def test_for_others_it_does_not_exist(make, evidence, sign_in, role):
    allowed = {Role.CLERK, Role.ORGANIZATION_OFFICER, Role.ORGANIZATION_HEAD, Role.PUBLICITY_EDITOR}
    browser = sign_in(make.account(role))
    assert browser.get(address(evidence)).status_code == (200 if role in allowed else 404)
    unknown = browser.get("/evidence/BC-1999-0001")
    assert unknown.status_code == 404


def test_the_person_concerned_sees_the_own_evidence(make, subject, evidence, sign_in):
    assert sign_in(make.account(Role.MEMBER, person=subject)).get(address(evidence)).status_code == 200


@pytest.mark.parametrize(
    "number", ["x", "BC-2022-0405-03/2", "BC-2022-0405-03/", "../../etc/passwd", "%00", "%25", "长" * 500, "BC-2022-0405-0_"]
)
def test_numbers_that_are_none(evidence, clerk, sign_in, number):
    assert sign_in(clerk).get(f"/evidence/{number}").status_code == 404


def test_few_statements_whoever_leans_on_it(room, make, clerk, officer, evidence, sign_in):
    browser = sign_in(officer)
    counts = []
    for number in (1, 10):
        for _serial in range(number):
            cite([evidence.id], room.matter(clerk), purpose=Purpose.RATING, actor=make.actor_of(officer), now=clock.now())
        commit()
        with statements() as seen:
            browser.get(address(evidence))
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12


def test_a_frozen_copy_in_words(app):
    with app.test_request_context():
        rows = frozen_rows(
            {
                "title": "七十二小时",
                "people": [{"name": "赵小燕", "part": "subject"}, {"name": "钱伟", "part": "named"}],
                "dimensions": ["responsibility", "command"],
                "from": "2022-03-31",
                "verified_at": "2022-04-06T01:00:00+00:00",
                "files": ["a" * 64],
                "empty": None,
                "自己的键": {"x": 1, "y": [1, 2]},
                "done": True,
            }
        )
    assert [(str(label), value) for label, value in rows] == [
        ("标题", "七十二小时"),
        ("人员", "赵小燕 当事人；钱伟 文中提到"),
        ("起始日期", "2022年3月31日"),
        ("体现的方面", "担当精神；驾驭能力"),
        ("附件校验码", "a" * 16),
        ("核实时间", "4月6日09:00"),
        ("done", "是"),
        ("自己的键", "x：1；y：1；2"),
    ]
