"""What every page needs around its content: sections, phone bar, count of open tasks, names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from evaluation.foundation.core.clock import clock
from evaluation.procedures.inbox.queries import open_task_count
from evaluation.registry.accounts.enums import (
    ADMINISTRATORS,
    BUSINESS_ROLES,
    COLLEGE_ROLES,
    ORGANIZATION_ROLES,
    PUBLICITY_ROLES,
    Role,
)
from evaluation.registry.organizations.queries import root_committee

WORKING = frozenset(BUSINESS_ROLES) - {Role.MEMBER}
RECORDERS = frozenset({Role.CLERK, Role.BRANCH_SECRETARY, *COLLEGE_ROLES})
PEOPLE_READERS = frozenset({Role.CLERK, Role.BRANCH_SECRETARY, *COLLEGE_ROLES, *PUBLICITY_ROLES})


@dataclass(frozen=True)
class Section:
    """An entry of the navigation as shown."""

    label: Any
    url: str
    current: bool
    icon: str = ""


@dataclass(frozen=True)
class Place:
    """An entry as planned: where it leads, who sees it (nobody named: everyone), which rooms count as being there."""

    label: Any
    endpoint: str
    roles: frozenset[str] = frozenset()
    rooms: Sequence[str] = ()
    icon: str = ""
    without: frozenset[str] = frozenset()


SECTIONS = (
    Place(_l("Home"), "home.index", rooms=("home",)),
    Place(_l("Inbox"), "inbox.index", frozenset(BUSINESS_ROLES), ("inbox",)),
    Place(_l("Frontline records"), "shifts.index", RECORDERS, ("shifts", "campaigns", "groups", "log_imports")),
    Place(_l("Exemplary deeds"), "deeds.index", RECORDERS | PUBLICITY_ROLES, ("deeds", "deed_imports")),
    Place(
        _l("Membership development"),
        "nominations.index",
        frozenset({Role.BRANCH_SECRETARY, *COLLEGE_ROLES}),
        ("nominations", "rules"),
    ),
    Place(_l("Cadre appraisal"), "appraisals.index", COLLEGE_ROLES, ("appraisals", "materials")),
    Place(_l("Stories"), "stories.index", PUBLICITY_ROLES, ("stories",)),
    Place(_l("My record"), "me.record", frozenset(BUSINESS_ROLES), ("me", "consents")),
    Place(_l("Frontline stories"), "stories.released", frozenset({Role.MEMBER}), ()),
    Place(_l("Public notices"), "notices.index", frozenset(BUSINESS_ROLES), ("notices", "objections")),
    Place(_l("People"), "people.index", PEOPLE_READERS, ("people", "organizations", "roster_imports", "organization_imports")),
    Place(_l("System"), "system.index", frozenset({Role.SYSTEM_ADMINISTRATOR}), ("system",)),
    Place(_l("Security"), "security.index", frozenset({Role.SECURITY_ADMINISTRATOR}), ("security",)),
    Place(_l("Audit"), "audit.index", frozenset({Role.AUDITOR}), ("audit",)),
)
PHONE = (
    Place(_l("Home"), "home.index", rooms=("home",), icon="home"),
    Place(_l("Inbox"), "inbox.index", frozenset(BUSINESS_ROLES), ("inbox",), icon="inbox"),
    Place(
        _l("Report"),
        "deeds.new",
        frozenset({Role.CLERK, Role.BRANCH_SECRETARY, *ORGANIZATION_ROLES}),
        ("deeds", "shifts"),
        icon="report",
    ),
    Place(_l("Mine"), "me.record", frozenset(BUSINESS_ROLES), ("me", "consents"), icon="me"),
    Place(_l("Settings"), "me.settings", frozenset(ADMINISTRATORS), ("me",), icon="me"),
    Place(_l("More"), "home.index", icon="more"),
)


def is_here(place: Place) -> bool:
    """Whether the page shown belongs to a place."""
    if place.icon == "more":
        return False
    return request.blueprint in place.rooms if place.rooms else request.endpoint == place.endpoint


def entries(places: Sequence[Place]) -> list[Section]:
    """The places that this actor may enter."""
    if not current_user.is_authenticated or current_user.must_change_password:
        return []
    kept = current_app.extensions.setdefault("navigation", {})
    key = (id(places), frozenset(current_user.roles), request.blueprint, request.script_root)
    if key not in kept:
        kept[key] = entered(places)
    return kept[key]


def entered(places: Sequence[Place]) -> list[Section]:
    """The places with their addresses, for the roles of this actor and the present room."""
    return [
        Section(place.label, url_for(place.endpoint), is_here(place), place.icon)
        for place in places
        if place.endpoint in current_app.view_functions and (not place.roles or current_user.holds(*place.roles))
    ]


def college_name() -> str:
    """The name in the band: as configured, else that of the one root committee (kept for the life of the process)."""
    configured = current_app.config["COLLEGE_NAME"]
    if configured:
        return configured
    known = current_app.extensions.get("college_name")
    if known is None:
        root = root_committee()
        if root is None:
            return ""
        known = current_app.extensions["college_name"] = root.name
    return known


def frame() -> dict[str, Any]:
    """Variables of every template."""
    if current_user.is_authenticated and "inbox_count" not in g:
        g.inbox_count = open_task_count(current_user)
    return {
        "college_name": college_name(),
        "sections": entries(SECTIONS),
        "bottom_sections": entries(PHONE),
        "inbox_count": g.get("inbox_count"),
        "help_links": [(_l("Manual"), url_for("help.index")), (_l("Accessibility"), url_for("help.accessibility"))],
        "letter_keys": request.cookies.get("letter_keys") == "1",
        "locale": str(get_locale()),
        "now": clock.now(),
    }


def install(app: Flask) -> None:
    """Give every template its frame."""
    app.context_processor(frame)
    app.jinja_env.globals.update(help_contact=app.config["HELP_CONTACT"])
