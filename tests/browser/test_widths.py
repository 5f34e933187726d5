"""Every page of the menus fits a phone and a desk, and no script or policy complains."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, Demonstration

WORKING = ["/", "/inbox/", "/me/record", "/notices/", "/help/"]
KEEPING = ["/", "/help/"]
PAGES = {
    "clerk": [*WORKING, "/records/", "/records/shifts/new", "/records/import", "/deeds/", "/deeds/new", "/groups/"],
    "branch": [*WORKING, "/records/", "/deeds/", "/nominations/", "/nominations/new", "/people/"],
    "org": [*WORKING, "/evaluations/", "/evaluations/new", "/nominations/", "/nominations/calendar", "/people/import"],
    "pub1": [*WORKING, "/stories/", "/stories/deeds", "/stories/words", "/stories/releases", "/deeds/"],
    "auditor": [*KEEPING, "/admin/audit/"],
    "sysadmin": [*KEEPING, "/admin/system/", "/admin/system/calendar"],
    "secadmin": [*KEEPING, "/admin/security/", "/admin/security/accounts/new"],
}


@pytest.mark.parametrize("page", [PHONE, DESK], ids=["phone", "desk"], indirect=True)
@pytest.mark.parametrize("login", PAGES)
def test_pages_of_a_role_fit_their_window(page: Page, demonstration: Demonstration, login: str) -> None:
    demonstration.sign_in(page, login)
    for place in PAGES[login]:
        answer = page.goto(f"{demonstration.address}{place}")
        assert answer is not None
        assert answer.status == 200, place
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over == 0, f"{place} is {over} pixels wider than the window"
        assert page.locator("h1").count() == 1, place
