"""Appraisals as a whole: the list, one appraisal, its people with how far each is, its examination group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort
from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from evaluation.appraisals.cycles.models import Appraisal, Appraisee, Assessment, Examiner, Feedback, Rating
from evaluation.appraisals.cycles.policies import visible_to
from evaluation.foundation.core.database import db
from evaluation.procedures.evidence.enums import EvidenceKind, EvidenceState
from evaluation.procedures.evidence.models import Citation, Evidence, EvidencePerson
from evaluation.procedures.workflow.models import Campaign, Matter
from evaluation.procedures.workflow.queries import holding
from evaluation.registry.accounts.enums import ORGANIZATION_ROLES
from evaluation.registry.accounts.models import Account
from evaluation.registry.organizations.models import Organization, OrganizationClosure
from evaluation.registry.people.models import Person, Relative


def appraisal_visible(actor: Any, matter_id: int) -> Appraisal:
    """The appraisal with its words and its group in one statement; 404 where there is none that the actor may see."""
    statement = (
        select(Appraisal)
        .join(Matter, Matter.id == Appraisal.matter_id)
        .where(Appraisal.matter_id == matter_id, visible_to(actor))
        .options(joinedload(Appraisal.grades), joinedload(Appraisal.examiners))
    )
    found = db.session.scalars(statement).unique().one_or_none()
    if found is None:
        abort(404)
    return found


def appraisal_rows(actor: Any) -> Select[Any]:
    """Columns of the list over what the actor may see, with the number of people and how many were told."""
    people = select(func.count()).where(Appraisee.appraisal_id == Matter.id).correlate(Matter).scalar_subquery()
    told = (
        select(func.count())
        .select_from(Feedback)
        .join(Appraisee, Appraisee.id == Feedback.appraisee_id)
        .where(Appraisee.appraisal_id == Matter.id, Feedback.superseded_at.is_(None))
        .correlate(Matter)
        .scalar_subquery()
    )
    return (
        select(
            Matter.id,
            Matter.number,
            Matter.title,
            Matter.state,
            Matter.occurred_from,
            Matter.occurred_to,
            Matter.changed_at,
            Organization.name.label("organization"),
            Campaign.name.label("campaign"),
            people.label("people"),
            told.label("told"),
        )
        .join(Appraisal, Appraisal.matter_id == Matter.id)
        .join(Organization, Organization.id == Matter.organization_id)
        .outerjoin(Campaign, Campaign.id == Matter.campaign_id)
        .where(visible_to(actor))
    )


def narrowed(statement: Select[Any], filters: Mapping[str, Any]) -> Select[Any]:
    """Conditions from the filter bar."""
    if filters.get("state"):
        statement = statement.where(Matter.state == filters["state"])
    if filters.get("q"):
        statement = statement.where(holding(filters["q"]))
    return statement


def people_rows(appraisal_id: int) -> list[Any]:
    """The people of an appraisal in stroke order, each with how far verifying, rating, material and telling are."""
    material = aliased(Matter)
    rated = (
        select(func.count())
        .where(Assessment.appraisee_id == Appraisee.id, Assessment.examiner_id.is_not(None))
        .correlate(Appraisee)
        .scalar_subquery()
    )
    joint = exists().where(Assessment.appraisee_id == Appraisee.id, Assessment.examiner_id.is_(None))
    return list(
        db.session.execute(
            select(
                Appraisee.id,
                Appraisee.person_id,
                Appraisee.position,
                Appraisee.organization_then,
                Appraisee.post_then,
                Appraisee.status_then,
                Appraisee.looked_at,
                Appraisee.looked_count,
                Appraisee.no_evidence_reason,
                Appraisee.material_id,
                Appraisee.material_approved_at,
                Person.name,
                Person.number,
                material.number.label("material_number"),
                material.state.label("material_state"),
                rated.label("rated"),
                joint.label("concluded"),
                Feedback.told_on,
                Feedback.opinion,
            )
            .join(Person, Person.id == Appraisee.person_id)
            .outerjoin(material, material.id == Appraisee.material_id)
            .outerjoin(Feedback, and_(Feedback.appraisee_id == Appraisee.id, Feedback.superseded_at.is_(None)))
            .where(Appraisee.appraisal_id == appraisal_id)
            .order_by(Appraisee.position, Appraisee.id)
        )
    )


@dataclass(frozen=True)
class EvidenceCount:
    """How much evidence there is about a person: deeds, shifts, and the minutes of the shifts."""

    deeds: int = 0
    shifts: int = 0
    minutes: int = 0

    @property
    def items(self) -> int:
        """All together."""
        return self.deeds + self.shifts


def evidence_counts(person_ids: Iterable[int], begins_on: date | None, ends_on: date | None) -> dict[int, EvidenceCount]:
    """Valid evidence about these people that touches the period, by person, in one query."""
    rows = db.session.execute(
        select(EvidencePerson.person_id, Evidence.kind, func.count(), func.sum(Evidence.minutes))
        .join(Evidence, Evidence.id == EvidencePerson.evidence_id)
        .where(
            EvidencePerson.person_id.in_(set(person_ids)),
            Evidence.state == EvidenceState.VALID,
            Evidence.occurred_to >= begins_on,
            Evidence.occurred_from <= ends_on,
        )
        .group_by(EvidencePerson.person_id, Evidence.kind)
    )
    found: dict[int, EvidenceCount] = {}
    for person_id, kind, count, minutes in rows:
        before = found.get(person_id, EvidenceCount())
        found[person_id] = (
            EvidenceCount(before.deeds, before.shifts + count, before.minutes + int(minutes or 0))
            if kind is EvidenceKind.SHIFT_LINE
            else EvidenceCount(before.deeds + count, before.shifts, before.minutes)
        )
    return found


@dataclass(frozen=True)
class GroupMember:
    """An examiner with the near relatives declared by or about this person (人事管理条例 Art. 39)."""

    examiner_id: int
    account_id: int
    person_id: int | None
    name: str
    relatives: frozenset[int]

    def recused_for(self, person_id: int) -> bool:
        """Whether this examiner keeps out of everything about the person (EV-26)."""
        return person_id == self.person_id or person_id in self.relatives


def group_of(appraisal_id: int) -> list[GroupMember]:
    """The examination group with its recusals as declared today, in one query."""
    rows = db.session.execute(
        select(Examiner.id, Account.id, Account.person_id, Account.name, Relative.person_id, Relative.relative_id)
        .join(Account, Account.id == Examiner.account_id)
        .outerjoin(
            Relative,
            and_(
                Relative.ended_at.is_(None),
                or_(Relative.person_id == Account.person_id, Relative.relative_id == Account.person_id),
            ),
        )
        .where(Examiner.appraisal_id == appraisal_id)
        .order_by(Examiner.id)
    )
    members: dict[int, GroupMember] = {}
    for examiner_id, account_id, person_id, name, one, other in rows:
        known = members.get(examiner_id)
        relatives = (known.relatives if known else frozenset()) | ({one, other} - {None, person_id})
        members[examiner_id] = GroupMember(examiner_id, account_id, person_id, name, frozenset(relatives))
    return list(members.values())


@dataclass(frozen=True)
class EndedSupport:
    """A rating or a statement that leans on evidence which is no longer valid."""

    matter_id: int
    statement_id: int | None
    evidence_number: str
    evidence_state: EvidenceState


def ended_support(matter_ids: Iterable[int]) -> list[EndedSupport]:
    """What leans on withdrawn or corrected evidence in these matters."""
    rows = db.session.execute(
        select(Citation.matter_id, Citation.statement_id, Evidence.number, Evidence.state)
        .join(Evidence, Evidence.id == Citation.evidence_id)
        .where(Citation.matter_id.in_(set(matter_ids)), Evidence.state != EvidenceState.VALID)
        .order_by(Citation.id)
    )
    return [EndedSupport(*row) for row in rows]


def ratings_to_look_at(appraisal_id: int) -> list[Any]:
    """Ratings that lean on evidence which is no longer valid: person, dimension, evidence, and who rated (account)."""
    return list(
        db.session.execute(
            select(
                Appraisee.person_id,
                Person.name,
                Rating.dimension,
                Evidence.number,
                Evidence.state,
                Assessment.saved_by_id.label("account_id"),
            )
            .join(Assessment, Assessment.id == Rating.assessment_id)
            .join(Appraisee, Appraisee.id == Assessment.appraisee_id)
            .join(Person, Person.id == Appraisee.person_id)
            .join(Citation, Citation.statement_id == Rating.statement_id)
            .join(Evidence, Evidence.id == Citation.evidence_id)
            .where(Appraisee.appraisal_id == appraisal_id, Evidence.state != EvidenceState.VALID)
            .order_by(Appraisee.position, Rating.id)
        )
    )


def top_of_scope(actor: Any) -> list[tuple[int, str]]:
    """The highest organisations for which the actor's organization roles count: an appraisal belongs to one of them."""
    scope = sorted(actor.scope(*ORGANIZATION_ROLES))
    above = exists().where(
        OrganizationClosure.descendant_id == Organization.id,
        OrganizationClosure.depth > 0,
        OrganizationClosure.ancestor_id.in_(scope),
    )
    rows = db.session.execute(
        select(Organization.id, Organization.name).where(Organization.id.in_(scope), ~above).order_by(Organization.code)
    )
    return [(identity, name) for identity, name in rows]


def accounts_of_people(person_ids: Iterable[int]) -> dict[int, Account]:
    """Enabled accounts by the person to whom they belong."""
    rows = db.session.scalars(select(Account).where(Account.person_id.in_(set(person_ids)), Account.disabled_at.is_(None)))
    return {account.person_id: account for account in rows if account.person_id is not None}
