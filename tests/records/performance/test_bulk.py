"""Many shifts at once: few statements, nothing twice, people who cannot have been there left out."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from flask import Flask
from sqlalchemy import func, select

from evaluation.foundation.audit.models import AuditEvent
from evaluation.foundation.audit.operations import verify
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused
from evaluation.procedures.inbox.queries import open_task_count
from evaluation.procedures.workflow.models import Matter, MatterPerson, Task, Transition
from evaluation.records.performance.calculations import moments, same_shift_key
from evaluation.records.performance.enums import ShiftState as S
from evaluation.records.performance.models import Shift, ShiftLine
from evaluation.records.performance.operations import verification
from evaluation.records.performance.operations.bulk import submit_shifts, withdraw_shifts
from evaluation.records.performance.operations.campaigns import campaign_named, close_campaign
from evaluation.records.performance.operations.examination import examine_shifts
from evaluation.records.performance.queries.shifts import shift_visible
from evaluation.registry.accounts.enums import Role
from evaluation.registry.people.enums import AffiliationKind, Standing
from evaluation.registry.people.operations import affiliate
from tests.records.performance.scene import Scene
from tests.support.databases import both_databases, statements
from tests.support.factories import Factory


def count(table) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


def imported(scene: Scene, plans, by: str = "clerk"):
    result = submit_shifts(plans, actor=scene.actor(by), campaign=scene.campaign, now=clock.now())
    db.session.commit()
    return result


@both_databases
def test_shifts_are_handed_in_with_lines_history_tasks_and_audit(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    plans = [
        scene.plan(),
        scene.plan("马俊", day=date(2022, 4, 4), place="北门", source=7),
        scene.plan("王志刚", day=date(2021, 12, 31)),
    ]
    events = count(AuditEvent)
    result = imported(scene, plans)
    assert [one.number for one in result.shifts] == ["BC-2022-0001", "BC-2022-0002", "BC-2021-0001"]
    assert (result.lines, result.shifts[1].plan.source) == (6, 7)
    assert (count(Shift), count(ShiftLine), count(MatterPerson), count(Transition)) == (3, 6, 6, 3)
    assert count(AuditEvent) == events + 3
    assert verify().broken_at is None
    shift = shift_visible(scene.actor("secretary"), result.shifts[0].matter_id)
    assert (shift.matter.state, shift.matter.title, shift.matter.campaign_id) == (S.SUBMITTED, "南门·值班值守", scene.campaign.id)
    assert (shift.present_count, shift.minutes_total, shift.submitted_by_id) == (4, 1440, scene.accounts["clerk"].id)
    college = make.college
    assert scene.open_tasks(shift) == [
        ("verify", "branch_secretary", college["branch"].id, None),
        ("verify", "branch_secretary", college["other_branch"].id, None),
        ("verify", "organization_officer", college["department"].id, None),
    ]
    assert {line.person.name: line.verifier_role for line in shift.lines} == {
        "马俊": Role.BRANCH_SECRETARY,
        "王志刚": Role.BRANCH_SECRETARY,
        "孔令涛": Role.BRANCH_SECRETARY,
        "张凯": Role.ORGANIZATION_OFFICER,
    }
    assert open_task_count(scene.actor("secretary")) == 3
    verification.verify_lines(shift, actor=scene.actor("secretary"), now=clock.now())
    db.session.commit()
    assert {line.person.name for line in shift.lines if line.state == "verified"} == {"马俊", "王志刚"}


@both_databases
def test_a_second_import_changes_nothing(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    plans = [scene.plan(), scene.plan("马俊", day=date(2022, 4, 4))]
    imported(scene, plans)
    tables = (Matter, Shift, ShiftLine, MatterPerson, Transition, Task, AuditEvent)
    before = [count(table) for table in tables]
    spelled = [replace(plan, place="南 门", task="值班 值守") for plan in plans]
    again = imported(scene, spelled)
    assert again.shifts == []
    assert [(one.person_id, one.number) for one in again.examination.duplicates][:2] == [
        (scene.people["马俊"].id, "BC-2022-0001"),
        (scene.people["王志刚"].id, "BC-2022-0001"),
    ]
    assert [count(table) for table in tables] == before


def test_only_people_not_yet_in_the_shift_are_added(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    imported(scene, [scene.plan("马俊")])
    result = imported(scene, [scene.plan("马俊", "王志刚")])
    assert [one.person_id for one in result.examination.duplicates] == [scene.people["马俊"].id]
    assert [one.plan.person_ids for one in result.shifts] == [[scene.people["王志刚"].id]]


def test_the_same_shift_twice_in_one_file_is_taken_once(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    result = imported(scene, [scene.plan("马俊"), scene.plan("马俊")])
    assert (len(result.shifts), len(result.examination.duplicates)) == (1, 1)


def test_examining_writes_nothing_and_says_what_would_happen(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    leaving = {"valid_from": date(2022, 4, 1), "actor": None, "now": clock.now()}
    affiliate(scene.people["孔令涛"], AffiliationKind.STANDING, Standing.LEFT, **leaving)
    imported(scene, [scene.plan("王志刚", place="北门", begins=time(18), ends=time(23))])
    before = count(Matter)
    result = examine_shifts([scene.plan("马俊", "王志刚", "孔令涛")])
    db.session.commit()
    assert count(Matter) == before
    assert [plan.person_ids for plan in result.fresh] == [[scene.people["马俊"].id, scene.people["王志刚"].id]]
    assert [(one.person_id, str(one.message)) for one in result.refused] == [
        (scene.people["孔令涛"].id, "此人当天已离开，请移出名单或改正日期")
    ]
    assert [(one.person_id, str(one.message)) for one in result.warnings] == [
        (scene.people["王志刚"].id, "与北门班次18:00至23:00重叠，请改正或在备注说明")
    ]


def test_a_withdrawn_or_revoked_shift_does_not_stand_in_the_way(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    first = imported(scene, [scene.plan("马俊"), scene.plan("王志刚", place="北门")])
    ids = [one.matter_id for one in first.shifts]
    verification.verify_lines(shift_visible(scene.actor("secretary"), ids[1]), actor=scene.actor("secretary"), now=clock.now())
    db.session.commit()
    assert withdraw_shifts(ids, actor=scene.actor("clerk"), now=clock.now()) == ids[:1]
    db.session.commit()
    again = imported(scene, [scene.plan("马俊"), scene.plan("王志刚", place="北门")])
    assert [one.plan.place for one in again.shifts] == ["南门"]


def test_an_import_stays_within_ones_departments_the_past_and_a_running_campaign(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    with pytest.raises(Refused):
        imported(scene, [scene.plan("马俊")], by="other_clerk")
    with pytest.raises(Refused):
        imported(scene, [scene.plan("马俊", day=date(2022, 4, 7))])
    close_campaign(scene.campaign, actor=scene.actor("head"), now=clock.now())
    with pytest.raises(Refused) as refusal:
        imported(scene, [scene.plan("马俊")])
    assert refusal.value.field == "campaign"
    db.session.rollback()
    assert count(Shift) == 0


def test_the_number_of_statements_does_not_grow_with_the_shifts(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    seen = {}
    imported(scene, [scene.plan(day=date(2022, 1, 9))])
    for many in (1, 30):
        day = date(2022, 2 if many == 1 else 3, 1)
        plans = [scene.plan(day=date(2022, day.month, 1 + number % 28), place=f"{number}号岗") for number in range(many)]
        with statements() as counted:
            result = submit_shifts(plans, actor=scene.actor("clerk"), campaign=scene.campaign, now=clock.now())
            db.session.commit()
        assert len(result.shifts) == many
        seen[many] = len(counted)
    assert seen[30] == seen[1]
    assert seen[30] <= 20


def test_a_campaign_is_made_once(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    facts = {"begins_on": date(2022, 3, 14), "ends_on": date(2022, 4, 15), "now": clock.now()}
    made = campaign_named("一线台账", actor=scene.actor("officer"), **facts)
    assert campaign_named("一线台账", actor=scene.actor("officer"), **facts) is made


def test_the_key_ignores_spelling_and_nothing_else(app: Flask) -> None:
    begins, ends = moments(date(2022, 4, 5), time(20), time(2))
    key = same_shift_key(1, begins, ends, "１号宿舍楼", "Q A")
    assert same_shift_key(1, begins, ends, "1号 宿舍楼", "qa") == key
    other = datetime(2022, 4, 5, 13, tzinfo=UTC)
    different = [
        same_shift_key(2, begins, ends, "1号宿舍楼", "QA"),
        same_shift_key(1, begins, other, "1号宿舍楼", "QA"),
        same_shift_key(1, begins, ends, "2号宿舍楼", "QA"),
        same_shift_key(1, begins, ends, "1号宿舍楼", "QB"),
    ]
    assert key not in different
