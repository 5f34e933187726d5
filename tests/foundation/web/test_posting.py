"""One form has one effect, however often and however fast it is sent."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from evaluation.foundation.core.database import db
from evaluation.foundation.web.models import RequestKey
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account
from evaluation.registry.organizations.models import Organization
from tests.support.browser import Answer, Browser
from tests.support.databases import both_databases
from tests.support.factories import Factory

NEW = "/organizations/new/department"


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def officer(make: Factory) -> Account:
    return make.account(Role.ORGANIZATION_OFFICER)


def test_the_second_post_shows_the_first_ones_result(app: Flask, sign_in: Callable[[Account], Browser], officer: Account) -> None:
    browser = sign_in(officer)
    page = browser.get(NEW)
    before = count(Organization)

    first = browser.submit(NEW, page=page, code="N1", name="基建处")
    second = browser.submit(NEW, page=page, code="N1", name="基建处")
    shown = browser.follow(second)

    assert (first.status_code, second.status_code) == (302, 302)
    assert second.location == first.location
    assert "这一步已经办过" in shown.text
    assert count(Organization) == before + 1


def test_two_forms_of_one_page_are_two(app: Flask, sign_in: Callable[[Account], Browser], officer: Account) -> None:
    browser = sign_in(officer)
    before = count(Organization)

    browser.submit(NEW, code="N1", name="基建处")
    browser.submit(NEW, code="N2", name="审计处")

    assert count(Organization) == before + 2


def test_a_refused_form_can_be_mended_and_sent_again(app: Flask, sign_in: Callable[[Account], Browser], officer: Account) -> None:
    """The key belongs to the effect: what had none may be tried again with the same key."""
    browser = sign_in(officer)
    page = browser.get(NEW)

    refused = browser.submit(NEW, page=page, code="N1", name="保卫处")
    mended = browser.submit(NEW, page=page, code="N1", name="基建处")

    assert (refused.status_code, mended.status_code) == (422, 302)
    assert count(RequestKey) == 1


def test_a_key_counts_for_its_own_account_alone(
    app: Flask, make: Factory, sign_in: Callable[[Account], Browser], officer: Account
) -> None:
    """Whoever guesses somebody's key learns nothing and stops nothing."""
    other = make.account(Role.ORGANIZATION_HEAD)
    page = sign_in(officer).get(NEW)
    key = str(page.form().select_one("input[name=request_key]")["value"])  # type: ignore[index]
    sign_in(officer).submit(NEW, page=page, code="N1", name="基建处")
    before = count(Organization)

    answer = sign_in(other).submit(NEW, code="N2", name="审计处", request_key=key)

    assert answer.status_code == 302
    assert count(Organization) == before + 1


@both_databases
def test_two_at_the_same_moment_have_one_effect(app: Flask, make: Factory, sign_in: Callable[[Account], Browser]) -> None:
    officer = make.account(Role.ORGANIZATION_OFFICER)
    browsers = [sign_in(officer), sign_in(officer)]
    pages = [browser.get(NEW) for browser in browsers]
    before = count(Organization)
    ready = threading.Barrier(2)
    answers: list[Answer] = []
    failures: list[BaseException] = []
    key = pages[0].form().select_one("input[name=request_key]")["value"]  # type: ignore[index]
    db.session.remove()

    def post(browser: Browser, page: Answer) -> None:
        try:
            values = {str(field["name"]): str(field.get("value", "")) for field in page.form().select("input[type=hidden][name]")}
            values |= {"request_key": str(key), "code": "N1", "name": "基建处"}
            ready.wait(10)
            with app.app_context():
                answers.append(Answer(browser.client.post(NEW, data=values)))
                db.session.remove()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=post, args=pair) for pair in zip(browsers, pages, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert failures == []
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].location == answers[1].location
    assert count(Organization) == before + 1
