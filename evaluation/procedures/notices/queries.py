"""Reads over public notices and objections. What rooms ask about a subject never tells who objected."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from evaluation.foundation.core.database import db
from evaluation.procedures.notices.enums import OPEN_OBJECTIONS, NoticeState, ObjectionState
from evaluation.procedures.notices.models import Notice, NoticeSubject, Objection
from evaluation.procedures.notices.policies import objections_shown_without_objector, objections_visible_to, visible_to
from evaluation.procedures.workflow.models import Matter, Task
from evaluation.procedures.workflow.queries import holding
from evaluation.registry.organizations.models import Organization


def notices_about(matter_id: int) -> Select[tuple[Notice]]:
    """Select the notices about a matter, newest first."""
    return (
        select(Notice)
        .join(NoticeSubject, NoticeSubject.notice_id == Notice.matter_id)
        .join(Matter, Matter.id == Notice.matter_id)
        .where(NoticeSubject.subject_id == matter_id)
        .order_by(Notice.matter_id.desc())
    )


def running_notice_of(matter_id: int) -> Notice | None:
    """The notice about a matter that is running now."""
    return db.session.scalar(notices_about(matter_id).where(Matter.state == NoticeState.RUNNING).limit(1))


def notice_over(matter_id: int, today: date) -> bool:
    """Whether a notice about the matter has run its whole time: posted, not stopped, its last day past (CA-02)."""
    return (
        db.session.scalar(
            select(NoticeSubject.subject_id)
            .join(Notice, Notice.matter_id == NoticeSubject.notice_id)
            .join(Matter, Matter.id == Notice.matter_id)
            .where(
                NoticeSubject.subject_id == matter_id,
                Matter.state.in_([NoticeState.RUNNING.value, NoticeState.ENDED.value]),
                Notice.last_day < today,
            )
            .limit(1)
        )
        is not None
    )


@dataclass(frozen=True)
class OpenObjection:
    """An objection that blocks the next step of its subject: number, state, and the day of the answer."""

    number: str | None
    state: ObjectionState
    answer_due: date | None


def open_objections_of(matter_id: int) -> list[OpenObjection]:
    """Open objections against a matter."""
    rows = db.session.execute(
        select(Matter.number, Matter.state, func.min(Task.due_on))
        .join(Objection, Objection.matter_id == Matter.id)
        .outerjoin(Task, (Task.matter_id == Matter.id) & Task.closed_at.is_(None))
        .where(Objection.subject_id == matter_id, is_open())
        .group_by(Matter.id, Matter.number, Matter.state)
        .order_by(Matter.id)
    )
    return [OpenObjection(number, ObjectionState(state), due) for number, state, due in rows]


def open_objection_counts(matter_ids: Iterable[int]) -> dict[int, int]:
    """How many objections are open, by matter; those without are left out."""
    wanted = set(matter_ids)
    if not wanted:
        return {}
    rows = db.session.execute(
        select(Objection.subject_id, func.count())
        .join(Matter, Matter.id == Objection.matter_id)
        .where(Objection.subject_id.in_(wanted), is_open())
        .group_by(Objection.subject_id)
    )
    return {subject_id: count for subject_id, count in rows}


def is_open() -> ColumnElement[bool]:
    """Filter over the matters of objections: not yet answered."""
    return Matter.state.in_(sorted(state.value for state in OPEN_OBJECTIONS))


def notice_visible(actor: Any, matter_id: int) -> Notice:
    """The notice, or 404 where there is none that the actor may see."""
    return db.one_or_404(
        select(Notice).join(Matter, Matter.id == Notice.matter_id).where(Notice.matter_id == matter_id, visible_to(actor))
    )


def notice_rows(actor: Any) -> Select[Any]:
    """Columns of the list of notices that the actor may see."""
    return (
        select(
            Matter.id,
            Matter.number,
            Matter.title,
            Matter.state,
            Organization.name.label("organization"),
            Notice.posted_on,
            Notice.last_day,
            Notice.provisional,
            Notice.working_days,
        )
        .join(Notice, Notice.matter_id == Matter.id)
        .join(Organization, Organization.id == Matter.organization_id)
        .where(visible_to(actor))
    )


def objection_rows(actor: Any) -> Select[Any]:
    """Columns of the list of objections that the actor may see in full."""
    return (
        select(
            Matter.id,
            Matter.number,
            Matter.title,
            Matter.state,
            Matter.opened_by_id,
            Matter.submitted_at,
            Objection.answered_at,
            select(func.min(Task.due_on))
            .where(Task.matter_id == Matter.id, Task.closed_at.is_(None))
            .correlate(Matter)
            .scalar_subquery()
            .label("due_on"),
        )
        .join(Objection, Objection.matter_id == Matter.id)
        .where(objections_visible_to(actor))
    )


def narrowed(statement: Select[Any], *, state: str = "", words: str = "") -> Select[Any]:
    """Conditions from the filter bar of either list."""
    if state:
        statement = statement.where(Matter.state == state)
    if words:
        statement = statement.where(holding(words))
    return statement


def objection_visible(actor: Any, matter_id: int) -> Objection | None:
    """The objection in full, for the objector and for who examines."""
    return objection_where(matter_id, objections_visible_to(actor))


def objection_without_objector(actor: Any, matter_id: int) -> Objection | None:
    """The objection for the person concerned; the page shows state and answer and nothing of the objector."""
    return objection_where(matter_id, objections_shown_without_objector(actor))


def objection_where(matter_id: int, condition: ColumnElement[bool]) -> Objection | None:
    """One objection under a condition over its matter."""
    return db.session.scalar(
        select(Objection).join(Matter, Matter.id == Objection.matter_id).where(Objection.matter_id == matter_id, condition)
    )


def own_open_objection(actor: Any, subject_id: int) -> Objection | None:
    """An open objection that this actor raised against the matter."""
    return db.session.scalar(
        select(Objection)
        .join(Matter, Matter.id == Objection.matter_id)
        .where(Objection.subject_id == subject_id, Matter.opened_by_id == actor.account_id, is_open())
    )


def drafted_or_running(matter_ids: Iterable[int]) -> list[str]:
    """Titles of the matters that are on a draft or running notice already."""
    notice_matter = aliased(Matter)
    return list(
        db.session.scalars(
            select(Matter.title)
            .join(NoticeSubject, NoticeSubject.subject_id == Matter.id)
            .join(notice_matter, notice_matter.id == NoticeSubject.notice_id)
            .where(
                Matter.id.in_(set(matter_ids)),
                notice_matter.state.in_([NoticeState.DRAFT.value, NoticeState.RUNNING.value]),
            )
            .order_by(Matter.id)
        )
    )
