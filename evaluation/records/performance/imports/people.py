"""Who is meant by a name in a log: somebody of the reporting department on that very day, by exact name or by number."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from evaluation.foundation.core.database import db
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.importing.report import Choice, Finding
from evaluation.foundation.importing.tables import RowReader
from evaluation.registry.people.enums import AffiliationKind
from evaluation.registry.people.matching import Outcome, match_name, split_names
from evaluation.registry.people.models import Affiliation, Person

NAME_AND_NUMBER = re.compile(r"(?P<name>[^()]*)\((?P<number>[0-9A-Za-z]+)\)|(?P<bare>[0-9A-Za-z]*\d[0-9A-Za-z]*)")


@dataclass(frozen=True)
class Belonging:
    """A person of a department between two days (the second no longer)."""

    id: int
    name: str
    number: str
    post: str
    valid_from: date | None
    valid_to: date | None

    def covers(self, day: date) -> bool:
        """Whether the person belonged to the department on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or self.valid_to > day)


class DepartmentPeople:
    """Everybody who ever belonged to some departments, read in one query, asked by department, day and name."""

    def __init__(self, department_ids: Iterable[int]) -> None:
        self.by_department: dict[int, list[Belonging]] = {}
        rows = db.session.execute(
            select(
                Affiliation.organization_id,
                Person.id,
                Person.name,
                Person.number,
                Person.post,
                Affiliation.valid_from,
                Affiliation.valid_to,
            )
            .join(Person, Person.id == Affiliation.person_id)
            .where(
                Affiliation.kind == AffiliationKind.DEPARTMENT,
                Affiliation.organization_id.in_(sorted(set(department_ids))),
                Affiliation.superseded_at.is_(None),
            )
            .order_by(Person.number)
        )
        for department_id, *facts in rows:
            self.by_department.setdefault(department_id, []).append(Belonging(*facts))

    def on(self, department_id: int, day: date) -> list[Belonging]:
        """The people of a department on a day."""
        return [one for one in self.by_department.get(department_id, ()) if one.covers(day)]


@dataclass(frozen=True)
class NamesFound:
    """People of one cell in order, and what is to be said about the other names."""

    people: list[Belonging]
    rejected: list[Finding]
    ambiguous: list[Finding]
    repeated: list[Finding]


def names_found(reader: RowReader, among: list[Belonging], department: str) -> NamesFound:
    """Every name of the cell looked up; a name that stands twice counts once."""
    found = NamesFound([], [], [], [])
    names = split_names(reader.shown("people"))
    for name in dict.fromkeys(names):
        mended = reader.options.corrected(reader.sheet, reader.number, "people", name)
        outcome, people, suggestions = look_up(name if mended is None else mended, among)
        if outcome is Outcome.FOUND and people[0] not in found.people:
            found.people.append(people[0])
            if names.count(name) > 1:
                found.repeated.append(about(reader, name, _l("%(name)s stands twice in this cell and counts once.", name=name)))
        elif outcome is Outcome.FOUND:
            found.repeated.append(about(reader, name, _l("%(name)s stands twice in this cell and counts once.", name=name)))
        elif outcome is Outcome.AMBIGUOUS:
            found.ambiguous.append(ambiguous(reader, name, people, department))
        else:
            found.rejected.append(missing(reader, name, suggestions, department))
    return found


def look_up(text: str, among: list[Belonging]) -> tuple[Outcome, tuple[Belonging, ...], tuple[Belonging, ...]]:
    """A name, a number, or a name with the number in brackets, among these people."""
    match = NAME_AND_NUMBER.fullmatch(text)
    if match is None:
        named = match_name(text, among)
        return named.outcome, named.people, named.suggestions
    number, name = match["number"] or match["bare"], match["name"]
    people = tuple(one for one in among if one.number == number and (not name or one.name == name))
    return (Outcome.FOUND, people, ()) if len(people) == 1 else (Outcome.MISSING, (), ())


def about(reader: RowReader, name: str, reason: Any, **facts: Any) -> Finding:
    """Something about one name of the cell."""
    return reader.finding("people", reason, value=name, part=name, name=name, **facts)


def choices(people: Iterable[Belonging]) -> list[Choice]:
    """People as values that would mend the cell."""
    return [Choice(" ".join(filter(None, (one.name, one.number, one.post))), one.number) for one in people]


def ambiguous(reader: RowReader, name: str, people: tuple[Belonging, ...], department: str) -> Finding:
    """Several people of the department bear the name."""
    numbers = "、".join(one.number for one in people)
    return about(
        reader,
        name,
        _l(
            "%(count)s people of %(department)s are called %(name)s (%(numbers)s). "
            "Write the number behind the name: %(name)s（%(first)s）.",
            count=len(people),
            department=department,
            name=name,
            numbers=numbers,
            first=people[0].number,
        ),
        brief=_l("%(count)s people are called %(name)s", count=len(people), name=name),
        choices=choices(people),
    )


def missing(reader: RowReader, name: str, suggestions: tuple[Belonging, ...], department: str) -> Finding:
    """Nobody of the department bears the name."""
    if suggestions:
        near = "、".join(f"“{one.name}”" for one in suggestions)
        reason = _l("Nobody in %(department)s is called “%(name)s”. Is it %(near)s?", department=department, name=name, near=near)
    else:
        reason = _l(
            "Nobody in %(department)s is called “%(name)s”. Check the name and the department, or register the person first.",
            department=department,
            name=name,
        )
    brief = _l("nobody is called %(name)s", name=name)
    return about(reader, name, reason, brief=brief, choices=choices(suggestions))
