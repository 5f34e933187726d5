"""How a public notice and how an objection moves."""

from datetime import date

from evaluation.foundation.calendar.queries import working_calendar
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.notices.enums import NoticeAction, NoticeState, ObjectionAction, ObjectionState
from evaluation.procedures.notices.models import Notice, Objection
from evaluation.procedures.notices.policies import (
    is_objector,
    may_answer,
    may_ask_re_review,
    may_close,
    may_examine,
    may_post,
    may_see,
    may_see_objection,
    may_stop,
    objections_visible_to,
    visible_to,
)
from evaluation.procedures.workflow.enums import Ask, CommentRule, Mark, MatterKind
from evaluation.procedures.workflow.machine import Duty, Step, Workflow
from evaluation.procedures.workflow.register import registered
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.queries import accounts_holding, relatives_of

NO_WORDS, REASON = CommentRule.NONE, CommentRule.REQUIRED
ACCEPT_WITHIN, ANSWER_WITHIN, RE_REVIEW_WITHIN = 3, 5, 10


def day_after_the_last(notice: Notice) -> date:
    """The first working day on which the notice is over."""
    last_day = notice.last_day
    assert last_day is not None
    return working_calendar().next_working_day(last_day).day


NOTICE_FLOW = registered(
    Workflow(
        kind=MatterKind.NOTICE,
        states=NoticeState,
        steps=(
            Step(NoticeAction.POST, frozenset({NoticeState.DRAFT}), NoticeState.RUNNING, may_post, NO_WORDS, numbers=True),
            Step(NoticeAction.END, frozenset({NoticeState.RUNNING}), NoticeState.ENDED, may_close, NO_WORDS),
            Step(
                NoticeAction.STOP,
                frozenset({NoticeState.DRAFT, NoticeState.RUNNING}),
                NoticeState.STOPPED,
                may_stop,
                REASON,
                Mark.STOPPED,
            ),
        ),
        duties={NoticeState.RUNNING: (Duty(Ask.CLOSE_NOTICE, Role.ORGANIZATION_OFFICER, due=day_after_the_last),)},
    ),
    visible_to=visible_to,
    may_see=may_see,
    may_attach=lambda actor, matter: False,
    load=lambda matter_id: db.session.get_one(Notice, matter_id),
)


def handlers(objection: Objection) -> list[int]:
    """Accounts that can examine it: discipline officers who are not recused; where there is none, leaders who are not."""
    matter, concerned = objection.matter, objection.people_concerned
    for role in (Role.DISCIPLINE_OFFICER, Role.COMMITTEE_LEADER):
        accounts = [
            account.id
            for account in accounts_holding(role, matter.organization_id, clock.today())
            if account.id not in {matter.opened_by_id, objection.handler_id}
            and account.person_id not in concerned
            and not (account.person_id and relatives_of(account.person_id) & concerned)
        ]
        if accounts:
            return accounts
    return []


def vacant_office(objection: Objection) -> int | None:
    """Where nobody can examine it yet."""
    return None if handlers(objection) else objection.matter.organization_id


def examine(asks: Ask, within: int) -> tuple[Duty, Duty]:
    """A task for each who can examine; where nobody can yet, one for whoever will hold the office."""
    return (
        Duty(asks, Role.DISCIPLINE_OFFICER, account=handlers, working_days=within),
        Duty(asks, Role.DISCIPLINE_OFFICER, where=vacant_office, working_days=within),
    )


OBJECTION_FLOW = registered(
    Workflow(
        kind=MatterKind.OBJECTION,
        states=ObjectionState,
        steps=(
            Step(
                ObjectionAction.LODGE,
                frozenset({ObjectionState.DRAFT}),
                ObjectionState.RECEIVED,
                is_objector,
                NO_WORDS,
                numbers=True,
            ),
            Step(ObjectionAction.ACCEPT, frozenset({ObjectionState.RECEIVED}), ObjectionState.ACCEPTED, may_examine, NO_WORDS),
            Step(
                ObjectionAction.UPHOLD,
                frozenset({ObjectionState.ACCEPTED, ObjectionState.RE_REVIEW}),
                ObjectionState.UPHELD,
                may_answer,
                NO_WORDS,
            ),
            Step(
                ObjectionAction.DISMISS,
                frozenset({ObjectionState.ACCEPTED, ObjectionState.RE_REVIEW}),
                ObjectionState.DISMISSED,
                may_answer,
                NO_WORDS,
            ),
            Step(
                ObjectionAction.ASK_RE_REVIEW,
                frozenset({ObjectionState.UPHELD, ObjectionState.DISMISSED}),
                ObjectionState.RE_REVIEW,
                may_ask_re_review,
                REASON,
                Mark.BACK,
            ),
            Step(
                ObjectionAction.WITHDRAW,
                frozenset({ObjectionState.RECEIVED, ObjectionState.ACCEPTED, ObjectionState.RE_REVIEW}),
                ObjectionState.WITHDRAWN,
                is_objector,
                mark=Mark.BACK,
            ),
        ),
        duties={
            ObjectionState.RECEIVED: examine(Ask.ACCEPT_OBJECTION, ACCEPT_WITHIN),
            ObjectionState.ACCEPTED: (
                Duty(
                    Ask.ANSWER_OBJECTION,
                    Role.DISCIPLINE_OFFICER,
                    account=lambda objection: objection.handler_id,
                    working_days=ANSWER_WITHIN,
                ),
            ),
            ObjectionState.RE_REVIEW: examine(Ask.ANSWER_OBJECTION, RE_REVIEW_WITHIN),
        },
    ),
    visible_to=objections_visible_to,
    may_see=may_see_objection,
    may_attach=lambda actor, matter: matter.opened_by_id == actor.account_id and matter.state == ObjectionState.RECEIVED,
    load=lambda matter_id: db.session.get_one(Objection, matter_id),
)
