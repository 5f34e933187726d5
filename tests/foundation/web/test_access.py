"""Default deny: what says nothing about who may enter does not start, and what says something means it."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from evaluation.foundation.core.database import db
from evaluation.foundation.web.access import Access, access_of, check_declarations, public, requires, signed_in
from evaluation.registry.accounts.enums import Role
from tests.support.browser import Browser
from tests.support.factories import Factory


@pytest.fixture
def bare() -> Flask:
    return Flask("bare")


def test_a_silent_endpoint_stops_the_start(bare: Flask) -> None:
    bare.add_url_rule("/open", "open", public(lambda: "open"))
    bare.add_url_rule("/silent", "silent", lambda: "silent")
    bare.add_url_rule("/mute", "mute", lambda: "mute")

    with pytest.raises(RuntimeError, match="without a declared access: mute, silent"):
        check_declarations(bare)


def test_declared_endpoints_start(bare: Flask) -> None:
    bare.add_url_rule("/open", "open", public(lambda: "open"))
    bare.add_url_rule("/inner", "inner", signed_in(lambda: "inner"))
    bare.add_url_rule("/office", "office", requires(Role.AUDITOR, Role.CLERK)(lambda: "office"))

    check_declarations(bare)

    assert access_of(bare, "open") == Access(open=True)
    assert access_of(bare, "inner") == Access()
    assert access_of(bare, "office") == Access(roles=frozenset({"auditor", "clerk"}))


def test_a_stranger_is_led_back_to_where_they_wanted(app: Flask, stranger: Browser) -> None:
    answer = stranger.get("/deeds/?q=采样&state=accepted")

    assert answer.status_code == 302
    address = urlsplit(str(answer.location))
    assert address.path == "/account/sign-in"
    assert parse_qs(address.query) == {"next": ["/deeds/?q=采样&state=accepted"]}


def test_a_first_password_opens_nothing_else(app: Flask, make: Factory, sign_in: Callable[..., Browser]) -> None:
    account = make.account(Role.ORGANIZATION_HEAD)
    account.must_change_password = True
    db.session.commit()
    browser = sign_in(account)

    for address in ("/", "/deeds/", "/people/", "/me/settings", "/people/search.json?q=li"):
        answer = browser.get(address)
        assert (answer.status_code, answer.location) == (302, "/account/password"), address
    assert browser.get("/account/password").status_code == 200


def test_a_page_of_another_role_names_the_way_out(app: Flask, make: Factory, sign_in: Callable[..., Browser]) -> None:
    answer = sign_in(make.account(Role.CLERK)).get("/admin/audit/")

    assert answer.status_code == 403
    assert "安全管理员" in answer.text
    assert "/admin/audit/" in answer.text
