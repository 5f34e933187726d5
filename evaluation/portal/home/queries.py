"""Figures and short lists of the home pages; each function is one query, whatever the number of rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, bindparam, extract, func, literal, select, union_all
from sqlalchemy.orm import aliased

from evaluation.foundation.core.clock import SHANGHAI
from evaluation.foundation.core.database import UtcDateTime, db, rows_of
from evaluation.foundation.core.questions import asked_again, within_reach
from evaluation.procedures.inbox.queries import task_rows
from evaluation.procedures.notices.enums import OPEN_OBJECTIONS, NoticeState
from evaluation.procedures.notices.models import Notice, NoticeSubject, Objection
from evaluation.procedures.notices.policies import visible_to as notices_visible_to
from evaluation.procedures.workflow.enums import Ask, MatterKind
from evaluation.procedures.workflow.models import Matter, Task, Transition
from evaluation.procedures.workflow.policies import DRAFT
from evaluation.publicity.stories.enums import StoryState
from evaluation.publicity.stories.models import Story
from evaluation.publicity.stories.policies import worked_on_by
from evaluation.records.deeds.enums import DeedState
from evaluation.records.deeds.models import Deed
from evaluation.records.deeds.policies import visible_to as deeds_visible_to
from evaluation.records.performance.enums import COUNTED_LINES, LIVE_STATES, LineState
from evaluation.records.performance.models import Shift, ShiftLine
from evaluation.records.performance.queries.shifts import waiting_for
from evaluation.registry.accounts.enums import COLLEGE_ROLES

RETURNED = "returned"
FEW = 6
REVIEWS_AVERAGED = 50
NOT_HANDED_IN = (DeedState.DRAFT, DeedState.WITHDRAWN)


def monday_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def start_of(day: date) -> datetime:
    """The first moment of a day in Shanghai."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def first_tasks(actor: Any, limit: int = FEW, condition: ColumnElement[bool] | None = None) -> Sequence[Any]:
    """What the actor has to do, due first."""
    return rows_of(first_of_tasks(actor, limit, condition))


@asked_again
def first_of_tasks(actor: Any, limit: int, condition: ColumnElement[bool] | None) -> Select[Any]:
    """Select the same."""
    statement = task_rows(actor).order_by(Task.due_on, Task.id).limit(limit)
    return statement if condition is None else statement.where(condition)


def returned_to(actor: Any, limit: int = FEW) -> list[Any]:
    """What was returned to its author: matter, words of the return, who returned it and when."""
    last = (
        select(func.max(Transition.id))
        .where(Transition.matter_id == Matter.id, Transition.to_state == RETURNED)
        .correlate(Matter)
        .scalar_subquery()
    )
    return list(
        db.session.execute(
            select(
                Matter.id,
                Matter.kind,
                Matter.number,
                Matter.title,
                Transition.comment,
                Transition.actor_name,
                Transition.taken_at,
            )
            .outerjoin(Transition, Transition.id == last)
            .where(Matter.opened_by_id == actor.account_id, Matter.state == RETURNED)
            .order_by(Matter.changed_at.desc(), Matter.id.desc())
            .limit(limit)
        )
    )


def drafts_of(actor: Any, limit: int = FEW) -> list[Any]:
    """Where the actor left off, newest first."""
    return list(
        db.session.execute(
            select(Matter.id, Matter.kind, Matter.title, Matter.changed_at)
            .where(Matter.opened_by_id == actor.account_id, Matter.state == DRAFT)
            .order_by(Matter.changed_at.desc(), Matter.id.desc())
            .limit(limit)
        )
    )


@dataclass(frozen=True)
class UnitFigures:
    """What one unit has handed in to a special action, and how many lines wait to be verified."""

    deeds: int = 0
    waiting: int = 0


def unit_figures(campaign_id: int, organization_ids: Iterable[int]) -> dict[int, UnitFigures]:
    """Deeds handed in and lines to verify, by responsible unit."""
    units = sorted(set(organization_ids))
    deeds = (
        select(Matter.organization_id, func.count().label("deeds"), literal(0).label("waiting"))
        .where(
            Matter.campaign_id == campaign_id,
            Matter.kind == MatterKind.DEED,
            Matter.organization_id.in_(units),
            Matter.state.not_in(NOT_HANDED_IN),
        )
        .group_by(Matter.organization_id)
    )
    waiting = (
        select(Matter.organization_id, literal(0).label("deeds"), func.count().label("waiting"))
        .join(ShiftLine, ShiftLine.matter_id == Matter.id)
        .where(
            Matter.campaign_id == campaign_id,
            Matter.kind == MatterKind.SHIFT,
            Matter.organization_id.in_(units),
            Matter.state.in_(LIVE_STATES),
            ShiftLine.state == LineState.SUBMITTED,
        )
        .group_by(Matter.organization_id)
    )
    found: dict[int, UnitFigures] = {}
    for organization_id, new_deeds, new_waiting in db.session.execute(union_all(deeds, waiting)):
        known = found.get(organization_id, UnitFigures())
        found[organization_id] = UnitFigures(known.deeds + new_deeds, known.waiting + new_waiting)
    return found


@dataclass(frozen=True)
class WeekFigures:
    """Of the running week: people on duty, deeds handed in; and the days from hand-in to review, of the newest reviews."""

    on_duty: int
    deeds: int
    review_days: float | None


def days_apart(start: Any, end: Any, dialect: str) -> Any:
    """Days between two moments, as this kind of database reckons."""
    if dialect == "sqlite":
        return func.julianday(end) - func.julianday(start)
    return extract("epoch", end - start) / 86400


@asked_again
def week_counted(actor: Any, dialect: str) -> Select[Any]:
    """Figures of the week from ``monday`` (as a moment: ``begins``) to ``today`` over the units of the college roles."""
    in_reach = within_reach(actor, Matter.organization_id, *COLLEGE_ROLES)
    on_duty = (
        select(func.count())
        .select_from(ShiftLine)
        .join(Shift, Shift.matter_id == ShiftLine.matter_id)
        .join(Matter, Matter.id == Shift.matter_id)
        .where(
            Shift.held_on.between(bindparam("monday", type_=Date()), bindparam("today", type_=Date())),
            in_reach,
            Matter.state.in_(LIVE_STATES),
            ShiftLine.present.is_(True),
            ShiftLine.state.in_(COUNTED_LINES),
        )
    )
    deeds = (
        select(func.count())
        .select_from(Matter)
        .where(
            Matter.kind == MatterKind.DEED,
            in_reach,
            Matter.submitted_at >= bindparam("begins", type_=UtcDateTime()),
            Matter.state.not_in(NOT_HANDED_IN),
        )
    )
    newest = (
        select(days_apart(Matter.submitted_at, Deed.reviewed_at, dialect).label("days"))
        .join(Matter, Matter.id == Deed.matter_id)
        .where(in_reach, Deed.reviewed_at.is_not(None), Matter.submitted_at.is_not(None))
        .order_by(Deed.matter_id.desc())
        .limit(REVIEWS_AVERAGED)
        .subquery()
    )
    return select(on_duty.scalar_subquery(), deeds.scalar_subquery(), select(func.avg(newest.c.days)).scalar_subquery())


def week_figures(actor: Any, today: date) -> WeekFigures:
    """The figures of the week over the units of the actor."""
    monday = monday_of(today)
    counted = week_counted(actor, db.session.get_bind().dialect.name)
    row = rows_of(counted, monday=monday, today=today, begins=start_of(monday))[0]
    return WeekFigures(row[0], row[1], None if row[2] is None else float(row[2]))


@asked_again
def notices_running(actor: Any, limit: int) -> Select[Any]:
    """Select public notices that run now, ending first, with subjects and open objections."""
    subjects = select(func.count()).where(NoticeSubject.notice_id == Matter.id).correlate(Matter).scalar_subquery()
    objection = aliased(Matter)
    open_ones = (
        select(func.count())
        .select_from(Objection)
        .join(objection, objection.id == Objection.matter_id)
        .where(Objection.notice_id == Matter.id, objection.state.in_(sorted(OPEN_OBJECTIONS)))
        .correlate(Matter)
        .scalar_subquery()
    )
    return (
        select(
            Matter.id,
            Matter.number,
            Matter.title,
            Notice.last_day,
            Notice.provisional,
            subjects.label("subjects"),
            open_ones.label("objections"),
        )
        .join(Notice, Notice.matter_id == Matter.id)
        .where(notices_visible_to(actor), Matter.state == NoticeState.RUNNING)
        .order_by(Notice.last_day, Matter.id)
        .limit(limit)
    )


def running_notices(actor: Any, limit: int = 5) -> Sequence[Any]:
    """Public notices that run now, ending first: subjects and open objections."""
    return rows_of(notices_running(actor, limit))


def lines_waiting(actor: Any) -> int:
    """How many lines the actor may verify now."""
    rows = waiting_for(actor).order_by(None).subquery()
    return int(db.session.scalar(select(func.coalesce(func.sum(rows.c.lines), 0))) or 0)


def deeds_by_state(actor: Any) -> dict[DeedState, int]:
    """How many deeds stand where, among those that the actor may see."""
    rows = db.session.execute(
        select(Matter.state, func.count()).where(deeds_visible_to(actor), Matter.state != DRAFT).group_by(Matter.state)
    )
    return {DeedState(state): count for state, count in rows}


def stories_in_work(actor: Any) -> list[Any]:
    """Stories that need the publicity team: the actor's drafts, those blocked by consent, those ready to go out."""
    asked = (
        select(func.count())
        .where(Task.matter_id == Matter.id, Task.closed_at.is_(None), Task.asks == Ask.GIVE_CONSENT)
        .correlate(Matter)
        .scalar_subquery()
    )
    nudged = (
        select(func.max(Task.nudged_at)).where(Task.matter_id == Matter.id, Task.closed_at.is_(None)).correlate(Matter)
    ).scalar_subquery()
    own = Matter.opened_by_id == actor.account_id
    return list(
        db.session.execute(
            select(
                Matter.id,
                Matter.kind,
                Matter.number,
                Matter.title,
                Matter.state,
                Matter.changed_at,
                own.label("own"),
                asked.label("asked"),
                nudged.label("nudged_at"),
            )
            .join(Story, Story.matter_id == Matter.id)
            .where(
                worked_on_by(actor),
                Matter.state.in_((StoryState.CONSENT, StoryState.READY, StoryState.RETURNED))
                | ((Matter.state == StoryState.DRAFT) & own),
            )
            .order_by(Matter.changed_at.desc(), Matter.id.desc())
            .limit(30)
        )
    )


def share_of(rows: Iterable[Any]) -> tuple[int, int]:
    """People due and people with a record over all units."""
    due = recorded = 0
    for row in rows:
        due += row.due
        recorded += row.recorded
    return due, recorded
