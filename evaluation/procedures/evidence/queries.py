"""Reads over evidence: by person and period, by citing matter, and who leans on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, select

from evaluation.foundation.core.database import db, rows_of
from evaluation.procedures.evidence.enums import Dimension, EvidenceState
from evaluation.procedures.evidence.models import Citation, Evidence, EvidencePerson, Statement
from evaluation.procedures.workflow.models import Matter
from evaluation.registry.people.models import Person

CITED_IN = (
    select(Evidence.id, Evidence.number, Evidence.minutes, Evidence.state)
    .join(Citation, Citation.evidence_id == Evidence.id)
    .where(Citation.matter_id == bindparam("matter_id"))
    .order_by(Citation.id)
)


def evidence_about(
    person_ids: Iterable[int], *, begins_on: date | None = None, ends_on: date | None = None, valid_only: bool = True
) -> Select[Any]:
    """Select (Evidence, EvidencePerson) about these people whose period touches the given one, oldest first."""
    statement = (
        select(Evidence, EvidencePerson)
        .join(EvidencePerson, EvidencePerson.evidence_id == Evidence.id)
        .where(EvidencePerson.person_id.in_(set(person_ids)))
        .order_by(Evidence.occurred_from, Evidence.id)
    )
    if valid_only:
        statement = statement.where(Evidence.state == EvidenceState.VALID)
    if begins_on is not None:
        statement = statement.where(Evidence.occurred_to >= begins_on)
    if ends_on is not None:
        statement = statement.where(Evidence.occurred_from <= ends_on)
    return statement


@dataclass(frozen=True)
class Leaning:
    """A matter that leans on an evidence item, and where."""

    matter: Matter
    statement_text: str | None
    purpose: Any
    place: str

    @property
    def place_label(self) -> str:
        """The place in words: a dimension by its name, anything else as it stands."""
        return Dimension(self.place).label if self.place in set(Dimension) else self.place


def leaning_on(evidence_id: int) -> list[Leaning]:
    """Every statement, rating, step and story that leans on an item."""
    rows = db.session.execute(
        select(Matter, Statement.text, Citation.purpose, Citation.place)
        .join(Citation, Citation.matter_id == Matter.id)
        .outerjoin(Statement, Statement.id == Citation.statement_id)
        .where(Citation.evidence_id == evidence_id)
        .order_by(Matter.id, Citation.id)
    )
    return [Leaning(*row) for row in rows]


def cited_in(matter_id: int) -> Sequence[Any]:
    """Evidence that a matter leans on, in the order of citing: id, number, minutes, state."""
    return rows_of(CITED_IN, matter_id=matter_id)


def evidence_by_number(number: str) -> Evidence | None:
    """The item with this public number."""
    return db.session.scalar(select(Evidence).where(Evidence.number == number))


def people_then_of(evidence_id: int) -> list[tuple[EvidencePerson, str]]:
    """Whom an item is about, with unit, post and status as of that day, and the name."""
    rows = db.session.execute(
        select(EvidencePerson, Person.name)
        .join(Person, Person.id == EvidencePerson.person_id)
        .where(EvidencePerson.evidence_id == evidence_id)
        .order_by(Person.name, Person.id)
    )
    return [(person, name) for person, name in rows]


def evidence_from(matter_id: int) -> list[Evidence]:
    """Items that a matter gave."""
    return list(db.session.scalars(select(Evidence).where(Evidence.source_matter_id == matter_id).order_by(Evidence.id)))
