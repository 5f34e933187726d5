"""The registry of citable facts: evidence, who it is about, statements, and the citations between them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from evaluation.foundation.core.database import Versioned, db
from evaluation.procedures.evidence.enums import EvidenceKind, EvidenceState, Purpose, Tone


class Evidence(db.Model):
    """A fact as it was verified: frozen copy with its hash, never edited. Only its state changes."""

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("source_matter_id", "source_line", "edition"),
        CheckConstraint("(state = 'corrected') = (superseded_by_id IS NOT NULL)", name="corrected_has_successor"),
        CheckConstraint("(state = 'valid') = (ended_at IS NULL)", name="end_is_dated"),
        CheckConstraint("occurred_from <= occurred_to", name="period_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    source_matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    source_line: Mapped[str] = mapped_column(default="")
    edition: Mapped[int] = mapped_column(default=1)
    kind: Mapped[EvidenceKind]
    tone: Mapped[Tone] = mapped_column(default=Tone.COMMENDABLE)
    title: Mapped[str]
    occurred_from: Mapped[date]
    occurred_to: Mapped[date]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    minutes: Mapped[int | None]
    dimensions: Mapped[list[str]]
    frozen: Mapped[dict[str, Any]]
    frozen_hash: Mapped[str]
    state: Mapped[EvidenceState] = mapped_column(default=EvidenceState.VALID)
    superseded_by_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))
    recorded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]


class EvidencePerson(db.Model):
    """A person whom the evidence is about, with the part taken and what the person was on that day."""

    __tablename__ = "evidence_person"
    __table_args__ = (Index("ix_evidence_person_person_id_evidence_id", "person_id", "evidence_id"),)

    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    part: Mapped[str]
    organization_then: Mapped[str]
    post_then: Mapped[str]
    status_then: Mapped[str]


class Statement(Versioned, db.Model):
    """One sentence or paragraph with sources, in a section of a matter's text."""

    __tablename__ = "statement"
    __table_args__ = (Index("ix_statement_matter_id_section_position", "matter_id", "section", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    section: Mapped[str]
    position: Mapped[int]
    text: Mapped[str]
    generated: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime]


class Citation(db.Model):
    """A matter leans on an evidence item, in one statement or as a whole."""

    __tablename__ = "citation"
    __table_args__ = (
        UniqueConstraint("evidence_id", "matter_id", "statement_id", "purpose", "place"),
        Index("ix_citation_matter_id", "matter_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), index=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("statement.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[Purpose]
    place: Mapped[str] = mapped_column(default="")
    cited_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    cited_at: Mapped[datetime]
