"""Help is open to all, in both languages."""

import pytest
from flask import Flask

from evaluation.registry.accounts.enums import Role
from tests.portal.work import SignIn, heading
from tests.support.browser import Browser
from tests.support.factories import Factory


@pytest.mark.parametrize(("address", "title"), [("/help/", "使用手册"), ("/help/accessibility", "无障碍说明")])
def test_open_before_and_after_the_door(
    app: Flask, make: Factory, stranger: Browser, sign_in: SignIn, address: str, title: str
) -> None:
    for browser in (stranger, sign_in(make.account(Role.AUDITOR)), sign_in(make.account(Role.MEMBER))):
        answer = browser.get(address)
        assert (answer.status_code, heading(answer)) == (200, title)


@pytest.mark.parametrize(("address", "title"), [("/help/", "Help"), ("/help/accessibility", "Accessibility")])
def test_in_english(app: Flask, stranger: Browser, address: str, title: str) -> None:
    answer = stranger.get(f"{address}?lang=en")

    assert heading(answer) == title
    assert answer.page.html["lang"] == "en"  # type: ignore[union-attr,index]


def test_whom_to_ask_is_configured(app: Flask, stranger: Browser) -> None:
    app.jinja_env.globals["help_contact"] = "组织部 陈立言，内线8016"
    try:
        assert "请找：组织部 陈立言，内线8016" in stranger.get("/help/").text
    finally:
        app.jinja_env.globals["help_contact"] = ""
