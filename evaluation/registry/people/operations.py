"""Write people and their history. The present values on the person follow from here alone."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused, WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.registry.people.enums import AffiliationKind, PoliticalStatus, RoleGroup, Standing
from evaluation.registry.people.models import Affiliation, Person, Relative
from evaluation.registry.people.naming import pinyin_of, tidy_name
from evaluation.registry.people.stroke_order import stroke_text

PRESENT_FIELDS = {
    AffiliationKind.DEPARTMENT: "department_id",
    AffiliationKind.BRANCH: "branch_id",
    AffiliationKind.POST: "post",
    AffiliationKind.CADRE_LEVEL: "cadre_level",
    AffiliationKind.ROLE_GROUP: "role_group",
    AffiliationKind.POLITICAL_STATUS: "political_status",
    AffiliationKind.STANDING: "standing",
}
ENUMERATIONS: dict[AffiliationKind, Any] = {
    AffiliationKind.ROLE_GROUP: RoleGroup,
    AffiliationKind.POLITICAL_STATUS: PoliticalStatus,
    AffiliationKind.STANDING: Standing,
}
MEMBERSHIP = {AffiliationKind.DEPARTMENT, AffiliationKind.BRANCH}


def create_person(*, actor: Any, now: datetime, number: str, name: str, **identity: Any) -> Person:
    """A new person with identity only; affiliations follow by :func:`affiliate`."""
    full, initials = pinyin_of(name)
    person = Person(number=number, name=name, pinyin=full, initials=initials, created_at=now, **identity)
    db.session.add(person)
    db.session.flush()
    record("person.create", actor=actor, object_kind="person", object_id=person.id, object_number=number)
    return person


IDENTITY_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
PHONE = re.compile(r"\+?[\d -]{5,20}")
EARLIEST_BIRTH = date(1900, 1, 1)


def check_identity(facts: Mapping[str, Any], today: date) -> None:
    """Refuse what no card may hold: a number or name that is none, a birth to come, an identity-card number anywhere."""
    for name in ("number", "name"):
        if name in facts and not facts[name]:
            raise Refused(_l("Number and name have to be filled in."), field=name)
    for name, value in facts.items():
        if isinstance(value, str) and IDENTITY_NUMBER.search(value):
            raise Refused(_l("This looks like an identity-card number, which is never stored here; take it out."), field=name)
    for name in ("birth_date", "joined_on"):
        day = facts.get(name)
        if day is not None and not EARLIEST_BIRTH <= day <= today:
            raise Refused(_l("This day cannot be right; check the year."), field=name)
    if facts.get("phone") and not PHONE.fullmatch(facts["phone"]):
        raise Refused(_l("A phone number has 5 to 20 digits; spaces and hyphens may stand between them."), field="phone")


def check_number_free(number: str, but: int | None = None) -> None:
    """Refuse a staff or student number that somebody else has."""
    holder = db.session.scalar(select(Person.name).where(Person.number == number, Person.id != (but or 0)))
    if holder is not None:
        raise Refused(_l("%(name)s has the number %(number)s already; check both.", name=holder, number=number), field="number")


def enter_person(
    *, facts: Mapping[str, Any], holds: Mapping[AffiliationKind, Any], valid_from: date | None, actor: Any, now: datetime
) -> Person:
    """A new person with what holds for them from a day on."""
    today = local(now).date()
    given = {name: value or None for name, value in facts.items()} | {"name": tidy_name(facts.get("name") or "")}
    check_identity(given, today)
    check_number_free(given["number"])
    number, name = given.pop("number"), given.pop("name")
    given["birth_precision"] = given.get("birth_precision") or "day"
    person = create_person(actor=actor, now=now, number=number, name=name, **given)
    for kind, value in holds.items():
        if value:
            affiliate(person, kind, value, valid_from=valid_from, actor=actor, now=now)
    return person


def change_identity(person: Person, facts: Mapping[str, Any], *, actor: Any, now: datetime) -> list[str]:
    """Correct the card; the names of the fields that changed. Values go into the part of the event that can be erased."""
    given = {name: (value or None) for name, value in facts.items()}
    if "name" in given:
        given["name"] = tidy_name(given["name"] or "")
    given["birth_precision"] = given.get("birth_precision") or person.birth_precision
    check_identity(given, local(now).date())
    if given.get("number") and given["number"] != person.number:
        check_number_free(given["number"], person.id)
    before = {name: getattr(person, name) for name, value in given.items() if getattr(person, name) != value}
    if not before:
        return []
    for name in before:
        if name == "name":
            rename_person(person, given["name"])
        else:
            setattr(person, name, given[name])
    db.session.flush()
    after = {name: getattr(person, name) for name in before}
    record(
        "person.change",
        actor=actor,
        object_kind="person",
        object_id=person.id,
        object_number=person.number,
        now=now,
        fields=sorted(before),
        private={"before": before, "after": after},
    )
    return sorted(before)


def rename_person(person: Person, name: str) -> None:
    """Change a name; pinyin and the place in rosters follow."""
    person.name = name
    person.pinyin, person.initials = pinyin_of(name)
    person.stroke_order = stroke_text(name)


def affiliate(
    person: Person,
    kind: AffiliationKind,
    value: Any,
    *,
    valid_from: date | None,
    actor: Any,
    now: datetime,
    reason: str | None = None,
) -> Affiliation | None:
    """From a day on, this holds for the person; what held before ends on that day. ``value`` None: nothing holds any more.

    Without a day the value holds as long as is known, and it replaces an open row without a day as a correction.
    """
    open_row = db.session.scalar(
        select(Affiliation).where(
            Affiliation.person_id == person.id,
            Affiliation.kind == kind,
            Affiliation.valid_to.is_(None),
            Affiliation.superseded_at.is_(None),
        )
    )
    organization_id = value if kind in MEMBERSHIP else None
    stored = None if kind in MEMBERSHIP else (str(value.value) if hasattr(value, "value") else value)
    if open_row is not None:
        if (open_row.organization_id, open_row.value) == (organization_id, stored) and (
            valid_from is None or open_row.valid_from == valid_from
        ):
            return open_row
        end_or_supersede(open_row, valid_from, now)
        db.session.flush()
    row = None
    if value is not None:
        check_free(person.id, kind, valid_from, None)
        row = Affiliation(
            person_id=person.id,
            kind=kind,
            organization_id=organization_id,
            value=stored,
            valid_from=valid_from,
            reason=reason,
            recorded_at=now,
            recorded_by_id=getattr(actor, "account_id", None),
        )
        db.session.add(row)
    present = ENUMERATIONS[kind](stored) if kind in ENUMERATIONS and stored is not None else value
    setattr(person, PRESENT_FIELDS[kind], Standing.ACTIVE if kind is AffiliationKind.STANDING and value is None else present)
    db.session.flush()
    return row


def overlapping(person_id: int, kind: AffiliationKind, first: date | None, end: date | None, but: int = 0) -> Affiliation | None:
    """A row of this kind that holds on one of the days from ``first`` until before ``end``; an open end is no limit."""
    statement = select(Affiliation).where(
        Affiliation.person_id == person_id,
        Affiliation.kind == kind,
        Affiliation.superseded_at.is_(None),
        Affiliation.id != but,
    )
    if first is not None:
        statement = statement.where((Affiliation.valid_to.is_(None)) | (Affiliation.valid_to > first))
    if end is not None:
        statement = statement.where((Affiliation.valid_from.is_(None)) | (Affiliation.valid_from < end))
    return db.session.scalars(statement.order_by(Affiliation.id).limit(1)).first()


def check_free(person_id: int, kind: AffiliationKind, first: date | None, end: date | None, but: int = 0) -> None:
    """Refuse a second value of one kind on one day."""
    row = overlapping(person_id, kind, first, end, but)
    if row is not None:
        raise Refused(
            _l(
                "On some of these days another value is recorded (%(first)s to %(end)s); change the days or correct that one.",
                first=row.valid_from.isoformat() if row.valid_from else "–",
                end=row.valid_to.isoformat() if row.valid_to else "–",
            ),
            field="valid_from",
        )


def note_change(
    person: Person, kind: AffiliationKind, value: Any, *, valid_from: date, actor: Any, now: datetime, reason: str = ""
) -> None:
    """Somebody records by hand that from a day on this holds (None: nothing any more)."""
    if valid_from > local(now).date():
        raise Refused(_l("This day lies in the future; record the change when it has come."), field="valid_from")
    affiliate(person, kind, value, valid_from=valid_from, actor=actor, now=now, reason=reason or None)
    record(
        "person.affiliate",
        actor=actor,
        object_kind="person",
        object_id=person.id,
        object_number=person.number,
        now=now,
        kind=kind.value,
        valid_from=valid_from,
        private={"value": str(value)},
    )


def correct_history(
    person: Person,
    row: Affiliation,
    value: Any,
    *,
    valid_from: date | None,
    valid_to: date | None,
    reason: str,
    actor: Any,
    now: datetime,
) -> Affiliation:
    """Put another row, with its reason, in the place of a wrong one; the wrong one stays readable as corrected."""
    if row.superseded_at is not None:
        raise WrongState(_l("This entry was corrected already; correct the newer one."))
    if not reason.strip():
        raise Refused(_l("Say why the history is corrected."), field="reason")
    if valid_from and valid_to and valid_from >= valid_to:
        raise Refused(_l("The last day must come after the first day."), field="valid_to")
    row.superseded_at = now
    db.session.flush()
    check_free(person.id, row.kind, valid_from, valid_to, row.id)
    organization_id = value if row.kind in MEMBERSHIP else None
    stored = None if row.kind in MEMBERSHIP else (str(value.value) if hasattr(value, "value") else value)
    successor = Affiliation(
        person_id=person.id,
        kind=row.kind,
        organization_id=organization_id,
        value=stored,
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason.strip(),
        recorded_at=now,
        recorded_by_id=getattr(actor, "account_id", None),
    )
    db.session.add(successor)
    db.session.flush()
    show_present(person, row.kind)
    record(
        "person.correct",
        actor=actor,
        object_kind="person",
        object_id=person.id,
        object_number=person.number,
        now=now,
        kind=row.kind.value,
        affiliation=row.id,
        private={"value": str(value), "reason": reason.strip()},
    )
    return successor


def show_present(person: Person, kind: AffiliationKind) -> None:
    """Let the card show what the open row of the history says."""
    row = db.session.scalar(
        select(Affiliation).where(
            Affiliation.person_id == person.id,
            Affiliation.kind == kind,
            Affiliation.valid_to.is_(None),
            Affiliation.superseded_at.is_(None),
        )
    )
    value: Any = None
    if row is not None:
        value = row.organization_id if kind in MEMBERSHIP else row.value
        if kind in ENUMERATIONS and value is not None:
            value = ENUMERATIONS[kind](value)
    setattr(person, PRESENT_FIELDS[kind], Standing.ACTIVE if kind is AffiliationKind.STANDING and value is None else value)
    db.session.flush()


def end_or_supersede(row: Affiliation, day: date | None, now: datetime) -> None:
    """Close an open row on a day, or mark it as corrected where no later day is known."""
    if day is None or (row.valid_from is not None and row.valid_from >= day):
        if day is not None and row.valid_from is not None and row.valid_from > day:
            raise Refused(
                _l("A later change is recorded already (from %(day)s); correct that one first.", day=row.valid_from.isoformat()),
                field="valid_from",
            )
        row.superseded_at = now
    else:
        row.valid_to = day


LONGEST_RELATION = 20


def declare_relative(person_id: int, relative_id: int, relation: str, *, actor: Any, now: datetime) -> Relative:
    """A person names a near relative, for recusal alone (人事管理条例 Art. 39). An ended declaration is taken up again."""
    if person_id == relative_id:
        raise Refused(_l("Nobody is their own relative; choose the other person."), field="relative")
    relation = relation.strip()
    if not relation or len(relation) > LONGEST_RELATION:
        raise Refused(_l("Say in at most %(max)d characters what the relation is.", max=LONGEST_RELATION), field="relation")
    row = db.session.scalar(select(Relative).where(Relative.person_id == person_id, Relative.relative_id == relative_id))
    if row is not None and row.ended_at is None:
        raise Refused(_l("This person is declared already."), field="relative")
    if row is None:
        row = Relative(person_id=person_id, relative_id=relative_id, relation=relation, declared_at=now)
        db.session.add(row)
    else:
        row.relation, row.declared_at, row.ended_at = relation, now, None
    db.session.flush()
    record(
        "person.relative",
        actor=actor,
        object_kind="person",
        object_id=person_id,
        now=now,
        private={"relative": relative_id, "relation": relation},
    )
    return row


def end_relative(row: Relative, *, actor: Any, now: datetime) -> None:
    """The relation no longer holds; what was judged before stays as it was."""
    if row.ended_at is not None:
        raise WrongState(_l("This declaration has ended already."))
    row.ended_at = now
    record(
        "person.relative_end",
        actor=actor,
        object_kind="person",
        object_id=row.person_id,
        now=now,
        private={"relative": row.relative_id},
    )
