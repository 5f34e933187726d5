"""What only a browser shows: keys, scripts, a second press, a page that comes back."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE, Demonstration


def test_a_person_signs_in_with_keys_alone(page: Page, demonstration: Demonstration) -> None:
    page.goto(f"{demonstration.address}/")
    assert page.evaluate("document.activeElement.name") == "login"
    page.keyboard.type("clerk")
    page.keyboard.press("Tab")
    page.keyboard.type(demonstration.password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{demonstration.address}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


@pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)
def test_the_whole_page_changes_its_language(page: Page, demonstration: Demonstration) -> None:
    demonstration.sign_in(page, "clerk")
    page.goto(f"{demonstration.address}/records/?lang=en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text("Frontline records")
    page.goto(f"{demonstration.address}/records/?lang=zh")
    expect(page.locator("h1")).to_have_text("一线记录")


def test_a_shift_is_entered_by_initials(page: Page, demonstration: Demonstration) -> None:
    demonstration.sign_in(page, "clerk")
    page.goto(f"{demonstration.address}/records/shifts/new")
    for name, value in {"place": "东门", "task": "体温检测", "begins_at": "20:00", "ends_at": "02:00"}.items():
        page.fill(f"input[name={name}]", value)
    people = page.get_by_role("combobox", name="加人")
    people.press_sequentially("f")
    expect(page.locator("[role=listbox] [role=option]").first).to_be_visible()
    people.press("ArrowDown")
    people.press("Enter")
    expect(page.locator(".picked li").or_(page.locator("main tbody tr"))).to_have_count(1)


def test_a_deed_is_kept_from_its_first_words_and_pressed_twice_is_one(page: Page, demonstration: Demonstration) -> None:
    demonstration.sign_in(page, "clerk")
    page.goto(f"{demonstration.address}/deeds/new")
    page.get_by_role("combobox", name="姓名").press_sequentially("f")
    page.locator("[role=listbox] [role=option]").first.click()
    page.fill("input[name=title]", "雨夜抢修配电房")
    expect(page.locator("[data-autosave-status]")).to_contain_text("保存", timeout=15_000)
    page.fill("textarea[name=body]", "大雨那一夜，配电房进水，他带着两个人守到天亮。" * 3)
    page.get_by_role("button", name="存草稿").dblclick()
    page.wait_for_url("**/edit")
    page.goto(f"{demonstration.address}/deeds/")
    expect(page.get_by_role("link", name="雨夜抢修配电房")).to_have_count(1)
    page.get_by_role("link", name="雨夜抢修配电房").click()
    expect(page.get_by_text("守到天亮").first).to_be_visible()


def lose_next_answer(page: Page, address: str) -> list[int]:
    """The server does what is asked once, and the browser does not hear of it."""
    lost: list[int] = []

    def lose(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    page.route(address, lose)
    return lost


def test_a_lost_answer_makes_no_second_draft(page: Page, demonstration: Demonstration, troubles: list[str]) -> None:
    demonstration.sign_in(page, "clerk2")
    page.goto(f"{demonstration.address}/deeds/new")
    lost = lose_next_answer(page, "**/deeds/autosave")
    page.get_by_role("combobox", name="姓名").press_sequentially("f")
    page.locator("[role=listbox] [role=option]").first.click()
    page.fill("input[name=title]", "断网时写下的事迹")
    expect(page.locator("[data-autosave-status]")).to_have_class(re.compile("trouble"))
    page.fill("textarea[name=body]", "网又通了，接着写。")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("form[data-autosave-url]")).to_have_attribute("action", re.compile(r"/deeds/\d+/edit$"))
    expect(page.locator("form[data-autosave-url] input[name=version]")).to_have_value("2")
    assert lost == [200]
    page.goto(f"{demonstration.address}/deeds/")
    expect(page.get_by_role("link", name="断网时写下的事迹")).to_have_count(1)
    page.get_by_role("link", name="断网时写下的事迹").click()
    expect(page.get_by_text("网又通了").first).to_be_visible()
    assert [one for one in troubles if "ERR_FAILED" not in one] == []
    troubles.clear()


def test_a_later_lost_answer_is_no_conflict(page: Page, demonstration: Demonstration, troubles: list[str]) -> None:
    demonstration.sign_in(page, "clerk2")
    page.goto(f"{demonstration.address}/deeds/new")
    page.get_by_role("combobox", name="姓名").press_sequentially("f")
    page.locator("[role=listbox] [role=option]").first.click()
    page.fill("input[name=title]", "信号时有时无")
    version = page.locator("form[data-autosave-url] input[name=version]")
    expect(version).to_have_value("1")
    lost = lose_next_answer(page, "**/deeds/*/autosave")
    page.fill("textarea[name=body]", "第一句没有听到回音。")
    status = page.locator("[data-autosave-status]")
    expect(status).to_have_class(re.compile("trouble"))
    page.fill("textarea[name=body]", "第一句没有听到回音。第二句照样保存。")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(version).to_have_value("3")
    expect(status).not_to_have_class(re.compile("trouble"))
    assert lost == [200]
    page.goto(f"{demonstration.address}/deeds/")
    page.get_by_role("link", name="信号时有时无").click()
    expect(page.get_by_text("第二句照样保存").first).to_be_visible()
    assert [one for one in troubles if "ERR_FAILED" not in one] == []
    troubles.clear()


def test_saved_by_hand_after_a_lost_answer_is_one_draft(page: Page, demonstration: Demonstration, troubles: list[str]) -> None:
    demonstration.sign_in(page, "clerk2")
    page.goto(f"{demonstration.address}/deeds/new")
    lost = lose_next_answer(page, "**/deeds/autosave")
    page.get_by_role("combobox", name="姓名").press_sequentially("f")
    page.locator("[role=listbox] [role=option]").first.click()
    page.fill("input[name=title]", "没听到回音就按了存草稿")
    expect(page.locator("[data-autosave-status]")).to_have_class(re.compile("trouble"))
    page.get_by_role("button", name="存草稿").click()
    page.wait_for_url("**/edit")
    assert lost == [200]
    page.goto(f"{demonstration.address}/deeds/")
    expect(page.get_by_role("link", name="没听到回音就按了存草稿")).to_have_count(1)
    assert [one for one in troubles if "ERR_FAILED" not in one] == []
    troubles.clear()


def test_without_a_connection_nothing_is_handed_in_and_the_text_stays(
    page: Page, demonstration: Demonstration, troubles: list[str]
) -> None:
    demonstration.sign_in(page, "clerk2")
    page.goto(f"{demonstration.address}/deeds/new")
    page.get_by_role("combobox", name="姓名").press_sequentially("f")
    page.locator("[role=listbox] [role=option]").first.click()
    page.context.set_offline(True)
    page.fill("input[name=title]", "断网了也没有丢")
    expect(page.locator("[data-autosave-status]")).to_have_class(re.compile("trouble"))
    page.get_by_role("button", name="存草稿").click()
    expect(page.locator("input[name=title]")).to_have_value("断网了也没有丢")
    page.context.set_offline(False)
    expect(page.locator("form[data-autosave-url]")).to_have_attribute("action", re.compile(r"/deeds/\d+/edit$"))
    page.get_by_role("button", name="存草稿").click()
    page.wait_for_url("**/edit")
    page.goto(f"{demonstration.address}/deeds/")
    expect(page.get_by_role("link", name="断网了也没有丢")).to_have_count(1)
    assert [one for one in troubles if "ERR_INTERNET_DISCONNECTED" not in one] == []
    troubles.clear()


def test_nothing_but_the_content_is_printed(page: Page, demonstration: Demonstration) -> None:
    demonstration.sign_in(page, "clerk")
    page.goto(f"{demonstration.address}/records/")
    page.emulate_media(media="print")
    expect(page.locator("nav").first).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
