"""The exemplary deed: what was done, by whom, where, with which support."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.models import MatterRecord
from evaluation.records.deeds.enums import SubjectKind


class Deed(MatterRecord, db.Model):
    """A deed of a person or a collective. The ``…_then`` columns hold unit, post and status as of the day of the event."""

    __tablename__ = "deed"
    __table_args__ = (
        CheckConstraint("(verified_by_id IS NULL) = (verified_at IS NULL)", name="verification_is_dated"),
        CheckConstraint("(reviewed_by_id IS NULL) = (reviewed_at IS NULL)", name="review_is_dated"),
        CheckConstraint(
            "verified_by_id IS NULL OR reviewed_by_id IS NULL OR verified_by_id <> reviewed_by_id", name="two_judges"
        ),
        CheckConstraint(
            "accepted_at IS NULL OR (verified_at IS NOT NULL AND reviewed_at IS NOT NULL)", name="accepted_was_judged"
        ),
        CheckConstraint("revoked_at IS NULL OR accepted_at IS NOT NULL", name="only_accepted_is_revoked"),
        CheckConstraint("subject_kind = 'individual' OR subject_person_id IS NULL", name="collective_is_no_person"),
        CheckConstraint("duplicate_of_id IS NULL OR duplicate_of_id <> matter_id", name="not_its_own_duplicate"),
    )

    subject_kind: Mapped[SubjectKind]
    subject_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    subject_name: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    post: Mapped[str] = mapped_column(default="")
    dimensions: Mapped[list[str]]
    witnesses: Mapped[str] = mapped_column(default="")
    organization_then: Mapped[str] = mapped_column(default="")
    post_then: Mapped[str] = mapped_column(default="")
    status_then: Mapped[str] = mapped_column(default="")
    as_of: Mapped[date | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    verified_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reviewed_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("deed.matter_id"))
    import_digest: Mapped[str | None] = mapped_column(unique=True)
