"""The featured story: its text, its pictures, how people appear in it, its reviews, exports and releases."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from evaluation.foundation.core.database import Versioned, db
from evaluation.procedures.attachments.models import Attachment
from evaluation.procedures.consents.enums import Channel
from evaluation.procedures.evidence.enums import Purpose
from evaluation.procedures.evidence.models import Citation, Evidence
from evaluation.procedures.workflow.models import MatterRecord
from evaluation.publicity.stories.enums import ExportFormat, NameUse, Stage, Verdict


class Story(MatterRecord, db.Model):
    """A story told from one accepted deed. ``body`` and ``figures`` are plain text in our own marks (see ``markup``).

    ``text_digest`` covers everything that the public will read; ``ended_at`` frees the deed to be told again.
    """

    __tablename__ = "story"
    __table_args__ = (
        CheckConstraint("released_at IS NULL OR ready_at IS NOT NULL", name="released_was_ready"),
        CheckConstraint("corrected_at IS NULL OR released_at IS NOT NULL", name="corrected_was_released"),
        CheckConstraint("(corrected_at IS NULL) = (correction = '')", name="correction_is_dated"),
        Index(
            "uq_story_living",
            "deed_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_story_released_at_matter_id", "released_at", "matter_id"),
    )

    deed_id: Mapped[int] = mapped_column(ForeignKey("deed.matter_id"), index=True)
    kicker: Mapped[str] = mapped_column(default="")
    lead: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    figures: Mapped[str] = mapped_column(default="")
    origin: Mapped[str] = mapped_column(default="")
    written_by: Mapped[str] = mapped_column(default="")
    edited_by: Mapped[str] = mapped_column(default="")
    channels: Mapped[list[str]]
    consent_until: Mapped[date | None]
    text_digest: Mapped[str] = mapped_column(default="")
    returned_digest: Mapped[str | None]
    text_changed_at: Mapped[datetime]
    text_changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ready_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    corrected_at: Mapped[datetime | None]
    correction: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    photographs: Mapped[list["StoryPhotograph"]] = relationship(
        "StoryPhotograph", viewonly=True, order_by="StoryPhotograph.position"
    )
    reviews: Mapped[list["StoryReview"]] = relationship("StoryReview", viewonly=True, order_by="StoryReview.id")
    writers: Mapped[list["StoryWriter"]] = relationship("StoryWriter", viewonly=True, order_by="StoryWriter.account_id")
    evidence: Mapped[list[Evidence]] = relationship(
        Evidence,
        secondary=Citation.__table__,
        primaryjoin=lambda: (Story.matter_id == foreign(Citation.matter_id)) & (Citation.purpose == Purpose.STORY),
        secondaryjoin=lambda: Evidence.id == foreign(Citation.evidence_id),
        viewonly=True,
        order_by=Evidence.id,
    )

    @property
    def writer_ids(self) -> frozenset[int]:
        """Accounts that wrote at the text: none of them may review it (PB-02)."""
        return frozenset(one.account_id for one in self.writers)

    def live_review(self, stage: Stage) -> "StoryReview | None":
        """The passed review of a stage that was not cleared by a change of the text."""
        return next((one for one in self.reviews if one.stage is stage and one.is_live), None)


class StoryWriter(db.Model):
    """An account that wrote at the text."""

    __tablename__ = "story_writer"

    story_id: Mapped[int] = mapped_column(ForeignKey("story.matter_id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)


class StoryPhotograph(db.Model):
    """A photograph of the deed chosen for the story, with the words beside it there."""

    __tablename__ = "story_photograph"
    __table_args__ = (CheckConstraint("position > 0", name="counted_from_one"),)

    story_id: Mapped[int] = mapped_column(ForeignKey("story.matter_id"), primary_key=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), primary_key=True)
    position: Mapped[int]
    caption: Mapped[str] = mapped_column(default="")
    credit: Mapped[str] = mapped_column(default="")
    attachment: Mapped[Attachment] = relationship(Attachment, lazy="joined", innerjoin=True)


class StoryPerson(db.Model):
    """How a person appears in the story: of the deed, in a chosen picture, or added by the writer (``added…``)."""

    __tablename__ = "story_person"
    __table_args__ = (Index("ix_story_person_person_id", "person_id"),)

    story_id: Mapped[int] = mapped_column(ForeignKey("story.matter_id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    use: Mapped[NameUse] = mapped_column(default=NameUse.SHOW)
    in_picture: Mapped[bool] = mapped_column(default=False)
    added: Mapped[bool] = mapped_column(default=False)
    added_in_picture: Mapped[bool] = mapped_column(default=False)


class StoryReview(db.Model):
    """One review with its proof: who, on which text (digest, and ordinal of its revision), what was ticked, what it came to.

    Among the reviews that count, one a stage and one an account: three different people (PB-01) by the database too.
    """

    __tablename__ = "story_review"
    __table_args__ = (
        CheckConstraint("verdict = 'passed' OR comment IS NOT NULL", name="return_has_reason"),
        CheckConstraint("verdict = 'passed' OR cleared_at IS NULL", name="only_passed_is_cleared"),
        Index(
            "uq_story_review_stage",
            "story_id",
            "stage",
            unique=True,
            sqlite_where=text("verdict = 'passed' AND cleared_at IS NULL"),
            postgresql_where=text("verdict = 'passed' AND cleared_at IS NULL"),
        ),
        Index(
            "uq_story_review_account",
            "story_id",
            "account_id",
            unique=True,
            sqlite_where=text("verdict = 'passed' AND cleared_at IS NULL"),
            postgresql_where=text("verdict = 'passed' AND cleared_at IS NULL"),
        ),
        Index("ix_story_review_story_id", "story_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("story.matter_id"))
    stage: Mapped[Stage]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reviewer_name: Mapped[str]
    verdict: Mapped[Verdict]
    checklist: Mapped[list[str]]
    comment: Mapped[str | None]
    text_digest: Mapped[str]
    revision: Mapped[int]
    reviewed_at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]

    @property
    def is_live(self) -> bool:
        """Whether it counts: passed, and not cleared by a change of the text."""
        return self.verdict is Verdict.PASSED and self.cleared_at is None


class StoryExport(db.Model):
    """A file that left the house: which, when, by whom, for which channel; the same text gives the same digest again."""

    __tablename__ = "story_export"
    __table_args__ = (Index("ix_story_export_story_id_id", "story_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("story.matter_id"))
    format: Mapped[ExportFormat]
    channel: Mapped[Channel]
    name: Mapped[str]
    digest: Mapped[str]
    size: Mapped[int]
    text_digest: Mapped[str]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    actor_name: Mapped[str]
    exported_at: Mapped[datetime]
    audit_id: Mapped[str]


class StoryRelease(Versioned, db.Model):
    """The register of what was published: where, when, by whom; corrected or recalled with its words."""

    __tablename__ = "story_release"
    __table_args__ = (
        UniqueConstraint("story_id", "channel", "place"),
        CheckConstraint("(corrected_at IS NULL) = (correction IS NULL)", name="correction_is_dated"),
        CheckConstraint("(recalled_at IS NULL) = (recall_reason IS NULL)", name="recall_has_reason"),
        CheckConstraint("length(place) > 0", name="somewhere"),
        Index("ix_story_release_released_on_id", "released_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("story.matter_id"), index=True)
    channel: Mapped[Channel]
    place: Mapped[str]
    released_on: Mapped[date]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    actor_name: Mapped[str]
    recorded_at: Mapped[datetime]
    correction: Mapped[str | None]
    corrected_at: Mapped[datetime | None]
    recall_reason: Mapped[str | None]
    recalled_at: Mapped[datetime | None]


class BannedWord(db.Model):
    """A word that no story may hold, and what to write instead; kept by the publicity team."""

    __tablename__ = "banned_word"

    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(unique=True)
    advice: Mapped[str] = mapped_column(default="")
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    added_by_name: Mapped[str]
    added_at: Mapped[datetime]
