"""The database: base class, column types, pragmas and the one transaction.

SQLite runs in WAL mode with ``synchronous=FULL`` and foreign keys on. A request that may write begins with
``BEGIN IMMEDIATE``: it waits for the writer before it reads, so that what it checked is still true when it writes.
"""

import enum
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import g, has_app_context
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Engine, Enum, Executable, Integer, MetaData, Text, event
from sqlalchemy.engine import Connection, Dialect, Row
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declared_attr, mapped_column, registry
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time; a naive one is refused rather than guessed."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What a column of it holds."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time needs its zone")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table: names of constraints are spelled out, enumerations are stored by value with a CHECK."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            str: Text(),
            datetime: UtcDateTime(),
            dict[str, Any]: JSON(),
            list[str]: JSON(),
            list[Any]: JSON(),
            enum.Enum: Enum(
                enum.Enum,
                native_enum=False,
                create_constraint=True,
                length=40,
                values_callable=lambda kind: [member.value for member in kind],
            ),
        },
    )

    def __repr__(self) -> str:
        identity = ", ".join(f"{column.name}={getattr(self, column.key, None)!r}" for column in self.__table__.primary_key)
        return f"<{type(self).__name__} {identity}>"


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


class Versioned:
    """Optimistic version: every UPDATE names the version it read, a stale one changes nothing and is reported."""

    version: Mapped[int] = mapped_column(Integer, default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


def configure_sqlite(connection: Any, _record: Any) -> None:
    """Pragmas of a new SQLite connection; other databases are left alone."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=15000",
        "secure_delete=ON",
        "cache_size=-32000",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def begin_sqlite(connection: Any) -> None:
    """Begin explicitly; writers take their place in the queue before they read."""
    if connection.dialect.name == "sqlite":
        writes = not has_app_context() or g.get("writes", True)
        connection.connection.driver_connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")


event.listen(Engine, "connect", configure_sqlite)
event.listen(Engine, "begin", begin_sqlite)


def rows_of(statement: Executable, /, **parameters: Any) -> Sequence[Row[Any]]:
    """Rows of a select of columns, with what the session still holds back written first.

    They pass by the object mapper, which costs more than a small query itself; a select of entities needs the session.
    """
    return connection_of(db.session()).execute(statement, parameters).all()


def connection_of(session: Session) -> Connection:
    """The connection of a session, with what the session still holds back written first unless that is put off."""
    if session.autoflush:
        session.flush()
    return session.connection()


def become_writer() -> None:
    """Let go of what was read and queue as a writer from the next statement on.

    SQLite refuses to turn a reader into a writer once somebody else has written since it began to read.
    """
    db.session.rollback()
    if has_app_context():
        g.writes = True


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit once at the end; on any error nothing has happened."""
    try:
        yield db.session
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


def covers(valid_from: Any, valid_to: Any, day: Any) -> Any:
    """Condition: the period [from, to) holds the day; an open end is no limit."""
    return ((valid_from.is_(None)) | (valid_from <= day)) & ((valid_to.is_(None)) | (valid_to > day))
