"""People as of a date: identity on the person, everything that changes on affiliations with from and to."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from evaluation.foundation.core.database import Versioned, db
from evaluation.registry.people.enums import AffiliationKind, PoliticalStatus, RoleGroup, Sex, Standing
from evaluation.registry.people.stroke_order import stroke_text

BYTE_ORDER = Text().with_variant(Text(collation="C"), "postgresql")


def stroke_order_of_new(context: Any) -> str:
    """The place of a new person's name in rosters, whichever way the row is written."""
    return stroke_text(context.get_current_parameters()["name"])


class Person(Versioned, db.Model):
    """Identity, and the present value of each kind of affiliation (kept by ``people.operations`` alone).

    ``stroke_order`` sorts rosters 按姓氏笔画为序 (see :func:`~evaluation.registry.people.stroke_order.stroke_text`).
    ``birth_precision`` is 'day' or 'month': rosters often know the month only, and then ``birth_date`` is its first day.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("birth_precision IN ('day', 'month')", name="birth_precision"),
        CheckConstraint("length(name) > 0", name="named"),
        Index("ix_person_pinyin", "pinyin"),
        Index("ix_person_initials", "initials"),
        Index("ix_person_name", "name"),
        Index("ix_person_stroke_order_id", "stroke_order", "id"),
        Index("ix_person_department_id_id", "department_id", "id"),
        Index("ix_person_branch_id_id", "branch_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    pinyin: Mapped[str]
    initials: Mapped[str]
    stroke_order: Mapped[str] = mapped_column(BYTE_ORDER, default=stroke_order_of_new)
    sex: Mapped[Sex | None]
    birth_date: Mapped[date | None]
    birth_precision: Mapped[str] = mapped_column(default="day")
    ethnicity: Mapped[str | None]
    phone: Mapped[str | None]
    remark: Mapped[str | None]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    post: Mapped[str | None]
    cadre_level: Mapped[str | None]
    role_group: Mapped[RoleGroup | None]
    political_status: Mapped[PoliticalStatus | None]
    joined_on: Mapped[date | None]
    standing: Mapped[Standing] = mapped_column(default=Standing.ACTIVE)
    created_at: Mapped[datetime]


class Affiliation(db.Model):
    """One value of one kind between two days; ``to`` is the first day on which it no longer holds.

    A correction closes nothing: the wrong row gets ``superseded_at`` and a new row with its reason takes its place.
    """

    __tablename__ = "affiliation"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_from < valid_to", name="ends_after_it_begins"),
        CheckConstraint("(kind IN ('department', 'branch')) = (organization_id IS NOT NULL)", name="organization_for_membership"),
        Index(
            "uq_affiliation_open",
            "person_id",
            "kind",
            unique=True,
            sqlite_where=text("valid_to IS NULL AND superseded_at IS NULL"),
            postgresql_where=text("valid_to IS NULL AND superseded_at IS NULL"),
        ),
        Index("ix_affiliation_organization_id_kind", "organization_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[AffiliationKind]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    value: Mapped[str | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    reason: Mapped[str | None]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None]
    superseded_at: Mapped[datetime | None]


class Relative(db.Model):
    """A near relative, declared by the person; used for recusal and for nothing else (人事管理条例 Art. 39)."""

    __tablename__ = "relative"
    __table_args__ = (
        UniqueConstraint("person_id", "relative_id"),
        CheckConstraint("person_id <> relative_id", name="not_oneself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    relative_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    relation: Mapped[str]
    declared_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
