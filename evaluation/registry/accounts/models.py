"""Accounts, what they may do where, their sessions, and the guard of the door."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from evaluation.foundation.core.database import Versioned, db
from evaluation.registry.accounts.enums import Role


class Account(Versioned, db.Model):
    """A way to sign in. ``login`` is kept in one spelling (NFKC, lower case); an account belongs to one person."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), unique=True)
    password_hash: Mapped[str]
    must_change_password: Mapped[bool] = mapped_column(default=True)
    password_changed_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    last_sign_in_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Grant(db.Model):
    """A role over an organisation's subtree between two days; administrators' grants have no organisation."""

    __tablename__ = "grant_of_role"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_from < valid_to", name="ends_after_it_begins"),
        CheckConstraint(
            "(role IN ('system_administrator', 'security_administrator', 'auditor', 'member')) = (organization_id IS NULL)",
            name="scope_fits_role",
        ),
        UniqueConstraint("account_id", "role", "organization_id", "valid_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[Role]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    granted_by_id: Mapped[int | None]
    granted_at: Mapped[datetime]


class AccountSession(db.Model):
    """A signed-in browser; the cookie holds a random token, this row only its digest. Deleting the row ends it at once."""

    __tablename__ = "account_session"

    token_digest: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    address: Mapped[str]
    browser: Mapped[str]


class SignInGuard(db.Model):
    """Failures of one login from one address; outsiders cannot lock the owner out from elsewhere."""

    __tablename__ = "sign_in_guard"
    __table_args__ = (Index("ix_sign_in_guard_locked_until", "locked_until"),)

    login: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    failed_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]
