"""Home pages of the three administrators; nothing of the business side."""

from datetime import date, timedelta
from typing import Any

from flask import g

from evaluation.foundation.core.clock import clock
from evaluation.portal.administration.audit import queries as audit
from evaluation.portal.administration.audit import words
from evaluation.portal.administration.system import queries as system
from evaluation.portal.places import Home
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.security import queries as security

EVENTS_SHOWN = 8


def administrator_home(actor: Any, today: date) -> Home | None:
    """The home of an administrator; None for everybody else."""
    if not actor.is_administrator:
        return None
    g.inbox_count = None
    if actor.holds(Role.SYSTEM_ADMINISTRATOR):
        return Home("system", {"checks": system.checks(today), "storage": system.storage_figures(), "in_bytes": system.in_bytes})
    if actor.holds(Role.SECURITY_ADMINISTRATOR):
        return Home("security", {"figures": security.security_figures(clock.now())})
    monday = today - timedelta(days=today.weekday())
    return Home(
        "auditor",
        {
            "figures": audit.figures_since(monday),
            "events": audit.newest_events(EVENTS_SHOWN),
            "action_word": words.action_word,
            "kind_word": words.kind_word,
            "outcome_word": words.outcome_word,
        },
    )
