"""What every page shows around its content: band, sections, phone bar, count of open tasks, names.

Links that are the same for everybody with the same roles in the same room are rendered once and kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import get_locale
from flask_login import current_user

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.language import language
from evaluation.foundation.web.paging import address_with
from evaluation.portal.navigation import PHONE, SECTIONS, entries, here
from evaluation.portal.places import link
from evaluation.procedures.inbox.queries import open_task_count
from evaluation.registry.organizations.queries import root_committee

ADDRESSES = {
    "home": "home.index",
    "search": "search.results",
    "large_print": "web.large_print",
    "password": "accounts.change_password",
    "sign_out": "accounts.sign_out",
    "manual": "help.index",
    "accessibility": "help.accessibility",
}


@dataclass(frozen=True)
class Links:
    """Rendered links of one kind of reader in one room."""

    sections: str = ""
    phone_bar: str = ""
    search: str = ""
    phone_search: str = ""
    inbox: Any = None
    own: Any = None


@dataclass(frozen=True)
class LanguageSwitch:
    """The other language, and the address of this page in it."""

    address: str
    code: str
    name: str


def kept() -> dict[Any, Any]:
    """What the process keeps for the frame."""
    return current_app.extensions.setdefault("frame", {})


def links() -> Links:
    """The links that this actor may follow, marked for the present room."""
    if not current_user.is_authenticated or current_user.must_change_password:
        return Links()
    key = (language(), frozenset(current_user.roles), here(), request.script_root)
    found: Links | None = kept().get(key)
    if found is None:
        places = current_app.jinja_env.get_template("layouts/links.html").module
        bar = entries(PHONE)
        found = kept()[key] = Links(
            sections=places.sections(entries(SECTIONS)),  # type: ignore[attr-defined]
            phone_bar=places.phone_bar(bar),  # type: ignore[attr-defined]
            search=places.search(addresses()) if current_user.works_on_business else "",  # type: ignore[attr-defined]
            phone_search=places.phone_search(addresses()) if current_user.works_on_business else "",  # type: ignore[attr-defined]
            inbox=next((entry for entry in bar if entry.icon == "inbox"), None),
            own=next((entry for entry in bar if entry.icon == "me"), None),
        )
    return found


def addresses() -> Mapping[str, str]:
    """Addresses of the places that every page leads to."""
    key = ("addresses", request.script_root)
    found: Mapping[str, str] | None = kept().get(key)
    if found is None:
        found = kept()[key] = {name: url_for(endpoint) for name, endpoint in ADDRESSES.items()}
    return found


def language_switch() -> LanguageSwitch:
    """The way to this page in the other language."""
    code, name = ("en", "English") if language() == "zh" else ("zh", "中文")
    return LanguageSwitch(address_with({"lang": code}, keep_place=True), "en" if code == "en" else "zh-CN", name)


def college_name() -> str:
    """The name in the band: as configured, else that of the one root committee (kept for the life of the process)."""
    configured = current_app.config["COLLEGE_NAME"]
    if configured:
        return configured
    known = kept().get("college_name")
    if known is None:
        root = root_committee()
        if root is None:
            return ""
        known = kept()["college_name"] = root.name
    return known


def frame() -> dict[str, Any]:
    """Variables of every template."""
    signed_in = current_user.is_authenticated
    if signed_in and "inbox_count" not in g:
        g.inbox_count = open_task_count(current_user)
    return {
        "signed_in": signed_in,
        "college_name": college_name(),
        "links": links(),
        "addresses": addresses(),
        "language_switch": language_switch(),
        "inbox_count": g.get("inbox_count"),
        "letter_keys": request.cookies.get("letter_keys") == "1",
        "locale": str(get_locale()),
        "now": clock.now(),
    }


def install(app: Flask) -> None:
    """Give every template its frame."""
    app.context_processor(frame)
    app.jinja_env.globals.update(help_contact=app.config["HELP_CONTACT"], link=link)
