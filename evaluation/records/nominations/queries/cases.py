"""Reads over one case and what belongs to it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, lazyload
from werkzeug.exceptions import NotFound

from evaluation.foundation.core.database import db
from evaluation.procedures.attachments.models import Attachment
from evaluation.procedures.rules.facts import CaseFacts, Companion, Course, Extension
from evaluation.procedures.rules.pack import Pack
from evaluation.procedures.workflow.models import Matter
from evaluation.records.nominations.enums import OPEN_STATES, CompanionPart, Recurring
from evaluation.records.nominations.facts import Parts, course_of, facts_from, papers_from, votes_of
from evaluation.records.nominations.models.cases import ActRecord, Nomination
from evaluation.records.nominations.models.parts import (
    NominationBallot,
    NominationCompanion,
    NominationExamination,
    NominationExtension,
    NominationPaper,
)
from evaluation.records.nominations.policies import own, visible_to
from evaluation.records.nominations.queries.courses import open_objections
from evaluation.registry.organizations.enums import PartyType
from evaluation.registry.organizations.models import Organization, OrganizationClosure
from evaluation.registry.people.models import Person


def nomination_where(matter_id: int, condition: Any) -> Nomination:
    """The case with its matter and its person under a condition, or 404."""
    nomination = (
        db.session.scalars(
            select(Nomination)
            .join(Nomination.matter)
            .options(contains_eager(Nomination.matter).joinedload(Matter.people))
            .where(Nomination.matter_id == matter_id, condition)
        )
        .unique()
        .one_or_none()
    )
    if nomination is None:
        raise NotFound
    return nomination


def nomination_visible(actor: Any, matter_id: int) -> Nomination:
    """The case, or 404 where there is none or none that the actor may see."""
    return nomination_where(matter_id, visible_to(actor))


def own_nomination(actor: Any) -> Nomination | None:
    """The actor's own newest case."""
    return db.session.scalars(
        select(Nomination)
        .join(Matter, Matter.id == Nomination.matter_id)
        .where(own(actor), Nomination.person_id == actor.person_id)
        .order_by(Nomination.matter_id.desc())
        .limit(1)
    ).first()


def running_case_of(person_id: int) -> Nomination | None:
    """The running case of a person."""
    return db.session.scalars(
        select(Nomination)
        .join(Matter, Matter.id == Nomination.matter_id)
        .where(Nomination.person_id == person_id, Matter.state.in_(sorted(OPEN_STATES)))
    ).first()


def acts_of_case(matter_id: int) -> dict[str, ActRecord]:
    """Recorded acts that stand, by name."""
    rows = db.session.scalars(
        select(ActRecord)
        .where(ActRecord.matter_id == matter_id, ActRecord.superseded_at.is_(None))
        .order_by(ActRecord.happened_on, ActRecord.id)
    )
    return {row.act: row for row in rows}


def all_acts(matter_id: int) -> list[ActRecord]:
    """Every record of an act, superseded ones too, first to last."""
    return list(db.session.scalars(select(ActRecord).where(ActRecord.matter_id == matter_id).order_by(ActRecord.id)))


def companions_of(matter_id: int) -> list[tuple[NominationCompanion, Person]]:
    """Contacts and introducers with their people, first to last."""
    rows = db.session.execute(
        select(NominationCompanion, Person)
        .join(Person, Person.id == NominationCompanion.person_id)
        .where(NominationCompanion.matter_id == matter_id)
        .order_by(NominationCompanion.part, NominationCompanion.begins_on, NominationCompanion.id)
    )
    return [(companion, person) for companion, person in rows]


def ballots_of(matter_id: int) -> dict[str, NominationBallot]:
    """Ballots that stand, by act."""
    rows = db.session.scalars(
        select(NominationBallot).where(NominationBallot.matter_id == matter_id, NominationBallot.superseded_at.is_(None))
    )
    return {row.act: row for row in rows}


def examinations_of(matter_id: int) -> list[NominationExamination]:
    """Examinations, analyses and thought reports, first to last."""
    return list(
        db.session.scalars(
            select(NominationExamination)
            .where(NominationExamination.matter_id == matter_id)
            .order_by(NominationExamination.done_on, NominationExamination.id)
        )
    )


def extensions_of(matter_id: int) -> list[NominationExtension]:
    """Decisions to extend probation, first to last."""
    return list(
        db.session.scalars(
            select(NominationExtension)
            .where(NominationExtension.matter_id == matter_id)
            .order_by(NominationExtension.decided_on, NominationExtension.id)
        )
    )


def papers_of(matter_id: int) -> list[tuple[NominationPaper, Attachment | None]]:
    """Papers by step; those whose file was removed are gone."""
    rows = db.session.execute(
        select(NominationPaper, Attachment)
        .outerjoin(Attachment, Attachment.id == NominationPaper.attachment_id)
        .where(NominationPaper.matter_id == matter_id, Attachment.removed_at.is_(None))
        .options(lazyload(Attachment.file))  # joined inwardly, it would drop originals that are kept elsewhere
        .order_by(NominationPaper.id)
    )
    return [(paper, attachment) for paper, attachment in rows]


def companion_facts(rows: Iterable[tuple[NominationCompanion, Person]], part: CompanionPart) -> tuple[Companion, ...]:
    """Those who accompany a case now, as they stood when they began."""
    return tuple(
        Companion(person.number, one.full_member, one.rights_suspended, one.sanction_in_effect)
        for one, person in rows
        if one.part is part and one.ends_on is None
    )


def admissions_lately(nomination: Nomination, day: date, pack: Pack, almanac: Any) -> int:
    """Other admissions that the branch decided within the span of DM-47 before a day."""
    rule = pack.get("DM-47")
    if rule is None or nomination.matter.party_organization_id is None:
        return 0
    first = almanac.months_after(day, -rule.limit("span").months)
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Nomination)
            .join(Matter, Matter.id == Nomination.matter_id)
            .where(
                Matter.party_organization_id == nomination.matter.party_organization_id,
                Nomination.matter_id != nomination.matter_id,
                Nomination.meeting_on > first,
                Nomination.meeting_on <= day,
            )
        )
        or 0
    )


def parts_of(nomination: Nomination) -> Parts:
    """What stands in tables of their own, in five statements."""
    matter_id = nomination.matter_id
    companions = companions_of(matter_id)
    ballots = ballots_of(matter_id)
    days: dict[Recurring, list[date]] = {kind: [] for kind in Recurring}
    for one in examinations_of(matter_id):
        days[one.kind].append(one.done_on)
    return Parts(
        contacts=companion_facts(companions, CompanionPart.CONTACT),
        introducers=companion_facts(companions, CompanionPart.INTRODUCER),
        examinations=tuple(days[Recurring.EXAMINATION]),
        analyses=tuple(days[Recurring.ANALYSIS]),
        thought_reports=tuple(days[Recurring.THOUGHT_REPORT]),
        votes=votes_of(ballots.get("meeting_on")),
        conversion_votes=votes_of(ballots.get("conversion_meeting_on")),
        extensions=tuple(Extension(one.decided_on, one.months) for one in extensions_of(matter_id)),
        papers=papers_from({paper.step for paper, _file in papers_of(matter_id)}),
    )


def present_course(nomination: Nomination) -> Course:
    """The course of a case, with the objections that are open now."""
    number = 0
    if nomination.notice_posted_on is not None and nomination.target_listed_on is None:
        number = db.session.scalar(select(open_objections()).where(Nomination.matter_id == nomination.matter_id)) or 0
    return course_of(nomination, number)


def facts_of(nomination: Nomination) -> CaseFacts:
    """Everything that the rules ask of a case, as it stands."""
    return facts_from(present_course(nomination), nomination.facts, parts_of(nomination))


def facts_for_act(nomination: Nomination, act_name: str) -> CaseFacts:
    """What the rules read when an act is put to them, apart from what its own form gives: the course, earlier facts, and the
    papers where the act closes the case."""
    papers = papers_from({paper.step for paper, _file in papers_of(nomination.matter_id)}) if act_name == "archived_on" else ()
    return facts_from(present_course(nomination), nomination.facts, Parts(papers=frozenset(papers)))


def committee_above(organization_id: int) -> Organization | None:
    """The nearest Party committee at or above an organisation."""
    return db.session.scalars(
        select(Organization)
        .join(OrganizationClosure, OrganizationClosure.ancestor_id == Organization.id)
        .where(OrganizationClosure.descendant_id == organization_id, Organization.party_type == PartyType.COMMITTEE)
        .order_by(OrganizationClosure.depth)
        .limit(1)
    ).first()


def approving_bodies(organization_id: int) -> list[Organization]:
    """Party organisations at or above one, nearest first; whether one may approve is the rules' answer, not the list's."""
    return list(
        db.session.scalars(
            select(Organization)
            .join(OrganizationClosure, OrganizationClosure.ancestor_id == Organization.id)
            .where(OrganizationClosure.descendant_id == organization_id, Organization.party_type.is_not(None))
            .order_by(OrganizationClosure.depth)
        )
    )
