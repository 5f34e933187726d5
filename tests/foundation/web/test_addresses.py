"""Nobody is led to another site: what stands behind ``next`` is an address of ours or nothing."""

import pytest
from flask import Flask

from evaluation.foundation.web.views import local_target
from evaluation.registry.accounts.passwords import hashed
from tests.support.browser import Browser
from tests.support.factories import PASSWORD, Factory

ELSEWHERE = (
    "https://evil.example/",
    "http:evil.example",
    "HTTPS://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example/x",
    "/\\evil.example",
    "/\\/evil.example",
    "\\\\evil.example",
    "/x\\..\\evil",
    "/\tevil.example",
    "/\n/evil.example",
    "/deeds\r\nSet-Cookie: a=b",
    "/\x00/evil.example",
    " //evil.example",
    "\t//evil.example",
    "evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "?next=//evil.example",
    "",
    None,
)
OURS = ("/", "/deeds/", "/deeds/?q=a&b=//x", "/people/3#history", "/search?q=https://evil.example")


@pytest.mark.parametrize("address", ELSEWHERE)
def test_what_leads_elsewhere_is_dropped(address: str | None) -> None:
    assert local_target(address) is None


@pytest.mark.parametrize("address", OURS)
def test_an_address_of_ours_is_kept(address: str) -> None:
    assert local_target(address) == address


@pytest.mark.parametrize("address", [one for one in ELSEWHERE if one])
def test_signing_in_leads_nowhere_else(app: Flask, make: Factory, stranger: Browser, address: str, word: str) -> None:
    make.account(login="li", password_hash=word)

    answer = stranger.open(
        "/account/sign-in",
        method="POST",
        query_string={"next": address},
        data={**hidden(stranger), "login": "li", "password": PASSWORD},
    )

    assert (answer.status_code, answer.location) == (302, "/")


def hidden(browser: Browser) -> dict[str, str]:
    """The token of the sign-in form."""
    form = browser.get("/account/sign-in").form()
    return {str(field["name"]): str(field.get("value", "")) for field in form.select("input[type=hidden][name]")}


@pytest.fixture(scope="module")
def word() -> str:
    return hashed(PASSWORD)


@pytest.mark.parametrize("address", ["//evil.example", "/\\evil.example", "https://evil.example"])
def test_switching_to_large_print_leads_nowhere_else(app: Flask, stranger: Browser, address: str) -> None:
    token = hidden(stranger)["csrf_token"]

    answer = stranger.open("/large-print", method="POST", data={"csrf_token": token, "next": address})

    assert (answer.status_code, answer.location) == (302, "/")
    assert "large_print=1" in answer.response.headers["Set-Cookie"]
