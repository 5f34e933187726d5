"""Words between who started a matter and who holds it: questions, answers, a request to have it back. No state changes."""

from datetime import datetime
from typing import Any

from evaluation.foundation.calendar.queries import working_calendar
from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.workflow.enums import FINISHED_BY_HAND, Ask, RemarkKind
from evaluation.procedures.workflow.models import Matter, Task
from evaluation.procedures.workflow.operations import (
    check_held,
    close_task,
    holds_task,
    open_task,
    remark,
    send_copy,
)
from evaluation.procedures.workflow.queries import open_tasks_of
from evaluation.procedures.workflow.register import room_of

ANSWER_WITHIN = 3


def check_may_ask(matter: Matter, actor: Any) -> None:
    """Refuse a question by who holds no task of the matter, or where nobody else started it."""
    if matter.opened_by_id is None or matter.opened_by_id == actor.account_id:
        raise NotAllowed(_l("There is nobody else to ask about this."))
    if not any(holds_task(actor, task) for task in open_tasks_of(matter.id)):
        raise NotAllowed(_l("Only the person who holds this task can do this."))


def ask(matter: Matter, text: str, *, actor: Any, now: datetime) -> Task:
    """Put a question to who started the matter, without a change of state (补充提问)."""
    check_may_ask(matter, actor)
    remark(matter, RemarkKind.QUESTION, text, actor=actor, now=now)
    due = working_calendar().add_working_days(local(now).date(), ANSWER_WITHIN)
    return open_task(
        matter,
        asks=Ask.ANSWER_QUESTION,
        due_on=due.day,
        due_provisional=due.provisional,
        now=now,
        opened_by_name=actor.name,
        opened_by_id=actor.account_id,
        account_id=matter.opened_by_id,
    )


def answer(task: Task, text: str, *, actor: Any, now: datetime) -> None:
    """Answer a question; nothing starts again, and who asked gets a copy."""
    check_held(task, actor)
    if task.asks != Ask.ANSWER_QUESTION:
        raise WrongState(_l("There is no question to answer here."))
    matter = db.session.get_one(Matter, task.matter_id)
    remark(matter, RemarkKind.ANSWER, text, actor=actor, now=now)
    close_task(task, actor=actor, now=now)
    if task.opened_by_id is not None:
        send_copy(matter, task.opened_by_id, actor=actor, now=now)


def finish(task: Task, text: str, *, actor: Any, now: datetime) -> None:
    """Say that what was asked beside the steps is seen to, with a word on how."""
    check_held(task, actor)
    if task.asks not in FINISHED_BY_HAND:
        raise WrongState(_l("This task is closed by a decision; open the matter and decide."))
    matter = db.session.get_one(Matter, task.matter_id)
    remark(matter, RemarkKind.DONE, text, actor=actor, now=now)
    close_task(task, actor=actor, now=now)


def may_ask_back(actor: Any, matter: Matter) -> bool:
    """Whether the initiator, who can no longer withdraw it, may ask the holder to return it."""
    if matter.opened_by_id is None or matter.opened_by_id != actor.account_id:
        return False
    return not room_of(matter.kind).can_be_withdrawn(matter)


def ask_back(matter: Matter, text: str, *, actor: Any, now: datetime) -> None:
    """Ask whoever holds it to return it (请求退回), with the reason; they decide."""
    if not may_ask_back(actor, matter):
        raise NotAllowed(_l("Who started this can ask for its return, once it can no longer be withdrawn."))
    if not any(not holds_task(actor, task) for task in open_tasks_of(matter.id)):
        raise WrongState(_l("Nobody has to act on this now."))
    remark(matter, RemarkKind.RETURN_REQUEST, text, actor=actor, now=now)
