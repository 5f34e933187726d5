"""Row checks: what must be changed, what a remark explains, and where the other shift is."""

from datetime import date, time

import pytest
from flask import Flask

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.records.performance.enums import RowCheck
from evaluation.records.performance.operations.shifts import (
    RowsRefused,
    change_shift,
    problems_of_plan,
    problems_of_shift,
    submit_shift,
    withdraw_shift,
)
from evaluation.records.performance.operations.verification import void_shift
from evaluation.records.performance.plans import ShiftPlan
from evaluation.records.performance.queries.standing import Histories
from evaluation.registry.people.enums import AffiliationKind
from evaluation.registry.people.operations import affiliate
from tests.records.performance.scene import Scene
from tests.support.databases import both_databases
from tests.support.factories import Factory


def problems(scene: Scene, plan: ShiftPlan, by: str = "clerk"):
    histories = Histories(plan.person_ids, plan.held_on, plan.held_on)
    return problems_of_plan(plan, histories, actor=scene.actor(by))


def found(scene: Scene, plan: ShiftPlan, by: str = "clerk") -> list[tuple[str, RowCheck, bool]]:
    names = {person.id: name for name, person in scene.people.items()}
    return [(names[one.person_id], one.check, one.blocks) for one in problems(scene, plan, by)]


@both_databases
def test_hours_above_the_shift_need_a_reason(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    lines = [scene.line("马俊", minutes=960), scene.line("王志刚", minutes=420, note="接班的人晚到一小时"), scene.line("孔令涛")]
    plan = scene.plan(lines=lines)
    assert found(scene, plan) == [
        ("马俊", RowCheck.TOO_LONG, True),
        ("马俊", RowCheck.LONG_DAY, True),
        ("王志刚", RowCheck.TOO_LONG, False),
    ]
    assert str(problems(scene, plan)[0].message) == "工时多于班次的6小时，请改小或在备注写明原因"


@both_databases
def test_two_places_at_once_lead_to_the_other_shift(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    other = scene.submitted("马俊", "王志刚", "孔令涛", place="北门", begins=time(18), ends=time(0))
    touching = scene.submitted("张凯", place="东门", begins=time(16), ends=time(20))
    lines = [scene.line("马俊"), scene.line("王志刚", note="中途换岗"), scene.line("孔令涛", present=False), scene.line("张凯")]
    plan = scene.plan(lines=lines)
    assert touching.minutes_total == 240
    assert found(scene, plan) == [("马俊", RowCheck.OVERLAP, True), ("王志刚", RowCheck.OVERLAP, False)]
    seen = problems(scene, plan)[0]
    assert (str(seen.message), seen.matter_id) == ("与北门班次18:00至24:00重叠，请改正或在备注说明", other.matter_id)
    unseen = problems(scene, plan, by="other_clerk")[0]
    assert (str(unseen.message), unseen.matter_id) == ("与另一班次18:00至24:00重叠，请改正或在备注说明", None)


def test_more_than_twelve_hours_a_day_are_confirmed(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    scene.submitted("马俊", place="北门", begins=time(8), ends=time(15))
    scene.submitted("马俊", place="北门", day=date(2022, 4, 4), begins=time(20), ends=time(8))
    assert found(scene, scene.plan("马俊", "王志刚")) == [("马俊", RowCheck.LONG_DAY, True)]
    assert str(problems(scene, scene.plan("马俊"))[0].message) == "当天合计已13小时，请在备注里说明"
    assert found(scene, scene.plan(lines=[scene.line("马俊", note="连班")])) == [("马俊", RowCheck.LONG_DAY, False)]


@both_databases
def test_the_same_shift_is_not_recorded_twice(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    scene.submitted("马俊")
    again = scene.plan(lines=[scene.line("马俊", note="重报"), scene.line("王志刚")])
    assert found(scene, again) == [("马俊", RowCheck.RECORDED, True)]
    assert str(problems(scene, again)[0].message) == "此人在这一班已登记过（BC-2022-0001），请移出名单"


def test_what_was_withdrawn_or_revoked_is_no_obstacle(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    first = scene.submitted("马俊")
    withdraw_shift(first, actor=scene.actor("clerk"), now=clock.now())
    second = scene.submitted("王志刚")
    void_shift(second, actor=scene.actor("officer"), now=clock.now(), comment="这一班登记有误")
    scene.draft("孔令涛")
    db.session.commit()
    assert found(scene, scene.plan()) == []
    assert problems_of_shift(first, actor=scene.actor("clerk")) == []


def test_a_shift_does_not_stand_in_its_own_way(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    shift = scene.submitted("马俊")
    assert problems_of_shift(shift, actor=scene.actor("clerk")) == []


def test_people_not_yet_here(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    newcomer = make.person("新来")
    affiliate(newcomer, AffiliationKind.DEPARTMENT, None, valid_from=None, actor=None, now=clock.now())
    affiliate(
        newcomer,
        AffiliationKind.DEPARTMENT,
        make.college["department"].id,
        valid_from=date(2022, 4, 6),
        actor=None,
        now=clock.now(),
    )
    scene.people["新来"] = newcomer
    db.session.commit()
    assert found(scene, scene.plan(lines=[scene.line("新来", note="见习")])) == [("新来", RowCheck.NOT_YET, True)]
    day = {"day": date(2022, 4, 6), "begins": time(1), "ends": time(2)}
    assert found(scene, scene.plan("新来", **day)) == []


def test_handing_in_names_every_row_that_stands_against_it(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    shift = scene.draft(lines=[scene.line("马俊", minutes=720), scene.line("王志刚")])
    with pytest.raises(RowsRefused) as refusal:
        submit_shift(shift, actor=scene.actor("clerk"), now=clock.now())
    refused = [(one.person_id, one.check) for one in refusal.value.problems]
    assert refused == [(scene.people["马俊"].id, RowCheck.TOO_LONG)]
    db.session.rollback()
    lines = [scene.line("马俊", minutes=720, note="两班连值"), scene.line("王志刚")]
    change_shift(shift, scene.plan(lines=lines), actor=scene.actor("clerk"), now=clock.now())
    submit_shift(shift, actor=scene.actor("clerk"), now=clock.now())
    assert shift.minutes_total == 1080
