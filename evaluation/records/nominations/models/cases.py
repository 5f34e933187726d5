"""The case: the day of every act, and the few figures that a list needs."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evaluation.foundation.core.database import db
from evaluation.procedures.rules.enums import Edition, Outcome
from evaluation.procedures.workflow.models import MatterRecord
from evaluation.registry.people.models import Person

RUNNING = "closed_on IS NULL AND recognised_on IS NULL AND archived_on IS NULL"


class Nomination(MatterRecord, db.Model):
    """One person on the way into the Party. The columns of days bear the names of :class:`Course` of the rules.

    ``facts`` holds what the forms of the steps asked for beside days, votes and people, by the names of ``CaseFacts``.
    A person has one running case. Nobody's own vote is kept anywhere.
    """

    __tablename__ = "nomination"
    __table_args__ = (
        Index(
            "uq_nomination_running",
            "person_id",
            unique=True,
            sqlite_where=text(RUNNING),
            postgresql_where=text(RUNNING),
        ),
        CheckConstraint("activist_on IS NULL OR activist_on >= applied_on", name="activist_after_application"),
        CheckConstraint("approved_on IS NULL OR approved_on >= meeting_on", name="approval_after_meeting"),
        CheckConstraint(
            "conversion_approved_on IS NULL OR conversion_approved_on >= conversion_meeting_on", name="conversion_in_order"
        ),
        CheckConstraint("conversion_meeting_on IS NULL OR meeting_on IS NOT NULL", name="conversion_after_admission"),
        CheckConstraint("extension_months = 0 OR extension_months BETWEEN 1 AND 24", name="extension_is_bearable"),
        CheckConstraint("(closed_on IS NULL) = (ending IS NULL)", name="end_has_reason"),
        CheckConstraint("(edition IS NULL) = (edition_reason IS NULL)", name="chosen_text_has_reason"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    applied_on: Mapped[date | None]
    talked_on: Mapped[date | None]
    activist_on: Mapped[date | None]
    activist_filed_on: Mapped[date | None]
    contacts_on: Mapped[date | None]
    target_proposed_on: Mapped[date | None]
    target_agreed_on: Mapped[date | None]
    notice_posted_on: Mapped[date | None]
    notice_ended_on: Mapped[date | None]
    target_listed_on: Mapped[date | None]
    introducers_on: Mapped[date | None]
    political_review_on: Mapped[date | None]
    training_ended_on: Mapped[date | None]
    scrutiny_on: Mapped[date | None]
    pre_review_on: Mapped[date | None]
    application_form_on: Mapped[date | None]
    meeting_on: Mapped[date | None]
    reported_on: Mapped[date | None]
    approval_talk_on: Mapped[date | None]
    approved_on: Mapped[date | None]
    recognised_on: Mapped[date | None]
    filed_up_on: Mapped[date | None]
    enrolled_on: Mapped[date | None]
    oath_on: Mapped[date | None]
    conversion_applied_on: Mapped[date | None]
    conversion_meeting_on: Mapped[date | None]
    conversion_approved_on: Mapped[date | None]
    archived_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    ending: Mapped[str | None]
    edition: Mapped[Edition | None]
    edition_reason: Mapped[str | None]
    cultivated_since: Mapped[date | None]
    shortened: Mapped[bool] = mapped_column(default=False)
    last_examined_on: Mapped[date | None]
    last_analysed_on: Mapped[date | None]
    last_thought_report_on: Mapped[date | None]
    contact_to_replace: Mapped[bool] = mapped_column(default=False)
    leaves_unit_on: Mapped[date | None]
    approval_special: Mapped[bool] = mapped_column(default=False)
    extension_months: Mapped[int] = mapped_column(default=0)
    transferred_in: Mapped[bool] = mapped_column(default=False)
    postponed_until: Mapped[date | None]
    conversion_outcome: Mapped[Outcome | None]
    facts: Mapped[dict[str, Any]]
    organization_then: Mapped[str] = mapped_column(default="")
    post_then: Mapped[str] = mapped_column(default="")
    import_digest: Mapped[str | None]
    person: Mapped[Person] = relationship(Person, lazy="joined", innerjoin=True, foreign_keys=[person_id])


class ActRecord(db.Model):
    """An act as it was recorded. The day of the event and the moment of recording both stay for good.

    ``frozen`` is the answer of the rules on that day: edition, articles, numbers, what was found. A later change of a rule never
    changes it. A correction supersedes the row and adds another.
    """

    __tablename__ = "nomination_act"
    __table_args__ = (
        Index(
            "uq_nomination_act_standing",
            "matter_id",
            "act",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
        CheckConstraint("(superseded_at IS NULL) = (superseded_reason IS NULL)", name="superseded_for_a_reason"),
        Index("ix_nomination_act_act_happened_on", "act", "happened_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("nomination.matter_id"), index=True)
    act: Mapped[str]
    happened_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorded_by_name: Mapped[str]
    edition: Mapped[Edition]
    reason: Mapped[str | None]
    facts: Mapped[dict[str, Any]]
    frozen: Mapped[dict[str, Any]]
    frozen_hash: Mapped[str]
    superseded_at: Mapped[datetime | None]
    superseded_reason: Mapped[str | None]
