"""How a deed moves from draft to accepted."""

from datetime import date
from typing import Any

from evaluation.foundation.calendar.queries import working_calendar
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.notices.queries import running_notice_of
from evaluation.procedures.workflow.enums import Ask, CommentRule, Mark, MatterKind
from evaluation.procedures.workflow.machine import BACK, Duty, Step, Workflow
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.register import NoticeSteps, registered
from evaluation.records.deeds.enums import DeedAction as Action
from evaluation.records.deeds.enums import DeedState as State
from evaluation.records.deeds.models import Deed
from evaluation.records.deeds.policies import (
    is_author,
    may_decide,
    may_return,
    may_review,
    may_take_up,
    may_verify,
    visible_to,
)
from evaluation.registry.accounts.enums import Role

REASON = CommentRule.REQUIRED


EDITABLE = frozenset({State.DRAFT, State.RETURNED, State.WITHDRAWN})


def may_attach(actor: Any, matter: Matter) -> bool:
    """Files are added and taken out by the author while the deed can be changed."""
    return may_take_up(actor, matter) or (matter.opened_by_id == actor.account_id and matter.state in EDITABLE)


def acceptance_day(deed: Deed) -> date:
    """The working day after the last day of the public notice."""
    notice = running_notice_of(deed.matter_id)
    last = notice.last_day if notice is not None and notice.last_day is not None else clock.today()
    return working_calendar().next_working_day(last).day


def states(*members: State) -> frozenset[State]:
    """Sources of a step."""
    return frozenset(members)


DEED_FLOW = registered(
    Workflow(
        kind=MatterKind.DEED,
        states=State,
        steps=(
            Step(Action.SUBMIT, states(State.DRAFT, State.WITHDRAWN), State.SUBMITTED, is_author, CommentRule.NONE, numbers=True),
            Step(Action.RESUBMIT, states(State.RETURNED), BACK, is_author),
            Step(Action.WITHDRAW, states(State.SUBMITTED, State.RETURNED), State.WITHDRAWN, is_author, mark=Mark.BACK),
            Step(Action.VERIFY, states(State.SUBMITTED), State.VERIFIED, may_verify, undoable=True),
            Step(Action.REVIEW, states(State.VERIFIED), State.REVIEWED, may_review, undoable=True),
            Step(
                Action.RETURN,
                states(State.SUBMITTED, State.VERIFIED, State.REVIEWED),
                State.RETURNED,
                may_return,
                REASON,
                Mark.BACK,
                returns=True,
                undoable=True,
            ),
            Step(Action.REJECT, states(State.VERIFIED, State.REVIEWED), State.REJECTED, may_return, REASON, Mark.STOPPED),
            Step(
                Action.MARK_DUPLICATE, states(State.SUBMITTED, State.VERIFIED), State.DUPLICATE, may_return, REASON, Mark.STOPPED
            ),
            Step(Action.POST_NOTICE, states(State.REVIEWED), State.NOTICED, may_decide),
            Step(Action.STOP_NOTICE, states(State.NOTICED), State.VERIFIED, may_decide, REASON, Mark.BACK),
            Step(Action.ACCEPT, states(State.NOTICED), State.ACCEPTED, may_decide),
            Step(Action.REVOKE, states(State.ACCEPTED), State.REVOKED, may_decide, REASON, Mark.STOPPED),
        ),
        duties={
            State.SUBMITTED: (
                Duty(Ask.VERIFY, Role.BRANCH_SECRETARY, where=lambda deed: deed.matter.party_organization_id, working_days=1),
            ),
            State.VERIFIED: (Duty(Ask.REVIEW, Role.ORGANIZATION_OFFICER, working_days=3),),
            State.REVIEWED: (Duty(Ask.SIGN_NOTICE, Role.ORGANIZATION_HEAD, working_days=2),),
            State.NOTICED: (Duty(Ask.ACCEPT, Role.ORGANIZATION_HEAD, due=acceptance_day),),
            State.RETURNED: (Duty(Ask.REVISE, account=lambda deed: deed.matter.opened_by_id, working_days=3),),
        },
    ),
    visible_to=visible_to,
    may_attach=may_attach,
    load=lambda matter_id: db.session.get_one(Deed, matter_id),
    notice_steps=NoticeSteps(posted=Action.POST_NOTICE, stopped=Action.STOP_NOTICE, ended=None),
)
