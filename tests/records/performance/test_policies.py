"""What one may see, read and verify: the filters over rows and the predicates over one thing say the same."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.models import Matter, Task
from evaluation.procedures.workflow.operations import send_copy
from evaluation.records.performance.enums import ShiftState as S
from evaluation.records.performance.models import Shift, ShiftLine
from evaluation.records.performance.operations import verification
from evaluation.records.performance.policies import (
    lines_visible_to,
    may_read_line,
    may_record_for,
    may_see,
    may_verify_line,
    visible_to,
)
from evaluation.records.performance.queries.shifts import (
    departments_of,
    handlers_of,
    home_department,
    narrowed,
    shift_rows,
    waiting_for,
)
from evaluation.registry.accounts.enums import Role
from tests.records.performance.scene import Scene
from tests.support.databases import both_databases
from tests.support.factories import Factory

HANDED_IN = set(S) - {S.DRAFT}
SEEN = {
    "clerk": set(S),
    "other_clerk": set(),
    "secretary": HANDED_IN,
    "other_secretary": set(),
    "officer": HANDED_IN,
    "head": HANDED_IN,
    "leader": HANDED_IN,
    "discipline": HANDED_IN,
    "editor": set(),
    "member": set(),
    "sysadmin": set(),
    "subject": HANDED_IN,
}


@both_databases
def test_filter_and_predicate_agree_for_everybody_in_every_state(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    all_shifts = {state: scene.shift(state) for state in S}
    assert set(SEEN) == set(scene.accounts)
    for name, expected in SEEN.items():
        actor = scene.actor(name)
        found = set(db.session.scalars(select(Matter.id).where(visible_to(actor))))
        assert {state for state, shift in all_shifts.items() if shift.matter_id in found} == expected, name
        seen = {state for state, shift in all_shifts.items() if may_see(actor, shift, handlers_of(shift.matter_id))}
        assert seen == expected, name


@both_databases
def test_lines_are_read_by_branch_by_oneself_or_whole(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    shift = scene.submitted()
    expected = {
        **{name: set(scene.people) for name in ("clerk", "officer", "head", "leader", "discipline")},
        "secretary": {"马俊", "王志刚"},
        "other_secretary": {"孔令涛"},
        "subject": {"王志刚"},
        **{name: set() for name in ("other_clerk", "editor", "member", "sysadmin")},
    }
    assert set(expected) == set(scene.accounts)
    for name, names in expected.items():
        actor = scene.actor(name)
        rows = db.session.scalars(
            select(ShiftLine).join(Matter, Matter.id == ShiftLine.matter_id).where(lines_visible_to(actor), visible_to(actor))
        )
        assert {line.person.name for line in rows} == names, name
        assert {line.person.name for line in shift.lines if may_read_line(actor, shift, line)} == names, name


@both_databases
def test_what_waits_is_what_may_be_verified(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    make.relatives(scene.accounts["officer"].person_id, scene.people["张凯"].id)
    every = [
        scene.submitted(),
        scene.submitted("马俊", day=date(2022, 4, 1), by="officer"),
        scene.draft("王志刚", day=date(2022, 4, 2)),
        scene.shift(S.RETURNED),
    ]
    half = scene.submitted("马俊", "孔令涛", day=date(2022, 4, 3))
    verification.verify_lines(half, actor=scene.actor("secretary"), now=clock.now())
    db.session.commit()
    handed_in = [shift for shift in [*every, half] if shift.matter.state in (S.SUBMITTED, S.RETURNED)]
    for name in scene.accounts:
        actor = scene.actor(name)
        waiting = {
            shift.matter_id: sum(may_verify_line(actor, shift, line) and line.state == "submitted" for line in shift.lines)
            for shift in handed_in
        }
        rows = db.session.execute(waiting_for(actor))
        assert {row.id: row.lines for row in rows} == {key: count for key, count in waiting.items() if count}, name


def test_a_task_or_a_copy_given_to_an_account_opens_the_shift(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    shift = scene.submitted()
    task = db.session.scalars(select(Task).where(Task.organization_id == make.college["branch"].id)).one()
    task.account_id = scene.accounts["member"].id
    send_copy(shift.matter, scene.accounts["editor"].id, actor=scene.actor("clerk"), now=clock.now())
    db.session.commit()
    db.session.expire_all()
    handlers = handlers_of(shift.matter_id)
    assert handlers == {scene.accounts["member"].id, scene.accounts["editor"].id}
    for name, names in (("member", {"马俊", "王志刚"}), ("editor", set())):
        actor = scene.actor(name)
        assert set(db.session.scalars(select(Matter.id).where(visible_to(actor)))) == {shift.matter_id}
        assert may_see(actor, shift, handlers)
        rows = db.session.scalars(select(ShiftLine).join(Matter, Matter.id == ShiftLine.matter_id).where(lines_visible_to(actor)))
        assert {line.person.name for line in rows} == names
        assert {line.person.name for line in shift.lines if may_read_line(actor, shift, line)} == names


@both_databases
def test_looking_for_a_person_does_not_tell_who_else_was_there(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    shift = scene.submitted()
    found = {}
    for name in ("clerk", "secretary", "other_secretary", "subject"):
        actor = scene.actor(name)
        for person in scene.people:
            rows = db.session.execute(narrowed(shift_rows(actor), {"person": person}, actor)).all()
            found[name, person] = [row.id for row in rows]
    seen = {pair for pair, ids in found.items() if ids == [shift.matter_id]}
    assert seen == {
        *(("clerk", person) for person in scene.people),
        ("secretary", "马俊"),
        ("secretary", "王志刚"),
        ("other_secretary", "孔令涛"),
        ("subject", "王志刚"),
    }
    actor = scene.actor("clerk")
    identity = scene.people["马俊"].id
    for text, count in ((f"@{identity}", 1), ("@x", 0), ("%", 0), (scene.people["马俊"].number, 1), ("@99999999999999", 0)):
        assert len(db.session.execute(narrowed(shift_rows(actor), {"person": text}, actor)).all()) == count, text


@pytest.mark.parametrize(
    ("name", "own", "other"),
    [
        ("clerk", True, False),
        ("other_clerk", False, True),
        ("secretary", True, False),
        ("officer", True, True),
        ("leader", False, False),
        ("member", False, False),
    ],
)
def test_for_whom_one_records(app: Flask, make: Factory, name: str, own: bool, other: bool) -> None:
    scene = Scene(make)
    actor, college = scene.actor(name), make.college
    home = home_department(actor)
    expected = [
        identity for identity, allowed in ((college["department"].id, own), (college["other_department"].id, other)) if allowed
    ]
    assert [
        place for place in (college["department"].id, college["other_department"].id) if may_record_for(actor, place, home)
    ] == (expected)
    assert [identity for identity, _name in departments_of(actor)] == expected


def test_administrators_see_nothing_even_of_themselves(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    shift = scene.submitted("王志刚")
    account = make.account(Role.AUDITOR, person=scene.people["马俊"])
    db.session.commit()
    scene.submitted("马俊", place="北门")
    actor = make.actor_of(account)
    assert db.session.scalars(select(Shift).join(Matter).where(visible_to(actor))).all() == []
    assert not may_see(actor, shift)
