"""Reads over consents: of a matter, of a person, and who is still missing for a channel on a day."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from evaluation.foundation.core.database import db
from evaluation.procedures.consents.enums import Channel, ConsentState, Scope
from evaluation.procedures.consents.models import Consent
from evaluation.procedures.workflow.models import Matter
from evaluation.registry.people.models import Person


def text_digest(text: str) -> str:
    """The digest by which a consent holds for one text and for no other; one comma makes another text."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def live(matter_id: int) -> Select[tuple[Consent]]:
    """Select the consents of a matter that were not asked anew since."""
    return select(Consent).where(Consent.matter_id == matter_id, Consent.superseded_at.is_(None))


def live_consent(matter_id: int, person_id: int) -> Consent | None:
    """The consent of one person that counts now."""
    return db.session.scalar(live(matter_id).where(Consent.person_id == person_id))


def consents_of(matter_id: int) -> list[tuple[Consent, Person]]:
    """The consents of a matter that count now, with their people."""
    rows = db.session.execute(
        live(matter_id).join(Person, Person.id == Consent.person_id).add_columns(Person).order_by(Person.name, Person.id)
    )
    return [(consent, person) for consent, person in rows]


def is_valid(consent: Consent, channel: str, day: date, *, scopes: Iterable[str] = (), text: str | None = None) -> bool:
    """Whether this consent lets the person be shown: given, for this channel and scope, this text, on this day."""
    return (
        consent.state is ConsentState.GIVEN
        and channel in consent.channels
        and set(scopes) <= set(consent.scopes)
        and (consent.valid_until is None or day <= consent.valid_until)
        and (text is None or consent.text_digest == text_digest(text))
    )


def missing(
    matter_id: int,
    person_ids: Iterable[int],
    channel: Channel | str,
    day: date,
    *,
    scopes: Sequence[Scope] = (Scope.NAME,),
    text: str | None = None,
) -> dict[int, ConsentState | None]:
    """Who may not be shown there, and in which state their consent is (None: never asked). Empty means that all agreed.

    PIPL Art. 25: each person's separate consent, for this channel, still valid (Art. 15). A consent that is given but does not
    reach this far (other channel, scope or text, or run out) is listed as given: it has to be asked anew.
    """
    wanted = set(person_ids)
    if not wanted:
        return {}
    found = {consent.person_id: consent for consent in db.session.scalars(live(matter_id).where(Consent.person_id.in_(wanted)))}
    absent: dict[int, ConsentState | None] = {}
    for person_id in sorted(wanted):
        consent = found.get(person_id)
        if consent is None:
            absent[person_id] = None
        elif not is_valid(consent, channel, day, scopes=scopes, text=text):
            absent[person_id] = consent.state
    return absent


def consents_about(person_id: int) -> Select[Any]:
    """Select (Consent, Matter) that one person was asked for, newest first; what was asked anew is left out."""
    return (
        select(Consent, Matter)
        .join(Matter, Matter.id == Consent.matter_id)
        .where(Consent.person_id == person_id, Consent.superseded_at.is_(None))
    )


def consent_asked_of(actor: Any, consent_id: int) -> Consent | None:
    """The consent, if it is this actor's to decide."""
    if actor.person_id is None:
        return None
    return db.session.scalar(select(Consent).where(Consent.id == consent_id, Consent.person_id == actor.person_id))
