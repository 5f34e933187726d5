"""Rows of the board, the list and the calendar: a course, and whose it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased

from evaluation.foundation.core.database import db
from evaluation.procedures.evidence.enums import EvidenceKind, EvidenceState
from evaluation.procedures.evidence.models import Evidence, EvidencePerson
from evaluation.procedures.rules.facts import Course
from evaluation.procedures.workflow.models import Matter
from evaluation.records.nominations.models.cases import Nomination
from evaluation.records.nominations.policies import visible_to
from evaluation.records.nominations.queries.courses import OPEN, course_from, course_rows
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.models import Person
from evaluation.registry.people.queries import sounds_like


@dataclass(frozen=True)
class CaseRow:
    """A case in a list."""

    course: Course
    id: int
    number: str | None
    state: str
    person_id: int
    name: str
    branch_id: int | None
    branch: str


def case_select(actor: Any, filters: Mapping[str, Any]) -> Select[Any]:
    """Cases that the actor works on, narrowed by the filter bar; running ones unless a state is asked for."""
    branch = aliased(Organization)
    statement = (
        course_rows()
        .outerjoin(branch, branch.id == Matter.party_organization_id)
        .add_columns(Matter.id, Matter.number, Matter.state, Person.id, Person.name, branch.id, branch.short_name)
        .where(visible_to(actor))
    )
    state = filters.get("stage")
    statement = statement.where(Matter.state == state) if state else statement.where(Matter.state.in_(OPEN))
    if filters.get("branch"):
        statement = statement.where(Matter.party_organization_id == filters["branch"])
    if filters.get("source"):
        statement = statement.where(
            exists().where(EvidencePerson.person_id == Nomination.person_id, EvidencePerson.evidence_id == Evidence.id)
        )
    if filters.get("q"):
        words = filters["q"]
        statement = statement.where(
            sounds_like(words) | Person.number.startswith(words, autoescape=True) | Matter.number.contains(words, autoescape=True)
        )
    return statement


def case_rows(actor: Any, filters: Mapping[str, Any]) -> list[CaseRow]:
    """The rows, in one statement."""
    return [
        CaseRow(course_from(row), *row[len(Course._fields) : -1], branch=row[-1] or "")
        for row in db.session.execute(case_select(actor, filters))
    ]


@dataclass(frozen=True)
class Frontline:
    """What valid evidence there is about a person: shifts, minutes, deeds."""

    shifts: int = 0
    minutes: int = 0
    deeds: int = 0


def frontline_of(person_ids: Iterable[int]) -> dict[int, Frontline]:
    """Figures of valid evidence by person, in one statement; nothing is weighed."""
    wanted = sorted(set(person_ids))
    if not wanted:
        return {}
    rows = db.session.execute(
        select(EvidencePerson.person_id, Evidence.kind, func.count(), func.coalesce(func.sum(Evidence.minutes), 0))
        .join(Evidence, Evidence.id == EvidencePerson.evidence_id)
        .where(EvidencePerson.person_id.in_(wanted), Evidence.state == EvidenceState.VALID)
        .group_by(EvidencePerson.person_id, Evidence.kind)
    )
    found: dict[int, dict[str, int]] = {}
    for person_id, kind, count, minutes in rows:
        one = found.setdefault(person_id, {"shifts": 0, "minutes": 0, "deeds": 0})
        if kind is EvidenceKind.DEED:
            one["deeds"] += count
        else:
            one["shifts"] += count
            one["minutes"] += int(minutes)
    return {person_id: Frontline(**figures) for person_id, figures in found.items()}
