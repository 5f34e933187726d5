"""Organisations: departments and Party organisations, with a closure table for subtrees."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from evaluation.foundation.core.database import Versioned, db
from evaluation.registry.organizations.enums import OrganizationKind, PartyType


class Organization(Versioned, db.Model):
    """A department or a Party organisation. ``short_name`` is what people write in tables."""

    __tablename__ = "organization"
    __table_args__ = (
        CheckConstraint("(kind = 'party') = (party_type IS NOT NULL)", name="party_has_type"),
        CheckConstraint("may_approve_admission = false OR party_type = 'committee'", name="committees_approve"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_own_parent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    short_name: Mapped[str]
    kind: Mapped[OrganizationKind]
    party_type: Mapped[PartyType | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    may_approve_admission: Mapped[bool] = mapped_column(default=False)
    active_from: Mapped[date | None]
    active_to: Mapped[date | None]


class OrganizationTree(db.Model):
    """One row whose stamp rises with every change of the closure, so that a process knows when to read it again."""

    __tablename__ = "organization_tree"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stamp: Mapped[int]


class OrganizationClosure(db.Model):
    """Every ancestor of every organisation, itself included (depth 0).

    The college's Party committee leads the college: departments without a superior of their own stand under the one root
    committee, so that a grant on it covers both trees.
    """

    __tablename__ = "organization_closure"
    __table_args__ = (Index("ix_organization_closure_descendant_id", "descendant_id"),)

    ancestor_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), primary_key=True)
    descendant_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), primary_key=True)
    depth: Mapped[int]
