"""Reads over accounts."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, bindparam, func, select

from evaluation.foundation.core.database import UtcDateTime, covers, db, rows_of
from evaluation.foundation.web.models import RequestKey
from evaluation.registry.accounts.actors import Actor
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account, AccountSession, Grant
from evaluation.registry.organizations.models import Organization, OrganizationClosure, OrganizationTree
from evaluation.registry.organizations.queries import tree
from evaluation.registry.people.models import Person, Relative


def token_digest(token: str) -> str:
    """What the database keeps of a session token."""
    return hashlib.sha256(token.encode()).hexdigest()


def scopes(grants: Iterable[tuple[Role, int | None]], stamp: int) -> dict[str, frozenset[int]]:
    """Roles with all organisations below their grants, from (role, organisation) pairs."""
    below = tree(stamp).below
    gathered: dict[str, frozenset[int]] = {}
    for role, organization_id in grants:
        scope = below.get(organization_id, frozenset({organization_id})) if organization_id is not None else frozenset()
        earlier = gathered.get(role.value)
        gathered[role.value] = scope if not earlier else earlier | scope
    return gathered


def tree_stamp() -> Any:
    """Scalar subquery: the stamp of the closure (0 where there are no organisations)."""
    return func.coalesce(select(OrganizationTree.stamp).where(OrganizationTree.id == 1).scalar_subquery(), 0)


def roles_of(account_id: int, day: date) -> dict[str, frozenset[int]]:
    """Roles held on a day, each with the organisations below its grants."""
    rows = db.session.execute(
        select(Grant.role, Grant.organization_id, tree_stamp().label("stamp")).where(
            Grant.account_id == account_id, covers(Grant.valid_from, Grant.valid_to, day)
        )
    ).all()
    return scopes(((row.role, row.organization_id) for row in rows), rows[0].stamp) if rows else {}


def relatives_of(person_id: int) -> frozenset[int]:
    """Declared near relatives in both directions."""
    rows = db.session.execute(
        select(Relative.person_id, Relative.relative_id).where(
            (Relative.person_id == person_id) | (Relative.relative_id == person_id), Relative.ended_at.is_(None)
        )
    )
    return frozenset(one for pair in rows for one in pair) - {person_id}


@dataclass(frozen=True)
class SignedIn:
    """A live session: its actor, when it was last seen, and where an earlier post with the same key led."""

    actor: Actor
    seen_at: datetime
    earlier: str | None = None


SIGNED_IN = (  # made once: it is asked at every request
    select(
        AccountSession.token_digest,
        AccountSession.seen_at,
        Account.id,
        Account.name,
        Account.person_id,
        Account.must_change_password,
        Organization.short_name,
        Grant.role,
        Grant.organization_id,
        tree_stamp().label("stamp"),
        select(RequestKey.location)
        .where(RequestKey.account_id == Account.id, RequestKey.key == bindparam("posted"))
        .correlate(Account)
        .scalar_subquery()
        .label("earlier"),
    )
    .join(Account, Account.id == AccountSession.account_id)
    .outerjoin(Person, Person.id == Account.person_id)
    .outerjoin(Organization, Organization.id == Person.department_id)
    .outerjoin(
        Grant,
        (Grant.account_id == Account.id) & covers(Grant.valid_from, Grant.valid_to, bindparam("day", type_=Date())),
    )
    .where(
        AccountSession.token_digest == bindparam("digest"),
        AccountSession.expires_at > bindparam("now", type_=UtcDateTime()),
        Account.disabled_at.is_(None),
    )
)


def signed_in_by(token: str, now: datetime, day: date, posted: str = "") -> SignedIn | None:
    """Who is behind a session token, with roles, in one query; None where it ended, expired or the account is disabled.

    ``posted`` is the key of a form that was posted.
    """
    rows = rows_of(SIGNED_IN, digest=token_digest(token), now=now, day=day, posted=posted)
    if not rows:
        return None
    first = rows[0]
    roles = scopes(((row.role, row.organization_id) for row in rows if row.role is not None), first.stamp)
    actor = Actor(
        account_id=first.id,
        name=first.name,
        person_id=first.person_id,
        roles=roles,
        tree_stamp=first.stamp,
        everywhere=frozenset(role for role, scope in roles.items() if scope and scope == tree(first.stamp).everything),
        must_change_password=first.must_change_password,
        session_digest=first.token_digest,
        organization_name=first.short_name or "",
        find_relatives=relatives_of,
    )
    return SignedIn(actor, first.seen_at, first.earlier)


def actor_of_account(account: Account, day: date) -> Actor:
    """The actor of an account outside a browser (commands, demonstration, tests)."""
    return Actor(
        account_id=account.id,
        name=account.name,
        person_id=account.person_id,
        roles=roles_of(account.id, day),
        find_relatives=relatives_of,
    )


def accounts_holding(role: str, organization_id: int | None, day: date) -> list[Account]:
    """Enabled accounts that hold a role over an organisation on a day, by name."""
    statement = (
        select(Account)
        .join(Grant, Grant.account_id == Account.id)
        .where(Account.disabled_at.is_(None), Grant.role == role, covers(Grant.valid_from, Grant.valid_to, day))
        .order_by(Account.name)
        .distinct()
    )
    if organization_id is not None:
        statement = statement.join(OrganizationClosure, OrganizationClosure.ancestor_id == Grant.organization_id).where(
            OrganizationClosure.descendant_id == organization_id
        )
    return list(db.session.scalars(statement))
