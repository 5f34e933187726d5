"""Reads over people: as of a date, by name, and for type-ahead."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, or_, select

from evaluation.foundation.core.database import covers, db
from evaluation.registry.people.enums import AffiliationKind, Standing
from evaluation.registry.people.models import Affiliation, Person


def affiliations_on(person_ids: Iterable[int], day: date) -> dict[int, dict[AffiliationKind, Affiliation]]:
    """What held for these people on a day, by person and kind, in one query."""
    found: dict[int, dict[AffiliationKind, Affiliation]] = {}
    rows = db.session.scalars(
        select(Affiliation).where(
            Affiliation.person_id.in_(set(person_ids)),
            Affiliation.superseded_at.is_(None),
            covers(Affiliation.valid_from, Affiliation.valid_to, day),
        )
    )
    for row in rows:
        found.setdefault(row.person_id, {})[row.kind] = row
    return found


def history_of(person_id: int) -> list[Affiliation]:
    """All affiliations of a person, corrections included, newest first."""
    return list(
        db.session.scalars(
            select(Affiliation)
            .where(Affiliation.person_id == person_id)
            .order_by(Affiliation.kind, Affiliation.valid_from.desc().nulls_last(), Affiliation.id.desc())
        )
    )


def sounds_like(text: str) -> ColumnElement[bool]:
    """Condition: part of the name, or the beginning of its full pinyin or its initials."""
    sound = text.lower().replace(" ", "")
    return or_(
        Person.name.contains(text, autoescape=True),
        Person.pinyin.startswith(sound, autoescape=True),
        Person.initials.startswith(sound, autoescape=True),
    )


def people_like(text: str, *, near_department_id: int | None = None, limit: int = 12) -> Select[Any]:
    """Select for type-ahead: Chinese, full pinyin, initials or number; one's own department first."""
    words = text.strip()
    statement = (
        select(Person)
        .where(
            Person.standing == Standing.ACTIVE,
            sounds_like(words) | Person.number.startswith(words, autoescape=True),
        )
        .limit(limit)
    )
    if near_department_id is not None:
        own_first = case((Person.department_id == near_department_id, 0), else_=1)
        statement = statement.order_by(own_first, Person.name, Person.id)
    else:
        statement = statement.order_by(Person.name, Person.id)
    return statement


def people_by_id(identities: Iterable[int]) -> dict[int, Person]:
    """People by id, in one query."""
    wanted = set(identities)
    if not wanted:
        return {}
    return {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(wanted)))}
