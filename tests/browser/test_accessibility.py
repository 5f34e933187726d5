"""Every kind of page by the rules of WCAG 2.2 A and AA, for each role, at a desk, on a phone and in large print."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESK, PHONE, Demonstration

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
ROLES = ("clerk", "branch", "org", "orghead", "leader", "discipline", "pub1", "member", "sysadmin", "secadmin", "auditor")
NOT_PAGES = re.compile(r"^/files/|/(export|template|download|proof|bundle|print)\b|\.(xlsx|docx|pdf|zip|csv|ics|txt)$")
FURTHEST = 2
FEWEST_KINDS = 6


def kind_of(address: str) -> str:
    """The address without what tells one thing from another."""
    path = urlsplit(address).path
    return re.sub(r"/(\d+|[A-Z]{2}-\d{4}-[\d-]+)", "/…", path)


def links_of(page: Page, address: str) -> list[str]:
    """Pages of the house to which this page leads."""
    found = page.eval_on_selector_all("a[href]:not([download])", "links => links.map(link => link.getAttribute('href'))")
    here = urlsplit(address).netloc
    whole = [urljoin(page.url, one) for one in found if not one.startswith("#")]
    return [one.partition("#")[0] for one in whole if urlsplit(one).netloc == here and not NOT_PAGES.search(urlsplit(one).path)]


def faults_of(page: Page) -> list[str]:
    """What breaks a rule, each with the first element that does."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{page.url} {one['id']}: {one['nodes'][0]['html'][:200]} {one['nodes'][0].get('failureSummary', '')[:200]}"
        for one in found
    ]


def show_whole(page: Page, width: int) -> None:
    """A window as high as the page, so that the bar at its foot covers nothing."""
    page.set_viewport_size({"width": width, "height": PHONE["height"]})
    page.set_viewport_size({"width": width, "height": int(page.evaluate("document.documentElement.scrollHeight"))})


@pytest.mark.parametrize("login", ROLES)
def test_no_page_breaks_a_rule(demonstration: Demonstration, chromium: Browser, login: str) -> None:
    window = chromium.new_context(viewport=DESK, locale="zh-CN")
    page = window.new_page()
    demonstration.sign_in(page, login)
    seen: set[str] = set()
    faults: list[str] = []
    ahead = [f"{demonstration.address}/"]
    for _distance in range(FURTHEST + 1):
        following: list[str] = []
        for address in ahead:
            if kind_of(address) in seen:
                continue
            seen.add(kind_of(address))
            answer = page.goto(address)
            if answer is None or "text/html" not in answer.headers.get("content-type", ""):
                continue
            for size in (DESK, PHONE):
                show_whole(page, size["width"])
                faults += faults_of(page)
            page.evaluate("document.documentElement.classList.add('large-print')")
            show_whole(page, PHONE["width"])
            faults += faults_of(page)
            following += links_of(page, demonstration.address)
        ahead = following
    window.close()
    assert len(seen) >= FEWEST_KINDS, sorted(seen)
    assert faults == [], "\n".join(faults)
