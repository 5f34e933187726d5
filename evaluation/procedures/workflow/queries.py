"""Reads over any matter: timeline, people, revisions, open tasks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, bindparam, cast, desc, false, null, or_, select, true, union_all

from evaluation.foundation.core.database import covers, db, rows_of
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.workflow.enums import Mark, Part, RemarkKind
from evaluation.procedures.workflow.machine import Workflow
from evaluation.procedures.workflow.models import Campaign, Matter, MatterPerson, Remark, Revision, Task, Transition
from evaluation.registry.accounts.models import Account, Grant
from evaluation.registry.organizations.models import Organization, OrganizationClosure
from evaluation.registry.people.models import Person

STEPS_OF = select(
    false().label("beside"),
    Transition.id.label("ordinal"),
    Transition.action,
    Transition.actor_name,
    Transition.taken_at,
    Transition.comment,
    Transition.batch,
    Transition.details,
).where(Transition.matter_id == bindparam("matter_id"))
REMARKS_OF = select(
    true(), Remark.id, cast(Remark.kind, Text), Remark.actor_name, Remark.written_at, Remark.text, false(), null()
).where(Remark.matter_id == bindparam("matter_id"))
COURSE_OF = union_all(STEPS_OF, REMARKS_OF)
COURSE_OF = COURSE_OF.order_by(desc("taken_at"), "beside", desc("ordinal"))
UNDONE = {"undo": _l("Taken back")}


@dataclass(frozen=True)
class TimelineEntry:
    """One line of the timeline: who did what, when, with which words."""

    title: Any
    mark: str
    who: str
    when: datetime
    quote: str | None = None
    note: Any = None
    action: str = ""
    details: dict[str, Any] | None = None


def holding(words: str, *further: Any) -> ColumnElement[bool]:
    """Condition of filter bars: the words stand in the title, in the number or in one of the further columns."""
    return or_(*(column.contains(words, autoescape=True) for column in (Matter.title, Matter.number, *further)))


def timeline(workflow: Workflow, matter_id: int) -> list[TimelineEntry]:
    """Steps and remarks of a matter, newest first; one query whatever the length."""
    return [
        TimelineEntry(
            title=RemarkKind(row.action).label if row.beside else step_label(workflow, row.action),
            mark=(Mark.NOTE if row.beside else step_mark(workflow, row.action)).value,
            who=row.actor_name,
            when=row.taken_at,
            quote=row.comment,
            note=_l("batch") if row.batch else None,
            action=row.action,
            details=row.details,
        )
        for row in rows_of(COURSE_OF, matter_id=matter_id)
    ]


def step_label(workflow: Workflow, action: str) -> Any:
    """The word for an action in this process."""
    found = next((step.action for step in workflow.steps if step.action == action), None)
    return found.label if found is not None else UNDONE.get(action, action)


def step_mark(workflow: Workflow, action: str) -> Mark:
    """The sign of an action in this process."""
    return next((step.mark for step in workflow.steps if step.action == action), Mark.BACK)


def people_of(matter_id: int, parts: Iterable[Part] | None = None) -> list[tuple[Person, Part]]:
    """People of a matter with their parts."""
    statement = (
        select(Person, MatterPerson.part)
        .join(MatterPerson, MatterPerson.person_id == Person.id)
        .where(MatterPerson.matter_id == matter_id)
        .order_by(Person.id)
    )
    if parts is not None:
        statement = statement.where(MatterPerson.part.in_(list(parts)))
    return [(person, part) for person, part in db.session.execute(statement)]


def revisions_of(matter_id: int) -> list[Revision]:
    """Texts as handed in, first to last."""
    return list(db.session.scalars(select(Revision).where(Revision.matter_id == matter_id).order_by(Revision.ordinal)))


def open_tasks_of(matter_id: int) -> list[Task]:
    """Who has to act on a matter now."""
    return list(
        db.session.scalars(
            select(Task).where(Task.matter_id == matter_id, Task.closed_at.is_(None)).order_by(Task.due_on, Task.id)
        )
    )


def last_question(matter_id: int) -> Remark | None:
    """The newest question about a matter."""
    return db.session.scalar(
        select(Remark)
        .where(Remark.matter_id == matter_id, Remark.kind == RemarkKind.QUESTION)
        .order_by(Remark.id.desc())
        .limit(1)
    )


def running_campaigns() -> list[Campaign]:
    """Special actions that take records now, newest first."""
    return list(db.session.scalars(select(Campaign).where(Campaign.state == "running").order_by(Campaign.begins_on.desc())))


@dataclass(frozen=True)
class PossibleHolder:
    """An account that may take over a task."""

    id: int
    name: str
    login: str
    detail: str


def possible_holders(task: Task, day: date, *, like: str = "", limit: int = 200) -> list[PossibleHolder]:
    """Enabled accounts that hold the role of a task on a day, by name; who started the matter and its holder are left out."""
    lowered = like.strip().lower().replace(" ", "")
    statement = (
        select(Account.id, Account.name, Account.login, Organization.short_name)
        .join(Grant, (Grant.account_id == Account.id) & (Grant.role == task.role) & covers(Grant.valid_from, Grant.valid_to, day))
        .join(OrganizationClosure, OrganizationClosure.ancestor_id == Grant.organization_id)
        .join(Matter, Matter.id == task.matter_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .outerjoin(Organization, Organization.id == Person.department_id)
        .where(
            OrganizationClosure.descendant_id == task.organization_id,
            Account.disabled_at.is_(None),
            or_(Matter.opened_by_id.is_(None), Account.id != Matter.opened_by_id),
        )
        .order_by(Account.name, Account.id)
        .distinct()
        .limit(limit)
    )
    if task.account_id is not None:
        statement = statement.where(Account.id != task.account_id)
    if lowered:
        statement = statement.where(
            or_(
                Account.name.contains(lowered, autoescape=True),
                Account.login.startswith(lowered, autoescape=True),
                Person.pinyin.startswith(lowered, autoescape=True),
                Person.initials.startswith(lowered, autoescape=True),
                Person.number.startswith(lowered, autoescape=True),
            )
        )
    return [PossibleHolder(row.id, row.name, row.login, row.short_name or "") for row in db.session.execute(statement)]
