"""What the college itself decided about rules: numbers of its own, and the school vacations in which notices are not seen."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from evaluation.foundation.core.database import Versioned, db
from evaluation.procedures.rules.enums import OverrideState


class RuleOverride(Versioned, db.Model):
    """A number of one rule set by the college. It counts from ``valid_from`` until the day before ``valid_to``, once approved.

    ``number`` is written as a whole number or a share such as 1/2. Who proposes it does not approve it.
    """

    __tablename__ = "rule_override"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_from < valid_to", name="ends_after_it_begins"),
        CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name="decision_is_dated"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name="two_people"),
        CheckConstraint("length(approval_number) > 0 AND length(person) > 0", name="has_approval_and_person"),
        Index("ix_rule_override_state_valid_from", "state", "valid_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rule_id: Mapped[str]
    limit_name: Mapped[str]
    number: Mapped[str]
    approval_number: Mapped[str]
    person: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    state: Mapped[OverrideState]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_by_name: Mapped[str]
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_by_name: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    comment: Mapped[str | None]


class SchoolVacation(db.Model):
    """A winter or summer vacation. It is no rest by law, but a notice that hangs in it is seen by nobody (CA-04)."""

    __tablename__ = "school_vacation"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="period_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]
