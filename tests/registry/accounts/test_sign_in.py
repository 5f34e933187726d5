"""The door: who gets in, who is told what, and when it stays shut."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from evaluation.foundation.audit.models import AuditEvent
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.registry.accounts import passwords
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account, AccountSession, SignInGuard
from evaluation.registry.accounts.operations import SignInRefused, authenticate
from tests.registry.accounts.door import WRONG, Visitor, owner
from tests.support.databases import both_databases
from tests.support.factories import PASSWORD, Factory

NOW = datetime(2022, 4, 6, 1, 0, tzinfo=UTC)
REFUSED = "登录名或密码不对。忘记密码请找安全管理员重设"


def test_the_owner_gets_in_and_reaches_the_page_wanted(app: Flask, make: Factory) -> None:
    owner(make, Role.CLERK, login="li", name="李思源")

    answer = Visitor(app).knock("li", address="/account/sign-in?next=/deeds/")

    assert (answer.status_code, answer.location) == (302, "/deeds/")
    assert db.session.scalar(select(Account.last_sign_in_at)) == NOW


@pytest.mark.parametrize("login", ["LI", " li ", "ｌｉ", "Li"])
def test_spelling_of_the_login_does_not_matter(app: Flask, make: Factory, login: str) -> None:
    owner(make, login="li")

    assert Visitor(app).knock(login).status_code == 302


@pytest.mark.parametrize("password", [PASSWORD.lower(), PASSWORD + " ", " " + PASSWORD, PASSWORD[:-1]])
def test_spelling_of_the_password_does(app: Flask, make: Factory, password: str) -> None:
    owner(make, login="li")

    assert Visitor(app).knock("li", password).status_code == 422


def test_unknown_wrong_and_disabled_are_told_the_same(app: Flask, make: Factory) -> None:
    owner(make, login="li")
    gone = owner(make, login="wang")
    gone.disabled_at = clock.now()
    db.session.commit()

    pages = {
        Visitor(app, f"10.0.0.{number}").knock(login, password).text
        for number, (login, password) in enumerate((("li", WRONG), ("nobody", PASSWORD), ("wang", PASSWORD)))
    }

    assert len(pages) == 1
    assert REFUSED in pages.pop()


@pytest.mark.parametrize(("login", "password"), [("li", PASSWORD), ("li", WRONG), ("nobody", PASSWORD), ("wang", PASSWORD)])
def test_the_hasher_works_as_hard_for_everybody(
    app: Flask, make: Factory, monkeypatch: pytest.MonkeyPatch, login: str, password: str
) -> None:
    """Time tells nothing of which accounts exist: one hash whether known, unknown, wrong, disabled or locked."""
    owner(make, login="li")
    owner(make, login="wang").disabled_at = clock.now()
    db.session.commit()
    calls: list[str] = []
    matches = passwords.matches
    monkeypatch.setattr(passwords, "matches", lambda known, typed: calls.append(known) or matches(known, typed))

    for _time in range(7):
        Visitor(app).knock(login, password)

    assert len(calls) == 7
    assert {known.split("$")[1:4] == calls[0].split("$")[1:4] for known in calls} == {True}


def test_the_fifth_failure_shuts_the_door_for_a_quarter_of_an_hour(
    app: Flask, make: Factory, frozen_clock: Callable[[datetime], None]
) -> None:
    owner(make, login="li")
    visitor = Visitor(app)

    for _time in range(5):
        assert REFUSED in visitor.knock("li", WRONG).text
    assert "请15分钟后再试" in visitor.knock("li").text
    frozen_clock(NOW + timedelta(minutes=14, seconds=30))
    assert "请1分钟后再试" in visitor.knock("li").text
    frozen_clock(NOW + timedelta(minutes=15, seconds=1))
    assert visitor.knock("li").status_code == 302


def test_a_lock_counts_for_one_login_from_one_address(app: Flask, make: Factory) -> None:
    """Nobody can shut the owner out from elsewhere, and one guesser does not shut a whole house out."""
    owner(make, login="li")
    owner(make, login="wang")
    for _time in range(5):
        Visitor(app, "10.0.0.66").knock("li", WRONG)

    assert Visitor(app, "10.0.0.66").knock("li").status_code == 422
    assert Visitor(app, "10.0.0.1").knock("li").status_code == 302
    assert Visitor(app, "10.0.0.66").knock("wang").status_code == 302


def test_unknown_logins_are_locked_like_known_ones(app: Flask) -> None:
    visitor = Visitor(app)
    for _time in range(5):
        visitor.knock("nobody")

    assert "请15分钟后再试" in visitor.knock("nobody").text


def test_getting_in_forgets_the_failures(app: Flask, make: Factory) -> None:
    owner(make, login="li")
    for _time in range(4):
        Visitor(app).knock("li", WRONG)
    Visitor(app).knock("li")

    assert db.session.scalars(select(SignInGuard)).all() == []


def test_old_failures_are_forgotten(app: Flask, make: Factory, frozen_clock: Callable[[datetime], None]) -> None:
    owner(make, login="li")
    for _time in range(4):
        Visitor(app).knock("li", WRONG)
    frozen_clock(NOW + timedelta(minutes=16))
    Visitor(app).knock("li", WRONG)

    assert db.session.scalar(select(SignInGuard.failures)) == 1


@both_databases
def test_tries_at_the_same_moment_are_all_counted(app: Flask, make: Factory) -> None:
    """Twelve guesses at once, the right word among them last: the lock falls all the same."""
    owner(make, login="li")
    db.session.commit()
    outcomes: list[str] = []
    ready = threading.Barrier(12)

    def guess() -> None:
        with app.app_context():
            ready.wait(20)
            try:
                authenticate(login="li", password=WRONG, address="10.0.0.9", now=NOW)
                outcomes.append("in")
            except SignInRefused:
                db.session.commit()
                outcomes.append("refused")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=guess) for _number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.rollback()

    guard = db.session.scalars(select(SignInGuard)).one()
    assert outcomes == ["refused"] * 12
    assert guard.locked_until == NOW + timedelta(minutes=15)
    assert Visitor(app, "10.0.0.9").knock("li").status_code == 422


def test_both_outcomes_are_in_the_log_without_the_password(app: Flask, make: Factory) -> None:
    account = owner(make, login="li")
    Visitor(app).knock("li", WRONG)
    Visitor(app).knock("li")

    rows = db.session.execute(
        select(AuditEvent.actor_name, AuditEvent.object_id, AuditEvent.outcome, AuditEvent.private).where(
            AuditEvent.action == "account.sign_in"
        )
    ).all()

    assert [tuple(row) for row in rows] == [
        ("system", str(account.id), "refused", None),
        (account.name, str(account.id), "done", None),
    ]


def test_an_empty_form_says_what_is_missing(app: Flask) -> None:
    answer = Visitor(app).knock("", "")

    assert answer.status_code == 422
    assert db.session.scalars(select(SignInGuard)).all() == []


def test_who_is_in_is_not_asked_again(app: Flask, make: Factory) -> None:
    owner(make, login="li")
    visitor = Visitor(app)
    visitor.knock("li")

    assert visitor.get("/account/sign-in").location == "/"
    assert db.session.query(AccountSession).count() == 1
