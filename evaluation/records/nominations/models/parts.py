"""What belongs to a case beside its days: who accompanies it, ballots as totals, examinations, extensions, papers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from evaluation.foundation.core.database import db
from evaluation.records.nominations.enums import CompanionPart, Recurring


class NominationCompanion(db.Model):
    """A cultivation contact or an introducer, as he or she stood on the first day; ``ends_on`` is the first day without."""

    __tablename__ = "nomination_companion"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR begins_on <= ends_on", name="period_in_order"),
        CheckConstraint("(ends_on IS NULL) = (end_reason IS NULL)", name="end_has_reason"),
        Index("ix_nomination_companion_person_id_part", "person_id", "part"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("nomination.matter_id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    part: Mapped[CompanionPart]
    begins_on: Mapped[date]
    ends_on: Mapped[date | None]
    end_reason: Mapped[str | None]
    full_member: Mapped[bool]
    rights_suspended: Mapped[bool] = mapped_column(default=False)
    sanction_in_effect: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime]


class NominationBallot(db.Model):
    """Totals of a secret ballot on one candidate; ``due`` is without those excluded, each with a reason (Art. 19, 20)."""

    __tablename__ = "nomination_ballot"
    __table_args__ = (
        CheckConstraint("in_favour + against + abstained = present", name="votes_add_up"),
        CheckConstraint("present + written_in_favour + written_against <= due", name="no_more_than_due"),
        CheckConstraint(
            "due > 0 AND present >= 0 AND in_favour >= 0 AND against >= 0 AND abstained >= 0 "
            "AND written_in_favour >= 0 AND written_against >= 0",
            name="counts",
        ),
        Index(
            "uq_nomination_ballot_standing",
            "matter_id",
            "act",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("nomination.matter_id"), index=True)
    act: Mapped[str]
    due: Mapped[int]
    present: Mapped[int]
    in_favour: Mapped[int]
    against: Mapped[int]
    abstained: Mapped[int]
    written_in_favour: Mapped[int] = mapped_column(default=0)
    written_against: Mapped[int] = mapped_column(default=0)
    written_received_on: Mapped[date | None]
    secret: Mapped[bool] = mapped_column(default=True)
    candidates_together: Mapped[int] = mapped_column(default=1)
    excluded: Mapped[list[Any]]
    recorded_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]


class NominationExamination(db.Model):
    """An examination, an analysis or a thought report on a day, with what was found."""

    __tablename__ = "nomination_examination"
    __table_args__ = (UniqueConstraint("matter_id", "kind", "done_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("nomination.matter_id"), index=True)
    kind: Mapped[Recurring]
    done_on: Mapped[date]
    opinion: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorded_by_name: Mapped[str]


class NominationExtension(db.Model):
    """A decision to extend probation by so many months, with its approval (Art. 31)."""

    __tablename__ = "nomination_extension"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("nomination.matter_id"), index=True)
    decided_on: Mapped[date]
    months: Mapped[int]
    approved_on: Mapped[date]
    reason: Mapped[str]
    ballot: Mapped[dict[str, Any]]
    frozen: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorded_by_name: Mapped[str]


class NominationPaper(db.Model):
    """A paper of one step: a file of the case, or an original that is kept elsewhere."""

    __tablename__ = "nomination_paper"
    __table_args__ = (
        CheckConstraint("attachment_id IS NOT NULL OR length(kept_at) > 0", name="is_somewhere"),
        Index("ix_nomination_paper_matter_id_step", "matter_id", "step"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("nomination.matter_id"))
    step: Mapped[str]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"), unique=True)
    kept_at: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class DeedChoice(db.Model):
    """What a secretary decided about somebody on the quiet list, with the reason; nothing there is proposed by a score."""

    __tablename__ = "nomination_deed_choice"
    __table_args__ = (Index("ix_nomination_deed_choice_person_id_id", "person_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    branch_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    decision: Mapped[str]
    reason: Mapped[str]
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    decided_by_name: Mapped[str]


class CalendarAddress(db.Model):
    """The secret address under which an account's calendar of last days is read; only its digest is kept."""

    __tablename__ = "nomination_calendar_address"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
