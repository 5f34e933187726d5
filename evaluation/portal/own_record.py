"""What is recorded about one person, as that person reads it: figures, shifts, deeds, evidence. Each function is one query."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, extract, func, or_, select
from sqlalchemy.orm import aliased

from evaluation.foundation.core.clock import SHANGHAI
from evaluation.foundation.core.database import db
from evaluation.procedures.evidence.models import Evidence, EvidencePerson
from evaluation.procedures.workflow.enums import CONCERNED, MatterKind
from evaluation.procedures.workflow.models import Matter, MatterPerson
from evaluation.procedures.workflow.policies import DRAFT, concerned_in
from evaluation.records.deeds.enums import DeedState
from evaluation.records.deeds.models import Deed
from evaluation.records.performance.models import ShiftLine
from evaluation.records.performance.queries.shifts import person_lines, person_totals
from evaluation.registry.accounts.models import Account
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.models import Person, Relative

MOST_ROWS = 400


def year_bounds(year: int) -> tuple[date, date]:
    """First and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def record_figures(person_id: int, first: date, last: date) -> tuple[int, int, int]:
    """Of a person in a period: shifts, minutes, accepted deeds."""
    lines = person_totals(person_id, begins_on=first, ends_on=last).subquery()
    deeds = (
        select(func.count())
        .select_from(Matter)
        .where(
            Matter.kind == MatterKind.DEED,
            Matter.state == DeedState.ACCEPTED,
            Matter.occurred_from.between(first, last),
            concerned_in(person_id),
        )
        .scalar_subquery()
    )
    row = db.session.execute(select(lines.c.shifts, lines.c.minutes, deeds)).one()
    return row[0], row[1], row[2]


def newest_about(person_id: int, limit: int = 3) -> list[Any]:
    """The newest records that concern a person, as handed in."""
    mine = select(MatterPerson.matter_id).where(MatterPerson.person_id == person_id, MatterPerson.part.in_(CONCERNED))
    return list(
        db.session.execute(
            select(Matter.id, Matter.kind, Matter.number, Matter.title, Matter.state, Matter.occurred_from)
            .where(
                Matter.id.in_(mine),
                Matter.kind.in_((MatterKind.SHIFT, MatterKind.DEED)),
                Matter.state != DRAFT,
                Matter.occurred_from.is_not(None),
            )
            .order_by(Matter.occurred_from.desc(), Matter.id.desc())
            .limit(limit)
        )
    )


def lines_of(person_id: int, year: int) -> list[Any]:
    """The person's lines of a year, newest first, with who verified each."""
    first, last = year_bounds(year)
    return list(
        db.session.execute(
            person_lines(person_id, begins_on=first, ends_on=last)
            .outerjoin(Account, Account.id == ShiftLine.verified_by_id)
            .add_columns(Account.name.label("verified_by"))
            .limit(MOST_ROWS)
        )
    )


def deeds_of(person_id: int, year: int) -> list[Any]:
    """Deeds of a year that concern the person, newest first, with who verified and who reviewed each."""
    first, last = year_bounds(year)
    verifier, reviewer = aliased(Account), aliased(Account)
    return list(
        db.session.execute(
            select(
                Matter.id,
                Matter.number,
                Matter.title,
                Matter.state,
                Matter.occurred_from,
                Matter.occurred_to,
                Deed.verified_at,
                Deed.reviewed_at,
                verifier.name.label("verified_by"),
                reviewer.name.label("reviewed_by"),
            )
            .join(Deed, Deed.matter_id == Matter.id)
            .outerjoin(verifier, verifier.id == Deed.verified_by_id)
            .outerjoin(reviewer, reviewer.id == Deed.reviewed_by_id)
            .where(Matter.kind == MatterKind.DEED, Matter.state != DRAFT, concerned_in(person_id), in_year(first, last))
            .order_by(Matter.occurred_from.desc(), Matter.id.desc())
            .limit(MOST_ROWS)
        )
    )


def in_year(first: date, last: date) -> ColumnElement[bool]:
    """Filter over matters: the event lies in these days, or, where no day is known, the matter was opened in them."""
    opened = Matter.opened_at.between(
        datetime(first.year, 1, 1, tzinfo=SHANGHAI), datetime(last.year, 12, 31, 23, 59, 59, tzinfo=SHANGHAI)
    )
    return or_(Matter.occurred_from.between(first, last), and_(Matter.occurred_from.is_(None), opened))


def evidence_rows(person_id: int, year: int | None = None) -> list[Any]:
    """Evidence items about the person, of a year or of all time, newest first, whatever their state."""
    statement = (
        select(
            Evidence.number,
            Evidence.title,
            Evidence.kind,
            Evidence.state,
            Evidence.occurred_from,
            Evidence.occurred_to,
            Evidence.minutes,
            EvidencePerson.organization_then,
            EvidencePerson.post_then,
        )
        .join(EvidencePerson, EvidencePerson.evidence_id == Evidence.id)
        .where(EvidencePerson.person_id == person_id)
        .order_by(Evidence.occurred_from.desc(), Evidence.id.desc())
        .limit(MOST_ROWS)
    )
    if year is not None:
        first, last = year_bounds(year)
        statement = statement.where(Evidence.occurred_from.between(first, last))
    return list(db.session.execute(statement))


def years_with_records(person_id: int) -> list[int]:
    """Years in which something about the person happened, newest first."""
    year = extract("year", Matter.occurred_from)
    mine = select(MatterPerson.matter_id).where(MatterPerson.person_id == person_id, MatterPerson.part.in_(CONCERNED))
    rows = db.session.scalars(
        select(year)
        .where(
            Matter.id.in_(mine),
            Matter.kind.in_((MatterKind.SHIFT, MatterKind.DEED)),
            Matter.state != DRAFT,
            Matter.occurred_from.is_not(None),
        )
        .distinct()
    )
    return sorted((int(one) for one in rows), reverse=True)


def present_facts(person_id: int) -> Any:
    """The person with the names of department and branch, as one row."""
    department, branch = aliased(Organization), aliased(Organization)
    return db.session.execute(
        select(Person, department.name.label("department"), branch.name.label("branch"))
        .outerjoin(department, department.id == Person.department_id)
        .outerjoin(branch, branch.id == Person.branch_id)
        .where(Person.id == person_id)
    ).one()


def declared_relatives(person_id: int) -> list[Any]:
    """Near relatives that the person declared, running ones first."""
    return list(
        db.session.execute(
            select(Relative.id, Relative.relation, Relative.declared_at, Relative.ended_at, Person.name, Organization.short_name)
            .join(Person, Person.id == Relative.relative_id)
            .outerjoin(Organization, Organization.id == Person.department_id)
            .where(Relative.person_id == person_id)
            .order_by(Relative.ended_at.is_not(None), Relative.declared_at.desc(), Relative.id)
        )
    )
