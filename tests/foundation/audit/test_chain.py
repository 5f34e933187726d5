"""The chain of audit events: written with the act, whole over many writers, and every kind of tampering named."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask, g
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from evaluation.foundation.audit.models import AuditEvent
from evaluation.foundation.audit.operations import CHAINED, GENESIS, Verification, digest, link, record, stored_events, verify
from evaluation.foundation.core.database import db, transaction
from evaluation.registry.organizations.models import Organization
from tests.support.databases import both_databases
from tests.support.factories import Factory

TABLE = AuditEvent.__table__


def write_events(count: int) -> None:
    """Each in a transaction of its own; every second one names a person in its private part."""
    for number in range(1, count + 1):
        with transaction():
            record(
                "test.act",
                actor=None,
                object_kind="thing",
                object_id=number,
                private={"name": f"李{number}"} if number % 2 == 0 else None,
                number=number,
            )


@contextmanager
def past_the_guards() -> Iterator[Any]:
    """Somebody with rights on the tables themselves switches the triggers off, within the present transaction."""
    g.writes = True
    db.session.rollback()
    connection = db.session.connection()
    if db.engine.dialect.name == "postgresql":
        connection.execute(text("ALTER TABLE audit_event DISABLE TRIGGER USER"))
    else:
        for name in ("no_update", "private_only_goes", "no_delete"):
            connection.execute(text(f"DROP TRIGGER audit_event_{name}"))
    yield connection


def head() -> tuple[int, str]:
    """What an auditor notes outside."""
    result = verify()
    return result.rows, result.head


@both_databases
def test_events_of_many_transactions_form_one_whole_chain(app: Flask) -> None:
    write_events(5)

    rows = list(stored_events())

    assert [row["sequence"] for row in rows] == [1, 2, 3, 4, 5]
    assert [row["previous_hash"] for row in rows] == [GENESIS, *(row["hash"] for row in rows[:-1])]
    assert verify() == Verification(5, rows[-1]["hash"])
    assert verify((3, rows[2]["hash"])) == Verification(5, rows[-1]["hash"])


@both_databases
def test_several_events_of_one_act_are_chained_in_their_order(app: Flask) -> None:
    with transaction():
        for name in ("first", "second", "third"):
            record(f"test.{name}", actor=None, object_kind="thing")

    assert [row["action"] for row in stored_events()] == ["test.first", "test.second", "test.third"]
    assert verify().broken_at is None


@both_databases
def test_an_act_that_did_not_happen_leaves_no_event(app: Flask, make: Factory) -> None:
    make.organization("保卫处")
    db.session.rollback()
    write_events(1)

    assert [row["action"] for row in stored_events()] == ["test.act"]


def test_an_act_whose_event_cannot_be_written_does_not_happen(app: Flask, make: Factory) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TRIGGER full BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'full'); END"))
    make.organization("保卫处")

    with pytest.raises(DatabaseError, match="full"):
        db.session.commit()
    db.session.rollback()

    assert db.session.scalars(select(Organization.name)).all() == []


def test_the_same_moment_with_one_microsecond_less_is_another_event(app: Flask) -> None:
    write_events(1)
    row = next(stored_events())

    assert link(GENESIS, row) == row["hash"]
    assert link(GENESIS, {**row, "occurred_at": row["occurred_at"].replace(microsecond=1)}) != row["hash"]


FORBIDDEN = (
    "UPDATE audit_event SET actor_name = 'x'",
    "UPDATE audit_event SET body = '{}' WHERE sequence = 2",
    "UPDATE audit_event SET hash = 'x' WHERE sequence = 2",
    'UPDATE audit_event SET private = \'{"name": "x"}\' WHERE sequence = 2',
    "DELETE FROM audit_event WHERE sequence = 3",
    "DELETE FROM audit_event",
)


@both_databases
def test_the_tables_refuse_change_and_deletion(app: Flask) -> None:
    write_events(3)
    before = list(stored_events())

    for statement in FORBIDDEN:
        with pytest.raises(DatabaseError, match=r"never (changed|deleted)|only be erased"):
            db.session.execute(text(statement))
        db.session.rollback()

    assert list(stored_events()) == before


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_the_table_cannot_be_emptied_at_once(app: Flask) -> None:
    write_events(1)

    with pytest.raises(DatabaseError, match="never changed or deleted"):
        db.session.execute(text("TRUNCATE audit_event"))
    db.session.rollback()


@both_databases
def test_personal_data_can_be_erased_and_the_proof_stays_whole(app: Flask) -> None:
    write_events(4)
    noted = head()

    with transaction():
        db.session.execute(text("UPDATE audit_event SET private = NULL WHERE sequence = 2"))

    assert "李2" not in str(list(stored_events()))
    assert verify(noted) == Verification(4, noted[1])


def edit(connection: Any) -> None:
    connection.execute(update(TABLE).where(TABLE.c.sequence == 3).values(actor_name="别人"))


def edit_facts(connection: Any) -> None:
    connection.execute(update(TABLE).where(TABLE.c.sequence == 3).values(body={"number": 30}))


def edit_private(connection: Any) -> None:
    connection.execute(update(TABLE).where(TABLE.c.sequence == 4).values(private={"salt": "0", "name": "王"}))


def delete(connection: Any) -> None:
    connection.execute(TABLE.delete().where(TABLE.c.sequence == 3))


def delete_first(connection: Any) -> None:
    connection.execute(TABLE.delete().where(TABLE.c.sequence == 1))


def close_the_gap(connection: Any) -> None:
    delete(connection)
    for sequence in (4, 5, 6):
        connection.execute(update(TABLE).where(TABLE.c.sequence == sequence).values(sequence=sequence - 1))


def insert(connection: Any) -> None:
    """A forged event between 2 and 3, with a right hash of its own and everything after it moved on."""
    for sequence in (6, 5, 4, 3):
        connection.execute(update(TABLE).where(TABLE.c.sequence == sequence).values(sequence=sequence + 1))
    second = connection.execute(select(TABLE).where(TABLE.c.sequence == 2)).one()._mapping
    forged = {**second, "sequence": 3, "id": "f" * 32, "previous_hash": second["hash"], "action": "test.forged"}
    forged["hash"] = link(second["hash"], forged)
    connection.execute(TABLE.insert(), [forged])


def swap(connection: Any) -> None:
    for old, new in ((3, 100), (4, 3), (100, 4)):
        connection.execute(update(TABLE).where(TABLE.c.sequence == old).values(sequence=new))


def cut_the_tail(connection: Any) -> None:
    connection.execute(TABLE.delete().where(TABLE.c.sequence > 4))


def recompute(connection: Any) -> None:
    """The clever one: a fact is changed and every hash from there on computed anew."""
    edit_facts(connection)
    rows = [dict(row._mapping) for row in connection.execute(select(TABLE).order_by(TABLE.c.sequence))]
    previous = GENESIS
    for row in rows:
        chained = {name: row[name] for name in CHAINED}
        values = {"previous_hash": previous, "hash": link(previous, chained)}
        connection.execute(update(TABLE).where(TABLE.c.sequence == row["sequence"]).values(hash=f"tmp{row['sequence']}"))
        connection.execute(update(TABLE).where(TABLE.c.sequence == row["sequence"]).values(**values))
        previous = values["hash"]


TAMPERED = (
    (edit, 3, "changed"),
    (edit_facts, 3, "changed"),
    (edit_private, 4, "private"),
    (delete, 3, "missing"),
    (delete_first, 1, "missing"),
    (close_the_gap, 3, "changed"),
    (insert, 4, "changed"),
    (swap, 3, "changed"),
)
HIDDEN = ((cut_the_tail, "cut", 5), (recompute, "recomputed", 6))


@both_databases
def test_tampering_is_found_at_its_first_place(app: Flask) -> None:
    write_events(6)
    found = []
    for tamper, _broken_at, _reason in TAMPERED:
        with past_the_guards() as connection:
            tamper(connection)
            result = verify()
        db.session.rollback()
        found.append((tamper, result.broken_at, result.reason, result.rows))

    assert found == [(tamper, broken_at, reason, broken_at - 1) for tamper, broken_at, reason in TAMPERED]
    assert verify().broken_at is None


@both_databases
def test_what_the_chain_cannot_show_by_itself_a_noted_head_shows(app: Flask) -> None:
    write_events(6)
    noted = head()
    found = []
    for tamper, _reason, _broken_at in HIDDEN:
        with past_the_guards() as connection:
            tamper(connection)
            alone, compared = verify(), verify(noted)
        db.session.rollback()
        found.append((tamper, alone.broken_at, compared.reason, compared.broken_at))

    assert found == [(tamper, None, reason, broken_at) for tamper, reason, broken_at in HIDDEN]


@both_databases
def test_a_head_that_is_yet_to_come_is_a_cut_tail(app: Flask) -> None:
    write_events(2)

    assert verify((3, "a" * 64)).reason == "cut"


def test_the_private_part_is_covered_by_a_salted_digest(app: Flask) -> None:
    """Two equal private parts have unequal digests, so that nobody can try out names against them."""
    for _time in range(2):
        with transaction():
            record("test.act", actor=None, object_kind="thing", private={"name": "李思源"})

    one, other = stored_events()
    assert one["private_digest"] != other["private_digest"]
    assert digest(one["private"]) == one["private_digest"]


@both_databases
def test_many_writers_make_no_fork(app: Flask) -> None:
    failures: list[BaseException] = []

    def write(number: int) -> None:
        try:
            with app.app_context():
                g.writes = True
                for _time in range(5):
                    with transaction():
                        record("test.act", actor=None, object_kind="thing", object_id=number)
                db.session.remove()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.rollback()

    assert failures == []
    assert verify().rows == 20
    assert verify().broken_at is None
