"""Who may see, record and verify shifts. Verification is by branch and by line; nobody judges their own."""

from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, and_, exists, false, or_, select, true, union
from sqlalchemy.orm import aliased

from evaluation.foundation.core.questions import asked_again
from evaluation.procedures.workflow.enums import MatterKind
from evaluation.procedures.workflow.models import Copy, Matter, Task
from evaluation.procedures.workflow.policies import DRAFT
from evaluation.records.performance.enums import ShiftState
from evaluation.records.performance.models import Shift, ShiftLine
from evaluation.registry.accounts.enums import COLLEGE_ROLES, ORGANIZATION_ROLES, Role

RECORDERS = frozenset({Role.CLERK, Role.BRANCH_SECRETARY, *ORGANIZATION_ROLES})
UNIT_READERS = frozenset({Role.CLERK, *COLLEGE_ROLES})
CAMPAIGN_READERS = UNIT_READERS | {Role.BRANCH_SECRETARY}


@asked_again
def visible_to(actor: Any) -> ColumnElement[bool]:
    """Filter over matters: the shifts that the actor may see.

    One's own entries; what left draft and lies in one's department or subtree, has a line of one's branch or of oneself,
    or was given to one's account to act on or to read. Administrators see nothing.
    """
    return and_(Matter.kind == MatterKind.SHIFT, seen_by(actor))


@asked_again
def seen_by(actor: Any) -> ColumnElement[bool]:
    """The same over matters that are joined with their shifts; a list in the order of days is then read in that order."""
    if actor.is_administrator:
        return false()
    own = Matter.opened_by_id == actor.account_id
    if actor.reaches_all(*UNIT_READERS):
        return or_(Matter.state != DRAFT, own)
    units, branches = actor.scope(*UNIT_READERS), actor.scope(Role.BRANCH_SECRETARY)
    if not units and not branches:
        return and_(Matter.id.in_(few_shifts(actor)), or_(own, Matter.state != DRAFT))
    reasons: list[ColumnElement[bool]] = [
        exists().where(Task.matter_id == Matter.id, Task.account_id == actor.account_id).correlate(Matter),
        exists().where(Copy.matter_id == Matter.id, Copy.account_id == actor.account_id).correlate(Matter),
    ]
    if units:
        reasons.append(Matter.organization_id.in_(sorted(units)))
    if branches:
        reasons.append(has_line(ShiftLine.branch_id.in_(sorted(branches))))
    if actor.person_id is not None:
        reasons.append(has_line(ShiftLine.person_id == actor.person_id))
    return or_(own, and_(Matter.state != DRAFT, or_(*reasons)))


def few_shifts(actor: Any) -> CompoundSelect[Any]:
    """Ids of what somebody without an office has to do with: in person, by a task or copy, or as who entered it."""
    entered = aliased(Matter)
    return union(
        select(ShiftLine.matter_id).where(ShiftLine.person_id == (actor.person_id or 0)),
        select(Task.matter_id).where(Task.account_id == actor.account_id),
        select(Copy.matter_id).where(Copy.account_id == actor.account_id),
        select(entered.id).where(entered.opened_by_id == actor.account_id),
    )


def has_line(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Filter over matters: the shift has a line like this."""
    return exists().where(ShiftLine.matter_id == Matter.id, condition).correlate(Matter)


def may_see(actor: Any, shift: Shift, handlers: frozenset[int] = frozenset()) -> bool:
    """The predicate of :func:`visible_to`; ``handlers`` are accounts to whom it was given to act on or to read."""
    if actor.is_administrator:
        return False
    if shift.matter.opened_by_id == actor.account_id:
        return True
    if shift.matter.state == DRAFT:
        return False
    return (
        actor.account_id in handlers
        or actor.within(shift.matter.organization_id, *UNIT_READERS)
        or any(actor.within(line.branch_id, Role.BRANCH_SECRETARY) for line in shift.lines)
        or (actor.person_id is not None and actor.person_id in shift.people_concerned)
    )


@asked_again
def lines_visible_to(actor: Any) -> ColumnElement[bool]:
    """Filter over lines joined with their matters: a branch reads its own people, a member oneself, the others whole shifts.

    Who was handed an open task reads the lines that it is about.
    """
    if actor.is_administrator:
        return false()
    if actor.reaches_all(*UNIT_READERS):
        return true()
    units, branches = actor.scope(*UNIT_READERS), actor.scope(Role.BRANCH_SECRETARY)
    mine = (Task.matter_id == ShiftLine.matter_id, Task.account_id == actor.account_id, Task.closed_at.is_(None))
    place = or_(Task.organization_id == Matter.organization_id, Task.organization_id == ShiftLine.branch_id)
    reasons: list[ColumnElement[bool]] = [
        Matter.opened_by_id == actor.account_id,
        exists().where(*mine, place).correlate(ShiftLine, Matter),
    ]
    if units:
        reasons.append(Matter.organization_id.in_(sorted(units)))
    if branches:
        reasons.append(ShiftLine.branch_id.in_(sorted(branches)))
    if actor.person_id is not None:
        reasons.append(ShiftLine.person_id == actor.person_id)
    return or_(*reasons)


def handed_places(actor: Any, shift: Shift) -> frozenset[int]:
    """Organisations whose open tasks on this shift were given to the actor's account: a transfer, or a return coming back."""
    return frozenset(
        task.organization_id
        for task in shift.open_tasks
        if task.account_id == actor.account_id and task.organization_id is not None
    )


def reads_whole(actor: Any, shift: Shift) -> bool:
    """Whether every line of the shift is open to the actor."""
    return not actor.is_administrator and (
        shift.matter.opened_by_id == actor.account_id
        or actor.within(shift.matter.organization_id, *UNIT_READERS)
        or shift.matter.organization_id in handed_places(actor, shift)
    )


def may_read_line(actor: Any, shift: Shift, line: ShiftLine) -> bool:
    """The predicate of :func:`lines_visible_to`."""
    if actor.is_administrator:
        return False
    return (
        reads_whole(actor, shift)
        or actor.within(line.branch_id, Role.BRANCH_SECRETARY)
        or (actor.person_id is not None and line.person_id == actor.person_id)
        or (line.branch_id is not None and line.branch_id in handed_places(actor, shift))
    )


def may_record(actor: Any) -> bool:
    """Whether the actor may hand in shifts at all."""
    return actor.holds(*RECORDERS)


def may_record_for(actor: Any, organization_id: int, home_department_id: int | None) -> bool:
    """Clerks and the organization department within their scope, a branch secretary for the department one belongs to."""
    return actor.within(organization_id, Role.CLERK, *ORGANIZATION_ROLES) or (
        actor.holds(Role.BRANCH_SECRETARY) and home_department_id is not None and organization_id == home_department_id
    )


def is_author(actor: Any, shift: Shift) -> bool:
    """Who entered the shift."""
    return shift.matter.opened_by_id == actor.account_id


def may_write(actor: Any, shift: Shift) -> bool:
    """Its author; what was returned also another clerk of the department, so that nothing lies with somebody who is away."""
    return is_author(actor, shift) or (
        shift.matter.state == ShiftState.RETURNED and actor.within(shift.matter.organization_id, Role.CLERK)
    )


def handed_in(actor: Any, shift: Shift) -> bool:
    """Whether the actor entered the shift or handed it in."""
    return actor.account_id in {shift.matter.opened_by_id, shift.submitted_by_id}


def answers_for(actor: Any, shift: Shift, line: ShiftLine) -> bool:
    """Whether verifying this line is the actor's office: by role, or because the task was given to the actor."""
    handed = handed_places(actor, shift)
    if line.verifier_role is Role.BRANCH_SECRETARY:
        return actor.within(line.branch_id, Role.BRANCH_SECRETARY) or line.branch_id in handed
    place = shift.matter.organization_id
    return actor.within(place, *ORGANIZATION_ROLES) or place in handed


def may_verify_line(actor: Any, shift: Shift, line: ShiftLine) -> bool:
    """Whether the actor may judge this line: nobody what they handed in, nor their own or a near relative's (SC-06, EV-26)."""
    return answers_for(actor, shift, line) and not handed_in(actor, shift) and not actor.close_to(frozenset({line.person_id}))


def may_verify(actor: Any, shift: Shift) -> bool:
    """Whether some line is the actor's to verify, whatever has become of it."""
    return any(may_verify_line(actor, shift, line) for line in shift.lines)


def may_void(actor: Any, shift: Shift) -> bool:
    """The organization department takes back what was verified; nobody for what they handed in themselves."""
    return actor.within(shift.matter.organization_id, *ORGANIZATION_ROLES) and not handed_in(actor, shift)


def may_void_line(actor: Any, shift: Shift, line: ShiftLine) -> bool:
    """As :func:`may_void`, and not for oneself or a near relative."""
    return may_void(actor, shift) and not actor.close_to(frozenset({line.person_id}))


def may_lead_campaigns(actor: Any) -> bool:
    """Who opens and closes special actions."""
    return actor.holds(*ORGANIZATION_ROLES)
