"""Statements that are built once for an actor: never another's, never those of an earlier office."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, select

from evaluation.foundation.core import questions
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db, rows_of
from evaluation.foundation.core.questions import asked_again, within_reach
from evaluation.registry.accounts.actors import Actor
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import SignInGuard
from evaluation.registry.organizations.models import Organization
from tests.support.databases import both_databases
from tests.support.factories import Factory


def actor(account_id: int = 1, *, person_id: int | None = None, everywhere: tuple[str, ...] = (), **roles: set[int]) -> Actor:
    held = {role: frozenset(ids) for role, ids in roles.items()}
    return Actor(account_id, "孙晓雯", person_id=person_id, roles=held, everywhere=frozenset(everywhere))


def counted() -> tuple[list[Any], Any]:
    built: list[Any] = []

    @asked_again
    def question(one: Any, *further: Any) -> tuple[Any, ...]:
        built.append(one)
        return one.account_id, dict(one.roles), *further

    return built, question


def test_the_same_standing_is_asked_the_same_question() -> None:
    built, question = counted()

    assert question(actor(clerk={1, 2})) is question(actor(clerk={2, 1}))
    assert len(built) == 1


@pytest.mark.parametrize(
    "other",
    [
        actor(2, clerk={1, 2}),
        actor(1, person_id=7, clerk={1, 2}),
        actor(1, clerk={1, 2, 3}),
        actor(1, auditor={1, 2}),
        actor(1, clerk={1, 2}, auditor=set()),
        actor(1, everywhere=("clerk",), clerk={1, 2}),
    ],
)
def test_another_account_person_role_or_scope_is_another_question(other: Actor) -> None:
    built, question = counted()
    question(actor(clerk={1, 2}))

    assert question(other)[:2] == (other.account_id, dict(other.roles))
    assert len(built) == 2


def test_further_arguments_are_told_apart() -> None:
    _built, question = counted()

    assert question(actor(), 1)[2:] == (1,)
    assert question(actor(), 2)[2:] == (2,)


def test_what_is_kept_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "MOST_KEPT", 3)
    built, question = counted()
    for account_id in (1, 2, 3, 4, 2, 1, 3):
        question(actor(account_id))

    assert [one.account_id for one in built] == [1, 2, 3, 4, 1]


@both_databases
def test_reach_is_a_list_everything_or_nothing(app: Flask, make: Factory) -> None:
    first, second = make.organization(), make.organization()
    db.session.commit()
    statement = select(Organization.id).where(Organization.id.in_([first.id, second.id]))

    def reached(one: Actor) -> set[int]:
        return set(db.session.scalars(statement.where(within_reach(one, Organization.id, Role.CLERK))))

    assert reached(actor(clerk={first.id})) == {first.id}
    assert reached(actor(everywhere=("clerk",), clerk={first.id})) == {first.id, second.id}
    assert reached(actor(auditor={first.id})) == set()


@both_databases
def test_rows_are_read_after_what_was_put_off_unless_that_was_asked(app: Flask) -> None:
    def logins() -> list[str]:
        found: Select[Any] = select(SignInGuard.login).order_by(SignInGuard.login)
        return [row.login for row in rows_of(found)]

    def add(login: str) -> None:
        db.session.add(SignInGuard(login=login, address="x", failures=1, failed_at=clock.now(), locked_until=None))

    add("li")
    assert logins() == ["li"]
    with db.session.no_autoflush:
        add("wang")
        assert logins() == ["li"]
    assert logins() == ["li", "wang"]
