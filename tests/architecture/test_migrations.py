"""Migrations: one head, up, down and up again, and what they make is what the models say; on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError

from config import ROOT
from evaluation.application import create_app
from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.database import db
from tests.conftest import settings
from tests.support.databases import PostgresqlDatabase, both_databases

FOLDER = str(ROOT / "migrations")
WITHOUT_MODELS = {"alembic_version"}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database without tables."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        server: PostgresqlDatabase = request.getfixturevalue("postgresql")
        server.create("yixian_migrations")
        address = server.administration.url.set(database="yixian_migrations").render_as_string(hide_password=False)
    application = create_app(settings(tmp_path, address))
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


def schema() -> dict[str, object]:
    """Tables with columns, keys, indexes and checks, as the database tells them."""
    inspector = inspect(db.engine)

    def by_name(rows: list[object]) -> list[str]:
        return sorted(str(row) for row in rows)

    return {
        table: (
            [(column["name"], str(column["type"]), column["nullable"]) for column in inspector.get_columns(table)],
            by_name(inspector.get_foreign_keys(table)),  # type: ignore[arg-type]
            by_name(inspector.get_unique_constraints(table)),  # type: ignore[arg-type]
            by_name(inspector.get_check_constraints(table)),  # type: ignore[arg-type]
            by_name([{**index, "dialect_options": None} for index in inspector.get_indexes(table)]),
        )
        for table in inspector.get_table_names()
        if table not in WITHOUT_MODELS
    }


def partial_indexes() -> dict[str, str]:
    """Conditions of partial indexes by name."""
    query = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '%WHERE%'"
        if db.engine.dialect.name == "sqlite"
        else "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '%WHERE%'"
    )
    with db.engine.connect() as connection:
        return {name: sql.split(" WHERE ")[1] for name, sql in connection.execute(text(query))}


def test_there_is_one_head() -> None:
    script = ScriptDirectory(FOLDER)

    assert len(script.get_heads()) == 1
    assert [revision.revision for revision in reversed(list(script.walk_revisions()))] == sorted(
        revision.revision for revision in script.walk_revisions()
    )


def test_up_down_and_up_again(empty_app: Flask) -> None:
    upgrade(directory=FOLDER)
    first, conditions = schema(), partial_indexes()
    downgrade(directory=FOLDER, revision="base")
    emptied = schema()
    upgrade(directory=FOLDER)

    assert emptied == {}
    assert schema() == first
    assert partial_indexes() == conditions


def test_migrated_schema_equals_the_models(empty_app: Flask) -> None:
    upgrade(directory=FOLDER)
    migrated, conditions = schema(), partial_indexes()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, db.metadata)
    downgrade(directory=FOLDER, revision="base")
    db.create_all()

    assert differences == []
    assert schema() == migrated
    assert partial_indexes() == conditions


def test_each_step_can_be_taken_alone(empty_app: Flask) -> None:
    revisions = [revision.revision for revision in reversed(list(ScriptDirectory(FOLDER).walk_revisions()))]
    for revision in revisions:
        upgrade(directory=FOLDER, revision=revision)
        after = schema()
        downgrade(directory=FOLDER, revision="-1")
        upgrade(directory=FOLDER, revision=revision)
        assert schema() == after, revision


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET actor_name = 'x'", "DELETE FROM audit_event"])
@both_databases
def test_audit_events_cannot_be_changed(app: Flask, statement: str) -> None:
    record("test", actor=None, object_kind="test")
    db.session.commit()

    with pytest.raises(DatabaseError, match="never"), db.engine.begin() as connection:
        connection.execute(text(statement))
