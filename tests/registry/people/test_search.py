"""Looking people up: by Chinese, pinyin, initials and number, own department first, for those who work with it."""

from collections.abc import Callable

import pytest
from flask import Flask

from evaluation.foundation.core.clock import clock
from evaluation.registry.accounts.enums import ADMINISTRATORS, Role
from evaluation.registry.organizations.policies import WORKING_ROLES
from evaluation.registry.people.enums import AffiliationKind, Standing
from evaluation.registry.people.operations import affiliate
from tests.support.browser import Browser
from tests.support.databases import both_databases, statements
from tests.support.factories import Factory


def names(browser: Browser, **query: str | int) -> list[str]:
    answer = browser.get("/people/search.json", query_string=query)
    assert answer.status_code == 200
    return [row["name"] for row in answer.response.json]


@both_databases
def test_people_are_found_by_every_spelling(app: Flask, make: Factory, sign_in: Callable[..., Browser]) -> None:
    make.person("李思源", number="70017")
    make.person("单小红", department="other_department")
    browser = sign_in(make.account(Role.CLERK, at="department", name="孙晓雯"))
    for question in ("lsy", "lisiyuan", "李思", "70017", " 思源 ", "LSY"):
        assert names(browser, q=question) == ["李思源"], question
    assert names(browser, q="shan") == ["单小红"]
    assert names(browser, q="") == []
    assert names(browser, q="%") == []
    assert names(browser, q="_______") == []
    assert names(browser, q="'; DROP TABLE person; --") == []


def test_the_answer_tells_namesakes_apart_and_ones_own_department_comes_first(
    app: Flask, make: Factory, sign_in: Callable[..., Browser]
) -> None:
    make.person("方娜", department="other_department", number="00002")
    make.person("方娜", number="00009")
    nowhere = make.person("方娜", number="00001")
    affiliate(nowhere, AffiliationKind.DEPARTMENT, None, valid_from=None, actor=None, now=clock.now())
    browser = sign_in(make.account(Role.CLERK, at="department", name="孙晓雯"))
    rows = browser.get("/people/search.json?q=fn").response.json
    assert rows[0]["detail"] == "保卫处 00009"
    assert {row["detail"] for row in rows} == {"保卫处 00009", "总务处 00002", "00001"}
    other = make.college["other_department"].id
    assert browser.get(f"/people/search.json?q=fn&department={other}").response.json[0]["detail"] == "总务处 00002"


def test_at_most_twelve_and_nobody_who_left(app: Flask, make: Factory, sign_in: Callable[..., Browser]) -> None:
    people = [make.person("吴同名") for _ in range(14)]
    for person in people[:3]:
        affiliate(person, AffiliationKind.STANDING, Standing.LEFT, valid_from=None, actor=None, now=clock.now())
    browser = sign_in(make.account(Role.BRANCH_SECRETARY, at="branch", name="刘建国"))
    assert len(names(browser, q="wtm")) == 11
    for _ in range(5):
        make.person("吴同名")
    assert len(names(browser, q="wtm")) == 12
    with statements() as counted:
        assert len(names(browser, q="wtm")) == 12
    assert len(counted) <= 3


def test_the_plain_page_lists_the_same(app: Flask, make: Factory, sign_in: Callable[..., Browser]) -> None:
    make.person("李思源", number="70017")
    browser = sign_in(make.account(Role.CLERK, at="department", name="孙晓雯"))
    page = browser.get("/people/search?q=lsy").page
    assert [cell.get_text() for cell in page.select("tbody tr td")] == ["李思源", "70017", "保卫处", "干事"]
    assert "名册里没有找到" in browser.get("/people/search?q=zzz").text


@pytest.mark.parametrize("role", [*sorted(ADMINISTRATORS), Role.MEMBER])
def test_who_has_no_work_with_people_does_not_look_them_up(
    app: Flask, make: Factory, sign_in: Callable[..., Browser], role: Role
) -> None:
    browser = sign_in(make.account(role))
    assert browser.get("/people/search.json?q=li", check=False).status_code == 403
    assert browser.get("/people/search?q=li", check=False).status_code == 403


def test_the_roles_are_those_of_the_accounts() -> None:
    working = {role.value for role in Role} - {role.value for role in ADMINISTRATORS} - {"member"}
    assert working == WORKING_ROLES
