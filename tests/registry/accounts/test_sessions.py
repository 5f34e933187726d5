"""A session begins anew at the door and ends at once when it should."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.registry.accounts import operations
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account, AccountSession, Grant
from evaluation.registry.accounts.sessions import TOKEN
from tests.registry.accounts.door import Visitor, owner
from tests.support.browser import Browser
from tests.support.factories import PASSWORD, Factory

NOW = datetime(2022, 4, 6, 1, 0, tzinfo=UTC)
NEW_WORD = "Another-word-88"
Change = Callable[[Account, Factory], None]


def is_in(browser: Browser) -> bool:
    return browser.get("/").status_code == 200


def disable(account: Account, make: Factory) -> None:
    operations.disable_account(account, actor=None, now=clock.now())


def reset(account: Account, make: Factory) -> None:
    operations.reset_password(account, actor=None)


def change_password(account: Account, make: Factory) -> None:
    operations.change_password(account, old=PASSWORD, new=NEW_WORD, actor=make.actor_of(account), now=clock.now())


def give_role(account: Account, make: Factory) -> None:
    operations.grant_role(
        account,
        role=Role.BRANCH_SECRETARY,
        organization_id=make.college["branch"].id,
        actor=None,
        now=clock.now(),
        valid_from=clock.today(),
    )


def end_role(account: Account, make: Factory) -> None:
    grant = db.session.scalars(select(Grant).where(Grant.account_id == account.id)).one()
    operations.revoke_grant(grant, actor=None, today=clock.today())


@pytest.mark.parametrize("change", [disable, reset, change_password, give_role, end_role])
def test_every_change_of_the_account_ends_its_sessions_at_once(app: Flask, make: Factory, change: Change) -> None:
    account = owner(make, Role.CLERK, at="department", login="li")
    bystander = owner(make, Role.CLERK, login="wang")
    visitors = [Browser(app, account), Browser(app, account), Browser(app, bystander)]
    assert [is_in(visitor) for visitor in visitors] == [True, True, True]

    change(db.session.get_one(Account, account.id), make)
    db.session.commit()

    assert [is_in(visitor) for visitor in visitors] == [False, False, True]


def test_signing_out_ends_this_browser_alone(app: Flask, make: Factory) -> None:
    account = owner(make, Role.CLERK)
    here, there = Browser(app, account), Browser(app, account)
    page = here.get("/")
    form = page.page.select_one("form[action$='/account/sign-out']")  # type: ignore[union-attr]
    token = str(form.select_one("input[name=csrf_token]")["value"])  # type: ignore[union-attr,index]

    answer = here.open("/account/sign-out", method="POST", data={"csrf_token": token})

    assert answer.location == "/account/sign-in"
    assert [is_in(here), is_in(there)] == [False, True]


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(app: Flask, make: Factory) -> None:
    account = owner(make, Role.CLERK)
    here = Browser(app, account)
    thief = Browser(app)
    with here.client.session_transaction() as mine, thief.client.session_transaction() as theirs:
        theirs[TOKEN] = mine[TOKEN]
    assert is_in(thief)

    operations.end_session(db.session.scalar(select(AccountSession.token_digest)) or "", actor=make.actor_of(account))
    db.session.commit()

    assert [is_in(here), is_in(thief)] == [False, False]


def test_the_session_of_before_the_door_is_not_the_one_of_after(app: Flask, make: Factory) -> None:
    """Fixation: what an attacker planted in the browser beforehand is gone."""
    owner(make, login="li")
    visitor = Visitor(app)
    with visitor.client.session_transaction() as session:
        session[TOKEN] = "planted"
        session["planted"] = "something"
        session["language"] = "en"
    page = visitor.get("/account/sign-in")
    visitor.submit("/account/sign-in", page=page, login="li", password=PASSWORD)

    with visitor.client.session_transaction() as session:
        kept = dict(session)
    assert kept[TOKEN] != "planted"
    assert "planted" not in kept
    assert kept["language"] == "en"


def test_every_sign_in_draws_another_token(app: Flask, make: Factory) -> None:
    account = owner(make)
    tokens = {operations.begin_session(account, address="", browser="", now=NOW) for _time in range(20)}
    db.session.commit()

    assert len(tokens) == 20
    assert min(map(len, tokens)) >= 43
    stored = set(db.session.scalars(select(AccountSession.token_digest)))
    assert stored.isdisjoint(tokens)


@pytest.mark.parametrize("token", ["", "x" * 1000, "';--", "0", "中"])
def test_a_made_up_token_opens_nothing(app: Flask, token: str) -> None:
    visitor = Browser(app)
    with visitor.client.session_transaction() as session:
        session[TOKEN] = token

    assert not is_in(visitor)


def test_a_session_that_nobody_uses_ends(app: Flask, make: Factory, frozen_clock: Callable[[datetime], None]) -> None:
    visitor = Browser(app, owner(make, Role.CLERK))
    frozen_clock(NOW + timedelta(minutes=119))
    assert is_in(visitor)
    frozen_clock(NOW + timedelta(minutes=119 + 121))

    assert not is_in(visitor)


def test_a_session_in_use_ends_after_twelve_hours_all_the_same(
    app: Flask, make: Factory, frozen_clock: Callable[[datetime], None]
) -> None:
    visitor = Browser(app, owner(make, Role.CLERK))
    for hour in range(1, 12):
        frozen_clock(NOW + timedelta(hours=hour))
        assert is_in(visitor), hour
    frozen_clock(NOW + timedelta(hours=12, seconds=1))

    assert not is_in(visitor)


def test_a_grant_counts_from_its_first_day_until_before_its_last(
    app: Flask, make: Factory, frozen_clock: Callable[[datetime], None]
) -> None:
    account = owner(make)
    db.session.add(
        Grant(
            account_id=account.id,
            role=Role.AUDITOR,
            organization_id=None,
            valid_from=date(2022, 4, 7),
            valid_to=date(2022, 4, 9),
            granted_at=clock.now(),
        )
    )
    db.session.commit()
    entered = {}
    for day in range(6, 10):
        frozen_clock(datetime(2022, 4, day, 1, tzinfo=UTC))
        entered[day] = Browser(app, account).get("/admin/audit/").status_code

    assert entered == {6: 403, 7: 200, 8: 200, 9: 403}


def test_a_first_password_has_to_be_changed(app: Flask, make: Factory) -> None:
    account = owner(make, Role.CLERK, login="li")
    word = operations.reset_password(account, actor=None)
    db.session.commit()
    visitor = Visitor(app)

    first = visitor.follow(visitor.knock("li", word))
    assert first.location == "/account/password"
    answer = visitor.submit("/account/password", old_password=word, new_password=NEW_WORD, again=NEW_WORD)

    assert answer.location == "/"
    assert is_in(visitor)
    assert Visitor(app).knock("li", word).status_code == 422
    assert Visitor(app).knock("li", NEW_WORD).status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "message"),
    [
        ("Wrong-word-2022", NEW_WORD, NEW_WORD, "现用密码不对"),
        (PASSWORD, PASSWORD, PASSWORD, "新密码不能与现用密码相同"),
        (PASSWORD, NEW_WORD, NEW_WORD + "x", "两次"),
        (PASSWORD, "Short-1", "Short-1", "至少10个字符"),
        (PASSWORD, "onlysmallletters", "onlysmallletters", "至少用其中三类"),
        (PASSWORD, "Password-2022", "Password-2022", "常见"),
        (PASSWORD, "Lisiyuan-li-9", "Lisiyuan-li-9", "常见"),
    ],
)
def test_a_weak_new_password_is_refused_with_the_reason(
    app: Flask, make: Factory, old: str, new: str, again: str, message: str
) -> None:
    visitor = Browser(app, owner(make, Role.CLERK, login="lisiyuan"))

    answer = visitor.submit("/account/password", old_password=old, new_password=new, again=again)

    assert answer.status_code == 422
    assert message in answer.text
    assert is_in(visitor)
