"""Record audit events in the business transaction and prove the chain.

Events wait in the session and are chained by one writer just before the commit: on SQLite the immediate transaction, on
PostgreSQL an advisory lock, keeps the chain free of forks. If the event cannot be written, the act is not committed.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g, has_request_context
from sqlalchemy import event, insert, select, text
from sqlalchemy.orm import Session

from evaluation.foundation.audit.models import AuditEvent
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import connection_of, db

GENESIS = "0" * 64
WAITING = "audit_events"
TAIL = select(AuditEvent.sequence, AuditEvent.hash).order_by(AuditEvent.sequence.desc()).limit(1)
APPEND = insert(AuditEvent.__table__)  # by the table: one statement, whatever the rows leave empty
CHAINED = (
    "sequence",
    "id",
    "occurred_at",
    "account_id",
    "actor_name",
    "roles",
    "action",
    "object_kind",
    "object_id",
    "object_number",
    "outcome",
    "request_id",
    "body",
    "private_digest",
)


def canonical(value: Any) -> str:
    """JSON with one spelling: sorted keys, no spaces, UTF-8, times in ISO form."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def digest(value: Any) -> str:
    """SHA-256 of the canonical form."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def link(previous: str, row: dict[str, Any]) -> str:
    """The hash of a row in the chain (leaf prefix as in RFC 9162)."""
    content = {name: row[name] for name in CHAINED}
    content["occurred_at"] = content["occurred_at"].isoformat()
    return hashlib.sha256(b"\x00" + previous.encode() + canonical(content).encode()).hexdigest()


def record(
    action: str,
    *,
    actor: Any,
    object_kind: str,
    object_id: Any = "",
    object_number: str | None = None,
    outcome: str = "done",
    private: dict[str, Any] | None = None,
    now: datetime | None = None,
    **body: Any,
) -> str:
    """Note an event for the present transaction and give its id. ``actor`` is an actor of the accounts room, or None for the
    system.
    """
    salted = None if private is None else {"salt": secrets.token_hex(16), **private}
    identity = secrets.token_hex(16)
    db.session.info.setdefault(WAITING, []).append(
        {
            "id": identity,
            "occurred_at": now or clock.now(),
            "account_id": getattr(actor, "account_id", None),
            "actor_name": getattr(actor, "name", "system"),
            "roles": " ".join(sorted(getattr(actor, "roles", ()))),
            "action": action,
            "object_kind": object_kind,
            "object_id": str(object_id),
            "object_number": object_number,
            "outcome": outcome,
            "request_id": g.get("request_id") if has_request_context() else None,
            "body": json.loads(canonical(body)),
            "private": salted,
            "private_digest": None if salted is None else digest(salted),
        }
    )
    return identity


def write_waiting(session: Session) -> None:
    """Chain and insert what waits; runs before every commit."""
    waiting = session.info.pop(WAITING, [])
    if not waiting:
        return
    connection = connection_of(session)
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(20220406)"))
    tail = connection.execute(TAIL).first()
    sequence, previous = (tail.sequence, tail.hash) if tail else (0, GENESIS)
    for row in waiting:
        sequence += 1
        row["sequence"] = sequence
        row["previous_hash"] = previous
        row["hash"] = previous = link(previous, row)
    connection.execute(APPEND, waiting)


def forget_waiting(session: Session) -> None:
    """A rolled back act leaves no event."""
    session.info.pop(WAITING, None)


event.listen(Session, "before_commit", write_waiting)
event.listen(Session, "after_rollback", forget_waiting)


@dataclass(frozen=True)
class Verification:
    """Result of a proof: how many rows were read, the head, and where the chain breaks first (None: nowhere)."""

    rows: int
    head: str
    broken_at: int | None = None
    reason: str | None = None


def stored_events() -> Iterator[dict[str, Any]]:
    """All events in order, read in portions."""
    columns = [getattr(AuditEvent, name) for name in (*CHAINED, "private", "previous_hash", "hash")]
    statement = select(*columns).order_by(AuditEvent.sequence).execution_options(yield_per=2000)
    with db.session.execute(statement) as result:  # whoever stops at the first break leaves no cursor open
        for row in result:
            yield dict(row._mapping)


def verify(expected_head: tuple[int, str] | None = None) -> Verification:
    """Prove the whole chain; name the first break.

    ``expected_head`` is (sequence, hash) noted outside earlier: it shows a tail that was cut off or a chain that was
    computed anew, which no chain shows by itself.
    """
    previous, count = GENESIS, 0
    seen_expected = expected_head is None
    for row in stored_events():
        count += 1
        if row["sequence"] != count:
            return Verification(count - 1, previous, count, "missing")
        if row["previous_hash"] != previous or link(previous, row) != row["hash"]:
            return Verification(count - 1, previous, count, "changed")
        if row["private"] is not None and digest(row["private"]) != row["private_digest"]:
            return Verification(count - 1, previous, count, "private")
        previous = row["hash"]
        if expected_head is not None and count == expected_head[0]:
            if previous != expected_head[1]:
                return Verification(count, previous, count, "recomputed")
            seen_expected = True
    if not seen_expected and expected_head is not None:
        return Verification(count, previous, count + 1, "cut")
    return Verification(count, previous)
