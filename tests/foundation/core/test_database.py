"""The database keeps what it was told: durability, times, enumerations, versions, one transaction, one queue of writers."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from flask import Flask, g
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint, select, text, update
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm.exc import StaleDataError

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import covers, db, transaction
from evaluation.procedures.workflow.models import Campaign
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Grant, SignInGuard
from evaluation.registry.organizations.models import Organization
from tests.support.databases import both_databases
from tests.support.factories import Factory


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)]
)
def test_sqlite_keeps_what_it_acknowledged(app: Flask, pragma: str, value: object) -> None:
    assert db.session.scalar(text(f"PRAGMA {pragma}")) == value


@both_databases
def test_a_time_comes_back_aware_in_utc(app: Flask) -> None:
    moment = datetime(2022, 4, 6, 9, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    db.session.add(SignInGuard(login="li", address="x", failures=1, failed_at=moment, locked_until=None))
    db.session.commit()
    db.session.expire_all()

    row = db.session.get_one(SignInGuard, ("li", "x"))

    assert row.failed_at == moment
    assert row.failed_at.utcoffset() == timedelta(0)
    assert row.locked_until is None


def test_a_time_without_a_zone_is_refused(app: Flask) -> None:
    db.session.add(SignInGuard(login="li", address="x", failures=1, failed_at=datetime(2022, 4, 6), locked_until=None))

    with pytest.raises(StatementError, match="a time needs its zone"):
        db.session.flush()
    db.session.rollback()


@both_databases
def test_an_unknown_word_is_no_value_of_an_enumeration(app: Flask, make: Factory) -> None:
    organization = make.organization()
    db.session.commit()

    with pytest.raises(IntegrityError):
        db.session.execute(text("UPDATE organization SET kind = 'club' WHERE id = :id"), {"id": organization.id})
    db.session.rollback()


def test_every_constraint_has_a_name(app: Flask) -> None:
    nameless = [
        (table.name, type(constraint).__name__)
        for table in db.metadata.sorted_tables
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint | ForeignKeyConstraint | UniqueConstraint) and not constraint.name
    ]

    assert nameless == []


def test_a_row_says_what_it_is(app: Flask, make: Factory) -> None:
    organization = make.organization()

    assert repr(organization) == f"<Organization id={organization.id}>"


@both_databases
def test_a_transaction_is_whole_or_nothing(app: Flask, make: Factory) -> None:
    organization = make.organization("保卫处")
    db.session.commit()

    def fail_halfway() -> None:
        with transaction():
            organization.short_name = "改到一半"
            db.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    with transaction() as session:
        session.execute(update(Organization).values(name="总务处"))

    row = db.session.execute(select(Organization.name, Organization.short_name)).one()
    assert row == ("总务处", "保卫处")


@both_databases
def test_the_second_of_two_editors_is_told(app: Flask, make: Factory) -> None:
    organization = make.organization()
    db.session.commit()
    mine = db.session.get_one(Organization, organization.id)
    assert mine.version == 1
    db.session.execute(  # what another process did meanwhile
        update(Organization).values(short_name="先存的", version=2).execution_options(synchronize_session=False)
    )

    mine.short_name = "后存的"
    with pytest.raises(StaleDataError):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize(
    ("first", "end", "held"),
    [
        (None, None, True),
        (date(2022, 4, 6), None, True),
        (date(2022, 4, 7), None, False),
        (None, date(2022, 4, 6), False),
        (None, date(2022, 4, 7), True),
        (date(2022, 4, 1), date(2022, 4, 6), False),
    ],
)
@both_databases
def test_a_period_holds_its_first_day_and_not_its_end(
    app: Flask, make: Factory, first: date | None, end: date | None, held: bool
) -> None:
    account = make.account()
    db.session.add(
        Grant(
            account_id=account.id,
            role=Role.MEMBER,
            organization_id=None,
            valid_from=first or date(2000, 1, 1),
            valid_to=end,
            granted_at=clock.now(),
        )
    )
    db.session.flush()

    found = db.session.scalars(select(Grant.id).where(covers(Grant.valid_from, Grant.valid_to, date(2022, 4, 6)))).all()

    assert bool(found) is held


@contextmanager
def held_by_another_writer(file: Path) -> Iterator[None]:
    """Another process in the middle of writing."""
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        writer.execute("ROLLBACK")
        writer.close()


def test_readers_do_not_queue_behind_the_writer(app: Flask, make: Factory) -> None:
    make.organization("保卫处")
    db.session.commit()
    file = Path(str(db.engine.url.database))

    with held_by_another_writer(file):
        g.writes = False
        assert db.session.scalar(select(Organization.name)) == "保卫处"
        db.session.rollback()


def test_a_writer_waits_for_its_turn_before_it_reads(app: Flask) -> None:
    """Begun as a writer, the transaction takes the lock at once: what it reads is still true when it writes."""
    g.writes = True
    db.session.execute(select(1))
    other = sqlite3.connect(Path(str(db.engine.url.database)), isolation_level=None, timeout=0)
    try:
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    finally:
        other.close()
        db.session.rollback()


@both_databases
def test_a_reference_to_nothing_is_refused(app: Flask) -> None:
    nobody = text("INSERT INTO organization_closure (ancestor_id, descendant_id, depth) VALUES (987, 988, 0)")

    with pytest.raises(IntegrityError):
        db.session.execute(nobody)
    db.session.rollback()


@both_databases
def test_periods_of_campaigns_are_in_order(app: Flask) -> None:
    db.session.add(Campaign(name="倒置", state="running", begins_on=date(2022, 4, 2), ends_on=date(2022, 4, 1)))

    with pytest.raises(IntegrityError, match="period_in_order"):
        db.session.flush()
    db.session.rollback()
