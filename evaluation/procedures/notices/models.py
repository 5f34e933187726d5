"""Public notices with their subjects, and objections against them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.models import Matter, MatterRecord, Task


class Notice(MatterRecord, db.Model):
    """A text posted for a number of working days; the posting day is not counted (CA-02, Civil Code Art. 201)."""

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("working_days >= 1", name="at_least_a_day"),
        CheckConstraint("(posted_on IS NULL) = (last_day IS NULL)", name="posted_has_end"),
        CheckConstraint("posted_on IS NULL OR posted_on < last_day", name="posting_day_not_counted"),
    )

    body: Mapped[str]
    contact: Mapped[str]
    working_days: Mapped[int]
    posted_on: Mapped[date | None]
    last_day: Mapped[date | None]
    provisional: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[datetime | None]
    subjects: Mapped[list[Matter]] = relationship(
        Matter,
        secondary="notice_subject",
        primaryjoin="Notice.matter_id == NoticeSubject.notice_id",
        secondaryjoin="NoticeSubject.subject_id == Matter.id",
        order_by="Matter.id",
        viewonly=True,
    )


class NoticeSubject(db.Model):
    """A matter that the notice is about."""

    __tablename__ = "notice_subject"
    __table_args__ = (Index("ix_notice_subject_subject_id", "subject_id"),)

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.matter_id"), primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), primary_key=True)


class Objection(MatterRecord, db.Model):
    """A named objection against a matter; the person concerned never learns who objected.

    ``handler_id`` examines it, ``re_handler_id`` answers the one re-review, and they are two people.
    """

    __tablename__ = "objection"
    __table_args__ = (
        CheckConstraint("length(what_is_wrong) > 0", name="says_what_is_wrong"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answer_is_dated"),
        CheckConstraint("re_answer IS NULL OR answer IS NOT NULL", name="re_review_follows_answer"),
    )

    subject_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.matter_id"), index=True)
    what_is_wrong: Mapped[str]
    what_is_right: Mapped[str] = mapped_column(default="")
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    re_review_reason: Mapped[str | None]
    re_handler_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    re_answer: Mapped[str | None]
    subject: Mapped[Matter] = relationship(Matter, foreign_keys="Objection.subject_id", viewonly=True)
    tasks: Mapped[list[Task]] = relationship(
        Task, primaryjoin="foreign(Task.matter_id) == Objection.matter_id", order_by="Task.id", viewonly=True
    )

    @property
    def holders(self) -> frozenset[int]:
        """Accounts that were asked to act on it."""
        return frozenset(task.account_id for task in self.tasks if task.account_id is not None)

    @property
    def acting(self) -> frozenset[int]:
        """Accounts that are asked to act on it now."""
        return frozenset(task.account_id for task in self.tasks if task.account_id is not None and task.closed_at is None)
