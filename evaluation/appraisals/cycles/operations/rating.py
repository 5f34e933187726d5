"""Judge: each examiner rates alone, then the head of the organization department records the joint result.

Nothing here computes a word: the joint result is chosen by a person among the words that examiners gave (EV-21, PIPL Art. 24).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from sqlalchemy import delete, exists, insert, or_, select, update
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import flag_modified

from evaluation.appraisals.cycles.enums import AppraisalState
from evaluation.appraisals.cycles.models import Appraisal, AppraisalGrade, Appraisee, Assessment, Examiner, Rating
from evaluation.appraisals.cycles.operations.common import check_examiner, check_state, close_asked, take_back_telling
from evaluation.appraisals.cycles.operations.scope import FEWEST_EXAMINERS
from evaluation.appraisals.cycles.policies import may_conclude
from evaluation.appraisals.cycles.queries.people import assessments_of, gathered
from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, Stale
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.evidence.enums import Dimension, Purpose
from evaluation.procedures.evidence.models import Statement
from evaluation.procedures.evidence.operations import cite_statements
from evaluation.procedures.workflow.enums import Ask
from evaluation.procedures.workflow.machine import SHORTEST_REASON

LONGEST_SENTENCE = 200
SECTION = "rating"


@dataclass(frozen=True)
class DimensionRating:
    """What an examiner says in one dimension; ``grade_id`` None: not known well enough."""

    grade_id: int | None
    sentence: str
    evidence_ids: Sequence[int] = ()
    reason: str = ""


def check_version(assessment: Assessment | None, version: int | None) -> None:
    """A form that was opened on another version changes nothing; a first assessment has version 0."""
    if version is not None and version != (assessment.version if assessment else 0):
        raise Stale(_l("Somebody changed this after you opened it. Nothing of yours was lost: compare and save again."))


def check_rating(
    dimension: Dimension, rating: DimensionRating, grades: Mapping[int, AppraisalGrade], known: frozenset[int]
) -> None:
    """Refuse a rating at the very field that has to change (dimension and field, as ``command_reason``)."""
    if rating.grade_id is not None and rating.grade_id not in grades:
        raise Refused(_l("Choose one of the words of this appraisal."), field=f"{dimension.value}_grade")
    if not rating.sentence:
        raise Refused(_l("%(dimension)s: write one sentence.", dimension=dimension.label), field=f"{dimension.value}_sentence")
    if len(rating.sentence) > LONGEST_SENTENCE:
        raise Refused(
            _l("At most %(max)d characters; shorten the text.", max=LONGEST_SENTENCE), field=f"{dimension.value}_sentence"
        )
    if len(rating.reason) > LONGEST_SENTENCE:
        raise Refused(
            _l("At most %(max)d characters; shorten the text.", max=LONGEST_SENTENCE), field=f"{dimension.value}_reason"
        )
    if not set(rating.evidence_ids) <= known:
        raise Refused(
            _l("Some of the evidence ticked is no longer valid or is not about this person; tick again."),
            field=f"{dimension.value}_evidence",
        )
    grade = grades.get(rating.grade_id or 0)
    if grade is not None and grade.needs_support and not rating.evidence_ids and len(rating.reason) < SHORTEST_REASON:
        raise Refused(
            _l(
                "%(dimension)s: “%(word)s” needs evidence or a reason; tick evidence or write why (at least %(min)d characters).",
                dimension=dimension.label,
                word=grade.word,
                min=SHORTEST_REASON,
            ),
            field=f"{dimension.value}_reason",
        )


def save_assessment(
    appraisee: Appraisee,
    ratings: Mapping[Dimension, DimensionRating],
    *,
    actor: Any,
    now: datetime,
    version: int | None = None,
) -> bool:
    """Save the own rating of a person, all five dimensions; tells whether a joint result was taken back by it."""
    check_examiner(appraisee, actor, AppraisalState.JUDGING)
    appraisal = appraisee.appraisal
    examiner = next(one for one in appraisal.examiners if one.account_id == actor.account_id)
    stored = stored_assessments(appraisee, examiner.id)
    assessment, joint = stored.get(examiner.id), stored.get(None)
    check_version(assessment, version)
    if set(ratings) != set(Dimension):
        raise Refused(_l("All five dimensions are rated together; complete the missing ones."))
    grades = {grade.id: grade for grade in appraisal.grades}
    known = gathered(appraisal, appraisee.person_id).ids
    for dimension in Dimension:
        check_rating(dimension, ratings[dimension], grades, known)
    first = assessment is None
    if assessment is None:
        assessment = Assessment(appraisee_id=appraisee.id, examiner_id=examiner.id, saved_by_id=actor.account_id, ratings=[])
        db.session.add(assessment)
    assessment.saved_at = now
    flag_modified(assessment, "saved_at")  # two savings in one moment are two versions
    db.session.flush()
    write_ratings(assessment, appraisee, ratings, known=known, actor=actor, now=now)
    if joint is not None:
        db.session.expunge(joint)
        db.session.execute(delete(Assessment).where(Assessment.id == joint.id).execution_options(synchronize_session=False))
        take_back_telling(appraisee, now=now)
    record(
        "appraisal.rate",
        actor=actor,
        object_kind="appraisal",
        object_id=appraisal.matter_id,
        object_number=appraisal.matter.number,
        now=now,
        private={"person_id": appraisee.person_id},
    )
    if first:
        settle_rating(appraisal, examiner, actor=actor, now=now)
    return joint is not None


def stored_assessments(appraisee: Appraisee, examiner_id: int | None = None) -> dict[int | None, Assessment]:
    """The joint result (None) and that of one examiner, with ratings and citations, by examiner."""
    statement = (
        select(Assessment)
        .where(
            Assessment.appraisee_id == appraisee.id,
            or_(Assessment.examiner_id.is_(None), Assessment.examiner_id == examiner_id),
        )
        .options(joinedload(Assessment.ratings).joinedload(Rating.citations))
    )
    return {one.examiner_id: one for one in db.session.scalars(statement).unique()}


def write_ratings(
    assessment: Assessment,
    appraisee: Appraisee,
    ratings: Mapping[Dimension, DimensionRating],
    *,
    known: frozenset[int],
    actor: Any,
    now: datetime,
) -> None:
    """The five rows and the citations of each, in few statements.

    The statement that carries the citations names person and dimension only, so that nobody reads a judgement where
    evidence shows who leans on it.
    """
    matter = appraisee.appraisal.matter
    by_dimension = {row.dimension: row.statement_id for row in assessment.ratings}
    first = not by_dimension
    if first:
        by_dimension = statements_for(assessment, appraisee, actor=actor, now=now)
    rows = [
        {
            "assessment_id": assessment.id,
            "dimension": dimension,
            "grade_id": ratings[dimension].grade_id,
            "sentence": ratings[dimension].sentence,
            "reason": ratings[dimension].reason,
            "statement_id": by_dimension[dimension],
        }
        for dimension in Dimension
    ]
    present = {(one.statement_id or 0, one.evidence_id): one.id for row in assessment.ratings for one in row.citations}
    if first:
        db.session.execute(insert(Rating), rows)
    else:
        kept = {row.dimension: row.id for row in assessment.ratings}
        db.session.execute(update(Rating), [{"id": kept[row["dimension"]], **row} for row in rows])
    db.session.expire(assessment, ["ratings"])
    cite_statements(
        {by_dimension[dimension]: ratings[dimension].evidence_ids for dimension in Dimension},
        matter,
        purpose=Purpose.RATING,
        places={by_dimension[dimension]: dimension.value for dimension in Dimension},
        valid=known,
        present=present,
        actor=actor,
        now=now,
    )


def statements_for(assessment: Assessment, appraisee: Appraisee, *, actor: Any, now: datetime) -> dict[Dimension, int]:
    """The five statements that carry the citations of an assessment, by dimension."""
    section = f"{SECTION}/{assessment.id}"
    rows = [
        {
            "matter_id": appraisee.appraisal_id,
            "section": section,
            "position": position,
            "text": f"{appraisee.person.name}：{in_chinese(dimension)}",
            "author_id": actor.account_id,
            "changed_at": now,
        }
        for position, dimension in enumerate(Dimension, start=1)
    ]
    db.session.execute(insert(Statement), rows)
    stored = db.session.execute(
        select(Statement.id, Statement.position).where(
            Statement.matter_id == appraisee.appraisal_id, Statement.section == section
        )
    )
    dimensions = list(Dimension)
    return {dimensions[position - 1]: identity for identity, position in stored}


def in_chinese(dimension: Dimension) -> str:
    """The word of a dimension in records, which are Chinese whatever the page is."""
    with force_locale("zh_Hans_CN"):
        return str(dimension.label)


def settle_rating(appraisal: Appraisal, examiner: Examiner, *, actor: Any, now: datetime) -> None:
    """The task of an examiner ends when all people are rated for whom this examiner is not recused."""
    left = (
        exists()
        .select_from(Appraisee)
        .where(
            Appraisee.appraisal_id == appraisal.matter_id,
            Appraisee.person_id.not_in(actor.relatives),
            ~exists().where(Assessment.appraisee_id == Appraisee.id, Assessment.examiner_id == examiner.id),
        )
    )
    close_asked(appraisal.matter_id, Ask.RATE, account_id=actor.account_id, unless=left, actor=actor, now=now)


def conclude(
    appraisee: Appraisee,
    grades: Mapping[Dimension, int | None],
    *,
    comment: str = "",
    actor: Any,
    now: datetime,
    version: int | None = None,
) -> Assessment:
    """Record the joint result: for each dimension one of the words that examiners gave; two must have rated (EV-27)."""
    appraisal = appraisee.appraisal
    if not may_conclude(actor, appraisal, appraisee.person_id):
        raise NotAllowed(_l("The head of the organization department records the result, and not about a near relative."))
    check_state(appraisal, AppraisalState.JUDGING)
    joint = stored_assessments(appraisee).get(None)
    check_version(joint, version)
    if len(comment) > LONGEST_SENTENCE:
        raise Refused(_l("At most %(max)d characters; shorten the text.", max=LONGEST_SENTENCE), field="comment")
    given = [one for one in assessments_of(appraisee.id) if one.examiner_id is not None]
    if len(given) < FEWEST_EXAMINERS:
        raise Refused(_l("At least %(min)d examiners must have rated this person first.", min=FEWEST_EXAMINERS))
    for dimension in Dimension:
        words = {one.ratings[dimension].grade_id for one in given}
        if grades.get(dimension) not in (words - {None} or {None}):
            raise Refused(
                _l("%(dimension)s: choose a word that an examiner gave.", dimension=dimension.label), field=dimension.value
            )
    if joint is None:
        joint = Assessment(appraisee_id=appraisee.id, ratings=[Rating(dimension=dimension) for dimension in Dimension])
        db.session.add(joint)
    else:
        take_back_telling(appraisee, now=now)
    joint.saved_by_id, joint.saved_at, joint.comment = actor.account_id, now, comment
    for row in joint.ratings:
        row.grade_id = grades[row.dimension]
    flag_modified(joint, "saved_at")
    db.session.flush()
    record(
        "appraisal.conclude",
        actor=actor,
        object_kind="appraisal",
        object_id=appraisal.matter_id,
        object_number=appraisal.matter.number,
        now=now,
        private={"person_id": appraisee.person_id},
    )
    return joint
