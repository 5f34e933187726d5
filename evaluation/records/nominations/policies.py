"""Who may see a case and take its steps.

The branch keeps its cases, the organization department those of the college, a leader of the Party committee approves,
discipline reads. The person concerned reads the own stage on a page of its own and never the papers. Publicity never sees a
case, administrators see nothing.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_

from evaluation.foundation.core.questions import asked_again
from evaluation.procedures.workflow.enums import MatterKind
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.policies import concerned_in, is_scoped, scoped
from evaluation.records.nominations.enums import NominationAction as Action
from evaluation.registry.accounts.enums import COLLEGE_ROLES, ORGANIZATION_ROLES, Role

READERS = frozenset({Role.BRANCH_SECRETARY, *COLLEGE_ROLES})
APPROVALS = frozenset({Action.APPROVE, Action.RECOGNISE, Action.APPROVE_CONVERSION, Action.EXTEND, Action.CANCEL})
OF_THE_COMMITTEE = frozenset(
    {
        Action.FILE_ACTIVIST,
        Action.AGREE_TARGET,
        Action.LIST_TARGET,
        Action.END_TRAINING,
        Action.PRE_REVIEW,
        Action.TALK_BEFORE_APPROVAL,
        Action.FILE_ADMISSION,
        Action.CHOOSE_TEXT,
        Action.MOVE_IN,
    }
)


@asked_again
def visible_to(actor: Any) -> ColumnElement[bool]:
    """Filter over matters: cases that the actor works on. One's own case is never among them."""
    seen = scoped(actor, MatterKind.NOMINATION, unit_roles=COLLEGE_ROLES, branch_roles=[Role.BRANCH_SECRETARY], concerned=False)
    return seen if actor.person_id is None else and_(seen, ~concerned_in(actor.person_id))


def may_see(actor: Any, nomination: Any) -> bool:
    """The predicate of :func:`visible_to`."""
    return actor.person_id not in nomination.people_concerned and is_scoped(
        actor, nomination.matter, unit_roles=COLLEGE_ROLES, branch_roles=[Role.BRANCH_SECRETARY]
    )


def own(actor: Any) -> ColumnElement[bool]:
    """Filter over matters: the actor's own case, of which only the stage is shown."""
    return and_(Matter.kind == MatterKind.NOMINATION, concerned_in(actor.person_id))


def may_work(actor: Any, matter: Any) -> bool:
    """The branch secretary of the branch, or the organization department."""
    return actor.within(matter.party_organization_id, Role.BRANCH_SECRETARY) or actor.within(
        matter.organization_id, *ORGANIZATION_ROLES
    )


def may_open(actor: Any, branch_id: int | None, committee_id: int) -> bool:
    """Who may begin a case in a branch."""
    return actor.within(branch_id, Role.BRANCH_SECRETARY) or actor.within(committee_id, *ORGANIZATION_ROLES)


def may_take(action: str) -> Any:
    """The predicate of a step: who may take it. Nobody acts on a case of one's own or of a near relative (EV-26)."""

    def allowed(actor: Any, nomination: Any) -> bool:
        matter = nomination.matter
        if actor.close_to(nomination.people_concerned):
            return False
        if action in APPROVALS:
            return actor.within(matter.organization_id, Role.COMMITTEE_LEADER)
        if action in OF_THE_COMMITTEE:
            return actor.within(matter.organization_id, *ORGANIZATION_ROLES)
        return may_work(actor, matter)

    return allowed


def holder_of(action: str) -> tuple[Role, str]:
    """Whose task an act is: the role, and which organisation of the matter it is looked for in."""
    if action in APPROVALS:
        return Role.COMMITTEE_LEADER, "organization_id"
    if action in OF_THE_COMMITTEE:
        return Role.ORGANIZATION_OFFICER, "organization_id"
    return Role.BRANCH_SECRETARY, "party_organization_id"
