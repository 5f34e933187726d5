"""What the security administrator does to accounts of others. Nobody changes their own account here (SC-04)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.database import covers, db
from evaluation.foundation.core.errors import NotAllowed, Refused, WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.registry.accounts import operations
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account, AccountSession, Grant, SignInGuard
from evaluation.registry.people.models import Person


def check_other(account_id: int, actor: Any) -> None:
    """Refuse a change of one's own account."""
    if account_id == actor.account_id:
        raise NotAllowed(_l("Nobody administers their own account; ask another security administrator."))


def open_account(*, login: str, name: str, number: str, actor: Any, now: datetime) -> tuple[Account, str]:
    """A new account and its one-time password; with a staff or student number it belongs to that person."""
    person_id = None
    if number:
        person = db.session.scalar(select(Person).where(Person.number == number))
        if person is None:
            raise Refused(_l("Nobody has the number %(number)s; check it with the person.", number=number), field="number")
        person_id, name = person.id, person.name
    if not name:
        raise Refused(_l("Type a name, or the number of the person whose account it is."), field="name")
    password = operations.one_time_password()
    account = operations.create_account(
        actor=actor, login=login, name=name, password=password, person_id=person_id, now=now, must_change=True
    )
    return account, password


def disable(account: Account, *, actor: Any, now: datetime, today: date) -> None:
    """Close an account of somebody else; the last security administrator stays."""
    check_other(account.id, actor)
    if account.disabled_at is not None:
        raise WrongState(_l("The account is disabled already."))
    check_not_last(account.id, today)
    operations.disable_account(account, actor=actor, now=now)


def enable(account: Account, *, actor: Any) -> None:
    """Open an account of somebody else again."""
    check_other(account.id, actor)
    if account.disabled_at is None:
        raise WrongState(_l("The account is in use already."))
    operations.enable_account(account, actor=actor)


def reset(account: Account, *, actor: Any) -> str:
    """A one-time password for an account of somebody else."""
    check_other(account.id, actor)
    return operations.reset_password(account, actor=actor)


def give(
    account: Account,
    *,
    role: Role,
    organization_id: int | None,
    valid_from: date | None,
    valid_to: date | None,
    actor: Any,
    now: datetime,
    today: date,
) -> Grant:
    """Give a role from a day on (today where none is named)."""
    check_other(account.id, actor)
    return operations.grant_role(
        account,
        role=role,
        organization_id=organization_id,
        actor=actor,
        now=now,
        valid_from=valid_from or today,
        valid_to=valid_to,
    )


def take(grant: Grant, *, actor: Any, today: date) -> None:
    """End a role today. The last security administrator stays."""
    check_other(grant.account_id, actor)
    if grant.valid_to is not None and grant.valid_to <= today:
        raise WrongState(_l("This role has ended already."))
    if grant.role is Role.SECURITY_ADMINISTRATOR:
        check_not_last(grant.account_id, today)
    operations.revoke_grant(grant, actor=actor, today=today)


def check_not_last(account_id: int, today: date) -> None:
    """Refuse to leave the installation without anybody who can administer accounts."""
    holders = set(
        db.session.scalars(
            select(Account.id)
            .join(Grant, Grant.account_id == Account.id)
            .where(
                Account.disabled_at.is_(None),
                Grant.role == Role.SECURITY_ADMINISTRATOR,
                covers(Grant.valid_from, Grant.valid_to, today),
            )
        )
    )
    if holders == {account_id}:
        raise Refused(_l("This is the last security administrator; give the role to somebody else first."))


def end_one_session(session: AccountSession, *, actor: Any) -> None:
    """Sign out one browser of somebody."""
    db.session.delete(session)
    record("account.end_session", actor=actor, object_kind="account", object_id=session.account_id)


def end_all_sessions(account: Account, *, actor: Any) -> int:
    """Sign out all browsers of an account; returns how many."""
    count = db.session.scalar(select(func.count()).select_from(AccountSession).where(AccountSession.account_id == account.id))
    operations.end_sessions(account.id)
    record("account.end_sessions", actor=actor, object_kind="account", object_id=account.id, sessions=count or 0)
    return count or 0


def unlock(login: str, address: str, *, actor: Any) -> None:
    """Forget the failures of a login from an address."""
    guard = db.session.get(SignInGuard, (login, address))
    if guard is None:
        raise WrongState(_l("This lock is gone already."))
    account_id = db.session.scalar(select(Account.id).where(Account.login == login))
    db.session.execute(delete(SignInGuard).where(SignInGuard.login == login, SignInGuard.address == address))
    record(
        "account.unlock",
        actor=actor,
        object_kind="account",
        object_id=account_id or "",
        private={"login": login, "address": address},
    )
