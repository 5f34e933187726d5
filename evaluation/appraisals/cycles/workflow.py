"""How a special appraisal moves: verify, judge, feedback (事业单位工作人员考核规定, Art. 26; EV-20)."""

from sqlalchemy.orm import joinedload

from evaluation.appraisals.cycles.enums import AppraisalAction as Action
from evaluation.appraisals.cycles.enums import AppraisalState as State
from evaluation.appraisals.cycles.models import Appraisal
from evaluation.appraisals.cycles.policies import may_decide, may_run, may_see, visible_to
from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.enums import Ask, CommentRule, Mark, MatterKind
from evaluation.procedures.workflow.machine import Duty, Step, Workflow
from evaluation.procedures.workflow.register import registered
from evaluation.registry.accounts.enums import ORGANIZATION_ROLES, Role

EXAMINE_WITHIN, JUDGE_WITHIN, TELL_WITHIN = 5, 10, 5
UNDER_WAY = frozenset({State.VERIFYING, State.JUDGING, State.FEEDBACK})


def group(appraisal: Appraisal) -> list[int]:
    """Accounts of the examination group."""
    return [one.account_id for one in appraisal.examiners]


def opener(appraisal: Appraisal) -> int | None:
    """Who opened the appraisal begins what is asked of the office."""
    return appraisal.matter.opened_by_id


APPRAISAL_FLOW = registered(
    Workflow(
        kind=MatterKind.APPRAISAL,
        states=State,
        steps=(
            Step(Action.FREEZE, frozenset({State.DRAFT}), State.VERIFYING, may_run, CommentRule.NONE, numbers=True),
            Step(Action.TO_JUDGING, frozenset({State.VERIFYING}), State.JUDGING, may_run),
            Step(Action.TO_FEEDBACK, frozenset({State.JUDGING}), State.FEEDBACK, may_decide),
            Step(
                Action.BACK_TO_JUDGING,
                frozenset({State.FEEDBACK}),
                State.JUDGING,
                may_decide,
                CommentRule.REQUIRED,
                Mark.BACK,
            ),
            Step(Action.ARCHIVE, frozenset({State.FEEDBACK}), State.ARCHIVED, may_run),
            Step(Action.STOP, UNDER_WAY, State.STOPPED, may_decide, CommentRule.REQUIRED, Mark.STOPPED),
        ),
        duties={
            State.VERIFYING: (Duty(Ask.GATHER_EVIDENCE, account=group, working_days=EXAMINE_WITHIN),),
            State.JUDGING: (
                Duty(Ask.RATE, account=group, working_days=EXAMINE_WITHIN),
                Duty(Ask.JUDGE, Role.ORGANIZATION_HEAD, working_days=JUDGE_WITHIN),
            ),
            State.FEEDBACK: (Duty(Ask.GIVE_FEEDBACK, Role.ORGANIZATION_OFFICER, account=opener, working_days=TELL_WITHIN),),
        },
    ),
    visible_to=visible_to,
    may_see=may_see,
    may_attach=lambda actor, matter: (
        matter.state in {*UNDER_WAY, State.DRAFT} and actor.within(matter.organization_id, *ORGANIZATION_ROLES)
    ),
    load=lambda matter_id: db.session.get_one(Appraisal, matter_id, options=[joinedload(Appraisal.examiners)]),
)
