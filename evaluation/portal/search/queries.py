"""Search: a number opens its thing; words find people and titles, among what the actor may see."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, url_for
from sqlalchemy import Select, select

from evaluation.foundation.core.database import db
from evaluation.procedures.evidence.models import Evidence
from evaluation.procedures.workflow.addresses import matter_address
from evaluation.procedures.workflow.enums import MatterKind
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.register import ROOMS, visible_matters
from evaluation.procedures.workflow.search_index import holds, with_title_like
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.enums import Standing
from evaluation.registry.people.listing import words_condition
from evaluation.registry.people.models import Person
from evaluation.registry.people.policies import READERS, visible_people

LONGEST_QUESTION = 60
MOST_PEOPLE = 12
MOST_MATTERS = 20
YEARS_BACK = 3
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―－_", "-"))
PREFIXES = frozenset(kind.prefix for kind in MatterKind)
WHOLE_NUMBER = re.compile(r"([A-Z]{2})-?(\d{4})-?(\d{4,6})(-\d{2,3})?(/\d{1,2})?")
SHORT_NUMBER = re.compile(r"(?:(\d{4})-)?(\d{1,6})")


def tidy(question: str) -> str:
    """The question as typed, in one width, cut to a sensible length."""
    return unicodedata.normalize("NFKC", question).strip()[:LONGEST_QUESTION]


def number_in(question: str) -> str | None:
    """The public number that was typed, in its one spelling: sj20220017 is SJ-2022-0017; None where it is no number."""
    match = WHOLE_NUMBER.fullmatch(question.upper().translate(DASHES).replace(" ", ""))
    if match is None or match[1] not in PREFIXES:
        return None
    return f"{match[1]}-{match[2]}-{match[3]}{match[4] or ''}{match[5] or ''}"


def address_of_number(actor: Any, number: str) -> str | None:
    """The page of the thing with this number, if the actor may see it. At most two queries."""
    row = db.session.execute(select(Matter.id, Matter.kind).where(Matter.number == number, visible_matters(actor))).first()
    if row is not None:
        return matter_address(row.kind, row.id)
    if number.count("-") < 3 and "/" not in number:
        return None
    source = db.session.scalar(
        select(Evidence.number)
        .join(Matter, Matter.id == Evidence.source_matter_id)
        .where(Evidence.number == number, visible_matters(actor))
    )
    return None if source is None else url_for("evidence.detail", number=source)


def possible_numbers(question: str, today: date) -> list[str]:
    """Public numbers that end as typed: 17, 0017 or 2022-0017, of every kind and the last three years."""
    match = SHORT_NUMBER.fullmatch(question.translate(DASHES))
    if match is None:
        return []
    years = [int(match[1])] if match[1] else range(today.year, today.year - YEARS_BACK, -1)
    return [f"{prefix}-{year}-{int(match[2]):04d}" for prefix in sorted(PREFIXES) for year in years]


@dataclass(frozen=True)
class FoundMatter:
    """A matter in the list of results."""

    title: str
    address: str | None
    kind: MatterKind
    number: str | None
    organization: str
    state: Any
    changed_at: Any
    id: int


def matter_rows(actor: Any) -> Select[Any]:
    """Columns of results among what the actor may see, newest first."""
    return (
        select(Matter.id, Matter.kind, Matter.number, Matter.title, Matter.state, Matter.changed_at, Organization.short_name)
        .join(Organization, Organization.id == Matter.organization_id)
        .where(visible_matters(actor))
        .order_by(Matter.id.desc())
    )


def shown(row: Any) -> FoundMatter:
    """A row in words."""
    kind = MatterKind(row.kind)
    return FoundMatter(
        title=row.title,
        address=matter_address(kind, row.id),
        kind=kind,
        number=row.number,
        organization=row.short_name,
        state=ROOMS[kind].workflow.states(row.state),
        changed_at=row.changed_at,
        id=row.id,
    )


@dataclass(frozen=True)
class FoundMatters:
    """One page of results; ``older`` is the id before which the next page begins."""

    rows: list[FoundMatter]
    older: int | None


def matters_like(actor: Any, question: str, today: date, *, before: int | None = None) -> FoundMatters:
    """Matters whose number or title holds the question, newest first. At most three queries."""
    found = []
    numbers = possible_numbers(question, today)
    if numbers:
        found = [shown(row) for row in db.session.execute(matter_rows(actor).where(Matter.number.in_(numbers)))]
    statement = with_title_like(matter_rows(actor), question)
    if statement is None:
        return FoundMatters(found, None)
    if before is not None:
        statement, found = statement.where(Matter.id < before), []
    rows = list(db.session.execute(statement.limit(MOST_MATTERS + 1)))
    more = len(rows) > MOST_MATTERS
    rows = rows[:MOST_MATTERS]
    known = {one.id for one in found}
    titled = [shown(row) for row in rows if row.id not in known and holds(row.title, question)]
    return FoundMatters([*found, *titled], rows[-1].id if more else None)


@dataclass(frozen=True)
class FoundPerson:
    """A person in the list of results."""

    id: int
    name: str
    detail: str
    address: str | None


def people_found(actor: Any, question: str) -> list[FoundPerson]:
    """People here by name, pinyin or initials among those whom the actor may see; by number where numbers are open to the actor.

    One query.
    """
    if not actor.holds(*READERS):
        return []
    rows = db.session.execute(
        select(Person.id, Person.name, Person.post, Organization.short_name)
        .outerjoin(Organization, Organization.id == Person.department_id)
        .where(Person.standing == Standing.ACTIVE, visible_people(actor), words_condition(actor, question))
        .order_by(Person.name, Person.id)
        .limit(MOST_PEOPLE)
    )
    has_page = "people.detail" in current_app.view_functions
    return [
        FoundPerson(
            row.id,
            row.name,
            " · ".join(filter(None, (row.short_name, row.post))),
            url_for("people.detail", person_id=row.id) if has_page else None,
        )
        for row in rows
    ]
