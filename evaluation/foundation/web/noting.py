"""Looking at a sensitive page is noted, although nothing else is written."""

from typing import Any

from flask import g

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.database import become_writer, transaction


def note_look(action: str, *, actor: Any, object_kind: str, object_id: Any, **facts: Any) -> None:
    """Record a look in a transaction of its own; call it when the page is made, before it is sent.

    What was read before is let go.
    """
    earlier = g.get("writes", True)
    become_writer()
    with transaction():
        record(action, actor=actor, object_kind=object_kind, object_id=object_id, **facts)
    g.writes = earlier
