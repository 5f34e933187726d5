"""A special appraisal: who is appraised by whom, with which words, what each examiner says, and what the person was told.

Evidence is not kept here: it gathers by itself from the registry; ratings cite it through statements.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from evaluation.appraisals.cycles.enums import Manner, Opinion
from evaluation.foundation.core.database import Versioned, db
from evaluation.procedures.evidence.enums import Dimension
from evaluation.procedures.evidence.models import Citation
from evaluation.procedures.workflow.models import MatterRecord
from evaluation.registry.people.models import Person


class Appraisal(MatterRecord, db.Model):
    """One special appraisal over a period (the matter's). ``notice_on`` is the day of the prior notice (考察预告, EV-32)."""

    __tablename__ = "appraisal"
    __table_args__ = (
        CheckConstraint("verified_at IS NULL OR frozen_on IS NOT NULL", name="verified_after_freezing"),
        CheckConstraint("judged_at IS NULL OR verified_at IS NOT NULL", name="judged_after_verifying"),
        CheckConstraint("archived_at IS NULL OR judged_at IS NOT NULL", name="archived_after_judging"),
    )

    plan: Mapped[str] = mapped_column(default="")
    notice_on: Mapped[date | None]
    notice_how: Mapped[str] = mapped_column(default="")
    frozen_on: Mapped[date | None]
    verified_at: Mapped[datetime | None]
    judged_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    grades: Mapped[list["AppraisalGrade"]] = relationship(
        "AppraisalGrade", order_by="AppraisalGrade.ordinal", cascade="all, delete-orphan"
    )
    examiners: Mapped[list["Examiner"]] = relationship("Examiner", order_by="Examiner.id", cascade="all, delete-orphan")
    people: Mapped[list["Appraisee"]] = relationship(
        "Appraisee",
        order_by="(Appraisee.position, Appraisee.id)",
        cascade="all, delete-orphan",
        back_populates="appraisal",
    )

    @property
    def people_concerned(self) -> frozenset[int]:
        """Ids of the people on the list."""
        return frozenset(one.person_id for one in self.people)


class AppraisalGrade(db.Model):
    """A word of this appraisal's scale, best first. ``needs_support``: not without evidence or a reason (E3)."""

    __tablename__ = "appraisal_grade"
    __table_args__ = (UniqueConstraint("appraisal_id", "ordinal"), UniqueConstraint("appraisal_id", "word"))

    id: Mapped[int] = mapped_column(primary_key=True)
    appraisal_id: Mapped[int] = mapped_column(ForeignKey("appraisal.matter_id"))
    ordinal: Mapped[int]
    word: Mapped[str]
    needs_support: Mapped[bool]


class Examiner(db.Model):
    """An account that belongs to the examination group of an appraisal (EV-27: at least two a person)."""

    __tablename__ = "examiner"
    __table_args__ = (UniqueConstraint("appraisal_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    appraisal_id: Mapped[int] = mapped_column(ForeignKey("appraisal.matter_id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)


class Appraisee(Versioned, db.Model):
    """A person of the list. The ``…_then`` columns and the place in stroke order are frozen with the list.

    ``looked_at`` says that an examiner went through the evidence, ``looked_count`` how many items there were then; where there
    were none, ``no_evidence_reason`` says why. ``material_approved_at`` is kept by the room of materials.
    """

    __tablename__ = "appraisee"
    __table_args__ = (
        UniqueConstraint("appraisal_id", "person_id"),
        UniqueConstraint("appraisal_id", "position"),
        CheckConstraint(
            "(looked_by_id IS NULL) = (looked_at IS NULL) AND (looked_at IS NULL) = (looked_count IS NULL)", name="look_is_dated"
        ),
        CheckConstraint("looked_at IS NULL OR looked_count > 0 OR length(no_evidence_reason) > 0", name="evidence_or_reason"),
        CheckConstraint("material_approved_at IS NULL OR material_id IS NOT NULL", name="approval_of_a_material"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    appraisal_id: Mapped[int] = mapped_column(ForeignKey("appraisal.matter_id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    position: Mapped[int | None]
    organization_then: Mapped[str] = mapped_column(default="")
    post_then: Mapped[str] = mapped_column(default="")
    status_then: Mapped[str] = mapped_column(default="")
    looked_at: Mapped[datetime | None]
    looked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    looked_count: Mapped[int | None]
    no_evidence_reason: Mapped[str] = mapped_column(default="")
    material_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"), unique=True)
    material_approved_at: Mapped[datetime | None]
    appraisal: Mapped[Appraisal] = relationship(Appraisal, lazy="joined", innerjoin=True, back_populates="people")
    person: Mapped[Person] = relationship(Person, lazy="joined", innerjoin=True)


class Finding(db.Model):
    """What an examiner found out beside the registry, with where it comes from. It is no evidence and never numbered."""

    __tablename__ = "finding"
    __table_args__ = (CheckConstraint("length(text) > 0 AND length(source) > 0", name="text_and_source"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    appraisee_id: Mapped[int] = mapped_column(ForeignKey("appraisee.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    examiner_name: Mapped[str]
    dimension: Mapped[Dimension | None]
    text: Mapped[str]
    source: Mapped[str]
    written_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Assessment(Versioned, db.Model):
    """What one examiner says of one person over the five dimensions; without examiner: the joint result of the judging.

    ``comment`` is said of the person as a whole; the person reads that of the joint result.
    """

    __tablename__ = "assessment"
    __table_args__ = (
        UniqueConstraint("appraisee_id", "examiner_id"),
        Index(
            "uq_assessment_joint",
            "appraisee_id",
            unique=True,
            sqlite_where=text("examiner_id IS NULL"),
            postgresql_where=text("examiner_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    appraisee_id: Mapped[int] = mapped_column(ForeignKey("appraisee.id"))
    examiner_id: Mapped[int | None] = mapped_column(ForeignKey("examiner.id"), index=True)
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    saved_at: Mapped[datetime]
    comment: Mapped[str] = mapped_column(default="")
    ratings: Mapped[list["Rating"]] = relationship(
        "Rating", order_by="Rating.id", cascade="all, delete-orphan", passive_deletes=True
    )


class Rating(db.Model):
    """One dimension: a word of the scale (None: not known well enough, which is no low mark, EV-30), a sentence, a reason.

    ``statement_id`` carries the citations of the evidence that was ticked.
    """

    __tablename__ = "rating"
    __table_args__ = (UniqueConstraint("assessment_id", "dimension"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"))
    dimension: Mapped[Dimension]
    grade_id: Mapped[int | None] = mapped_column(ForeignKey("appraisal_grade.id"))
    sentence: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("statement.id"), unique=True)
    citations: Mapped[list[Citation]] = relationship(
        Citation, primaryjoin=lambda: foreign(Citation.statement_id) == Rating.statement_id, viewonly=True
    )


class Feedback(Versioned, db.Model):
    """That a person was told the result, and what the person said to it. A result told anew supersedes the earlier row."""

    __tablename__ = "feedback"
    __table_args__ = (
        Index(
            "uq_feedback_current",
            "appraisee_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
        CheckConstraint(
            "(opinion IS NULL) = (opinion_at IS NULL) AND (opinion IS NULL) = (opinion_by_id IS NULL)", name="opinion_is_dated"
        ),
        CheckConstraint("opinion IS NULL OR opinion <> 'differs' OR length(opinion_text) > 0", name="difference_is_explained"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    appraisee_id: Mapped[int] = mapped_column(ForeignKey("appraisee.id"), index=True)
    told_on: Mapped[date]
    manner: Mapped[Manner]
    told_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    told_by_name: Mapped[str]
    recorded_at: Mapped[datetime]
    opinion: Mapped[Opinion | None]
    opinion_text: Mapped[str] = mapped_column(default="")
    opinion_at: Mapped[datetime | None]
    opinion_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    superseded_at: Mapped[datetime | None]
    appraisee: Mapped[Appraisee] = relationship(Appraisee, lazy="joined", innerjoin=True)
