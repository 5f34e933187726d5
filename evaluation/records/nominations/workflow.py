"""How a case moves. A stage is a decision: it changes only where an act that makes it is recorded."""

from evaluation.procedures.rules.steps import act_table
from evaluation.procedures.workflow.enums import CommentRule, Mark, MatterKind
from evaluation.procedures.workflow.machine import Step, Workflow
from evaluation.records.nominations.enums import OPEN_STATES
from evaluation.records.nominations.enums import NominationAction as Action
from evaluation.records.nominations.enums import NominationState as State
from evaluation.records.nominations.policies import may_take

MAKES = {
    Action.DECIDE_ACTIVIST: State.ACTIVIST,
    Action.LIST_TARGET: State.DEVELOPMENT_TARGET,
    Action.PRE_REVIEW: State.ADMISSION,
    Action.APPROVE: State.CONVERSION,
    Action.RECOGNISE: State.RECOGNISED,
    Action.ARCHIVE: State.FULL_MEMBER,
    Action.MOVE_OUT: State.MOVED_OUT,
    Action.CANCEL: State.CLOSED,
    Action.CLOSE: State.CLOSED,
}
WITH_REASON = frozenset({Action.CORRECT, Action.TAKE_BACK, Action.CHOOSE_TEXT, Action.CANCEL, Action.CLOSE, Action.EXTEND})
ENDS = frozenset({Action.CANCEL, Action.CLOSE, Action.MOVE_OUT})


def steps_of(action: Action) -> list[Step]:
    """The rows of the table for one action: where it makes a stage, or else one row a stage that stays as it is."""
    comment = CommentRule.REQUIRED if action in WITH_REASON else CommentRule.OPTIONAL
    mark = Mark.STOPPED if action in ENDS else Mark.DONE
    allowed = may_take(action)
    if action is Action.APPLY:
        return [Step(action, frozenset({State.DRAFT}), State.APPLICATION, allowed, comment, numbers=True, keeps_tasks=True)]
    if action in MAKES:
        return [Step(action, OPEN_STATES, MAKES[action], allowed, comment, mark, keeps_tasks=True)]
    if action is Action.TAKE_BACK:
        mark = Mark.BACK
    return [
        Step(action, frozenset({state}), state, allowed, comment, mark, keeps_tasks=True)
        for state in State
        if state in OPEN_STATES
    ]


NOMINATION_FLOW = Workflow(
    kind=MatterKind.NOMINATION,
    states=State,
    steps=tuple(step for action in Action for step in steps_of(action)),
)
if not set(act_table()) <= {action.value for action in Action}:
    raise ImportError("An act of steps.toml has no action in the workflow of cases.")
