"""Contacts and introducers: who they were on the first day, and who takes their place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.rules.engine import finding_from
from evaluation.procedures.rules.facts import Companion
from evaluation.procedures.rules.gates.forms import contacts_right
from evaluation.procedures.rules.queries import rule_engine
from evaluation.procedures.rules.wording import full_sentence
from evaluation.procedures.workflow.models import Transition
from evaluation.records.nominations.enums import CompanionPart, NominationAction
from evaluation.records.nominations.models.cases import Nomination
from evaluation.records.nominations.models.parts import NominationCompanion
from evaluation.records.nominations.operations.tasks import renew_tasks
from evaluation.records.nominations.queries.cases import companions_of, facts_of
from evaluation.records.nominations.workflow import NOMINATION_FLOW
from evaluation.registry.people.enums import AffiliationKind, PoliticalStatus
from evaluation.registry.people.models import Person
from evaluation.registry.people.queries import affiliations_on, people_by_id


@dataclass(frozen=True)
class PersonOn:
    """A person and whether he or she was a full member on a day."""

    person: Person
    full_member: bool


def people_on(person_ids: Sequence[int], day: date) -> dict[int, PersonOn]:
    """People as they stood on a day, in the given order; two statements."""
    people = people_by_id(person_ids)
    held = affiliations_on(person_ids, day) if people else {}
    return {
        identity: PersonOn(people[identity], is_full(held.get(identity, {})))
        for identity in dict.fromkeys(person_ids)
        if identity in people
    }


def is_full(held: Mapping[AffiliationKind, Any]) -> bool:
    """Whether the political status of a day is that of a full member."""
    status = held.get(AffiliationKind.POLITICAL_STATUS)
    return status is not None and status.value == PoliticalStatus.FULL_MEMBER


def companion_of(one: PersonOn, suspended: Sequence[int] = (), sanctioned: Sequence[int] = ()) -> Companion:
    """A companion as the rules read it."""
    return Companion(one.person.number, one.full_member, one.person.id in suspended, one.person.id in sanctioned)


def begin_companions(nomination: Nomination, part: CompanionPart, entry: Any, *, now: datetime) -> None:
    """Write who accompanies the case from a day on."""
    for one in people_on(entry.people, entry.on).values():
        db.session.add(
            NominationCompanion(
                matter_id=nomination.matter_id,
                person_id=one.person.id,
                part=part,
                begins_on=entry.on,
                full_member=one.full_member,
                rights_suspended=one.person.id in entry.suspended,
                sanction_in_effect=one.person.id in entry.sanctioned,
                recorded_at=now,
            )
        )
    if part is CompanionPart.CONTACT:
        nomination.contact_to_replace = False


def replace_contact(
    nomination: Nomination,
    leaving_id: int,
    following_id: int | None,
    *,
    on: date,
    reason: str,
    actor: Any,
    now: datetime,
    version: int | None = None,
) -> Transition:
    """A contact moved or is unsuitable (DM-06, Art. 9): the place is taken by another full member, now or as soon as possible.

    Without a follower the case says so until somebody is named.
    """
    NOMINATION_FLOW.required(actor, nomination, NominationAction.REPLACE_CONTACT)
    words = reason.strip()
    if not words:
        raise Refused(_l("Say why the contact is replaced."), field="reason")
    rows = companions_of(nomination.matter_id)
    contacts = {person.id: one for one, person in rows if one.part is CompanionPart.CONTACT and one.ends_on is None}
    leaving = contacts.get(leaving_id)
    if leaving is None:
        raise Refused(_l("This person is no contact of the case now; choose one of its contacts."), field="leaving")
    if on < leaving.begins_on or on > local(now).date():
        raise Refused(_l("The day lies before the contact began or in the future; correct it."), field="on")
    if following_id is not None and (following_id in contacts or following_id == nomination.person_id):
        raise Refused(_l("This person has a part in the case already; name somebody else."), field="following")
    leaving.ends_on, leaving.end_reason = on, words
    staying = len(contacts) - 1
    if following_id is not None:
        check_follower(nomination, following_id, on)
        following = people_on([following_id], on)[following_id]
        db.session.add(
            NominationCompanion(
                matter_id=nomination.matter_id,
                person_id=following_id,
                part=CompanionPart.CONTACT,
                begins_on=on,
                full_member=following.full_member,
                recorded_at=now,
            )
        )
        staying += 1
    nomination.contact_to_replace = following_id is None
    transition = NOMINATION_FLOW.advance(
        nomination,
        NominationAction.REPLACE_CONTACT,
        actor=actor,
        now=now,
        comment=words,
        version=version,
        details={"on": on.isoformat(), "contacts": staying},
    )
    renew_tasks(nomination, now=now, actor=actor)
    return transition


def name_contact(nomination: Nomination, person_id: int, *, on: date, actor: Any, now: datetime) -> Transition:
    """Fill the place of a contact who left."""
    NOMINATION_FLOW.required(actor, nomination, NominationAction.REPLACE_CONTACT)
    if not nomination.contact_to_replace:
        raise Refused(_l("No contact is missing; replace one of them instead."), field="following")
    if on > local(now).date():
        raise Refused(_l("The day lies before the contact began or in the future; correct it."), field="on")
    check_follower(nomination, person_id, on)
    one = people_on([person_id], on)[person_id]
    db.session.add(
        NominationCompanion(
            matter_id=nomination.matter_id,
            person_id=person_id,
            part=CompanionPart.CONTACT,
            begins_on=on,
            full_member=one.full_member,
            recorded_at=now,
        )
    )
    nomination.contact_to_replace = False
    transition = NOMINATION_FLOW.advance(
        nomination, NominationAction.REPLACE_CONTACT, actor=actor, now=now, details={"on": on.isoformat()}
    )
    renew_tasks(nomination, now=now, actor=actor)
    return transition


def check_follower(nomination: Nomination, person_id: int, on: date) -> None:
    """DM-05 for who takes the place: a full member."""
    engine = rule_engine()
    facts = facts_of(nomination)
    frame = engine.frame_on(on, nomination.edition)
    followers = people_on([person_id], on)
    if person_id not in followers:
        raise Refused(_l("Choose a person of the registry."), field="following")
    only = tuple(companion_of(one) for one in followers.values())
    rule = frame.pack["DM-05"]
    breach = contacts_right(type(facts)(course=facts.course, contacts=only), on, rule, frame)
    if breach is not None:
        finding = finding_from(breach, rule, engine.acts["contacts_on"], on)
        raise Refused(full_sentence(finding), field="following")
