"""/admin/security/: accounts opened and closed by page; one-time passwords shown once; nothing of the business side."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account, AccountSession, Grant, SignInGuard
from tests.registry.accounts.door import WRONG, Visitor
from tests.support.browser import Browser
from tests.support.databases import statements
from tests.support.factories import Factory

SignIn = Callable[[Account], Browser]


@pytest.fixture
def administrator(make: Factory, sign_in: SignIn) -> Browser:
    make.account(Role.SECURITY_ADMINISTRATOR)
    return sign_in(make.account(Role.SECURITY_ADMINISTRATOR))


def test_an_account_from_opening_to_closing(app: Flask, make: Factory, administrator: Browser) -> None:
    person = make.person("李思源", number="00017")
    place = make.college["department"]

    page = administrator.submit("/admin/security/accounts/new", login="Li", number="00017")
    word = page.page.select_one("dl dd:last-of-type").get_text()  # type: ignore[union-attr]
    passwords = [dd.get_text() for dd in page.page.select("dd")]  # type: ignore[union-attr]
    account = db.session.scalars(select(Account).where(Account.login == "li")).one()
    address = f"/admin/security/accounts/{account.id}"
    administrator.submit(address, action="/actions/grant", role="clerk", organization=str(place.id))
    visitor = Visitor(app)

    assert account.person_id == person.id
    assert passwords == ["li", "李思源", passwords[2]]
    assert word
    assert visitor.knock("li", passwords[2]).status_code == 302
    assert "部门填报员" in administrator.get(address).text
    assert administrator.submit(address, action="/actions/disable").status_code == 302
    assert visitor.get("/account/password").status_code == 302
    assert visitor.knock("li", passwords[2]).status_code == 422
    assert administrator.submit(address, action="/actions/enable").status_code == 302
    assert Visitor(app, "10.0.0.2").knock("li", passwords[2]).status_code == 302


def test_a_one_time_password_is_not_shown_again(app: Flask, make: Factory, administrator: Browser) -> None:
    account = make.account(Role.CLERK)
    db.session.commit()
    address = f"/admin/security/accounts/{account.id}"
    page = administrator.get(address)

    first = administrator.submit(address, page=page, action="/actions/reset-password")
    second = administrator.submit(address, page=page, action="/actions/reset-password")
    word = first.page.select("dd")[2].get_text()  # type: ignore[union-attr]

    assert (second.status_code, second.location) == (302, address)
    assert word not in administrator.follow(second).text
    assert word not in administrator.get("/admin/security/").text
    assert Visitor(app).knock(account.login, word).status_code == 302


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"role": "clerk", "organization": ""}, "选择这个角色适用的组织"),
        ({"role": "auditor", "organization": ""}, "三个人"),
        ({"role": "clerk", "organization": "987654"}, "不是有效的选择"),
        ({"role": "nonsense", "organization": ""}, "不是有效的选择"),
    ],
)
def test_a_role_that_cannot_be_given_says_why(
    app: Flask, make: Factory, administrator: Browser, values: dict[str, str], message: str
) -> None:
    account = make.account(Role.CLERK, at="department")
    db.session.commit()

    answer = administrator.submit(f"/admin/security/accounts/{account.id}", action="/actions/grant", **values)

    assert answer.status_code == 422
    assert message in answer.text
    assert db.session.query(Grant).filter_by(account_id=account.id).count() == 1


def test_a_role_ends_today_by_a_button(app: Flask, make: Factory, administrator: Browser) -> None:
    account = make.account(Role.CLERK, at="department")
    grant = db.session.query(Grant).filter_by(account_id=account.id).one()
    clerk = Browser(app, account)
    assert clerk.get("/").status_code == 200

    administrator.submit(f"/admin/security/accounts/{account.id}", action=f"/grants/{grant.id}/actions/end")

    assert clerk.get("/").status_code == 302
    assert db.session.get_one(Grant, grant.id).valid_to == clock.today()


def test_a_grant_of_another_account_is_unknown_here(app: Flask, make: Factory, administrator: Browser) -> None:
    one, other = make.account(Role.CLERK, at="department"), make.account(Role.CLERK, at="department")
    grant = db.session.query(Grant).filter_by(account_id=other.id).one()
    page = administrator.get(f"/admin/security/accounts/{one.id}")
    token = str(page.form().select_one("input[name=csrf_token]")["value"])  # type: ignore[index]

    answer = administrator.open(
        f"/admin/security/accounts/{one.id}/grants/{grant.id}/actions/end", method="POST", data={"csrf_token": token}
    )

    assert answer.status_code == 404


def test_browsers_of_others_can_be_signed_out(app: Flask, make: Factory, administrator: Browser) -> None:
    account = make.account(Role.CLERK)
    clerk = Browser(app, account)
    row = db.session.scalars(select(AccountSession).where(AccountSession.account_id == account.id)).one()

    answer = administrator.submit("/admin/security/sessions", action=f"/sessions/{row.token_digest[:16]}/actions/end")

    assert answer.status_code == 302
    assert clerk.get("/").status_code == 302


@pytest.mark.parametrize("mark", ["x", "0" * 16, "%27%20OR%201=1--", "a" * 64])
def test_no_mark_of_a_session_no_effect(app: Flask, make: Factory, administrator: Browser, mark: str) -> None:
    token = str(administrator.get("/admin/security/accounts/new").form().select_one("input[name=csrf_token]")["value"])  # type: ignore[index]

    answer = administrator.open(f"/admin/security/sessions/{mark}/actions/end", method="POST", data={"csrf_token": token})

    assert answer.status_code == 404


def test_a_lock_is_lifted_by_a_button(app: Flask, make: Factory, administrator: Browser) -> None:
    visitor = Visitor(app, "10.0.0.66")
    for _time in range(5):
        visitor.knock("li", WRONG)
    shown = administrator.get("/admin/security/failures")

    answer = administrator.submit("/admin/security/failures", page=shown, action="/failures/actions/unlock")

    assert "锁定到" in shown.text
    assert "10.0.0.66" in shown.text
    assert answer.status_code == 302
    assert db.session.query(SignInGuard).count() == 0


@pytest.mark.parametrize(
    ("query", "logins"),
    [
        ("q=wang", ["wang"]),
        ("q=%25", []),
        ("state=disabled", ["gone"]),
        ("state=first_password", ["fresh"]),
        ("state=unused", ["idle"]),
        ("state=locked", ["locked"]),
        ("role=clerk", ["wang"]),
    ],
)
def test_the_list_tells_accounts_apart(app: Flask, make: Factory, administrator: Browser, query: str, logins: list[str]) -> None:
    now = clock.now()
    make.account(Role.CLERK, login="wang")
    make.account(login="gone").disabled_at = now
    make.account(login="fresh").must_change_password = True
    make.account(login="idle").created_at = now - timedelta(days=91)
    make.account(login="locked")
    db.session.add(SignInGuard(login="locked", address="x", failures=0, failed_at=now, locked_until=now + timedelta(minutes=5)))
    db.session.commit()

    page = administrator.get(f"/admin/security/?{query}").page

    assert page is not None
    assert [link.get_text() for link in page.select("td a.title")] == logins


@pytest.mark.parametrize("rows", [1, 30])
def test_statements_do_not_depend_on_the_rows(app: Flask, make: Factory, administrator: Browser, rows: int) -> None:
    for _number in range(rows):
        make.account(Role.CLERK, at="department")
    administrator.get("/admin/security/")

    with statements() as seen:
        administrator.get("/admin/security/?size=50")

    assert len(seen) <= 8, seen.texts


def test_the_list_as_a_workbook(app: Flask, make: Factory, administrator: Browser) -> None:
    make.account(Role.CLERK, login="wang", name="=1+1")
    db.session.commit()

    rows = make.workbook_rows(administrator.get("/admin/security/export.xlsx?q=wang", check=False).data)

    assert rows[0][:3] == ["登录名", "姓名", "部门"]
    assert rows[1][:4] == ["wang", "=1+1", "保卫处", "部门填报员"]


def test_the_home_counts_locked_and_unused(app: Flask, make: Factory, administrator: Browser) -> None:
    make.account(login="idle").created_at = clock.now() - timedelta(days=91)
    db.session.commit()

    assert "0个账号被锁，1个账号90天没有登录" in administrator.get("/").text
