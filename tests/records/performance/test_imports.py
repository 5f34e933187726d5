"""The frontline log: dates, hours, names and departments as offices write them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from evaluation.foundation.core.clock import clock, local
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.importing import operations
from evaluation.foundation.importing.models import ImportJob
from evaluation.foundation.importing.options import Options
from evaluation.foundation.importing.sources import SourceFile
from evaluation.procedures.workflow.models import Campaign, Matter
from evaluation.records.performance.imports.importer import log_importer
from evaluation.records.performance.models import Shift, ShiftLine
from evaluation.records.performance.operations.verification import verify_lines
from evaluation.registry.accounts.actors import Actor
from evaluation.registry.accounts.enums import Role
from evaluation.registry.people.enums import AffiliationKind
from evaluation.registry.people.models import Person
from evaluation.registry.people.operations import affiliate
from tests.support.databases import both_databases, statements
from tests.support.factories import Factory
from tests.support.tables import log

AFTER = datetime(2022, 4, 20, 1, 0, tzinfo=UTC)
SHIFT = {"日期": "3月14日", "时段": "8:00-12:00", "任务": "值守", "地点": "南门", "参加人员": "王芳", "报送部门": "保卫处"}


@pytest.fixture(autouse=True)
def page(app: Flask, frozen_clock: Callable[[datetime], None]) -> Any:
    frozen_clock(AFTER)
    with app.test_request_context():
        yield


@pytest.fixture
def clerk(make: Factory) -> Actor:
    """A clerk of 保卫处, where 王芳, 李强 and two 方娜 work; 总务处 has another 王芳."""
    actor = make.actor(Role.CLERK, at="department")
    for name, number in (("王芳", "W1"), ("李强", "L1"), ("方娜", "F1"), ("方娜", "F2"), ("古丽·买买提", "G1")):
        make.person(name, number=number)
    make.person("王芳", number="W2", department="other_department", branch="other_branch")
    db.session.commit()
    return actor


def run(actor: Actor, file: SourceFile, options: Options | None = None, **settings: str) -> ImportJob:
    job, _plan = operations.run(log_importer, [file], actor=actor, now=clock.now(), options=options or Options(settings))
    db.session.commit()
    return job


def shift_of(**cells: Any) -> dict[str, Any]:
    return {**SHIFT, **cells}


def recorded() -> list[tuple[str, str, str]]:
    """Beginning and end in Shanghai and the people of each shift."""
    found = []
    for shift in db.session.scalars(select(Shift).order_by(Shift.begins_at, Shift.matter_id)):
        people = "、".join(line.person.number for line in shift.lines)
        found.append((f"{local(shift.begins_at):%m-%d %H:%M}", f"{local(shift.ends_at):%m-%d %H:%M}", people))
    return found


def refusals(job: ImportJob, kind: str = "rejected") -> list[tuple[int, str, str, str]]:
    return [(one["row"], one["column"], one["value"], one["reason"]) for one in job.report[kind]]


@both_databases
def test_a_log_becomes_shifts_that_wait(clerk: Actor, make: Factory) -> None:
    job = run(
        clerk,
        log(
            shift_of(参加人员="王芳、李强", 工作内容="查验车辆", 备注="雨"),
            shift_of(日期=date(2022, 3, 15), 时段="19：00—24：00", 参加人员="李强，古丽•买买提"),
        ),
    )

    assert (job.report["rows"], job.report["created"]) == (2, 4)
    assert recorded() == [("03-14 08:00", "03-14 12:00", "W1、L1"), ("03-15 19:00", "03-16 00:00", "L1、G1")]
    first = db.session.scalars(select(Shift).order_by(Shift.begins_at).limit(1)).one()
    assert (first.matter.state, first.place, first.task, first.content) == ("submitted", "南门", "值守", "查验车辆\n备注：雨")
    assert (first.matter.opened_by_id, first.matter.number) == (clerk.account_id, "BC-2022-0001")


@pytest.mark.parametrize(
    ("title", "day", "begins"),
    [
        ("台账（2022年3月14日—4月15日）", "4月2日", "04-02"),
        ("台账（２０２２年３月１４日－４月１５日）", "4月2日", "04-02"),
        ("台账（2022年3月14日至2022年4月15日）", "4.2", "04-02"),
        ("2021年12月20日～1月10日台账", "1月3日", "01-03"),
        ("2021年12月20日～1月10日台账", "12月21日", "12-21"),
        ("台账", "2022-04-02", "04-02"),
    ],
)
def test_a_day_without_a_year_takes_it_from_the_title(clerk: Actor, title: str, day: str, begins: str) -> None:
    job = run(clerk, log(shift_of(日期=day), title=title))

    assert job.report["rejected"] == []
    assert recorded()[0][0] == f"{begins} 08:00"


@pytest.mark.parametrize(
    ("times", "begins", "ends"),
    [
        ("8:00-11:00", "03-14 08:00", "03-14 11:00"),
        ("8：00—11：00", "03-14 08:00", "03-14 11:00"),
        ("19:00-24:00", "03-14 19:00", "03-15 00:00"),
        ("22:00-次日6:00", "03-14 22:00", "03-15 06:00"),
        ("20:00-次日20:00", "03-14 20:00", "03-15 20:00"),
    ],
)
def test_hours_as_they_are_typed(clerk: Actor, times: str, begins: str, ends: str) -> None:
    run(clerk, log(shift_of(时段=times)))

    assert recorded() == [(begins, ends, "W1")]


@pytest.mark.parametrize(
    ("cells", "column", "value", "reason"),
    [
        ({"日期": ""}, "日期", "", "没有日期，请补上"),
        ({"日期": "2月30日"}, "日期", "2月30日", "“2月30日”：2月30日不存在，请改成正确的日期"),
        ({"日期": "5月2日"}, "日期", "5月2日", "“5月2日”没有年份，也不在2022-03-14至2022-04-15之间，请写上年份"),
        ({"日期": "2022-04-21"}, "日期", "2022-04-21", "班次在今天之后，请改正日期"),
        ({"时段": ""}, "时段", "", "没有时段，请写成8:00-12:00"),
        ({"时段": "8:00-次日10:00"}, "时段", "8:00-次日10:00", "一班最长24小时，更长的请分成几班登记"),
        ({"任务": ""}, "任务", "", "没有任务，请补上"),
        ({"地点": ""}, "地点", "", "没有地点，请补上"),
        ({"地点": "门" * 51}, "地点", "门" * 51 + "…", "最多50字，请缩短"),
        ({"参加人员": ""}, "参加人员", "", "没有参加人员，请补上"),
        ({"报送部门": ""}, "报送部门", "", "没有部门，请补上"),
        ({"报送部门": "炊事班"}, "报送部门", "炊事班", "没有“炊事班”这个部门，请写部门全称或简称"),
        ({"报送部门": "总务处"}, "报送部门", "总务处", "您只能报送本部门的记录，请由总务处自己报送"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_whole(
    clerk: Actor, cells: dict[str, str], column: str, value: str, reason: str
) -> None:
    job = run(clerk, log(shift_of(**cells), shift_of(日期="3月15日")))

    assert refusals(job) == [(3, column, value, reason)]
    assert (job.report["created"], len(recorded())) == (1, 1)


def test_an_unknown_name_costs_its_own_line_only(clerk: Actor) -> None:
    job = run(clerk, log(shift_of(参加人员="王芳、张三丰、李强强")))

    assert refusals(job) == [
        (3, "参加人员", "张三丰", "保卫处没有“张三丰”，请核对姓名和报送部门，或先登记这个人"),
        (3, "参加人员", "李强强", "保卫处没有“李强强”，是不是“李强”？"),
    ]
    assert recorded() == [("03-14 08:00", "03-14 12:00", "W1")]
    choices = job.preview["wrong"][0]["faults"][1]["choices"]
    assert choices == [{"label": "李强 L1 干事", "value": "L1"}]


def test_namesakes_are_ambiguous_until_a_number_settles_them(clerk: Actor) -> None:
    job = run(clerk, log(shift_of(参加人员="方娜、王芳、方娜"), shift_of(日期="3月15日", 参加人员="方娜（F2）、F1")))

    assert refusals(job, "ambiguous") == [(3, "参加人员", "方娜", "保卫处有2个方娜（F1、F2），请在姓名后写工号，如“方娜（F1）”")]
    assert [people for _begins, _ends, people in recorded()] == ["W1", "F2、F1"]


def test_a_choice_on_the_page_settles_a_name(clerk: Actor) -> None:
    options = (
        Options().with_correction("一线台账", 3, "people", "方娜", "F2").with_correction("一线台账", 3, "people", "王方", "王芳")
    )

    job = run(clerk, log(shift_of(参加人员="方娜、王方")), options)

    assert (job.report["rejected"], job.report["ambiguous"]) == ([], [])
    assert recorded()[0][2] == "F2、W1"


def test_a_name_twice_in_a_cell_counts_once(clerk: Actor) -> None:
    job = run(clerk, log(shift_of(参加人员="王芳、李强、王 芳")))

    assert [(one["row"], one["value"]) for one in job.report["duplicates"]] == [(3, "王芳")]
    assert recorded()[0][2] == "W1、L1"


def test_people_are_looked_for_where_they_were_on_that_day(clerk: Actor, make: Factory) -> None:
    moved = db.session.scalars(select(Person).where(Person.number == "W1")).one()
    other = make.college["other_department"].id
    affiliate(moved, AffiliationKind.DEPARTMENT, other, valid_from=date(2022, 4, 1), actor=None, now=clock.now())
    db.session.commit()

    job = run(clerk, log(shift_of(日期="3月31日"), shift_of(日期="4月1日")))

    assert [one["row"] for one in job.report["rejected"]] == [4]
    assert [begins for begins, _ends, _people in recorded()] == ["03-31 08:00"]


@both_databases
def test_a_second_import_changes_nothing_and_a_longer_one_adds(clerk: Actor) -> None:
    run(clerk, log(shift_of(参加人员="王芳、李强")))
    version = db.session.scalars(select(Matter.version)).one()

    again = run(clerk, log(shift_of(参加人员="王芳、李强")))
    longer = run(clerk, log(shift_of(参加人员="王芳、李强、古丽·买买提")))

    figures = [(job.report["created"], job.report["unchanged"], len(job.report["duplicates"])) for job in (again, longer)]
    assert figures == [(0, 2, 0), (1, 2, 0)]
    assert [people for _begins, _ends, people in recorded()] == ["W1、L1", "G1"]
    assert db.session.scalars(select(Matter.version).order_by(Matter.id).limit(1)).one() == version


def test_the_same_shift_twice_in_a_file_counts_once(clerk: Actor) -> None:
    job = run(clerk, log(shift_of(), shift_of(地点="南 门"), shift_of(地点="北门")))

    assert (job.report["created"], job.report["unchanged"]) == (2, 0)
    assert [(one["row"], one["value"]) for one in job.report["duplicates"]] == [(4, "王芳")]
    assert [(one["row"], one["value"]) for one in job.report["warnings"]] == [(5, "王芳")]


@both_databases
def test_a_special_action_is_made_with_the_period_of_the_log(make: Factory) -> None:
    make.person("王芳")
    officer = make.actor(Role.ORGANIZATION_OFFICER)
    db.session.commit()

    run(officer, log(shift_of()), campaign="疫情防控")

    campaign = db.session.scalars(select(Campaign)).one()
    assert (campaign.name, campaign.begins_on, campaign.ends_on) == ("疫情防控", date(2022, 3, 14), date(2022, 4, 15))
    assert db.session.scalars(select(Matter.campaign_id)).all() == [campaign.id]


def test_without_a_period_the_days_of_the_rows_count(make: Factory) -> None:
    make.person("王芳")
    officer = make.actor(Role.ORGANIZATION_OFFICER)
    db.session.commit()

    run(officer, log(shift_of(日期="2022-03-20"), shift_of(日期="2022-03-18"), title="台账"), campaign="疫情防控")

    campaign = db.session.scalars(select(Campaign)).one()
    assert (campaign.begins_on, campaign.ends_on) == (date(2022, 3, 18), date(2022, 3, 20))


def test_a_special_action_that_takes_no_records_refuses_the_file(clerk: Actor) -> None:
    with pytest.raises(Refused) as unknown:
        run(clerk, log(shift_of()), campaign="疫情防控")
    assert str(unknown.value) == "没有专项行动“疫情防控”，请组织部先建立"
    db.session.add(Campaign(name="疫情防控", state="closed", begins_on=date(2022, 3, 1)))
    db.session.flush()

    with pytest.raises(Refused) as closed:
        run(clerk, log(shift_of()), campaign="疫情防控")

    assert closed.value.field == "campaign"
    assert db.session.scalar(select(func.count()).select_from(Shift)) == 0


def test_an_impossible_period_refuses_the_file(clerk: Actor) -> None:
    with pytest.raises(Refused) as refused:
        run(clerk, log(shift_of(), title="台账（2022年2月30日—4月15日）"))

    assert refused.value.field == "file"


@both_databases
def test_an_import_is_withdrawn_but_for_what_was_decided(clerk: Actor, make: Factory) -> None:
    secretary = make.actor(Role.BRANCH_SECRETARY, at="branch")
    job = run(clerk, log(shift_of(), shift_of(日期="3月15日", 参加人员="李强")))
    decided = db.session.scalars(select(Shift).order_by(Shift.held_on).limit(1)).one()
    verify_lines(decided, actor=secretary, now=clock.now())
    db.session.commit()

    kept = operations.undo(log_importer, job, actor=clerk, now=clock.now() + timedelta(hours=1))
    db.session.commit()

    assert [(one.label, str(one.reason)) for one in kept] == [("BC-2022-0001 南门·值守", "支部已经核实，或者导入之后被改过")]
    states = db.session.execute(select(Matter.number, Matter.state).order_by(Matter.number)).all()
    assert states == [("BC-2022-0001", "verified"), ("BC-2022-0002", "withdrawn")]
    again = run(clerk, log(shift_of(), shift_of(日期="3月15日", 参加人员="李强")))
    assert (again.report["created"], again.report["unchanged"]) == (1, 1)


def test_statements_do_not_grow_with_the_rows(clerk: Actor) -> None:
    def look(count: int) -> int:
        rows = [
            shift_of(时段=f"{number % 20}:{number // 20:02d}-{number % 20 + 1}:{number // 20:02d}") for number in range(count)
        ]
        with statements() as seen:
            log_importer.examine([log(*rows)], actor=clerk, now=clock.now(), options=Options())
        return len(seen)

    assert look(400) == look(5) <= 8


def test_nothing_is_recorded_by_a_look(clerk: Actor) -> None:
    plan = log_importer.examine([log(shift_of())], actor=clerk, now=clock.now(), options=Options())

    assert (plan.report.created, db.session.scalar(select(func.count()).select_from(ShiftLine))) == (1, 0)
