"""The political status of the person follows the case: applicant, activist, development target, probationary, full member."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from evaluation.foundation.core.database import db
from evaluation.procedures.rules.enums import Outcome
from evaluation.procedures.rules.probation import party_standing_from
from evaluation.procedures.rules.queries import rule_engine
from evaluation.records.nominations.facts import course_of
from evaluation.records.nominations.models.cases import Nomination
from evaluation.registry.people.enums import AffiliationKind, PoliticalStatus
from evaluation.registry.people.models import Affiliation
from evaluation.registry.people.operations import affiliate

ORDER = (
    PoliticalStatus.APPLICANT,
    PoliticalStatus.ACTIVIST,
    PoliticalStatus.DEVELOPMENT_TARGET,
    PoliticalStatus.PROBATIONARY_MEMBER,
    PoliticalStatus.FULL_MEMBER,
)
MAKES = {
    "applied_on": PoliticalStatus.APPLICANT,
    "activist_on": PoliticalStatus.ACTIVIST,
    "target_listed_on": PoliticalStatus.DEVELOPMENT_TARGET,
    "approved_on": PoliticalStatus.PROBATIONARY_MEMBER,
    "recognised_on": PoliticalStatus.FULL_MEMBER,
    "conversion_approved_on": PoliticalStatus.FULL_MEMBER,
}


def standing_from(nomination: Nomination) -> date | None:
    """The day from which Party standing counts (党龄): the end of probation, never the day of approval (DM-42, Art. 33)."""
    engine = rule_engine()
    frame = engine.frame_on(nomination.conversion_approved_on or nomination.meeting_on or date.max, nomination.edition)
    return party_standing_from(course_of(nomination), frame.pack, frame.almanac)


def follow_status(nomination: Nomination, act_name: str, *, actor: Any, now: datetime) -> None:
    """Write the new status with its day. What the registry knows later or further is left alone.

    A member on probation is one from the branch meeting that passed the admission (Art. 31), a full member from the end of
    probation (Art. 33).
    """
    status = MAKES.get(act_name)
    if status is None:
        return
    day = getattr(nomination, act_name)
    if act_name == "approved_on":
        day = nomination.meeting_on
    elif act_name == "conversion_approved_on":
        if nomination.conversion_outcome is Outcome.CANCELLED:
            return
        day = standing_from(nomination)
    set_status(nomination, status, day, actor=actor, now=now)


def set_status(nomination: Nomination, status: PoliticalStatus, day: date | None, *, actor: Any, now: datetime) -> None:
    """Move the person forward to a status from a day on."""
    person = nomination.person
    present = person.political_status
    if day is None or (present in ORDER and ORDER.index(present) >= ORDER.index(status)):
        return
    begun = db.session.scalar(
        select(Affiliation.valid_from).where(
            Affiliation.person_id == person.id,
            Affiliation.kind == AffiliationKind.POLITICAL_STATUS,
            Affiliation.valid_to.is_(None),
            Affiliation.superseded_at.is_(None),
        )
    )
    if begun is not None and begun >= day:
        return
    affiliate(
        person,
        AffiliationKind.POLITICAL_STATUS,
        status,
        valid_from=day,
        actor=actor,
        now=now,
        reason=nomination.matter.number,
    )
    if status in (PoliticalStatus.PROBATIONARY_MEMBER, PoliticalStatus.FULL_MEMBER) and person.joined_on is None:
        person.joined_on = nomination.meeting_on or day
