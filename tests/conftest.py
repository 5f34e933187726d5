"""Fixtures of all tests: real database files, a frozen clock, a browser, factories. Nothing of a room."""

import shutil
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask, g

from config import ROOT, Settings
from evaluation.application import create_app
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.web.catalogue import compile_catalogue
from evaluation.foundation.web.forms import OptionsField
from evaluation.registry.accounts.models import Account
from tests.support.browser import Browser
from tests.support.databases import SqliteDatabase, postgresql_database
from tests.support.factories import Factory

MORNING = datetime(2022, 4, 6, 1, 0, tzinfo=UTC)


def settings(folder: Path, address: str) -> Settings:
    """Settings of a test application."""
    values = Settings({"YIXIAN_INSTANCE": str(folder), "YIXIAN_DATABASE_URL": address, "YIXIAN_SECRET_KEY": "test"})
    values.TESTING = True  # type: ignore[attr-defined]
    values.COLLEGE_NAME = "测试学院党委"
    return values


@pytest.fixture(scope="session", autouse=True)
def catalogue() -> None:
    """The Chinese catalogue, compiled once."""
    compile_catalogue(ROOT / "translations")


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabase:
    """An application on a SQLite file, with a template file to begin each test from."""
    folder = tmp_path_factory.mktemp("sqlite")
    application = create_app(settings(folder, f"sqlite:///{folder / 'yixian.db'}"))
    return SqliteDatabase(application, folder)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """An application on a real PostgreSQL server that the test environment carries with it."""
    with postgresql_database(
        tmp_path_factory.mktemp("postgresql"), lambda folder, address: create_app(settings(folder, address))
    ) as database:
        yield database


@pytest.fixture
def backend(request: pytest.FixtureRequest) -> str:
    """Name of the database under test; ``both_databases`` gives both."""
    return getattr(request, "param", "sqlite")


@pytest.fixture
def app(request: pytest.FixtureRequest, backend: str) -> Iterator[Flask]:
    """The application with an empty, migrated database, inside its context."""
    database = request.getfixturevalue(backend)
    database.reset()
    files = database.application.config["INSTANCE"] / "files"
    shutil.rmtree(files, ignore_errors=True)
    (files / "unfinished").mkdir(parents=True)
    for kept in (
        "working_calendar",
        "college_name",
        "organization_tree",
        "organization_names",
        "organization_rows",
        "banned_words",
    ):
        database.application.extensions.pop(kept, None)
    OptionsField.kept.clear()
    with database.application.app_context():
        g.writes = False
        yield database.application
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(autouse=True)
def frozen_clock() -> Iterator[Callable[[datetime], None]]:
    """Time stands still at 9:00 on 6 April 2022 in Shanghai until a test moves it."""
    source = clock.source

    def move(moment: datetime) -> None:
        clock.source = lambda: moment

    move(MORNING)
    yield move
    clock.source = source


@pytest.fixture(autouse=True)
def no_calls_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that talks to another host fails."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a call to {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def make(app: Flask) -> Factory:
    """Factories on the test's database."""
    return Factory()


@pytest.fixture
def stranger(app: Flask) -> Browser:
    """A browser where nobody is signed in."""
    return Browser(app)


@pytest.fixture
def sign_in(app: Flask) -> Callable[[Account], Browser]:
    """A browser in which an account is signed in."""
    return lambda account: Browser(app, account)
