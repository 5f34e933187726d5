"""Filter bars of lists: blank ones are made once and kept, filled ones show what is asked for, scopes are never mixed up."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from wtforms import DateField, StringField
from wtforms.validators import Optional

from evaluation.foundation.core.database import db
from evaluation.foundation.web.forms import ListFilter
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account
from tests.support.browser import Answer, Browser
from tests.support.factories import Factory

SignIn = Callable[[Account], Browser]
BAR = "form.filter-bar"


class WordFilter(ListFilter):
    q = StringField("Words")
    begins_on = DateField("From", validators=[Optional()])


def departments(answer: Answer) -> list[str]:
    assert answer.page is not None
    return [option.get_text() for option in answer.page.select(f"{BAR} select[name=department] option")][1:]


def test_a_blank_filter_is_one_and_the_same(app: Flask) -> None:
    with app.test_request_context("/deeds/?size=50&sort=title"):
        blank = WordFilter.asked()
    with app.test_request_context("/deeds/"):
        assert WordFilter.asked() is blank
    with app.test_request_context("/deeds/?q=采样&begins_on=2022-04-06"):
        filled = WordFilter.asked()
        assert filled is not blank
        assert filled.data == {"q": "采样", "begins_on": date(2022, 4, 6)}
        assert filled.blank_key is None
    with app.test_request_context("/deeds/"):
        assert WordFilter.asked() is blank
        assert not any(blank.data.values())


def test_every_filter_bar_is_a_list_filter_without_token_or_key() -> None:
    for form in ListFilter.__subclasses__():
        assert not form.Meta.csrf, form  # type: ignore[attr-defined]


def test_departments_of_one_scope_are_not_shown_to_another(app: Flask, make: Factory, sign_in: SignIn) -> None:
    own, other = make.college["department"], make.college["other_department"]
    here, there = sign_in(make.account(Role.CLERK, at="department")), sign_in(make.account(Role.CLERK, at="other_department"))
    officer = sign_in(make.account(Role.ORGANIZATION_OFFICER))

    for _time in range(2):
        assert departments(here.get("/deeds/")) == [own.short_name]
        assert departments(there.get("/deeds/")) == [other.short_name]
        assert {own.short_name, other.short_name} <= set(departments(officer.get("/deeds/")))


def test_a_new_department_stands_in_the_kept_bar_at_once(app: Flask, make: Factory, sign_in: SignIn) -> None:
    officer = sign_in(make.account(Role.ORGANIZATION_OFFICER))
    before = departments(officer.get("/deeds/"))

    officer.submit("/organizations/new/department", code="N9", name="新设的审计处", short_name="审计处")

    assert set(departments(officer.get("/deeds/"))) == {*before, "审计处"}


@pytest.mark.parametrize(("address", "words"), [("/deeds/?lang=en", "Words"), ("/deeds/?lang=zh", "关键词")])
def test_a_kept_bar_speaks_the_language_of_the_reader(
    app: Flask, make: Factory, sign_in: SignIn, address: str, words: str
) -> None:
    browser = sign_in(make.account(Role.ORGANIZATION_OFFICER))
    browser.get("/deeds/?lang=zh")
    browser.get("/deeds/?lang=en")

    page = browser.get(address).page

    assert page is not None
    assert page.select_one(f"{BAR} label[for=q]").get_text() == words  # type: ignore[union-attr]


def test_a_bar_carries_size_and_order_along(app: Flask, make: Factory, sign_in: SignIn) -> None:
    browser = sign_in(make.account(Role.ORGANIZATION_OFFICER))

    for address, carried in (("/deeds/", {}), ("/deeds/?size=50", {"size": "50"}), ("/deeds/?sort=title", {"sort": "title"})):
        page = browser.get(address).page
        assert page is not None
        assert {str(one["name"]): str(one["value"]) for one in page.select(f"{BAR} > input[type=hidden]")} == carried


def test_a_filter_that_is_set_is_shown_and_can_be_removed(app: Flask, make: Factory, sign_in: SignIn) -> None:
    browser = sign_in(make.account(Role.ORGANIZATION_OFFICER))
    browser.get("/deeds/")

    page = browser.get("/deeds/?state=accepted&size=50").page

    assert page is not None
    assert page.select_one(f"{BAR} option[value=accepted]").has_attr("selected")  # type: ignore[union-attr]
    assert [link["href"] for link in page.select(".chosen-filters a")] == ["?size=50"]
    again = browser.get("/deeds/").page
    assert again is not None
    assert again.select(f"{BAR} option[selected]") == []
    db.session.rollback()
