"""Who has to act on a case and by when: worked out from the rules after every step and by ``remind``."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from evaluation.foundation.calendar.queries import working_calendar
from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.procedures.rules.engine import RuleEngine
from evaluation.procedures.rules.facts import Course
from evaluation.procedures.rules.findings import Outlook
from evaluation.procedures.rules.queries import rule_engine
from evaluation.procedures.workflow.enums import Ask
from evaluation.procedures.workflow.models import Matter, Task
from evaluation.records.nominations.enums import CompanionPart
from evaluation.records.nominations.models.cases import Nomination
from evaluation.records.nominations.models.parts import NominationCompanion
from evaluation.records.nominations.policies import holder_of
from evaluation.records.nominations.queries.cases import present_course
from evaluation.records.nominations.queries.courses import OPEN, course_from, course_rows
from evaluation.registry.accounts.enums import Role
from evaluation.registry.people.enums import Standing
from evaluation.registry.people.models import Person

AHEAD = timedelta(days=30)
WITHIN = 10  # working days for an act that may be taken and has no last day of its own
OWN_ASKS = (Ask.TAKE_NEXT_STEP, Ask.EXAMINE_ACTIVIST, Ask.REPLACE_CONTACT)
ANALYSIS = "analysis"


@dataclass(frozen=True)
class Wanted:
    """A task that a case asks for."""

    asks: Ask
    role: Role
    organization_id: int
    due_on: date
    provisional: bool = False

    @property
    def key(self) -> tuple[str, str, int]:
        """What makes two tasks of a case the same."""
        return self.asks.value, self.role.value, self.organization_id


def wanted_tasks(outlook: Outlook, organization_id: int, branch_id: int | None, today: date) -> dict[Any, Wanted]:
    """The tasks that an outlook asks for: what may be done now, and what has a last day within thirty days; the first of each."""
    found: dict[Any, Wanted] = {}

    def want(one: Wanted) -> None:
        present = found.get(one.key)
        if present is None or one.due_on < present.due_on:
            found[one.key] = one

    places = {"organization_id": organization_id, "party_organization_id": branch_id or organization_id}
    for pending in outlook.pending:
        role, place = holder_of(pending.act.name)
        if pending.due is not None:
            if pending.due <= today + AHEAD:
                want(Wanted(Ask.TAKE_NEXT_STEP, role, places[place], pending.due, pending.provisional))
        elif pending.may_be_taken:
            result = working_calendar().add_working_days(today, WITHIN)
            want(Wanted(Ask.TAKE_NEXT_STEP, role, places[place], result.day, result.provisional))
    for duty in outlook.recurring:
        if duty.due <= today + AHEAD:
            analysis = duty.duty.name == ANALYSIS
            role = Role.ORGANIZATION_OFFICER if analysis else Role.BRANCH_SECRETARY
            place = organization_id if analysis else branch_id or organization_id
            want(Wanted(Ask.EXAMINE_ACTIVIST, role, place, duty.due, duty.provisional))
    if outlook.replace_contact is not None:
        result = working_calendar().add_working_days(today, WITHIN)
        want(Wanted(Ask.REPLACE_CONTACT, Role.BRANCH_SECRETARY, branch_id or organization_id, result.day, result.provisional))
    return found


def renew_tasks(nomination: Nomination, *, now: datetime, actor: Any = None) -> None:
    """Bring the open tasks of a case in line with the rules."""
    db.session.flush()
    renew_from(nomination.matter, present_course(nomination), rule_engine(), now=now, actor=actor)


def renew_from(matter: Matter, course: Course, engine: RuleEngine, *, now: datetime, actor: Any = None) -> int:
    """The same for a course at hand; gives how many tasks were opened. A task that stays keeps its holder and its day,
    unless the rules move the day."""
    today = local(now).date()
    wanted = {}
    if matter.state in OPEN:
        wanted = wanted_tasks(engine.outlook(course, today), matter.organization_id, matter.party_organization_id, today)
    present = list(
        db.session.scalars(
            select(Task).where(
                Task.matter_id == matter.id, Task.closed_at.is_(None), Task.asks.in_([ask.value for ask in OWN_ASKS])
            )
        )
    )
    return settle(matter.id, present, wanted, now=now, actor=actor)


def settle(matter_id: int, present: Iterable[Task], wanted: dict[Any, Wanted], *, now: datetime, actor: Any) -> int:
    """Close what is asked no more, open what is asked anew."""
    kept = set()
    for task in present:
        one = wanted.get((task.asks, task.role, task.organization_id))
        if one is None:
            task.closed_at, task.closed_by_id = now, getattr(actor, "account_id", None)
        else:
            kept.add(one.key)
            if one.due_on < task.due_on:
                task.due_on, task.due_provisional = one.due_on, one.provisional
    fresh = [one for key, one in wanted.items() if key not in kept]
    for one in fresh:
        db.session.add(
            Task(
                matter_id=matter_id,
                asks=one.asks.value,
                role=one.role.value,
                organization_id=one.organization_id,
                due_on=one.due_on,
                due_provisional=one.provisional,
                opened_at=now,
                opened_by_name=getattr(actor, "name", ""),
                opened_by_id=getattr(actor, "account_id", None),
            )
        )
    return len(fresh)


def remind(now: datetime) -> tuple[int, int]:
    """Go through all running cases: contacts who left are marked, tasks brought in line. Gives cases and tasks opened."""
    mark_missing_contacts()
    engine = rule_engine()
    today = local(now).date()
    present: dict[int, list[Task]] = {}
    open_tasks = select(Task).where(Task.closed_at.is_(None), Task.asks.in_([ask.value for ask in OWN_ASKS]))
    for task in db.session.scalars(open_tasks):
        present.setdefault(task.matter_id, []).append(task)
    rows = db.session.execute(
        course_rows().add_columns(Matter.id, Matter.organization_id, Matter.party_organization_id).where(Matter.state.in_(OPEN))
    ).all()
    opened = 0
    for row in rows:
        matter_id, organization_id, branch_id = row[-3:]
        wanted = wanted_tasks(engine.outlook(course_from(row), today), organization_id, branch_id, today)
        opened += settle(matter_id, present.get(matter_id, ()), wanted, now=now, actor=None)
    db.session.flush()
    return len(rows), opened


def mark_missing_contacts() -> None:
    """Where a contact is no longer here, the case says so until somebody takes the place (DM-06, Art. 9)."""
    gone = (
        select(NominationCompanion.matter_id)
        .join(Person, Person.id == NominationCompanion.person_id)
        .where(
            NominationCompanion.part == CompanionPart.CONTACT,
            NominationCompanion.ends_on.is_(None),
            Person.standing != Standing.ACTIVE,
        )
    )
    db.session.execute(
        update(Nomination)
        .where(Nomination.matter_id.in_(gone), Nomination.target_listed_on.is_(None), Nomination.contact_to_replace.is_(False))
        .values(contact_to_replace=True)
        .execution_options(synchronize_session=False)
    )
