"""Sections and the phone bar: what a role has something in, and the place where one is."""

import pytest
from flask import Flask

from evaluation.foundation.core.database import db
from evaluation.registry.accounts.enums import Role
from tests.portal.work import SignIn
from tests.support.browser import Answer
from tests.support.factories import Factory

SECTIONS = {
    Role.MEMBER: ["首页", "待办", "我的记录", "先锋故事", "公示"],
    Role.CLERK: ["首页", "待办", "一线记录", "先进事迹", "我的记录", "公示", "人员"],
    Role.PUBLICITY_EDITOR: ["首页", "待办", "先进事迹", "宣传稿件", "我的记录", "公示", "人员"],
    Role.SYSTEM_ADMINISTRATOR: ["首页", "系统"],
    Role.SECURITY_ADMINISTRATOR: ["首页", "安全"],
    Role.AUDITOR: ["首页", "审计"],
}
PHONE = {
    Role.MEMBER: ["首页", "待办", "我的", "更多"],
    Role.CLERK: ["首页", "待办", "上报", "我的", "更多"],
    Role.ORGANIZATION_HEAD: ["首页", "待办", "上报", "我的", "更多"],
    Role.AUDITOR: ["首页", "设置", "更多"],
}


def labels(answer: Answer, where: str) -> list[str]:
    assert answer.page is not None
    return [link.get_text(strip=True) for link in answer.page.select(f"{where} a")]


def here(answer: Answer, where: str) -> list[str]:
    assert answer.page is not None
    return [link.get_text(strip=True) for link in answer.page.select(f"{where} a[aria-current=page]")]


@pytest.mark.parametrize("role", list(SECTIONS))
def test_sections_by_role(app: Flask, make: Factory, sign_in: SignIn, role: Role) -> None:
    assert labels(sign_in(make.account(role)).get("/"), "nav.sections .links") == SECTIONS[role]


@pytest.mark.parametrize("role", list(PHONE))
def test_phone_bar_by_role(app: Flask, make: Factory, sign_in: SignIn, role: Role) -> None:
    assert labels(sign_in(make.account(role)).get("/"), "nav.phone-bar") == PHONE[role]


@pytest.mark.parametrize("role", list(Role))
def test_every_entry_leads_to_a_page(app: Flask, make: Factory, sign_in: SignIn, role: Role) -> None:
    browser = sign_in(make.account(role))
    home = browser.get("/").page
    assert home is not None
    for link in home.select("nav.sections .links a, nav.phone-bar a[href^='/'], footer a"):
        assert browser.get(str(link["href"])).status_code == 200, link


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/", "首页"),
        ("/inbox/", "待办"),
        ("/records/", "一线记录"),
        ("/deeds/", "先进事迹"),
        ("/me/record", "我的记录"),
        ("/me/settings", "我的记录"),
        ("/notices/", "公示"),
        ("/people/", "人员"),
        ("/organizations/", "人员"),
    ],
)
def test_the_place_where_one_is_is_marked(app: Flask, make: Factory, sign_in: SignIn, address: str, place: str) -> None:
    answer = sign_in(make.account(Role.ORGANIZATION_OFFICER)).get(address)

    assert here(answer, "nav.sections .links") == [place]
    assert len(here(answer, "nav.phone-bar")) <= 1


def test_a_place_that_is_one_page_is_marked_there_alone(app: Flask, make: Factory, sign_in: SignIn) -> None:
    member = sign_in(make.account(Role.MEMBER))
    for _time in range(2):  # the links are kept after the first time
        assert here(member.get("/stories/released"), "nav.sections .links") == ["先锋故事"]
        assert here(member.get("/stories/999999", check=False), "nav.sections .links") == []


def test_links_that_are_kept_speak_the_language_of_the_reader(app: Flask, make: Factory, sign_in: SignIn) -> None:
    clerk = sign_in(make.account(Role.CLERK))

    assert labels(clerk.get("/?lang=en"), "nav.phone-bar") == ["Home", "Inbox", "Report", "Mine", "More"]
    assert labels(clerk.get("/?lang=zh"), "nav.phone-bar") == PHONE[Role.CLERK]


def test_search_is_for_those_who_may_find_something(app: Flask, make: Factory, sign_in: SignIn) -> None:
    clerk, auditor = (sign_in(make.account(role)).get("/").page for role in (Role.CLERK, Role.AUDITOR))
    assert clerk is not None
    assert auditor is not None

    assert len(clerk.select("form[role=search][action='/search']")) == 2
    assert auditor.select("form[role=search][action='/search']") == []


def test_before_the_first_password_there_is_no_section(app: Flask, make: Factory, sign_in: SignIn) -> None:
    account = make.account(Role.CLERK)
    account.must_change_password = True
    db.session.commit()

    page = sign_in(account).get("/account/password").page

    assert page is not None
    assert page.select("nav.sections a, nav.phone-bar a") == []


def test_help_stands_at_the_foot_of_every_page(app: Flask, make: Factory, sign_in: SignIn) -> None:
    page = sign_in(make.account(Role.CLERK)).get("/deeds/").page

    assert page is not None
    assert [link["href"] for link in page.select("footer .help-line a")] == ["/help/", "/help/accessibility"]
