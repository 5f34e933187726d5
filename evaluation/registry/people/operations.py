"""Write people and their history. The present values on the person follow from here alone."""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused
from evaluation.registry.people.enums import AffiliationKind, PoliticalStatus, RoleGroup, Standing
from evaluation.registry.people.models import Affiliation, Person
from evaluation.registry.people.naming import pinyin_of

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


def rename_person(person: Person, name: str) -> None:
    """Change a name; pinyin follows."""
    person.name = name
    person.pinyin, person.initials = pinyin_of(name)


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
