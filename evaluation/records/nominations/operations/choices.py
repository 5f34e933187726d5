"""What a secretary decides about people on the quiet list."""

from datetime import datetime
from typing import Any

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.records.nominations.models.parts import DeedChoice
from evaluation.registry.accounts.enums import Role
from evaluation.registry.people.models import Person

DECISIONS = ("cultivate", "wait", "not_now")
SHORTEST_REASON = 5


def decide_candidate(person: Person, decision: str, *, reason: str, actor: Any, now: datetime) -> DeedChoice:
    """Keep the secretary's decision with its reason. It begins no case and skips no step.

    :raises Refused: no reason of a few words, or no such decision.
    """
    if not actor.within(person.branch_id, Role.BRANCH_SECRETARY) or actor.close_to(frozenset({person.id})):
        raise NotAllowed(_l("The secretary of the branch decides, and not about near relatives; ask there."))
    if decision not in DECISIONS:
        raise Refused(_l("Choose a decision."), field="decision")
    words = reason.strip()
    if len(words) < SHORTEST_REASON:
        raise Refused(_l("Give a reason of at least %(min)d characters.", min=SHORTEST_REASON), field="reason")
    assert person.branch_id is not None
    row = DeedChoice(
        person_id=person.id,
        branch_id=person.branch_id,
        decision=decision,
        reason=words,
        decided_at=now,
        decided_by_id=actor.account_id,
        decided_by_name=actor.name,
    )
    db.session.add(row)
    db.session.flush()
    record("nomination.choice", actor=actor, object_kind="person", object_id=person.id, now=now, decision=decision)
    return row
