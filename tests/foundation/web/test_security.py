"""Headers of every answer, whatever its kind."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from evaluation.foundation.web.security import HEADERS, POLICY
from evaluation.registry.accounts.enums import Role
from tests.support.browser import Browser
from tests.support.factories import Factory

FILE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


def answers(stranger: Browser, officer: Browser) -> dict[str, Any]:
    """One answer of every kind."""
    return {
        "page": officer.get("/"),
        "redirect": stranger.get("/"),
        "sign in": stranger.get("/account/sign-in"),
        "json": officer.get("/people/search.json?q=li"),
        "workbook": officer.get("/deeds/export.xlsx", check=False),
        "unknown": officer.get("/no/such/page"),
        "forbidden": officer.get("/admin/audit/"),
        "wrong method": officer.open("/deeds/", method="DELETE", check=False),
        "no token": officer.open("/organizations/new/department", method="POST", data={}),
        "health": stranger.get("/health"),
    }


@pytest.mark.parametrize(
    "name", ["page", "redirect", "sign in", "json", "workbook", "unknown", "forbidden", "wrong method", "no token", "health"]
)
def test_every_answer_carries_the_headers(
    app: Flask, make: Factory, stranger: Browser, sign_in: Callable[..., Browser], name: str
) -> None:
    headers = answers(stranger, sign_in(make.account(Role.ORGANIZATION_OFFICER)))[name].response.headers

    assert {header: headers.get(header) for header in HEADERS} == HEADERS
    assert headers["Content-Security-Policy"] == (FILE_POLICY if name == "workbook" else POLICY)
    assert headers["Cache-Control"] == "no-store"


def test_the_policy_lets_nothing_inline_and_nothing_foreign() -> None:
    rules = dict(part.strip().partition(" ")[::2] for part in POLICY.split(";"))

    assert rules == {
        "default-src": "'self'",
        "img-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app: Flask, stranger: Browser) -> None:
    cookie = stranger.get("/account/sign-in").response.headers["Set-Cookie"]

    assert cookie.startswith("yixian=")
    assert {part.strip() for part in cookie.split(";")[1:]} == {"HttpOnly", "Path=/", "SameSite=Lax"}


def test_over_https_browsers_stay_with_https(app: Flask, stranger: Browser) -> None:
    plain = stranger.get("/account/sign-in")
    secure = stranger.get("/account/sign-in", base_url="https://localhost")

    assert "Strict-Transport-Security" not in plain.response.headers
    assert secure.response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_no_answer_tells_which_software_serves_it(app: Flask, stranger: Browser) -> None:
    assert stranger.get("/account/sign-in").response.headers.get("X-Powered-By") is None
