"""The database refuses what no rule allows, each constraint by its name."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.records.performance.enums import ShiftState as S
from evaluation.records.performance.models import Shift, ShiftGroup, ShiftLine
from tests.records.performance.scene import Scene
from tests.support.databases import both_databases
from tests.support.factories import Factory

LINE = {
    "ordinal_counts_from_one": {"ordinal": 0},
    "at_most_a_day": {"minutes": 1441},
    "present_has_minutes": {"present": False},
    "verified_is_signed": {"state": "verified"},
    "undecided_is_not_signed": {"verified_at": True},
    "reason_is_given": {"state": "voided"},
    "return_has_person": {"state": "returned", "reason": "工时不符"},
    "branch_verifies_its_own": {"verifier_role": "branch_secretary", "branch_id": None},
    "verifier": {"verifier_role": "clerk"},
}
SHIFT = {
    "ends_after_it_begins": {"ends_at": True},
    "at_most_a_day": {"planned_minutes": 0},
    "place_and_task": {"place": ""},
    "sums_not_negative": {"minutes_total": -1},
}


def refused(name: str, table: str, change: Any) -> None:
    with pytest.raises(IntegrityError) as failure, db.session.begin_nested():
        db.session.execute(change.execution_options(synchronize_session=False))
    assert f"ck_{table}_{name}" in str(failure.value.orig)


@both_databases
def test_a_line(app: Flask, make: Factory) -> None:
    shift = Scene(make).submitted("马俊")
    for name, changes in LINE.items():
        values = {key: clock.now() if value is True else value for key, value in changes.items()}
        refused(name, "shift_line", update(ShiftLine).where(ShiftLine.matter_id == shift.matter_id).values(values))


@both_databases
def test_a_shift(app: Flask, make: Factory) -> None:
    shift = Scene(make).submitted("马俊")
    begins_at = shift.begins_at
    for name, changes in SHIFT.items():
        values = {key: begins_at if value is True else value for key, value in changes.items()}
        refused(name, "shift", update(Shift).where(Shift.matter_id == shift.matter_id).values(values))


@both_databases
def test_one_line_a_person_and_one_number_a_line(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    shift = scene.submitted("马俊", "王志刚")
    second = scene.line_of(shift, "王志刚").id
    for values, name in (
        ({"person_id": scene.people["马俊"].id}, "uq_shift_line_matter_id_person_id"),
        ({"ordinal": 1}, "uq_shift_line_matter_id_ordinal"),
    ):
        with pytest.raises(IntegrityError) as failure:
            db.session.execute(update(ShiftLine).where(ShiftLine.id == second).values(values))
        message = str(failure.value.orig)
        assert name in message or "shift_line.matter_id" in message
        db.session.rollback()


@both_databases
def test_a_department_has_one_group_of_a_name(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    for _ in range(2):
        db.session.add(ShiftGroup(name="值守组", organization_id=scene.department_id, changed_at=clock.now()))
    with pytest.raises(IntegrityError) as failure:
        db.session.flush()
    message = str(failure.value.orig)
    assert "uq_shift_group_organization_id_name" in message or "shift_group.organization_id, shift_group.name" in message


def test_sums_and_titles_follow_the_lines_in_every_state(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    for state in S:
        shift = scene.shift(state)
        minutes = 0 if state is S.VOIDED else 720
        assert (shift.matter.title, shift.minutes_total) == (f"{state.value}岗·值班值守", minutes)
