"""One post, one effect, one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import g, request
from flask_login import current_user
from sqlalchemy import bindparam, delete, func, insert, select
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import connection_of, db, rows_of, transaction
from evaluation.foundation.web.models import RequestKey

KEYS_KEPT = timedelta(days=30)
LOCATION_OF = select(RequestKey.location).where(
    RequestKey.account_id == bindparam("account"), RequestKey.key == bindparam("posted")
)
WAIT_FOR_KEY = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("posted"), bindparam("account"))))
KEEP_KEY = insert(RequestKey.__table__)  # type: ignore[arg-type]


@dataclass
class Outcome:
    """Where the effect of this post is to be seen; set it before the block ends."""

    location: str = ""


class AlreadyDone(Exception):
    """This key was carried out before; the browser is led to the result of that time."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


def earlier_result(account_id: int, key: str) -> str | None:
    """Where an earlier post with this key led, if there was one."""
    rows = rows_of(LOCATION_OF, account=account_id, posted=key)
    return rows[0].location if rows else None


def forget_old_keys(now: datetime) -> int:
    """Delete the keys of posts that nobody will send again; returns how many went."""
    done = db.session.connection().execute(delete(RequestKey).where(RequestKey.created_at < now - KEYS_KEPT))
    return done.rowcount


def posted_key() -> str:
    """The key that the form carries, or nothing, also where the form cannot be read: its error has a page with a reader."""
    if request.method != "POST":
        return ""
    try:
        return request.form.get("request_key", "")[:64]
    except HTTPException:
        return ""


def refuse_repetition() -> None:
    """Lead a repeated post to the first one's result before anything else is looked at.

    Where the first one is still at work, the second waits for it: on SQLite at the beginning of its transaction, on
    PostgreSQL at a lock of the key. What was found together with the actor is asked again after such a wait. Raises
    :class:`AlreadyDone`, which becomes a redirect.
    """
    if current_user.is_authenticated and (key := posted_key()):
        location = g.get("earlier_location")
        connection = connection_of(db.session())
        if location is None and connection.dialect.name == "postgresql":
            connection.execute(WAIT_FOR_KEY, {"account": current_user.account_id, "posted": key})
            location = earlier_result(current_user.account_id, key)
        if location is not None:
            raise AlreadyDone(location)


@contextmanager
def once() -> Iterator[Outcome]:
    """Carry out a post at most once and commit it.

    The form sends ``request_key``; :func:`refuse_repetition` has seen that it is new. It is stored in the transaction of
    the effect, so that a retry after a lost answer is safe, and two at the same moment have one effect.
    """
    key = posted_key()
    account_id = current_user.account_id
    outcome = Outcome()
    try:
        with transaction() as session:
            yield outcome
            if key and outcome.location:
                kept = {"account_id": account_id, "key": key, "location": outcome.location, "created_at": clock.now()}
                connection_of(session).execute(KEEP_KEY, kept)
    except IntegrityError as error:
        location = earlier_result(account_id, key) if key else None
        if location is None:
            raise error
        raise AlreadyDone(location) from error
