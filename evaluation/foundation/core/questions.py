"""What an actor asks of the database: conditions over the reach of roles, and statements that are built once and kept."""

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, false

MOST_KEPT = 100  # actors at work at the same time; what one of them asks takes up to half a megabyte in all
Question = TypeVar("Question")


def within_reach(actor: Any, column: Any, *roles: str) -> ColumnElement[bool]:
    """Condition: the organisation in this column is one in which one of the roles counts."""
    if actor.reaches_all(*roles):
        return column.is_not(None)
    organizations = actor.scope(*roles)
    return column.in_(sorted(organizations)) if organizations else false()


def asked_again(build: Callable[..., Question]) -> Callable[..., Question]:
    """Keep what ``build(actor, …)`` gives for the same actor with the same roles; the oldest makes room for the newest.

    Building a statement costs more than running it. Only for what follows from the actor's standing and the further arguments
    alone: not from the day, and not from what the database holds.
    """
    kept: dict[Any, Question] = {}
    room = Lock()

    @wraps(build)
    def question(actor: Any, *further: Any) -> Question:
        key = (actor.standing, *further)
        found = kept.get(key)
        if found is None:
            found = build(actor, *further)
            with room:
                while len(kept) >= MOST_KEPT:
                    del kept[next(iter(kept))]
                kept[key] = found
        return found

    return question
