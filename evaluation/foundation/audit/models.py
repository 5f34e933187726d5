"""The audit event: append-only by trigger, chained by hash, written in the transaction of the act itself."""

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, JSON, BigInteger, Integer, event
from sqlalchemy.orm import Mapped, mapped_column

from evaluation.foundation.core.database import db

SEQUENCE_TYPE = BigInteger().with_variant(Integer(), "sqlite")


class AuditEvent(db.Model):
    """Who did what to which thing, with which outcome; ``hash`` covers the row before it.

    ``body`` holds facts without personal data; what names a person lies in ``private``, of which the chain covers only a
    salted digest, so that lawful erasure leaves the proof whole.
    """

    __tablename__ = "audit_event"

    sequence: Mapped[int] = mapped_column(SEQUENCE_TYPE, primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(unique=True)
    occurred_at: Mapped[datetime] = mapped_column(index=True)
    account_id: Mapped[int | None] = mapped_column(index=True)
    actor_name: Mapped[str]
    roles: Mapped[str]
    action: Mapped[str] = mapped_column(index=True)
    object_kind: Mapped[str]
    object_id: Mapped[str]
    object_number: Mapped[str | None] = mapped_column(index=True)
    outcome: Mapped[str]
    request_id: Mapped[str | None]
    body: Mapped[dict[str, Any]]
    private: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    private_digest: Mapped[str | None]
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


UNCHANGEABLE = (
    "sequence, id, occurred_at, account_id, actor_name, roles, action, object_kind, object_id, object_number, outcome,"
    " request_id, body, private_digest, previous_hash, hash"
)
SQLITE_GUARDS = (
    f"CREATE TRIGGER audit_event_no_update BEFORE UPDATE OF {UNCHANGEABLE} ON audit_event"
    " BEGIN SELECT RAISE(ABORT, 'audit events are never changed'); END",
    "CREATE TRIGGER audit_event_private_only_goes BEFORE UPDATE OF private ON audit_event"
    " WHEN NEW.private IS NOT NULL AND NEW.private <> 'null'"
    " BEGIN SELECT RAISE(ABORT, 'personal data of audit events can only be erased'); END",
    "CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event"
    " BEGIN SELECT RAISE(ABORT, 'audit events are never deleted'); END",
)
POSTGRESQL_GUARDS = (
    "CREATE FUNCTION audit_event_guard() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'audit events are never changed or deleted'; END $$",
    f"CREATE TRIGGER audit_event_no_change BEFORE UPDATE OF {UNCHANGEABLE} OR DELETE ON audit_event"
    " FOR EACH ROW EXECUTE FUNCTION audit_event_guard()",
    "CREATE TRIGGER audit_event_private_only_goes BEFORE UPDATE OF private ON audit_event FOR EACH ROW"
    " WHEN (NEW.private IS NOT NULL AND NEW.private::text <> 'null') EXECUTE FUNCTION audit_event_guard()",
    "CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_event_guard()",
)


def install_guards(target: Any, connection: Any, **_: Any) -> None:
    """Put the append-only triggers on a new table; the migration calls the same statements."""
    statements = SQLITE_GUARDS if connection.dialect.name == "sqlite" else POSTGRESQL_GUARDS
    for statement in statements:
        connection.execute(DDL(statement.replace("%", "%%")))


event.listen(AuditEvent.__table__, "after_create", install_guards)
