"""What happens to accounts: creation, grants, sign-in and its end."""

import secrets
import unicodedata
from datetime import date, datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.database import become_writer, db
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.registry.accounts import passwords
from evaluation.registry.accounts.enums import ADMINISTRATORS, Role
from evaluation.registry.accounts.models import Account, AccountSession, Grant, SignInGuard
from evaluation.registry.accounts.queries import token_digest

TOKEN_BYTES = 32
SEEN_EVERY = timedelta(minutes=5)


class SignInRefused(Refused):
    """Wrong login or password, disabled, or locked; the text does not tell which accounts exist."""


def normal_login(login: str) -> str:
    """One spelling of a login."""
    return unicodedata.normalize("NFKC", login).strip().lower()


def create_account(
    *, actor: Any, login: str, name: str, password: str, person_id: int | None, now: datetime, must_change: bool = True
) -> Account:
    """A new account; its first password has to be changed at the first sign-in."""
    login = normal_login(login)
    if not login:
        raise Refused(_l("Give the account a login."), field="login")
    if db.session.scalar(select(Account.id).where(Account.login == login)) is not None:
        raise Refused(_l("The login %(login)s is taken; choose another.", login=login), field="login")
    if person_id is not None and db.session.scalar(select(Account.id).where(Account.person_id == person_id)) is not None:
        raise Refused(_l("This person has an account already; one person has one account."), field="person")
    account = Account(
        login=login,
        name=name,
        person_id=person_id,
        password_hash=passwords.hashed(password),
        must_change_password=must_change,
        created_at=now,
    )
    db.session.add(account)
    db.session.flush()
    record("account.create", actor=actor, object_kind="account", object_id=account.id, private={"login": login, "name": name})
    return account


def grant_role(
    account: Account,
    *,
    role: Role,
    organization_id: int | None,
    actor: Any,
    now: datetime,
    valid_from: date,
    valid_to: date | None = None,
) -> Grant:
    """Give a role. The three administrators are three people and read no business data (GB/T 22239 8.1.4.2 d, SC-04).

    A security administrator cannot raise themselves.
    """
    if actor is not None and getattr(actor, "account_id", None) == account.id:
        raise Refused(_l("Nobody grants a role to themselves; ask another security administrator."), field="role")
    held = set(
        db.session.scalars(
            select(Grant.role).where(Grant.account_id == account.id, (Grant.valid_to.is_(None)) | (Grant.valid_to > valid_from))
        )
    )
    others = held - {role, Role.MEMBER}
    if (role in ADMINISTRATORS and others) or (role not in ADMINISTRATORS | {Role.MEMBER} and others & ADMINISTRATORS):
        raise Refused(
            _l("System, security and audit administrators are three people who hold no other role; use a separate account."),
            field="role",
        )
    scoped = role not in ADMINISTRATORS and role is not Role.MEMBER
    if scoped and organization_id is None:
        raise Refused(_l("Choose the organisation in which the role counts."), field="organization")
    if not scoped:
        organization_id = None
    if valid_to is not None and valid_to <= valid_from:
        raise Refused(_l("The last day must come after the first day."), field="valid_to")
    check_not_granted(account.id, role, organization_id, valid_from, valid_to)
    grant = Grant(
        account_id=account.id,
        role=role,
        organization_id=organization_id,
        valid_from=valid_from,
        valid_to=valid_to,
        granted_by_id=getattr(actor, "account_id", None),
        granted_at=now,
    )
    db.session.add(grant)
    db.session.flush()
    end_sessions(account.id)
    record(
        "account.grant",
        actor=actor,
        object_kind="account",
        object_id=account.id,
        role=role.value,
        organization_id=organization_id,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    return grant


def check_not_granted(account_id: int, role: Role, organization_id: int | None, valid_from: date, valid_to: date | None) -> None:
    """Refuse a grant that repeats one: the same role over the same organisation on a common day."""
    same = select(Grant.id).where(
        Grant.account_id == account_id,
        Grant.role == role,
        Grant.organization_id.is_(None) if organization_id is None else Grant.organization_id == organization_id,
        (Grant.valid_to.is_(None)) | (Grant.valid_to > valid_from),
    )
    if valid_to is not None:
        same = same.where(Grant.valid_from < valid_to)
    if db.session.scalar(same.limit(1)) is not None:
        raise Refused(_l("The account holds this role there on these days already; end that grant first."), field="role")


def revoke_grant(grant: Grant, *, actor: Any, today: date) -> None:
    """End a role today; its sessions end at once."""
    if grant.valid_from >= today:
        db.session.delete(grant)
    else:
        grant.valid_to = today
    end_sessions(grant.account_id)
    record("account.revoke", actor=actor, object_kind="account", object_id=grant.account_id, role=grant.role.value)


def disable_account(account: Account, *, actor: Any, now: datetime) -> None:
    """Close an account; its sessions end at once."""
    account.disabled_at = now
    end_sessions(account.id)
    record("account.disable", actor=actor, object_kind="account", object_id=account.id)


def enable_account(account: Account, *, actor: Any) -> None:
    """Open an account again."""
    account.disabled_at = None
    record("account.enable", actor=actor, object_kind="account", object_id=account.id)


def reset_password(account: Account, *, actor: Any) -> str:
    """A random one-time password to hand over; it must be changed at the next sign-in."""
    word = one_time_password()
    account.password_hash = passwords.hashed(word)
    account.must_change_password = True
    end_sessions(account.id)
    record("account.reset_password", actor=actor, object_kind="account", object_id=account.id)
    return word


def one_time_password() -> str:
    """A password to be handed over once: 72 random bits in a form that can be read aloud."""
    return "-".join(secrets.token_hex(3) for _ in range(3)).capitalize()


def change_password(account: Account, *, old: str, new: str, actor: Any, now: datetime) -> None:
    """The owner changes the password, giving the old one; all sessions end."""
    if not passwords.matches(account.password_hash, old):
        raise Refused(_l("The present password is not right; type it again."), field="old_password")
    if normal_password_equal(old, new):
        raise Refused(_l("The new password must differ from the present one."), field="new_password")
    passwords.check_new(new, login=account.login, name=account.name)
    word = passwords.hashed(new)
    become_writer()
    account.password_hash = word
    account.must_change_password = False
    account.password_changed_at = now
    end_sessions(account.id)
    record("account.change_password", actor=actor, object_kind="account", object_id=account.id)


def normal_password_equal(one: str, other: str) -> bool:
    """Whether two passwords are the same in the spelling that is hashed."""
    return secrets.compare_digest(passwords.normal(one).encode(), passwords.normal(other).encode())


def end_sessions(account_id: int, *, but: str | None = None) -> None:
    """End all sessions of an account at once, except one."""
    statement = delete(AccountSession).where(AccountSession.account_id == account_id)
    if but is not None:
        statement = statement.where(AccountSession.token_digest != but)
    db.session.execute(statement)


def end_session(digest: str, *, actor: Any) -> None:
    """Sign out one browser."""
    db.session.execute(delete(AccountSession).where(AccountSession.token_digest == digest))
    record("account.sign_out", actor=actor, object_kind="account", object_id=actor.account_id)


def authenticate(*, login: str, password: str, address: str, now: datetime) -> Account:
    """Check login and password; five failures lock this login from this address for a quarter of an hour (SC-01).

    The hasher runs once whether or not the account exists. It takes long, so nothing is locked meanwhile; the count of
    failures is looked at again afterwards, in the transaction that writes, so that many tries at once do not pass it by.
    Failures are committed by the caller, also on refusal.
    """
    login = normal_login(login)
    known = db.session.execute(select(Account.id, Account.password_hash).where(Account.login == login)).first()
    right = passwords.matches(known.password_hash if known else passwords.UNKNOWN_ACCOUNT_HASH, password)
    become_writer()
    guard = db.session.scalar(
        select(SignInGuard).where(SignInGuard.login == login, SignInGuard.address == address).with_for_update()
    )
    if guard is not None and guard.locked_until is not None and guard.locked_until > now:
        minutes = max(1, -(-int((guard.locked_until - now).total_seconds()) // 60))
        raise SignInRefused(_l("Too many failed attempts from here. Try again in %(minutes)d minutes.", minutes=minutes))
    account = db.session.get(Account, known.id) if known else None
    if account is None or not right or account.disabled_at is not None:
        note_failure(login=login, address=address, now=now)
        record("account.sign_in", actor=None, object_kind="account", object_id=account.id if account else "", outcome="refused")
        raise SignInRefused(_l("Login or password is not right. If you forgot it, ask the security administrator."))
    if guard is not None:
        db.session.delete(guard)
    account.last_sign_in_at = now
    return account


def note_failure(*, login: str, address: str, now: datetime) -> None:
    """Count one failure and lock when the limit is reached; two at the same moment are counted as two."""
    pause = timedelta(minutes=current_app.config["LOCKOUT_MINUTES"])
    insert = postgresql_insert if db.session.get_bind().dialect.name == "postgresql" else sqlite_insert
    failures = db.session.scalar(
        insert(SignInGuard)
        .values(login=login, address=address, failures=1, failed_at=now)
        .on_conflict_do_update(
            index_elements=["login", "address"],
            set_={
                "failures": case((SignInGuard.failed_at < now - pause, 1), else_=SignInGuard.failures + 1),
                "failed_at": now,
            },
        )
        .returning(SignInGuard.failures)
        .execution_options(synchronize_session=False)
    )
    if failures is not None and failures >= current_app.config["LOCKOUT_FAILURES"]:
        db.session.execute(
            update(SignInGuard)
            .where(SignInGuard.login == login, SignInGuard.address == address)
            .values(failures=0, locked_until=now + pause)
            .execution_options(synchronize_session=False)
        )


def begin_session(account: Account, *, address: str, browser: str, now: datetime) -> str:
    """A new session; returns the token for the cookie."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    db.session.add(
        AccountSession(
            token_digest=token_digest(token),
            account_id=account.id,
            created_at=now,
            seen_at=now,
            expires_at=now + timedelta(minutes=current_app.config["SESSION_IDLE_MINUTES"]),
            address=address,
            browser=browser[:200],
        )
    )
    db.session.execute(delete(AccountSession).where(AccountSession.expires_at < now))
    return token


def prolong_session(digest: str, *, now: datetime) -> bool:
    """Move the idle limit of a session that is in use, never beyond the absolute one. True when something was written."""
    session = db.session.get(AccountSession, digest)
    if session is None or now - session.seen_at < SEEN_EVERY:
        return False
    session.seen_at = now
    session.expires_at = min(
        now + timedelta(minutes=current_app.config["SESSION_IDLE_MINUTES"]),
        session.created_at + timedelta(hours=current_app.config["SESSION_HOURS"]),
    )
    return True
