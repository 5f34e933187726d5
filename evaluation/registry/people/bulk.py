"""Many people at once: new ones with all that holds for them, changed ones with their history, and the way back.

Statements count by table and portion, not by person. What held before is closed or corrected exactly as
:func:`~evaluation.registry.people.operations.affiliate` would do it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from evaluation.foundation.core.database import connection_of, db
from evaluation.foundation.core.errors import WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.importing.references import AT_ONCE
from evaluation.registry.people.enums import AffiliationKind, PoliticalStatus, RoleGroup, Sex, Standing
from evaluation.registry.people.models import Affiliation, Person
from evaluation.registry.people.naming import pinyin_of
from evaluation.registry.people.operations import MEMBERSHIP, PRESENT_FIELDS
from evaluation.registry.people.stroke_order import stroke_text

IDENTITY = ("name", "sex", "birth_date", "birth_precision", "ethnicity", "phone", "remark", "joined_on")
FOLLOWING = ("pinyin", "initials", "stroke_order")
CHANGEABLE = (*IDENTITY, *FOLLOWING, *PRESENT_FIELDS.values())
DATES = frozenset({"birth_date", "joined_on"})
READERS: dict[str, Any] = {
    "sex": Sex,
    "role_group": RoleGroup,
    "political_status": PoliticalStatus,
    "standing": Standing,
    **dict.fromkeys(DATES, date.fromisoformat),
}
PERSON, AFFILIATION = Person.__table__, Affiliation.__table__
ENTER_PEOPLE = insert(PERSON).returning(PERSON.c.number, PERSON.c.id)  # type: ignore[arg-type]
ENTER_AFFILIATIONS = insert(AFFILIATION)  # type: ignore[arg-type]
WHOLE = {"render_nulls": True}  # rows with and without nulls go in one statement
CHANGED_MEANWHILE = _l("Somebody changed one of these people at the same moment; check the file once more.")


@dataclass(frozen=True)
class Holding:
    """What holds for a person from a day on; without a day as long as is known."""

    value: Any
    since: date | None = None


@dataclass(frozen=True)
class Enrolment:
    """A new person: columns of the identity, and what holds by kind."""

    number: str
    identity: Mapping[str, Any]
    holds: Mapping[AffiliationKind, Holding] = field(default_factory=dict)


@dataclass(frozen=True)
class Amendment:
    """New values of a person whose row is known as ``present`` (columns by name, with id and version)."""

    present: Any
    identity: Mapping[str, Any] = field(default_factory=dict)
    holds: Mapping[AffiliationKind, Holding] = field(default_factory=dict)


@dataclass(frozen=True)
class Amended:
    """A person changed: the version now, and what gives back the earlier values."""

    person_id: int
    version: int
    before: Mapping[str, Any]


def stored(kind: AffiliationKind, value: Any) -> tuple[int | None, str | None]:
    """Organisation and value of an affiliation row."""
    if kind in MEMBERSHIP:
        return value, None
    return None, str(value.value) if hasattr(value, "value") else value


def affiliation_row(person_id: int, kind: AffiliationKind, holding: Holding, actor: Any, now: datetime) -> dict[str, Any]:
    """An affiliation as columns."""
    organization_id, value = stored(kind, holding.value)
    return {
        "person_id": person_id,
        "kind": kind,
        "organization_id": organization_id,
        "value": value,
        "valid_from": holding.since,
        "recorded_at": now,
        "recorded_by_id": getattr(actor, "account_id", None),
    }


def with_sound(identity: Mapping[str, Any]) -> dict[str, Any]:
    """The identity, with the sound and the place in rosters of a name that is among it."""
    if "name" not in identity:
        return dict(identity)
    full, initials = pinyin_of(identity["name"])
    return {**identity, "pinyin": full, "initials": initials, "stroke_order": stroke_text(identity["name"])}


def enrol_people(people: Sequence[Enrolment], *, actor: Any, now: datetime) -> list[int]:
    """Enter new people and what holds for them; gives their ids in the same order."""
    if not people:
        return []
    rows = []
    for person in people:
        present = {PRESENT_FIELDS[kind]: holding.value for kind, holding in person.holds.items()}
        values = {name: None for name in (*IDENTITY, *PRESENT_FIELDS.values())}
        values |= {"birth_precision": "day", "standing": Standing.ACTIVE, **with_sound(person.identity), **present}
        rows.append({"number": person.number, "created_at": now, "version": 1, **values})
    connection = connection_of(db.session())
    by_number = {row.number: row.id for row in connection.execute(ENTER_PEOPLE, rows)}
    ids = [by_number[person.number] for person in people]
    affiliations = [
        affiliation_row(identity, kind, holding, actor, now)
        for identity, person in zip(ids, people, strict=True)
        for kind, holding in person.holds.items()
    ]
    if affiliations:
        connection.execute(ENTER_AFFILIATIONS, affiliations)
    return ids


def portions(values: Iterable[int]) -> Iterable[list[int]]:
    """Ids in portions that a condition can hold."""
    ordered = sorted(set(values))
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))


def open_affiliations(person_ids: Iterable[int]) -> dict[tuple[int, AffiliationKind], Any]:
    """What holds for these people now without an end, by person and kind."""
    found = {}
    for some in portions(person_ids):
        for row in db.session.execute(
            select(
                Affiliation.id,
                Affiliation.person_id,
                Affiliation.kind,
                Affiliation.valid_from,
                Affiliation.valid_to,
                Affiliation.superseded_at,
            ).where(Affiliation.person_id.in_(some), Affiliation.valid_to.is_(None), Affiliation.superseded_at.is_(None))
        ):
            found[row.person_id, row.kind] = row
    return found


def amend_people(amendments: Sequence[Amendment], *, actor: Any, now: datetime) -> list[Amended]:
    """Change people as read: identity in place, what holds by a new row of their history.

    Raises :class:`WrongState` where one of them was changed since it was read.
    """
    if not amendments:
        return []
    present_rows = open_affiliations(one.present.id for one in amendments if one.holds)
    updates, closed, opened, befores = [], [], [], []
    for one in amendments:
        identity = with_sound(one.identity)
        values = {name: getattr(one.present, name) for name in CHANGEABLE} | identity
        ended = []
        for kind, holding in one.holds.items():
            values[PRESENT_FIELDS[kind]] = holding.value
            row = present_rows.get((one.present.id, kind))
            since = later_than(row, holding.since)
            if row is not None:
                ended.append({"id": row.id, "valid_to": None, "superseded_at": None})
                closed.append(closing(row, holding.since, now))
            opened.append(affiliation_row(one.present.id, kind, Holding(holding.value, since), actor, now))
        updates.append({"b_id": one.present.id, "b_version": one.present.version, **{f"b_{k}": v for k, v in values.items()}})
        touched = {*identity, *(PRESENT_FIELDS[kind] for kind in one.holds)}
        befores.append({"person": {name: plain(getattr(one.present, name)) for name in sorted(touched)}, "closed": ended})
    write_people(updates)
    close_rows(closed)
    new_ids = open_rows(opened)
    result = []
    for one, before in zip(amendments, befores, strict=True):
        before["opened"] = [new_ids[one.present.id, kind] for kind in one.holds]
        result.append(Amended(one.present.id, one.present.version + 1, before))
    return result


def later_than(row: Any, since: date | None) -> date | None:
    """The day from which a new value holds: never before the value that it follows, and that of a value which it corrects."""
    if row is None or row.valid_from is None:
        return since
    return row.valid_from if since is None else max(since, row.valid_from)


def closing(row: Any, since: date | None, now: datetime) -> dict[str, Any]:
    """The end of an open row: on the day of the change, or as corrected where it never held for a day."""
    corrected = since is None or (row.valid_from is not None and row.valid_from >= since)
    return {
        "b_id": row.id,
        "b_valid_to": None if corrected else since,
        "b_superseded_at": now if corrected else None,
    }


def write_people(updates: Sequence[Mapping[str, Any]]) -> None:
    """Update rows of people, each only in the version that was read."""
    table = Person.__table__
    statement = (
        update(table)  # type: ignore[arg-type]
        .where(table.c.id == bindparam("b_id"), table.c.version == bindparam("b_version"))
        .values(**{name: bindparam(f"b_{name}") for name in CHANGEABLE}, version=table.c.version + 1)
    )
    result = db.session.connection().execute(statement, list(updates))
    if result.rowcount != len(updates):
        raise WrongState(CHANGED_MEANWHILE)
    db.session.expire_all()


def close_rows(rows: Sequence[Mapping[str, Any]]) -> None:
    """Set the ends of affiliation rows."""
    table = Affiliation.__table__
    if rows:
        db.session.connection().execute(
            update(table)  # type: ignore[arg-type]
            .where(table.c.id == bindparam("b_id"))
            .values(valid_to=bindparam("b_valid_to"), superseded_at=bindparam("b_superseded_at")),
            list(rows),
        )


def open_rows(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[int, AffiliationKind], int]:
    """Insert affiliation rows and give their ids by person and kind."""
    if not rows:
        return {}
    statement = insert(Affiliation).returning(Affiliation.person_id, Affiliation.kind, Affiliation.id)
    returned = db.session.execute(statement, list(rows), execution_options=WHOLE)
    return {(person_id, kind): identity for person_id, kind, identity in returned}


def plain(value: Any) -> Any:
    """A column's value as JSON knows it."""
    if isinstance(value, date):
        return value.isoformat()
    return value.value if hasattr(value, "value") else value


def from_plain(name: str, value: Any) -> Any:
    """A column's value from JSON."""
    return value if value is None or name not in READERS else READERS[name](value)


def touched_since(person_ids: Iterable[int], moment: datetime) -> set[int]:
    """People whose history has entries or corrections made after a moment."""
    found: set[int] = set()
    for some in portions(person_ids):
        later = (Affiliation.recorded_at > moment) | (Affiliation.superseded_at > moment)
        found.update(db.session.scalars(select(Affiliation.person_id).where(Affiliation.person_id.in_(some), later)))
    return found


def restore_people(befores: Mapping[int, Mapping[str, Any]]) -> None:
    """Give people back the values that :func:`amend_people` noted, exactly; rows of history that it opened go."""
    people = {}
    for some in portions(befores):
        people |= {row.id: row for row in db.session.execute(select(*Person.__table__.columns).where(Person.id.in_(some)))}
    opened = [identity for before in befores.values() for identity in before["opened"]]
    for some in portions(opened):
        db.session.execute(delete(Affiliation).where(Affiliation.id.in_(some)))
    close_rows(
        [
            {"b_id": row["id"], "b_valid_to": row["valid_to"], "b_superseded_at": row["superseded_at"]}
            for before in befores.values()
            for row in before["closed"]
        ]
    )
    updates = []
    for person_id, before in befores.items():
        row = people[person_id]
        values = {name: getattr(row, name) for name in CHANGEABLE}
        values |= {name: from_plain(name, value) for name, value in before["person"].items()}
        updates.append({"b_id": person_id, "b_version": row.version, **{f"b_{name}": value for name, value in values.items()}})
    if updates:
        write_people(updates)


def remove_people(person_ids: Iterable[int]) -> None:
    """Delete people and their history; the caller has made sure that nothing refers to them."""
    for some in portions(person_ids):
        db.session.execute(delete(Affiliation).where(Affiliation.person_id.in_(some)))
        db.session.execute(delete(Person).where(Person.id.in_(some)))
