"""Every endpoint, walked with strangers and with every role: declared access is what the server does."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

from evaluation.foundation.core.database import db
from evaluation.foundation.web.access import Access, access_of
from evaluation.registry.accounts.enums import Role
from tests.support.browser import Browser
from tests.support.factories import Factory

NOWHERE = 987654321
LOOKED_AT = {Role.ORGANIZATION_HEAD, Role.PUBLICITY_CHIEF, Role.MEMBER}


def rules(app: Flask) -> list[Rule]:
    """All rules but the static files, by endpoint."""
    return sorted(
        (rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"), key=lambda rule: (rule.endpoint, rule.rule)
    )


def address(app: Flask, rule: Rule) -> str:
    """An address of a rule with identifiers that nobody has."""
    values: dict[str, Any] = {}
    for name, converter in rule._converters.items():
        values[name] = NOWHERE if isinstance(converter, IntegerConverter) else "nowhere"
    with app.test_request_context():
        built = rule.build(values)
    assert built is not None
    return built[1]


def methods(rule: Rule) -> list[str]:
    """What can be asked of a rule."""
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def test_every_endpoint_declares_access(app: Flask) -> None:
    assert [rule.endpoint for rule in rules(app) if not isinstance(access_of(app, rule.endpoint), Access)] == []


def test_addresses_are_plain(app: Flask) -> None:
    for rule in rules(app):
        fixed = "".join(part for part in rule.rule.split("<")[0])
        assert fixed == fixed.lower()
        assert "_" not in fixed


def test_strangers_are_sent_to_the_door(app: Flask, stranger: Browser) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    try:
        for rule in rules(app):
            access = access_of(app, rule.endpoint)
            assert access is not None
            for method in methods(rule):
                answer = stranger.open(address(app, rule), method=method, check=False)
                if access.open:
                    assert answer.status_code in {200, 302, 400, 404, 422}, rule
                else:
                    assert answer.status_code == 302, (rule, method)
                    assert "/account/sign-in" in str(answer.location), (rule, method)
    finally:
        app.config["WTF_CSRF_ENABLED"] = True


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_roles_enter_where_declared(app: Flask, make: Factory, sign_in: Callable[..., Browser], role: Role) -> None:
    """A role that is not named gets 403 at the door; one that is gets on, to a page, a redirect, or 404 for an unknown id."""
    browser = sign_in(make.account(role))
    app.config["WTF_CSRF_ENABLED"] = False
    wrong = []
    try:
        for rule in rules(app):
            access = access_of(app, rule.endpoint)
            assert access is not None
            if rule.endpoint == "accounts.sign_out":
                continue
            entitled = access.open or not access.roles or role in access.roles
            for method in methods(rule):
                answer = browser.open(address(app, rule), method=method, check=method == "GET" and role in LOOKED_AT)
                if entitled and answer.status_code not in {200, 302, 400, 403, 404, 405, 409, 422}:
                    wrong.append((rule.endpoint, method, answer.status_code))
                if entitled and answer.status_code == 403 and access.roles:
                    continue
                if not entitled and answer.status_code != 403:
                    wrong.append((rule.endpoint, method, answer.status_code))
    finally:
        app.config["WTF_CSRF_ENABLED"] = True
    assert wrong == []


def test_reading_changes_nothing(app: Flask, make: Factory, sign_in: Callable[..., Browser]) -> None:
    """GET on every address, as a head of the organization department, leaves every table as it was.

    The log alone may grow: that somebody took a list of people out is noted.
    """
    browser = sign_in(make.account(Role.ORGANIZATION_HEAD))
    browser.get("/")
    tables = {table.name: table for table in db.metadata.sorted_tables if table.name != "audit_event"}

    def counts() -> dict[str, int]:
        db.session.rollback()
        return {
            name: db.session.execute(
                table.count() if hasattr(table, "count") else db.select(db.func.count()).select_from(table)
            ).scalar_one()
            for name, table in tables.items()
        }

    before = counts()
    for rule in rules(app):
        if "GET" in methods(rule) and rule.endpoint != "accounts.sign_out":
            browser.get(address(app, rule), check=False)
    assert counts() == before


def test_posts_without_a_token_are_refused(app: Flask, make: Factory, sign_in: Callable[..., Browser]) -> None:
    browser = sign_in(make.account(Role.ORGANIZATION_HEAD))
    passed = [
        (rule.endpoint, answer.status_code)
        for rule in rules(app)
        if "POST" in methods(rule) and (answer := browser.open(address(app, rule), method="POST", check=False)).status_code != 400
    ]
    assert passed == []
