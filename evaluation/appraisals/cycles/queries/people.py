"""One person of an appraisal: evidence, findings, assessments, what was told."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from evaluation.appraisals.cycles.models import Appraisal, Appraisee, Assessment, Feedback, Finding, Rating
from evaluation.appraisals.cycles.policies import visible_to
from evaluation.foundation.core.database import db
from evaluation.procedures.evidence.enums import Dimension, EvidenceKind, EvidenceState
from evaluation.procedures.evidence.models import Citation, Evidence, EvidencePerson
from evaluation.procedures.evidence.queries import evidence_about
from evaluation.procedures.workflow.models import Matter


def appraisee_visible(actor: Any, matter_id: int, person_id: int) -> Appraisee:
    """The person's row with the appraisal, its words and its group, in one statement; 404 where the actor sees none.

    Recusal is another question: :func:`policies.may_read_person`.
    """
    statement = (
        select(Appraisee)
        .join(Matter, Matter.id == Appraisee.appraisal_id)
        .where(Appraisee.appraisal_id == matter_id, Appraisee.person_id == person_id, visible_to(actor))
        .options(
            joinedload(Appraisee.appraisal).joinedload(Appraisal.grades),
            joinedload(Appraisee.appraisal).joinedload(Appraisal.examiners),
        )
    )
    found = db.session.scalars(statement).unique().one_or_none()
    if found is None:
        abort(404)
    return found


def neighbours(appraisee: Appraisee, *, leave_out: frozenset[int] = frozenset()) -> tuple[int | None, int | None]:
    """The people before and after in the list, by id; those for whom the reader is recused are passed over."""
    rows = db.session.execute(
        select(Appraisee.person_id, Appraisee.position)
        .where(Appraisee.appraisal_id == appraisee.appraisal_id)
        .order_by(Appraisee.position)
    )
    place = appraisee.position or 0
    others = [(row.person_id, row.position or 0) for row in rows if row.person_id not in leave_out]
    before = [person_id for person_id, position in others if position < place]
    after = [person_id for person_id, position in others if position > place]
    return before[-1] if before else None, after[0] if after else None


@dataclass(frozen=True)
class Item:
    """One piece of evidence about a person, as the examiner reads it."""

    evidence: Evidence
    part: EvidencePerson
    is_new: bool = False

    @property
    def is_shift(self) -> bool:
        """Shift lines carry no dimension; they are summed up."""
        return self.evidence.kind is EvidenceKind.SHIFT_LINE


@dataclass(frozen=True)
class Gathered:
    """All valid evidence about a person that touches the period of the appraisal, oldest first."""

    items: list[Item] = field(default_factory=list)

    @property
    def shifts(self) -> list[Item]:
        """Attendance at the front line (一线出勤)."""
        return [one for one in self.items if one.is_shift]

    @property
    def others(self) -> list[Item]:
        """Everything that is no shift."""
        return [one for one in self.items if not one.is_shift]

    @property
    def minutes(self) -> int:
        """Minutes of all shifts together."""
        return sum(one.evidence.minutes or 0 for one in self.shifts)

    def showing(self, dimension: Dimension) -> list[Item]:
        """What was recognised under this dimension when it was verified."""
        return [one for one in self.others if dimension in one.evidence.dimensions]

    @property
    def without_dimension(self) -> list[Item]:
        """What carries none of the five dimensions and is no shift."""
        return [one for one in self.others if not one.evidence.dimensions]

    @property
    def ids(self) -> frozenset[int]:
        """Ids of all items."""
        return frozenset(one.evidence.id for one in self.items)


def gathered(appraisal: Appraisal, person_id: int, *, since: datetime | None = None) -> Gathered:
    """What has gathered about a person; items registered after ``since`` are marked as new."""
    rows = db.session.execute(
        evidence_about([person_id], begins_on=appraisal.matter.occurred_from, ends_on=appraisal.matter.occurred_to)
    )
    return Gathered([Item(evidence, part, since is not None and evidence.recorded_at > since) for evidence, part in rows])


def findings_of(appraisee_id: int) -> list[Finding]:
    """What examiners found beside the registry, oldest first; withdrawn ones are left out."""
    return list(
        db.session.scalars(
            select(Finding).where(Finding.appraisee_id == appraisee_id, Finding.withdrawn_at.is_(None)).order_by(Finding.id)
        )
    )


@dataclass(frozen=True)
class Support:
    """A piece of evidence that a rating leans on."""

    evidence_id: int
    number: str
    state: EvidenceState


@dataclass
class RatingShown:
    """One dimension as rated."""

    grade_id: int | None
    sentence: str
    reason: str
    support: list[Support] = field(default_factory=list)

    @property
    def evidence_ids(self) -> list[int]:
        """Ids of what was ticked."""
        return [one.evidence_id for one in self.support]


@dataclass
class AssessmentShown:
    """An assessment with its ratings by dimension; ``examiner_id`` None: the joint result."""

    id: int
    version: int
    examiner_id: int | None
    saved_at: datetime
    comment: str = ""
    ratings: dict[Dimension, RatingShown] = field(default_factory=dict)


def assessments_of(appraisee_id: int) -> list[AssessmentShown]:
    """All assessments of a person with their evidence, in one query."""
    rows = db.session.execute(
        select(
            Assessment.id,
            Assessment.version,
            Assessment.examiner_id,
            Assessment.saved_at,
            Assessment.comment,
            Rating.dimension,
            Rating.grade_id,
            Rating.sentence,
            Rating.reason,
            Evidence.id.label("evidence_id"),
            Evidence.number,
            Evidence.state,
        )
        .join(Rating, Rating.assessment_id == Assessment.id)
        .outerjoin(Citation, Citation.statement_id == Rating.statement_id)
        .outerjoin(Evidence, Evidence.id == Citation.evidence_id)
        .where(Assessment.appraisee_id == appraisee_id)
        .order_by(Assessment.id, Rating.id, Citation.id)
    )
    found: dict[int, AssessmentShown] = {}
    for row in rows:
        shown = found.setdefault(row.id, AssessmentShown(row.id, row.version, row.examiner_id, row.saved_at, row.comment))
        rating = shown.ratings.setdefault(row.dimension, RatingShown(row.grade_id, row.sentence, row.reason))
        if row.evidence_id is not None:
            rating.support.append(Support(row.evidence_id, row.number, row.state))
    return list(found.values())


def joint_of(assessments: list[AssessmentShown]) -> AssessmentShown | None:
    """The joint result among the assessments of a person."""
    return next((one for one in assessments if one.examiner_id is None), None)


def own_of(assessments: list[AssessmentShown], examiner_id: int | None) -> AssessmentShown | None:
    """What this examiner saved."""
    return next((one for one in assessments if examiner_id is not None and one.examiner_id == examiner_id), None)


def feedback_of(appraisee_id: int) -> Feedback | None:
    """What the person was told last, unless it was taken back."""
    return db.session.scalar(select(Feedback).where(Feedback.appraisee_id == appraisee_id, Feedback.superseded_at.is_(None)))


def own_feedback(actor: Any, matter_id: int) -> Feedback:
    """What the actor was told in this appraisal, or 404."""
    if actor.person_id is None:
        abort(404)
    found = db.session.scalar(
        select(Feedback)
        .join(Appraisee, Appraisee.id == Feedback.appraisee_id)
        .where(
            Appraisee.appraisal_id == matter_id,
            Appraisee.person_id == actor.person_id,
            Feedback.superseded_at.is_(None),
        )
    )
    if found is None:
        abort(404)
    return found


def own_results(actor: Any) -> list[Any]:
    """Appraisals of which the actor was told the result, newest first."""
    if actor.person_id is None:
        return []
    return list(
        db.session.execute(
            select(Matter.id, Matter.number, Matter.title, Matter.state, Feedback.told_on, Feedback.opinion)
            .join(Appraisee, Appraisee.appraisal_id == Matter.id)
            .join(Feedback, Feedback.appraisee_id == Appraisee.id)
            .where(
                Appraisee.person_id == actor.person_id,
                Feedback.superseded_at.is_(None),
            )
            .order_by(Feedback.id.desc())
            .limit(20)
        )
    )


def evidence_of_person(appraisee: Appraisee, number: str) -> Evidence:
    """A piece of evidence with this number about this person, in whatever state, or 404."""
    found = db.session.scalar(
        select(Evidence)
        .join(EvidencePerson, EvidencePerson.evidence_id == Evidence.id)
        .where(Evidence.number == number, EvidencePerson.person_id == appraisee.person_id)
    )
    if found is None:
        abort(404)
    return found
