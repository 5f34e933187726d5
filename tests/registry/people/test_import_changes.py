"""A roster beside the people who are registered: changes, history, undo, scope, and ten thousand rows."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.importing import operations
from evaluation.foundation.importing.sources import SourceFile
from evaluation.registry.accounts.actors import Actor
from evaluation.registry.accounts.enums import Role
from evaluation.registry.people.enums import AffiliationKind
from evaluation.registry.people.imports.importer import EFFECTIVE
from evaluation.registry.people.models import Affiliation, Person
from evaluation.registry.people.operations import affiliate
from evaluation.registry.people.queries import affiliations_on
from tests.registry.people.roster_scene import IMPORTER, WANG, figures, head_of, run
from tests.support.databases import both_databases, statements
from tests.support.factories import Factory
from tests.support.tables import roster


@pytest.fixture(autouse=True)
def page(app: Flask) -> Any:
    with app.test_request_context():
        yield


@pytest.fixture
def head(make: Factory) -> Actor:
    return head_of(make)


@both_databases
def test_a_second_import_changes_nothing(head: Actor) -> None:
    file = roster({**WANG, "出生年月": "1971.03", "政治面貌": "党员", "入党时间": "2010-01-01", "职务": "干事"})
    run(head, file)
    before = db.session.scalar(select(func.count()).select_from(Affiliation))

    job = run(head, file)

    assert figures(job) == (1, 0, 0, 1)
    assert db.session.scalar(select(func.count()).select_from(Affiliation)) == before
    assert db.session.scalar(select(Person.version).where(Person.number == "A1")) == 1


@both_databases
def test_changes_are_old_and_new_with_history_and_undone_exactly(head: Actor, make: Factory) -> None:
    run(head, roster({**WANG, "政治面貌": "积极分子", "职务": "干事", "手机号": "13800000000"}))
    person = db.session.scalars(select(Person).where(Person.number == "A1")).one()
    before = db.session.execute(select(*Person.__table__.columns).where(Person.id == person.id)).one()
    rows = db.session.execute(select(*Affiliation.__table__.columns).order_by(Affiliation.id)).all()

    job = run(
        head,
        roster(
            {
                **WANG,
                "部门": "机电系",
                "政治面貌": "预备党员",
                "入党时间": "2021-04-10",
                "职务": "辅导员",
                "手机号": "13900000000",
            }
        ),
        **{EFFECTIVE: "2022-03-01"},
    )

    assert figures(job) == (1, 0, 1, 0)
    change = job.preview["changed"][0]
    assert (change["row"], change["before"]) == (
        4,
        {
            "department": "保卫处",
            "political_status": "入党积极分子",
            "joined_on": "",
            "post": "干事",
            "phone": "13800000000",
            "role_group": "职工",
        },
    )
    assert {key: change["cells"][key] for key in ("department", "political_status", "joined_on", "role_group")} == {
        "department": "机电工程系",
        "political_status": "中共预备党员",
        "joined_on": "2021-04-10",
        "role_group": "教师",
    }
    days = {"before": date(2021, 4, 9), "joined": date(2021, 4, 10), "moved": date(2022, 3, 1)}
    held = {name: affiliations_on([person.id], day)[person.id] for name, day in days.items()}
    assert [held[name][AffiliationKind.POLITICAL_STATUS].value for name in days] == [
        "activist",
        "probationary_member",
        "probationary_member",
    ]
    assert [held[name][AffiliationKind.POST].value for name in days] == ["干事", "干事", "辅导员"]

    assert operations.undo(IMPORTER, job, actor=head, now=clock.now()) == []
    db.session.commit()

    after = db.session.execute(select(*Person.__table__.columns).where(Person.id == person.id)).one()
    assert {**after._mapping, "version": before.version} == dict(before._mapping)
    assert db.session.execute(select(*Affiliation.__table__.columns).order_by(Affiliation.id)).all() == rows


def test_imports_are_undone_one_after_the_other(head: Actor) -> None:
    first = run(head, roster({**WANG, "职务": "干事"}))
    second = run(head, roster({**WANG, "职务": "科员"}))

    kept = operations.undo(IMPORTER, first, actor=head, now=clock.now())
    assert [one.label for one in kept] == ["A1 王芳"]
    first.state, first.undone_at = "done", None

    assert operations.undo(IMPORTER, second, actor=head, now=clock.now()) == []
    assert operations.undo(IMPORTER, first, actor=head, now=clock.now()) == []
    assert db.session.scalar(select(func.count()).where(Person.number == "A1")) == 0


def test_who_was_changed_or_is_used_since_stays_and_is_named(
    head: Actor, make: Factory, frozen_clock: Callable[[datetime], None]
) -> None:
    job = run(head, roster(WANG, {**WANG, "工号/学号": "A2", "姓名": "李强"}, {**WANG, "工号/学号": "A3", "姓名": "赵云"}))
    people = {one.number: one for one in db.session.scalars(select(Person).where(Person.number.like("A%")))}
    frozen_clock(clock.now() + timedelta(minutes=1))
    affiliate(people["A1"], AffiliationKind.POST, "科员", valid_from=None, actor=None, now=clock.now())
    make.account(Role.MEMBER, person=people["A2"])
    db.session.commit()

    kept = operations.undo(IMPORTER, job, actor=head, now=clock.now())

    assert [(one.label, str(one.reason)) for one in kept] == [("A1 王芳", "导入之后被改过"), ("A2 李强", "已经被别的记录用到")]
    assert list(db.session.scalars(select(Person.number).where(Person.number.like("A%")).order_by(Person.number))) == ["A1", "A2"]


def test_an_empty_cell_takes_nothing_away_and_says_so(head: Actor) -> None:
    run(head, roster({**WANG, "手机号": "13800000000", "职务": "干事"}))

    job = run(head, roster(WANG))

    assert figures(job) == (1, 0, 0, 1)
    assert sorted(one["reason"] for one in job.report["warnings"]) == [
        "“手机号”有1格是空的而系统里有值，系统里的值保留不变",
        "“职务”有1格是空的而系统里有值，系统里的值保留不变",
    ]


@pytest.mark.parametrize(
    ("earlier", "later", "changed"),
    [
        ("1990-12-11", "1990.12", 0),
        ("1990.12", "1990-12-11", 1),
        ("1990-12-11", "1990.11", 1),
        ("1990.12", "1990.12", 0),
        ("1990-12-01", "1990.12", 0),
    ],
)
def test_the_more_exact_birth_date_stays(head: Actor, earlier: str, later: str, changed: int) -> None:
    run(head, roster({**WANG, "出生年月": earlier}))

    assert figures(run(head, roster({**WANG, "出生年月": later}))) == (1, 0, changed, 1 - changed)


def test_a_slip_in_a_name_is_corrected_and_another_name_is_refused(head: Actor) -> None:
    run(head, roster({**WANG, "姓名": "王芳芳"}, {**WANG, "工号/学号": "A2", "姓名": "李强"}))

    job = run(head, roster(WANG, {**WANG, "工号/学号": "A2", "姓名": "赵云"}))

    assert figures(job) == (2, 0, 1, 0)
    assert [one["reason"] for one in job.report["warnings"]] == ["系统里原来写作王芳芳，这次改正姓名"]
    assert [one["reason"] for one in job.report["rejected"]] == [
        "工号A2在系统里是李强，请核对工号；如果是改名，请先在本人页面上改"
    ]


def test_people_who_are_missing_are_listed_and_stay(head: Actor, make: Factory) -> None:
    make.person("张三", number="M1")
    make.person("李四", number="M2", department="other_department")
    db.session.commit()

    job = run(head, roster(WANG))

    listed = [row["cells"]["number"] for row in job.preview["missing"]]
    assert ("M1" in listed, "M2" in listed, "A1" in listed) == (True, False, False)
    assert db.session.scalar(select(func.count()).where(Person.number.in_(["M1", "M2"]))) == 2


@pytest.mark.parametrize(
    ("setting", "starts"),
    [("", date(2022, 4, 6)), ("2022-01-01", date(2022, 1, 1)), ("correction", None)],
)
def test_a_difference_is_a_change_from_a_day_on_or_a_correction(head: Actor, setting: str, starts: date | None) -> None:
    run(head, roster({**WANG, "职务": "干事"}))

    run(head, roster({**WANG, "职务": "科员"}), **{EFFECTIVE: setting})

    posts = db.session.execute(
        select(Affiliation.value, Affiliation.valid_from, Affiliation.valid_to, Affiliation.superseded_at.is_not(None))
        .join(Person)
        .where(Person.number == "A1", Affiliation.kind == AffiliationKind.POST)
        .order_by(Affiliation.id)
    ).all()
    assert posts == [("干事", None, starts, starts is None), ("科员", starts, None, False)]


@pytest.mark.parametrize(("setting", "words"), [("2031-01-01", "变动发生之后才登记"), ("昨天", "“昨天”")])
def test_a_day_that_cannot_be_is_refused(head: Actor, setting: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        run(head, roster(WANG), **{EFFECTIVE: setting})

    assert str(refused.value).startswith(words)
    assert refused.value.field == EFFECTIVE


def test_a_department_outside_the_scope_is_left_alone(head: Actor, make: Factory) -> None:
    officer = make.actor(Role.ORGANIZATION_HEAD, at="department")
    run(head, roster({**WANG, "工号/学号": "A2", "姓名": "李强", "部门": "总务处"}))

    job = run(officer, roster(WANG, {**WANG, "部门": "总务处", "工号/学号": "A9"}, {**WANG, "工号/学号": "A2", "姓名": "李强"}))

    assert figures(job) == (3, 1, 0, 0)
    assert [(one["row"], one["column"], one["reason"]) for one in job.report["rejected"]] == [
        (row, "部门", "这个部门不在您的管理范围内，请由管理它的组织部门导入") for row in (5, 6)
    ]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"出生年月": "2004-05-01", "政治面貌": "中共党员", "入党时间": "2021-01-01"}, "入党时间"),
        ({"政治面貌": "群众", "入党时间": "2019-01-01"}, "入党时间"),
        ({"政治面貌": "中共党员", "入党时间": ""}, "入党时间"),
        ({"政治面貌": "中共党员", "入党时间": "2019.11"}, "入党时间"),
        ({"政治面貌": "中共党员", "入党时间": "2021-12-01"}, "政治面貌"),
    ],
)
def test_what_is_odd_is_taken_with_a_warning(head: Actor, cells: Mapping[str, Any], column: str) -> None:
    job = run(head, roster({**WANG, **cells}))

    assert (job.report["created"], [one["column"] for one in job.report["warnings"]]) == (1, [column])


def thousands(count: int, post: str) -> SourceFile:
    rows = ({**WANG, "工号/学号": f"T{number:05d}", "职务": post, "政治面貌": "群众"} for number in range(count))
    return roster(*rows)


@pytest.mark.parametrize(("backend", "many"), [("sqlite", 10_000), ("postgresql", 2_000)], indirect=["backend"])
def test_ten_thousand_people_need_few_statements(head: Actor, many: int) -> None:
    with statements() as few:
        run(head, thousands(500, "干事"))
    with statements() as seen:
        job = run(head, thousands(many, "干事"))

    assert figures(job) == (many, many - 500, 0, 500)
    assert len(seen) <= len(few) + many // 1_000 + 5
    assert len(seen) <= 40

    with statements() as seen:
        job = run(head, thousands(2_000, "科员"))
    assert figures(job) == (2_000, 0, 2_000, 0)
    assert len(seen) <= 40
