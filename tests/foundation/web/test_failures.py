"""Errors are pages with a way out, and tell no more than the reader may know."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy.orm.exc import StaleDataError

from evaluation.foundation.core.errors import Difference, NotAllowed, Stale, Unknown, WrongState
from evaluation.registry.accounts.enums import Role
from tests.support.browser import Browser
from tests.support.factories import Factory


@pytest.fixture
def failing(app: Flask) -> Iterator[Callable[[BaseException], None]]:
    """The health page fails with what it is given."""
    view = app.view_functions["web.health"]
    debug, app.testing = app.testing, False
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def install(failure: BaseException) -> None:
        def fail() -> str:
            raise failure

        fail.access = view.access  # type: ignore[attr-defined]
        app.view_functions["web.health"] = fail

    yield install
    app.view_functions["web.health"] = view
    app.testing = debug
    app.config["PROPAGATE_EXCEPTIONS"] = None


@pytest.mark.parametrize(
    ("failure", "status", "words"),
    [
        (NotAllowed("请找组织部"), 403, "请找组织部"),
        (WrongState("已经办结"), 409, "已经办结"),
        (Unknown("没有这一件"), 404, "没有这一件"),
        (Stale("有人先改了", [Difference("标题", "我的写法", "别人的写法")]), 409, "我的写法"),
        (StaleDataError("row"), 409, "重新打开"),
    ],
)
def test_a_failure_of_the_domain_is_a_page_with_its_words(
    app: Flask, failing: Callable[[BaseException], None], stranger: Browser, failure: Exception, status: int, words: str
) -> None:
    failing(failure)

    answer = stranger.get("/health")

    assert answer.status_code == status
    assert words in answer.text
    assert answer.page is not None
    assert answer.page.select("main a[href]") != []


def test_a_fault_of_ours_says_so_and_nothing_more(
    app: Flask, failing: Callable[[BaseException], None], stranger: Browser
) -> None:
    failing(RuntimeError("SELECT secret FROM account"))

    answer = stranger.get("/health")

    assert answer.status_code == 500
    assert "没有写入任何改动" in answer.text
    assert "secret" not in answer.data.decode()
    assert "Traceback" not in answer.data.decode()


def test_a_script_of_ours_is_answered_in_json(app: Flask, failing: Callable[[BaseException], None], stranger: Browser) -> None:
    failing(WrongState("已经办结"))

    answer = stranger.get("/health", headers={"Accept": "application/json"})

    assert answer.status_code == 409
    assert answer.response.json == {"message": "已经办结"}


def test_unknown_and_impossible_addresses_look_alike(app: Flask, make: Factory, sign_in: Callable[..., Browser]) -> None:
    browser = sign_in(make.account(Role.ORGANIZATION_OFFICER))

    unknown, impossible = browser.get("/deeds/987654321"), browser.get(f"/deeds/{2**40}")

    assert (unknown.status_code, impossible.status_code) == (404, 404)
    assert unknown.text == impossible.text


def test_administrators_are_not_offered_the_search(app: Flask, make: Factory, sign_in: Callable[..., Browser]) -> None:
    page = sign_in(make.account(Role.AUDITOR)).get("/no/such/page").page

    assert page is not None
    assert page.select("form[role=search]") == []
