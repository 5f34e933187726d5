"""Consent of one person to the publication of one text (PIPL Art. 25: separate consent; Art. 15: withdrawal)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from evaluation.foundation.core.database import Versioned, db
from evaluation.procedures.consents.enums import ConsentState, Means


class Consent(Versioned, db.Model):
    """What was asked (text by digest, scopes, channels, until) and what the person decided, when and how.

    One row a question; asked anew, the old row gets ``superseded_at`` and stays. Silence is the state asked, never given.
    """

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'outdated') OR decided_at IS NOT NULL", name="decision_is_dated"),
        CheckConstraint("(decided_at IS NULL) = (means IS NULL)", name="decision_has_means"),
        CheckConstraint("means IS NULL OR means <> 'paper' OR paper_attachment_id IS NOT NULL", name="paper_has_sheet"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawal_is_dated"),
        Index(
            "uq_consent_live",
            "matter_id",
            "person_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
        Index("ix_consent_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[ConsentState] = mapped_column(default=ConsentState.ASKED)
    text_digest: Mapped[str]
    text_shown: Mapped[str]
    scopes: Mapped[list[str]]
    channels: Mapped[list[str]]
    valid_until: Mapped[date | None]
    comment: Mapped[str | None]
    means: Mapped[Means | None]
    paper_attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    superseded_at: Mapped[datetime | None]
