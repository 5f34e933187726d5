"""Reads over shifts: one with its lines, lists, and what waits for whom."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, literal, or_, select, union
from sqlalchemy.orm import joinedload

from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Unknown
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.evidence.enums import EvidenceState
from evaluation.procedures.evidence.models import Citation, Evidence
from evaluation.procedures.workflow.enums import MatterKind
from evaluation.procedures.workflow.models import Campaign, Copy, Matter, Task
from evaluation.records.performance.enums import COUNTED_LINES, LIVE_STATES, LineState, ShiftState
from evaluation.records.performance.models import Shift, ShiftLine
from evaluation.records.performance.policies import lines_visible_to, seen_by, visible_to
from evaluation.registry.accounts.enums import ORGANIZATION_ROLES, Role
from evaluation.registry.organizations.enums import OrganizationKind
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.models import Person


def shift_visible(actor: Any, matter_id: int) -> Shift:
    """The shift with its lines and their people, in one query; :class:`Unknown` where there is none that the actor may see."""
    lines = joinedload(Shift.lines)
    shift = (
        db.session.scalars(
            select(Shift)
            .join(Matter, Matter.id == Shift.matter_id)
            .where(Shift.matter_id == matter_id, visible_to(actor))
            .options(
                lines.joinedload(ShiftLine.person),
                lines.joinedload(ShiftLine.branch),
                lines.joinedload(ShiftLine.department),
                joinedload(Shift.organization),
                joinedload(Shift.campaign),
            )
        )
        .unique()
        .one_or_none()
    )
    if shift is None:
        raise Unknown(_l("There is no such shift, or none that you may see."))
    return shift


def handlers_of(matter_id: int) -> frozenset[int]:
    """Accounts to whom a shift was ever given to act on or to read."""
    tasks = select(Task.account_id).where(Task.matter_id == matter_id, Task.account_id.is_not(None))
    copies = select(Copy.account_id).where(Copy.matter_id == matter_id)
    return frozenset(db.session.scalars(tasks.union(copies)))


def shift_rows(actor: Any) -> Select[Any]:
    """Columns of the list over what the actor may see."""
    return (
        select(
            Matter.id,
            Matter.number,
            Matter.title,
            Matter.state,
            Matter.organization_id,
            Organization.short_name.label("department"),
            Campaign.name.label("campaign"),
            Shift.held_on,
            Shift.begins_at,
            Shift.ends_at,
            Shift.present_count,
            Shift.absent_count,
            Shift.minutes_total,
        )
        .join(Shift, Shift.matter_id == Matter.id)
        .join(Organization, Organization.id == Matter.organization_id)
        .outerjoin(Campaign, Campaign.id == Matter.campaign_id)
        .where(seen_by(actor))
    )


def narrowed(statement: Select[Any], filters: Mapping[str, Any], actor: Any) -> Select[Any]:
    """Conditions from the filter bar. A person is looked for only in lines that the actor may read."""
    if any(filters.get(name) for name in ("state", "department", "campaign")):
        statement = statement.where(Matter.kind == MatterKind.SHIFT)  # the indexes of these begin with the kind
    if filters.get("state"):
        statement = statement.where(Matter.state == filters["state"])
    if filters.get("department"):
        statement = statement.where(Matter.organization_id == filters["department"])
    if filters.get("campaign"):
        statement = statement.where(Matter.campaign_id == filters["campaign"])
    if filters.get("begins_on"):
        statement = statement.where(Shift.held_on >= filters["begins_on"])
    if filters.get("ends_on"):
        statement = statement.where(Shift.held_on <= filters["ends_on"])
    if filters.get("person"):
        statement = statement.where(
            exists()
            .where(
                ShiftLine.matter_id == Matter.id,
                ShiftLine.person_id.in_(select(Person.id).where(person_like(filters["person"]))),
                ShiftLine.state != LineState.VOIDED,
                lines_visible_to(actor),
            )
            .correlate(Matter)
        )
    return statement


def person_like(text: str) -> ColumnElement[bool]:
    """Filter over people: "@id", or a number, or part of a name."""
    if text.startswith("@"):
        return Person.id == int(text[1:]) if text[1:].isdigit() and len(text) < 12 else false()
    return or_(Person.name.contains(text, autoescape=True), Person.number == text)


def is_waiting() -> ColumnElement[bool]:
    """Filter over lines: not decided. Written out, so that SQLite takes the index of waiting lines alone."""
    return ShiftLine.state == literal(LineState.SUBMITTED, ShiftLine.state.type, literal_execute=True)


def office_lines(actor: Any) -> ColumnElement[bool]:
    """Filter over lines joined with shift and matter: waiting, to verify them is the actor's office, and no case of recusal."""
    branches, departments = actor.scope(Role.BRANCH_SECRETARY), actor.scope(*ORGANIZATION_ROLES)
    at_branch = ShiftLine.verifier_role == Role.BRANCH_SECRETARY
    handed = (
        select(ShiftLine.id)
        .join(Task, Task.matter_id == ShiftLine.matter_id)
        .join(Matter, Matter.id == ShiftLine.matter_id)
        .where(
            Task.account_id == actor.account_id,
            Task.closed_at.is_(None),
            Task.organization_id == case((at_branch, ShiftLine.branch_id), else_=Matter.organization_id),
        )
    )
    offices = [handed]
    if branches:
        offices.append(select(ShiftLine.id).where(is_waiting(), at_branch, ShiftLine.branch_id.in_(sorted(branches))))
    if departments:
        beside = select(ShiftLine.id).where(is_waiting(), ~at_branch)
        if not actor.reaches_all(*ORGANIZATION_ROLES):
            beside = beside.join(Matter, Matter.id == ShiftLine.matter_id).where(Matter.organization_id.in_(sorted(departments)))
        offices.append(beside)
    close = sorted(actor.relatives | ({actor.person_id} if actor.person_id is not None else set()))
    return and_(
        ShiftLine.id.in_(union(*offices)),
        is_waiting(),
        or_(Matter.opened_by_id.is_(None), Matter.opened_by_id != actor.account_id),
        or_(Shift.submitted_by_id.is_(None), Shift.submitted_by_id != actor.account_id),
        ShiftLine.person_id.not_in(close),
    )


def waiting_for(actor: Any) -> Select[Any]:
    """Select of shifts with lines that the actor may verify now, oldest first: how many lines, minutes and remarks."""
    return (
        select(
            Matter.id,
            Matter.number,
            Matter.title,
            Organization.short_name.label("department"),
            Shift.held_on,
            Shift.begins_at,
            Shift.ends_at,
            func.count().label("lines"),
            func.sum(ShiftLine.minutes).label("minutes"),
            func.sum(case((ShiftLine.note != "", 1), else_=0)).label("remarks"),
        )
        .select_from(ShiftLine)
        .join(Shift, Shift.matter_id == ShiftLine.matter_id)
        .join(Matter, Matter.id == Shift.matter_id)
        .join(Organization, Organization.id == Matter.organization_id)
        .where(Matter.state.in_((ShiftState.SUBMITTED, ShiftState.RETURNED)), office_lines(actor))
        .group_by(Matter.id, Matter.number, Matter.title, Organization.short_name, Shift.held_on, Shift.begins_at, Shift.ends_at)
        .order_by(Shift.held_on, Matter.id)
    )


def home_department(actor: Any) -> int | None:
    """The department that the actor belongs to."""
    if actor.person_id is None:
        return None
    return db.session.scalar(select(Person.department_id).where(Person.id == actor.person_id))


def departments_of(actor: Any) -> list[tuple[int, str]]:
    """Departments for which the actor may record, one's own first; one query."""
    home = select(Person.department_id).where(Person.id == actor.person_id).scalar_subquery()
    reached = Organization.id.in_(sorted(actor.scope(Role.CLERK, *ORGANIZATION_ROLES)))
    if actor.holds(Role.BRANCH_SECRETARY):
        reached = or_(reached, Organization.id == home)
    rows = db.session.execute(
        select(Organization.id, Organization.name)
        .where(reached, Organization.kind == OrganizationKind.DEPARTMENT)
        .order_by(case((Organization.id == home, 0), else_=1), Organization.code)
    )
    return [(identity, name) for identity, name in rows]


def last_shifts(actor: Any, organization_ids: Iterable[int], limit: int = 3) -> list[Any]:
    """The newest shifts that these departments handed in, to be copied (list columns)."""
    return list(
        db.session.execute(
            shift_rows(actor)
            .where(Matter.organization_id.in_(sorted(set(organization_ids))), Matter.state.in_(LIVE_STATES))
            .order_by(Shift.held_on.desc(), Matter.id.desc())
            .limit(limit)
        )
    )


def evidence_numbers(matter_id: int) -> dict[str, tuple[str, EvidenceState]]:
    """Number and state of the newest evidence of each line, by the line's ordinal."""
    rows = db.session.execute(
        select(Evidence.source_line, Evidence.number, Evidence.state)
        .where(Evidence.source_matter_id == matter_id)
        .order_by(Evidence.id)
    )
    return {row.source_line: (row.number, row.state) for row in rows}


def leaning_count(matter_id: int) -> int:
    """How many places lean on evidence that this shift gave."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Citation)
            .join(Evidence, Evidence.id == Citation.evidence_id)
            .where(Evidence.source_matter_id == matter_id, Evidence.state == EvidenceState.VALID)
        )
        or 0
    )


def departments_within(organization_ids: Iterable[int]) -> list[tuple[int, str]]:
    """Departments among these organisations, by code, for a filter."""
    rows = db.session.execute(
        select(Organization.id, Organization.name)
        .where(Organization.id.in_(sorted(set(organization_ids))), Organization.kind == OrganizationKind.DEPARTMENT)
        .order_by(Organization.code)
    )
    return [(identity, name) for identity, name in rows]


def person_lines(person_id: int, *, begins_on: date | None = None, ends_on: date | None = None) -> Select[Any]:
    """Select of a person's own lines in shifts that were handed in, newest first (own record)."""
    statement = (
        select(
            Matter.id,
            Matter.number,
            Matter.title,
            Matter.state,
            Shift.held_on,
            Shift.begins_at,
            Shift.ends_at,
            ShiftLine.ordinal,
            ShiftLine.present,
            ShiftLine.minutes,
            ShiftLine.task,
            ShiftLine.note,
            ShiftLine.state.label("line_state"),
            ShiftLine.verified_by_id,
            ShiftLine.verified_at,
        )
        .select_from(ShiftLine)
        .join(Shift, Shift.matter_id == ShiftLine.matter_id)
        .join(Matter, Matter.id == Shift.matter_id)
        .where(ShiftLine.person_id == person_id, Matter.state != ShiftState.DRAFT)
        .order_by(Shift.held_on.desc(), Matter.id.desc())
    )
    if begins_on is not None:
        statement = statement.where(Shift.held_on >= begins_on)
    if ends_on is not None:
        statement = statement.where(Shift.held_on <= ends_on)
    return statement


def person_totals(person_id: int, *, begins_on: date, ends_on: date) -> Select[Any]:
    """Shifts on which the person was present in a period, and their minutes; what was returned or revoked does not count."""
    return (
        select(func.count().label("shifts"), func.coalesce(func.sum(ShiftLine.minutes), 0).label("minutes"))
        .select_from(ShiftLine)
        .join(Shift, Shift.matter_id == ShiftLine.matter_id)
        .join(Matter, Matter.id == Shift.matter_id)
        .where(
            ShiftLine.person_id == person_id,
            ShiftLine.present.is_(True),
            ShiftLine.state.in_(COUNTED_LINES),
            Matter.state.in_(LIVE_STATES),
            Shift.held_on.between(begins_on, ends_on),
        )
    )
