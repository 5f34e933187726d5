"""Who may see a matter, as predicate and as filter, and who may judge it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_

from evaluation.foundation.core.questions import within_reach
from evaluation.procedures.workflow.enums import CONCERNED, MatterKind
from evaluation.procedures.workflow.models import Matter, MatterPerson

DRAFT = "draft"


def concerned_in(person_id: int | None) -> ColumnElement[bool]:
    """Filter: the person takes part in the matter."""
    if person_id is None:
        return false()
    return exists().where(
        MatterPerson.matter_id == Matter.id, MatterPerson.person_id == person_id, MatterPerson.part.in_(CONCERNED)
    )


def scoped(
    actor: Any, kind: MatterKind, *, unit_roles: Iterable[str] = (), branch_roles: Iterable[str] = (), concerned: bool = True
) -> ColumnElement[bool]:
    """Filter over :class:`Matter`: one's own; what concerns oneself and left draft; what lies in the scope of the roles.

    ``unit_roles`` count over the responsible unit, ``branch_roles`` over the verifying branch. A draft is seen by its author
    alone.
    """
    unit_roles, branch_roles = tuple(unit_roles), tuple(branch_roles)
    own = Matter.opened_by_id == actor.account_id
    if actor.reaches_all(*unit_roles):
        return and_(Matter.kind == kind, or_(Matter.state != DRAFT, own))
    reasons: list[ColumnElement[bool]] = []
    if actor.holds(*unit_roles):
        reasons.append(within_reach(actor, Matter.organization_id, *unit_roles))
    if actor.holds(*branch_roles):
        reasons.append(within_reach(actor, Matter.party_organization_id, *branch_roles))
    if concerned and actor.person_id is not None:
        reasons.append(concerned_in(actor.person_id))
    seen = and_(Matter.state != DRAFT, or_(*reasons)) if reasons else false()
    return and_(Matter.kind == kind, or_(own, seen))


def is_scoped(
    actor: Any,
    matter: Matter,
    *,
    people: Iterable[int] = (),
    unit_roles: Iterable[str] = (),
    branch_roles: Iterable[str] = (),
) -> bool:
    """The predicate of :func:`scoped` for one matter; ``people`` are those concerned by it."""
    if matter.opened_by_id == actor.account_id:
        return True
    if matter.state == DRAFT:
        return False
    return (
        actor.within(matter.organization_id, *unit_roles)
        or actor.within(matter.party_organization_id, *branch_roles)
        or (actor.person_id is not None and actor.person_id in set(people))
    )


def may_judge(actor: Any, item: Any) -> bool:
    """Nobody judges their own: not who handed in, not who is concerned, not a declared near relative of one (SC-06, EV-26)."""
    return item.matter.opened_by_id != actor.account_id and not actor.close_to(item.people_concerned)
