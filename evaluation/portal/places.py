"""Links to pages of any room, by endpoint; a room that is not there gives no link."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for

Action = dict[str, Any]


@dataclass(frozen=True)
class Home:
    """The home page of a role: its template and what it shows."""

    template: str
    facts: dict[str, Any]


def link(endpoint: str, **values: Any) -> str | None:
    """The address of an endpoint, or None where no room has it."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None


def actions(*wanted: tuple[Any, str, dict[str, Any]], primary: bool = False) -> list[Action]:
    """Buttons that lead to the endpoints which exist; (label, endpoint, values). The first is the red one on request."""
    found: list[Action] = [
        {"label": label, "url": address} for label, endpoint, values in wanted if (address := link(endpoint, **values))
    ]
    if primary and found:
        found[0]["kind"] = "primary"
    return found
