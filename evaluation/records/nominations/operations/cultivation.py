"""What comes round while an activist is cultivated: examinations, analyses, thought reports (Art. 10 to 12)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.display import zh_date
from evaluation.procedures.workflow.models import Transition
from evaluation.records.nominations.enums import NominationAction, Recurring
from evaluation.records.nominations.models.cases import Nomination
from evaluation.records.nominations.models.parts import NominationExamination
from evaluation.records.nominations.operations.tasks import renew_tasks
from evaluation.records.nominations.workflow import NOMINATION_FLOW
from evaluation.registry.accounts.enums import ORGANIZATION_ROLES

LAST = {
    Recurring.EXAMINATION: "last_examined_on",
    Recurring.ANALYSIS: "last_analysed_on",
    Recurring.THOUGHT_REPORT: "last_thought_report_on",
}
SHORTEST_OPINION = 10
LONGEST_OPINION = 2000


def record_examination(
    nomination: Nomination,
    kind: Recurring,
    *,
    done_on: date,
    opinion: str,
    actor: Any,
    now: datetime,
    version: int | None = None,
) -> Transition:
    """Record what the branch (yearly: the committee) found on a day. The next one is due from this day on."""
    NOMINATION_FLOW.required(actor, nomination, NominationAction.EXAMINE)
    if kind is Recurring.ANALYSIS and not actor.within(nomination.matter.organization_id, *ORGANIZATION_ROLES):
        raise NotAllowed(_l("The yearly analysis is made by the committee (Art. 11); the organization department records it."))
    if nomination.activist_on is None:
        raise WrongState(_l("Activists are examined; this person is not decided as one yet."))
    if done_on < nomination.activist_on:
        raise Refused(
            _l(
                "The day lies before the decision on the activist on %(day)s; correct it.",
                day=zh_date(nomination.activist_on),
            ),
            field="done_on",
        )
    if done_on > local(now).date():
        raise Refused(_l("This day lies in the future; give the day on which it happened."), field="done_on")
    words = opinion.strip()
    if kind is not Recurring.THOUGHT_REPORT and len(words) < SHORTEST_OPINION:
        raise Refused(_l("Write what was found, at least %(min)d characters.", min=SHORTEST_OPINION), field="opinion")
    if len(words) > LONGEST_OPINION:
        raise Refused(_l("At most %(max)d characters; shorten the text.", max=LONGEST_OPINION), field="opinion")
    same = select(NominationExamination.id).where(
        NominationExamination.matter_id == nomination.matter_id,
        NominationExamination.kind == kind,
        NominationExamination.done_on == done_on,
    )
    if db.session.scalar(same) is not None:
        raise Refused(_l("This is recorded for that day already; choose another day."), field="done_on")
    db.session.add(
        NominationExamination(
            matter_id=nomination.matter_id,
            kind=kind,
            done_on=done_on,
            opinion=words,
            recorded_at=now,
            recorded_by_id=actor.account_id,
            recorded_by_name=actor.name,
        )
    )
    last = getattr(nomination, LAST[kind])
    setattr(nomination, LAST[kind], max(done_on, last) if last else done_on)
    transition = NOMINATION_FLOW.advance(
        nomination,
        NominationAction.EXAMINE,
        actor=actor,
        now=now,
        version=version,
        comment=words[:200] or None,
        details={"on": done_on.isoformat(), "kind": kind.value},
    )
    renew_tasks(nomination, now=now, actor=actor)
    return transition
