"""Reads of the security administrator: accounts, grants, sessions, failures. Nothing of the business side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from evaluation.foundation.core.database import covers, db
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account, AccountSession, Grant, SignInGuard
from evaluation.registry.accounts.security.enums import UNUSED_AFTER, AccountState
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.models import Person


def conditions(now: datetime) -> dict[AccountState, ColumnElement[bool]]:
    """Which accounts are in which state; the first that holds is shown."""
    locked = exists().where(SignInGuard.login == Account.login, SignInGuard.locked_until > now)
    last = func.coalesce(Account.last_sign_in_at, Account.created_at)
    return {
        AccountState.DISABLED: Account.disabled_at.is_not(None),
        AccountState.LOCKED: locked,
        AccountState.FIRST_PASSWORD: Account.must_change_password.is_(True),
        AccountState.UNUSED: last < now - UNUSED_AFTER,
    }


def state_column(now: datetime) -> Any:
    """The state of an account as a column."""
    whens = [(condition, state.value) for state, condition in conditions(now).items()]
    return case(*whens, else_=AccountState.IN_USE.value)


def account_rows(now: datetime) -> Select[Any]:
    """Columns of the list of accounts."""
    return (
        select(
            Account.id,
            Account.login,
            Account.name,
            Account.last_sign_in_at,
            Account.created_at,
            Organization.short_name.label("department"),
            state_column(now).label("state"),
        )
        .outerjoin(Person, Person.id == Account.person_id)
        .outerjoin(Organization, Organization.id == Person.department_id)
    )


def narrowed(statement: Select[Any], filters: Mapping[str, Any], now: datetime, today: date) -> Select[Any]:
    """Conditions from the filter bar."""
    if filters.get("q"):
        words = filters["q"]
        statement = statement.where(
            or_(Account.login.contains(words, autoescape=True), Account.name.contains(words, autoescape=True))
        )
    if filters.get("state"):
        statement = statement.where(state_column(now) == filters["state"])
    if filters.get("role"):
        statement = statement.where(
            exists().where(
                Grant.account_id == Account.id,
                Grant.role == Role(filters["role"]),
                covers(Grant.valid_from, Grant.valid_to, today),
            )
        )
    return statement


def roles_by_account(account_ids: Iterable[int], today: date) -> dict[int, list[Role]]:
    """Roles held today, in the order of their declaration."""
    wanted = set(account_ids)
    found: dict[int, set[Role]] = {}
    if wanted:
        rows = db.session.execute(
            select(Grant.account_id, Grant.role).where(
                Grant.account_id.in_(wanted), covers(Grant.valid_from, Grant.valid_to, today)
            )
        )
        for account_id, role in rows:
            found.setdefault(account_id, set()).add(Role(role))
    return {account_id: [role for role in Role if role in roles] for account_id, roles in found.items()}


@dataclass(frozen=True)
class GrantRow:
    """A grant with the name of its organisation and of who gave it."""

    grant: Grant
    organization: str | None
    granted_by: str | None


def grants_of(account_id: int) -> list[GrantRow]:
    """All grants of an account, those that run first."""
    giver = Account.__table__.alias("giver")
    rows = db.session.execute(
        select(Grant, Organization.name, giver.c.name)
        .outerjoin(Organization, Organization.id == Grant.organization_id)
        .outerjoin(giver, giver.c.id == Grant.granted_by_id)
        .where(Grant.account_id == account_id)
        .order_by(Grant.valid_to.is_not(None), Grant.valid_from.desc(), Grant.id.desc())
    )
    return [GrantRow(*row) for row in rows]


def sessions_of(account_id: int, now: datetime) -> list[AccountSession]:
    """Browsers in which an account is signed in, last seen first."""
    return list(
        db.session.scalars(
            select(AccountSession)
            .where(AccountSession.account_id == account_id, AccountSession.expires_at > now)
            .order_by(AccountSession.seen_at.desc(), AccountSession.token_digest)
        )
    )


def session_rows(now: datetime) -> Select[Any]:
    """Columns of all live sessions."""
    return (
        select(
            AccountSession.token_digest,
            AccountSession.created_at,
            AccountSession.seen_at,
            AccountSession.address,
            AccountSession.browser,
            Account.id.label("account_id"),
            Account.login,
            Account.name,
        )
        .join(Account, Account.id == AccountSession.account_id)
        .where(AccountSession.expires_at > now)
    )


SHORTEST_MARK = 16


def session_by_mark(mark: str, *, account_id: int | None = None) -> AccountSession | None:
    """The session whose digest begins so; the digest itself stays out of pages."""
    if len(mark) != SHORTEST_MARK or not mark.isalnum():
        return None
    statement = select(AccountSession).where(func.substr(AccountSession.token_digest, 1, SHORTEST_MARK) == mark)
    if account_id is not None:
        statement = statement.where(AccountSession.account_id == account_id)
    return db.session.scalars(statement.limit(2)).first()


def failure_rows() -> Select[Any]:
    """Columns of the failures that are remembered: login as typed, address, how many, locked until."""
    return select(
        SignInGuard.login,
        SignInGuard.address,
        SignInGuard.failures,
        SignInGuard.failed_at,
        SignInGuard.locked_until,
        Account.id.label("account_id"),
        Account.name,
    ).outerjoin(Account, Account.login == SignInGuard.login)


@dataclass(frozen=True)
class SecurityFigures:
    """Counts of the security administrator's home page."""

    accounts: int
    locked: int
    unused: int
    sessions: int


def security_figures(now: datetime) -> SecurityFigures:
    """Enabled accounts, locked ones, unused ones, live sessions. One query."""
    states = conditions(now)
    enabled = Account.disabled_at.is_(None)

    def count(*wanted: ColumnElement[bool]) -> Any:
        return select(func.count()).select_from(Account).where(and_(*wanted)).scalar_subquery()

    live = select(func.count()).select_from(AccountSession).where(AccountSession.expires_at > now).scalar_subquery()
    row = db.session.execute(
        select(
            count(enabled),
            count(enabled, states[AccountState.LOCKED]),
            count(enabled, states[AccountState.UNUSED]),
            live,
        )
    ).one()
    return SecurityFigures(*row)
