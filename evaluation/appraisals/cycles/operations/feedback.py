"""Feedback: tell a person the result, and keep what the person says to it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from evaluation.appraisals.cycles.enums import AppraisalState, Manner, Opinion
from evaluation.appraisals.cycles.models import Appraisee, Feedback
from evaluation.appraisals.cycles.operations.common import check_state, close_asked
from evaluation.appraisals.cycles.operations.rating import stored_assessments
from evaluation.appraisals.cycles.policies import may_read_feedback, may_tell
from evaluation.appraisals.cycles.queries.people import feedback_of
from evaluation.foundation.audit.operations import record
from evaluation.foundation.calendar.queries import working_calendar
from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.workflow.enums import Ask
from evaluation.procedures.workflow.operations import open_task, send_copy
from evaluation.registry.accounts.models import Account

READ_WITHIN = 5
LONGEST_OPINION = 1000


def check_opinion(opinion: Opinion | None, text: str) -> None:
    """Who sees it differently says what."""
    if len(text) > LONGEST_OPINION:
        raise Refused(_l("At most %(max)d characters; shorten the text.", max=LONGEST_OPINION), field="opinion_text")
    if opinion is Opinion.DIFFERS and not text:
        raise Refused(_l("Write what is seen differently."), field="opinion_text")
    if opinion is None and text:
        raise Refused(_l("Choose whether the person agrees."), field="opinion")


def tell(
    appraisee: Appraisee,
    *,
    told_on: date | None,
    manner: Manner,
    actor: Any,
    now: datetime,
    opinion: Opinion | None = None,
    opinion_text: str = "",
) -> Feedback:
    """Record that the person was told, on which day and how; with an account the person can read the result and answer."""
    appraisal = appraisee.appraisal
    if not may_tell(actor, appraisal, appraisee.person_id):
        raise NotAllowed(_l("The organization department tells the result, and nobody a near relative."))
    check_state(appraisal, AppraisalState.FEEDBACK)
    today = local(now).date()
    if told_on is None:
        raise Refused(_l("Give the day on which the person was told."), field="told_on")
    if told_on > today:
        raise Refused(_l("This day lies in the future; give the day on which it happened."), field="told_on")
    if appraisal.judged_at is not None and told_on < local(appraisal.judged_at).date():
        raise Refused(_l("The result was not there yet on this day; give a later one."), field="told_on")
    check_opinion(opinion, opinion_text)
    if appraisee.material_approved_at is None or stored_assessments(appraisee).get(None) is None:
        raise WrongState(_l("The examination material is open again; it must be approved before the person is told."))
    if feedback_of(appraisee.id) is not None:
        raise WrongState(_l("The person was told already."))
    feedback = Feedback(
        appraisee_id=appraisee.id,
        appraisee=appraisee,
        told_on=told_on,
        manner=manner,
        told_by_id=actor.account_id,
        told_by_name=actor.name,
        recorded_at=now,
        opinion=opinion,
        opinion_text=opinion_text,
        opinion_at=now if opinion else None,
        opinion_by_id=actor.account_id if opinion else None,
    )
    db.session.add(feedback)
    db.session.flush()
    if opinion is None:
        ask_to_read(appraisee, actor=actor, now=now)
    note(appraisee, "appraisal.tell", actor=actor, now=now)
    return feedback


def ask_to_read(appraisee: Appraisee, *, actor: Any, now: datetime) -> None:
    """A person with an account is asked to read the result."""
    account = select(Account.id).where(Account.person_id == appraisee.person_id, Account.disabled_at.is_(None))
    if db.session.scalar(account) is None:
        return
    due = working_calendar().add_working_days(local(now).date(), READ_WITHIN)
    open_task(
        appraisee.appraisal.matter,
        asks=Ask.READ_FEEDBACK,
        due_on=due.day,
        due_provisional=due.provisional,
        now=now,
        opened_by_name=actor.name,
        opened_by_id=actor.account_id,
        person_id=appraisee.person_id,
    )


def give_opinion(feedback: Feedback, *, opinion: Opinion | None, text: str, actor: Any, now: datetime) -> None:
    """The person answers, or the organization department writes down what was said on paper; once."""
    appraisee = feedback.appraisee
    appraisal = appraisee.appraisal
    if not may_read_feedback(actor, feedback) and not may_tell(actor, appraisal, appraisee.person_id):
        raise NotAllowed(_l("Only the person concerned can answer, or the organization department on the person's word."))
    if feedback.superseded_at is not None:
        raise WrongState(_l("This result was taken back; wait for the new one."))
    if feedback.opinion is not None:
        raise WrongState(_l("There is an answer already."))
    check_state(appraisal, AppraisalState.FEEDBACK)
    if opinion is None:
        raise Refused(_l("Choose one of the two answers."), field="opinion")
    check_opinion(opinion, text)
    feedback.opinion, feedback.opinion_text = opinion, text
    feedback.opinion_at, feedback.opinion_by_id = now, actor.account_id
    db.session.flush()
    close_asked(appraisal.matter_id, Ask.READ_FEEDBACK, person_id=appraisee.person_id, actor=actor, now=now)
    if feedback.told_by_id != actor.account_id:
        send_copy(appraisal.matter, feedback.told_by_id, actor=actor, now=now)
    note(appraisee, "appraisal.opinion", actor=actor, now=now)


def note(appraisee: Appraisee, action: str, *, actor: Any, now: datetime) -> None:
    """The audit event; the person is named in its private part only."""
    record(
        action,
        actor=actor,
        object_kind="appraisal",
        object_id=appraisee.appraisal_id,
        object_number=appraisee.appraisal.matter.number,
        now=now,
        private={"person_id": appraisee.person_id},
    )
