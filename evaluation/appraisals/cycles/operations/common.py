"""What several operations ask first."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, update

from evaluation.appraisals.cycles.enums import AppraisalState
from evaluation.appraisals.cycles.models import Appraisal, Appraisee, Feedback
from evaluation.appraisals.cycles.policies import may_examine
from evaluation.appraisals.cycles.workflow import APPRAISAL_FLOW
from evaluation.foundation.calendar.queries import working_calendar
from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, WrongState
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.workflow.enums import Ask
from evaluation.procedures.workflow.models import Matter, Task
from evaluation.procedures.workflow.operations import open_task

NAMES_IN_A_SENTENCE = 5
DECIDE_WITHIN = 3


def named(people: Iterable[str]) -> str:
    """Names in a sentence: the first few, and how many more."""
    names = list(people)
    shown = "、".join(names[:NAMES_IN_A_SENTENCE])
    more = len(names) - NAMES_IN_A_SENTENCE
    return shown if more <= 0 else _("%(names)s and %(more)d more", names=shown, more=more)


def check_state(appraisal: Appraisal, *states: AppraisalState) -> None:
    """Refuse what does not belong to the present part of the appraisal."""
    if appraisal.matter.state not in states:
        raise WrongState(
            _l(
                "This is no longer possible: the matter is now “%(state)s”. Open it again.",
                state=APPRAISAL_FLOW.state_of(appraisal).label,
            )
        )


def check_examiner(appraisee: Appraisee, actor: Any, *states: AppraisalState) -> None:
    """Only the examiners of the group act here, each except for oneself and near relatives (EV-26)."""
    if not may_examine(actor, appraisee.appraisal, appraisee.person_id):
        raise NotAllowed(_l("Only the examiners of this appraisal can do this, and none for oneself or a near relative."))
    check_state(appraisee.appraisal, *states)


def ask_for_step(matter: Matter, *, asks: Ask, role: str, actor: Any, now: datetime, account_id: int | None = None) -> None:
    """Tell who moves the appraisal on that everything for the next step is there."""
    due = working_calendar().add_working_days(local(now).date(), DECIDE_WITHIN)
    open_task(
        matter,
        asks=asks,
        due_on=due.day,
        due_provisional=due.provisional,
        now=now,
        opened_by_name=actor.name,
        opened_by_id=actor.account_id,
        account_id=account_id,
        role=role,
        organization_id=matter.organization_id,
    )


def close_asked(
    matter_id: int,
    asks: Ask,
    *,
    actor: Any,
    now: datetime,
    account_id: int | None = None,
    person_id: int | None = None,
    unless: ColumnElement[bool] | None = None,
) -> None:
    """Close open tasks of one kind: all, or those of one account or person; none while a condition holds."""
    statement = update(Task).where(Task.matter_id == matter_id, Task.closed_at.is_(None), Task.asks == asks.value)
    if account_id is not None:
        statement = statement.where(Task.account_id == account_id)
    if person_id is not None:
        statement = statement.where(Task.person_id == person_id)
    if unless is not None:
        statement = statement.where(~unless)
    db.session.execute(
        statement.values(closed_at=now, closed_by_id=actor.account_id).execution_options(synchronize_session=False)
    )


def take_back_telling(appraisee: Appraisee, *, now: datetime) -> bool:
    """A result that is worked on again counts as not told; the earlier row stays. Tells whether the person had been told."""
    superseded = db.session.execute(
        update(Feedback)
        .where(Feedback.appraisee_id == appraisee.id, Feedback.superseded_at.is_(None))
        .values(superseded_at=now, version=Feedback.version + 1)
        .execution_options(synchronize_session=False)
    )
    return bool(superseded.rowcount)
