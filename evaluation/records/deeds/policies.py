"""Who may see, write and judge deeds."""

from typing import Any

from sqlalchemy import ColumnElement, or_

from evaluation.foundation.core.questions import asked_again, within_reach
from evaluation.procedures.workflow.enums import MatterKind
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.policies import is_scoped, may_judge, scoped
from evaluation.records.deeds.enums import DeedState
from evaluation.registry.accounts.enums import COLLEGE_ROLES, ORGANIZATION_ROLES, PUBLICITY_ROLES, Role

WRITERS = frozenset({Role.CLERK, Role.BRANCH_SECRETARY, *ORGANIZATION_ROLES})
UNIT_READERS = frozenset({Role.CLERK, *COLLEGE_ROLES})
TAKERS = frozenset({Role.CLERK, *ORGANIZATION_ROLES})
PUBLIC_STATES = frozenset({DeedState.ACCEPTED})


@asked_again
def visible_to(actor: Any) -> ColumnElement[bool]:
    """Filter over matters: the deeds that the actor may see. Publicity sees what was accepted, within its scope."""
    from_work = scoped(actor, MatterKind.DEED, unit_roles=UNIT_READERS, branch_roles=[Role.BRANCH_SECRETARY])
    reasons = [from_work]
    if actor.holds(*TAKERS):
        reasons.append(without_author(actor))
    if actor.holds(*PUBLICITY_ROLES):
        reasons.append(accepted_within(actor, *PUBLICITY_ROLES))
    return or_(*reasons)


def without_author(actor: Any) -> ColumnElement[bool]:
    """Filter: drafts that an import left without an author, for those who may take them up."""
    return (
        (Matter.kind == MatterKind.DEED)
        & (Matter.state == DeedState.DRAFT)
        & Matter.opened_by_id.is_(None)
        & within_reach(actor, Matter.organization_id, *TAKERS)
    )


def may_take_up(actor: Any, matter: Matter) -> bool:
    """The predicate of :func:`without_author`: the department's clerks and the organization department."""
    return matter.state == DeedState.DRAFT and matter.opened_by_id is None and actor.within(matter.organization_id, *TAKERS)


def accepted_within(actor: Any, *roles: str) -> ColumnElement[bool]:
    """Filter: accepted deeds where one of the roles counts."""
    return (
        (Matter.kind == MatterKind.DEED)
        & Matter.state.in_([state.value for state in PUBLIC_STATES])
        & within_reach(actor, Matter.organization_id, *roles)
    )


def may_see(actor: Any, deed: Any) -> bool:
    """The predicate of :func:`visible_to`."""
    return (
        may_take_up(actor, deed.matter)
        or is_scoped(
            actor,
            deed.matter,
            people=deed.people_concerned,
            unit_roles=UNIT_READERS,
            branch_roles=[Role.BRANCH_SECRETARY],
        )
        or (deed.matter.state in PUBLIC_STATES and actor.within(deed.matter.organization_id, *PUBLICITY_ROLES))
    )


def may_write(actor: Any) -> bool:
    """Whether the actor may report deeds at all."""
    return actor.holds(*WRITERS)


def is_author(actor: Any, deed: Any) -> bool:
    """The one who reports the deed, or may take up a draft that has nobody yet."""
    if deed.matter.opened_by_id is None:
        return may_take_up(actor, deed.matter)
    return deed.matter.opened_by_id == actor.account_id


def may_verify(actor: Any, deed: Any) -> bool:
    """The branch secretary of the verifying branch, not concerned and not related."""
    return actor.within(deed.matter.party_organization_id, Role.BRANCH_SECRETARY) and may_judge(actor, deed)


def may_review(actor: Any, deed: Any) -> bool:
    """The organization department, but not who verified."""
    return (
        actor.within(deed.matter.organization_id, *ORGANIZATION_ROLES)
        and deed.verified_by_id != actor.account_id
        and may_judge(actor, deed)
    )


def may_decide(actor: Any, deed: Any) -> bool:
    """The head of the organization department, but neither who verified nor who reviewed (SC-06)."""
    return (
        actor.within(deed.matter.organization_id, Role.ORGANIZATION_HEAD)
        and actor.account_id not in {deed.verified_by_id, deed.reviewed_by_id}
        and may_judge(actor, deed)
    )


def may_return(actor: Any, deed: Any) -> bool:
    """Whoever has to judge it in its present state."""
    judges = {DeedState.SUBMITTED: may_verify, DeedState.VERIFIED: may_review, DeedState.REVIEWED: may_decide}
    judge = judges.get(deed.matter.state)
    return judge is not None and judge(actor, deed)
