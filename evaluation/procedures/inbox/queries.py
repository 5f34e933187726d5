"""The four boxes over tasks, steps and copies (待我处理, 我发起的, 已处理, 抄送我的)."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    union_all,
)

from evaluation.foundation.core.database import db, rows_of
from evaluation.foundation.core.questions import asked_again, within_reach
from evaluation.procedures.inbox.enums import Box, Due
from evaluation.procedures.workflow.enums import Ask, MatterKind, RemarkKind
from evaluation.procedures.workflow.models import Copy, Matter, Remark, Task, Transition
from evaluation.procedures.workflow.policies import DRAFT, concerned_in
from evaluation.procedures.workflow.queries import holding
from evaluation.procedures.workflow.register import visible_matters
from evaluation.registry.organizations.models import Organization

MOST_COUNTED = 1000
WEEK = timedelta(days=7)


def reasons_to_act(actor: Any) -> list[ColumnElement[bool]]:
    """Why an open task is this actor's: by the account, in person, or by an office. No task has two of these reasons.

    What one handed in oneself is left to others, and so is what is confidential and concerns oneself.
    """
    reasons: list[ColumnElement[bool]] = [Task.account_id == actor.account_id]
    if actor.person_id is not None:
        reasons.append(and_(Task.person_id == actor.person_id, Task.account_id.is_(None)))
    offices = [
        Task.role == role if actor.reaches_all(role) else and_(Task.role == role, within_reach(actor, Task.organization_id, role))
        for role, organizations in actor.roles.items()
        if organizations
    ]
    if offices:
        reasons.append(
            and_(
                Task.account_id.is_(None),
                Task.person_id.is_(None),
                or_(*offices),
                or_(Matter.opened_by_id.is_(None), Matter.opened_by_id != actor.account_id),
                or_(Matter.confidential.is_(False), ~concerned_in(actor.person_id)),
            )
        )
    return reasons


@asked_again
def mine(actor: Any) -> ColumnElement[bool]:
    """Filter over :class:`Task`: this actor has to act."""
    return and_(Task.closed_at.is_(None), or_(*reasons_to_act(actor)))


@asked_again
def open_tasks_counted(actor: Any) -> Select[Any]:
    """Counts of the tasks that wait for the actor, by reason, so that each count goes by its own index."""
    open_tasks = select(Task.id).join(Matter, Matter.id == Task.matter_id).where(Task.closed_at.is_(None))
    found = [open_tasks.where(reason).limit(MOST_COUNTED).subquery() for reason in reasons_to_act(actor)]
    return select(*(select(func.count()).select_from(one).scalar_subquery() for one in found))


def open_task_count(actor: Any) -> int:
    """How many tasks wait for the actor, as every page says; counting stops at :data:`MOST_COUNTED`."""
    return min(sum(rows_of(open_tasks_counted(actor))[0]), MOST_COUNTED)


@asked_again
def tasks_counted(actor: Any) -> CompoundSelect[Any]:
    """Tasks that wait for the actor and those of them that are late ``today``, a row for each reason."""
    late = func.coalesce(func.sum(case((Task.due_on < bindparam("today", type_=Date()), 1), else_=0)), 0)
    counts = (
        select(func.count(), late).select_from(Task).join(Matter, Matter.id == Task.matter_id).where(Task.closed_at.is_(None))
    )
    return union_all(*(counts.where(reason) for reason in reasons_to_act(actor)))


def task_counts(actor: Any, today: date) -> tuple[int, int]:
    """How many tasks wait for the actor, and how many of them are late."""
    rows = rows_of(tasks_counted(actor), today=today)
    return sum(row[0] for row in rows), sum(row[1] for row in rows)


MATTER_COLUMNS = (
    Matter.id,
    Matter.kind,
    Matter.number,
    Matter.title,
    Matter.state,
    Matter.confidential,
    Organization.short_name.label("organization"),
)


def asked_back() -> ColumnElement[bool]:
    """Whether who started the matter asked to have it returned since the task was opened."""
    return exists().where(
        Remark.matter_id == Task.matter_id,
        Remark.kind == RemarkKind.RETURN_REQUEST,
        Remark.written_at >= Task.opened_at,
    )


@asked_again
def task_rows(actor: Any) -> Select[Any]:
    """Columns of what the actor has to do."""
    return (
        select(
            Task.id.label("task_id"),
            Task.asks,
            Task.due_on,
            Task.due_provisional,
            Task.nudges,
            Task.opened_by_name,
            Task.opened_at,
            asked_back().label("asked_back"),
            *MATTER_COLUMNS,
        )
        .join(Matter, Matter.id == Task.matter_id)
        .join(Organization, Organization.id == Matter.organization_id)
        .where(mine(actor))
    )


def started_by(actor: Any) -> ColumnElement[bool]:
    """Filter over matters: the actor started and handed it in."""
    return and_(Matter.opened_by_id == actor.account_id, Matter.state != DRAFT)


@asked_again
def started_rows(actor: Any) -> Select[Any]:
    """Columns of what the actor started."""
    return (
        select(*MATTER_COLUMNS, Matter.changed_at)
        .join(Organization, Organization.id == Matter.organization_id)
        .where(started_by(actor))
    )


def last_steps(actor: Any) -> Any:
    """The newest step of the actor on each matter, as a subquery."""
    return (
        select(Transition.matter_id, func.max(Transition.id).label("transition_id"))
        .where(Transition.account_id == actor.account_id)
        .group_by(Transition.matter_id)
        .subquery()
    )


def handled_by(actor: Any) -> ColumnElement[bool]:
    """Filter over matters: the actor took a step, somebody else started it, and the actor may still see it."""
    return and_(or_(Matter.opened_by_id.is_(None), Matter.opened_by_id != actor.account_id), visible_matters(actor))


def handled_rows(actor: Any) -> Select[Any]:
    """Columns of what the actor dealt with, with the step taken last."""
    last = last_steps(actor)
    return (
        select(*MATTER_COLUMNS, Transition.id.label("transition_id"), Transition.action, Transition.taken_at)
        .join(last, last.c.matter_id == Matter.id)
        .join(Transition, Transition.id == last.c.transition_id)
        .join(Organization, Organization.id == Matter.organization_id)
        .where(handled_by(actor))
    )


def copy_rows(actor: Any) -> Select[Any]:
    """Columns of what was sent to the actor for information and may be seen by the actor."""
    return (
        select(Copy.id.label("copy_id"), Copy.sent_at, Copy.read_at, *MATTER_COLUMNS)
        .join(Matter, Matter.id == Copy.matter_id)
        .join(Organization, Organization.id == Matter.organization_id)
        .where(Copy.account_id == actor.account_id, visible_matters(actor))
    )


ROWS = {Box.TODO: task_rows, Box.MINE: started_rows, Box.DONE: handled_rows, Box.COPIES: copy_rows}


@asked_again
def boxes_counted(actor: Any, relatives: frozenset[int]) -> Select[Any]:
    """Counts of what the actor started, handled, and was sent and has not read; each stops at :data:`MOST_COUNTED`."""
    boxes = (started_rows(actor), handled_rows(actor), copy_rows(actor).where(Copy.read_at.is_(None)))
    limited = [rows.with_only_columns(Matter.id).limit(MOST_COUNTED).subquery() for rows in boxes]
    return select(*(select(func.count()).select_from(one).scalar_subquery() for one in limited))


def box_counts(actor: Any, waiting: int) -> dict[Box, int]:
    """How many rows each box holds, ``waiting`` of them to do; unread ones of the copies."""
    counts = rows_of(boxes_counted(actor, actor.relatives))[0]
    return {Box.TODO: min(waiting, MOST_COUNTED)} | dict(zip((Box.MINE, Box.DONE, Box.COPIES), counts, strict=True))


def narrowed(statement: Select[Any], *, what: str = "", due: str = "", words: str = "", today: date) -> Select[Any]:
    """Conditions from the filter bar."""
    if what in set(Ask):
        statement = statement.where(Task.asks == what)
    elif what in set(MatterKind):
        statement = statement.where(Matter.kind == MatterKind(what))
    if due == Due.LATE:
        statement = statement.where(Task.due_on < today)
    elif due == Due.TODAY:
        statement = statement.where(Task.due_on == today)
    elif due == Due.WEEK:
        statement = statement.where(Task.due_on <= today + WEEK)
    if words:
        statement = statement.where(holding(words))
    return statement


def next_task(actor: Any, *, after: Task | None = None) -> Any:
    """The task that is due first (or next after the given one), with the kind of its matter; None where nothing waits."""
    statement = (
        select(Task.id, Task.asks, Task.due_on, Matter.id.label("matter_id"), Matter.kind)
        .join(Matter, Matter.id == Task.matter_id)
        .where(mine(actor))
        .order_by(Task.due_on, Task.id)
        .limit(1)
    )
    if after is not None:
        later = or_(Task.due_on > after.due_on, and_(Task.due_on == after.due_on, Task.id > after.id))
        statement = statement.where(later)
    return db.session.execute(statement).first()
