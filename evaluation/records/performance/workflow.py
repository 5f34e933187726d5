"""How a shift moves from draft to verified: by branch, line by line, each at its own time."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import select

from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.enums import Ask, CommentRule, Mark, MatterKind
from evaluation.procedures.workflow.machine import BACK, Duty, Step, Workflow
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.register import registered
from evaluation.records.performance.enums import EDITABLE_STATES, LineState
from evaluation.records.performance.enums import ShiftAction as Action
from evaluation.records.performance.enums import ShiftState as State
from evaluation.records.performance.models import Shift, ShiftLine
from evaluation.records.performance.policies import is_author, may_see, may_verify, may_void, may_write, visible_to
from evaluation.registry.accounts.enums import Role

VERIFY_WITHIN = 1
REVISE_WITHIN = 3


def states(*members: State) -> frozenset[State]:
    """Sources of a step."""
    return frozenset(members)


def waiting(lines: Iterable[ShiftLine], role: Role) -> list[ShiftLine]:
    """Lines that wait for this office."""
    return [line for line in lines if line.state is LineState.SUBMITTED and line.verifier_role is role]


def waiting_branches(shift: Shift) -> list[int]:
    """Branches whose secretaries have lines to verify."""
    return sorted({line.branch_id for line in waiting(shift.lines, Role.BRANCH_SECRETARY) if line.branch_id is not None})


def department_if_waiting(role: Role) -> Callable[[Any], int | None]:
    """The department, where lines wait for this office of the organization department."""
    return lambda shift: shift.matter.organization_id if waiting(shift.lines, role) else None


def returner(role: Role) -> Callable[[Any, int], int | None]:
    """Who returned waiting lines of a place: it comes back to that person (ux 1.7)."""

    def find(shift: Any, place: int) -> int | None:
        lines = waiting(shift.lines, role)
        if role is Role.BRANCH_SECRETARY:
            lines = [line for line in lines if line.branch_id == place]
        return next((line.returned_by_id for line in lines if line.returned_by_id is not None), None)

    return find


def has_begun(shift: Shift) -> bool:
    """Whether somebody has decided on a line since the shift was handed in."""
    return any(line.state is not LineState.SUBMITTED or line.returned_by_id is not None for line in shift.lines)


def taken_up(matter: Matter) -> bool:
    """Whether a line of the shift of this matter is decided; then it is no longer withdrawn."""
    return has_begun(db.session.get_one(Shift, matter.id))


VERIFYING = (
    Duty(
        Ask.VERIFY,
        Role.BRANCH_SECRETARY,
        where=waiting_branches,
        answerer=returner(Role.BRANCH_SECRETARY),
        working_days=VERIFY_WITHIN,
    ),
    *(
        Duty(Ask.VERIFY, role, where=department_if_waiting(role), answerer=returner(role), working_days=VERIFY_WITHIN)
        for role in (Role.ORGANIZATION_OFFICER, Role.ORGANIZATION_HEAD)
    ),
)
REASON = CommentRule.REQUIRED
UNASKED = CommentRule.NONE

SHIFT_FLOW = registered(
    Workflow(
        kind=MatterKind.SHIFT,
        states=State,
        steps=(
            Step(Action.SUBMIT, states(State.DRAFT, State.WITHDRAWN), State.SUBMITTED, is_author, UNASKED, numbers=True),
            Step(Action.RESUBMIT, states(State.RETURNED), BACK, may_write, UNASKED, keeps_tasks=True),
            Step(Action.LEAVE_OUT, states(State.RETURNED), State.VERIFIED, may_write, UNASKED),
            Step(Action.WITHDRAW, states(State.SUBMITTED), State.WITHDRAWN, is_author, UNASKED, Mark.BACK),
            Step(Action.VERIFY_SOME, states(State.SUBMITTED), State.SUBMITTED, may_verify, keeps_tasks=True),
            Step(Action.VERIFY_SOME, states(State.RETURNED), State.RETURNED, may_verify, keeps_tasks=True),
            Step(Action.VERIFY, states(State.SUBMITTED), State.VERIFIED, may_verify),
            Step(
                Action.RETURN,
                states(State.SUBMITTED),
                State.RETURNED,
                may_verify,
                REASON,
                Mark.BACK,
                returns=True,
                keeps_tasks=True,
            ),
            Step(Action.RETURN, states(State.RETURNED), State.RETURNED, may_verify, REASON, Mark.BACK, keeps_tasks=True),
            *(
                Step(Action.VOID_SOME, states(state), state, may_void, REASON, Mark.STOPPED, keeps_tasks=True)
                for state in (State.SUBMITTED, State.RETURNED, State.VERIFIED)
            ),
            Step(
                Action.VOID,
                states(State.SUBMITTED, State.RETURNED, State.VERIFIED),
                State.VOIDED,
                may_void,
                REASON,
                Mark.STOPPED,
            ),
        ),
        duties={
            State.SUBMITTED: VERIFYING,
            State.RETURNED: (
                *VERIFYING,
                Duty(Ask.REVISE, account=lambda shift: shift.matter.opened_by_id, working_days=REVISE_WITHIN),
            ),
        },
    ),
    visible_to=visible_to,
    may_see=may_see,
    may_attach=lambda actor, matter: matter.opened_by_id == actor.account_id and matter.state in EDITABLE_STATES,
    load=lambda matter_id: db.session.scalars(select(Shift).where(Shift.matter_id == matter_id)).one(),
    taken_up=taken_up,
)
