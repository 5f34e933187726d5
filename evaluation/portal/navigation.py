"""Where one can go: the sections of the house, who sees them, and which one a page belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for
from flask_login import current_user

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.registry.accounts.enums import (
    ADMINISTRATORS,
    BUSINESS_ROLES,
    COLLEGE_ROLES,
    ORGANIZATION_ROLES,
    PUBLICITY_ROLES,
    Role,
)

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


LONE = frozenset(place.endpoint for place in (*SECTIONS, *PHONE) if not place.rooms)


def here() -> str | None:
    """The room of the page shown, or its endpoint where a place is that one page alone."""
    return request.endpoint if request.endpoint in LONE else request.blueprint


def is_here(place: Place) -> bool:
    """Whether the page shown belongs to a place."""
    if place.icon == "more":
        return False
    return request.blueprint in place.rooms if place.rooms else request.endpoint == place.endpoint


def entries(places: Sequence[Place]) -> list[Section]:
    """The places that this actor may enter, with their addresses."""
    return [
        Section(place.label, url_for(place.endpoint), is_here(place), place.icon)
        for place in places
        if place.endpoint in current_app.view_functions and (not place.roles or current_user.holds(*place.roles))
    ]
