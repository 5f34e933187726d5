"""Which people a list of written names means, first in the reporting department; nothing is guessed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select

from evaluation.foundation.core.database import db
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.matching import Outcome, match_name
from evaluation.registry.people.models import Person
from evaluation.registry.people.naming import tidy_name

MOST_NEAR = 2000
LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class Candidate:
    """A person in question, with what tells namesakes apart."""

    id: int
    name: str
    number: str
    department: str
    department_id: int | None

    @property
    def detail(self) -> str:
        """Department and staff number."""
        return " ".join(filter(None, (self.department, self.number)))


@dataclass(frozen=True)
class Unclear:
    """A written name that is nobody's or several people's; ``candidates`` are to choose from."""

    word: str
    candidates: Sequence[Candidate] = ()
    several: bool = False


@dataclass
class Resolution:
    """People found, in the order of the words, and what is unclear."""

    found: list[int] = field(default_factory=list)
    unclear: list[Unclear] = field(default_factory=list)


def candidates(*conditions: Any, limit: int | None = None) -> list[Candidate]:
    """People with their departments."""
    statement = (
        select(Person.id, Person.name, Person.number, Organization.short_name, Person.department_id)
        .outerjoin(Organization, Organization.id == Person.department_id)
        .where(*conditions)
        .order_by(Person.id)
        .limit(limit)
    )
    return [Candidate(row[0], row[1], row[2], row[3] or "", row[4]) for row in db.session.execute(statement)]


def resolve_names(words: Iterable[str], department_id: int | None) -> Resolution:
    """Look up names or staff numbers. A name that is not in the department is looked for in the whole house.

    One query for the exact names, one more for suggestions where something is missing.
    """
    wanted = list(dict.fromkeys(word for word in words if word))
    result = Resolution()
    if not wanted:
        return result
    spellings = {word: tidy_name(word) for word in wanted}
    known = candidates(or_(Person.name.in_(spellings.values()), Person.number.in_(wanted)))
    missing: list[str] = []
    for word in wanted:
        numbered = [one for one in known if one.number == word]
        named = [one for one in known if one.name == spellings[word]]
        own = [one for one in named if one.department_id == department_id]
        people = numbered or own or named
        if len(people) == 1:
            result.found.append(people[0].id)
        elif people:
            result.unclear.append(Unclear(word, people, several=True))
        else:
            missing.append(word)
    result.unclear += suggested(missing, department_id)
    return result


def suggested(words: Sequence[str], department_id: int | None) -> list[Unclear]:
    """Near names of the reporting department for words that are nobody's."""
    if not words:
        return []
    colleagues = candidates(Person.department_id == department_id, limit=MOST_NEAR) if department_id is not None else []
    unclear = []
    for word in words:
        match = match_name(word, colleagues)
        unclear.append(Unclear(word, match.suggestions if match.outcome is Outcome.MISSING else match.people))
    return unclear


def people_in_rows(person_ids: Iterable[int]) -> dict[int, Any]:
    """Name, status and department of the people in a grid, by id, in one query; what can be nobody's id is left out."""
    wanted = {identity for identity in person_ids if 0 < identity <= LARGEST_ID}
    if not wanted:
        return {}
    rows = db.session.execute(
        select(
            Person.id,
            Person.name,
            Person.political_status,
            Person.department_id,
            Organization.short_name.label("department"),
        )
        .outerjoin(Organization, Organization.id == Person.department_id)
        .where(Person.id.in_(wanted))
    )
    return {row.id: row for row in rows}
