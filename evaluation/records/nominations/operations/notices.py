"""Public notices of the notices room carried over to the cases they are about."""

from datetime import datetime
from typing import Any

from evaluation.foundation.core.clock import local
from evaluation.foundation.core.errors import Refused, WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.display import zh_date
from evaluation.procedures.notices.models import Notice
from evaluation.procedures.notices.operations import draft_notice
from evaluation.procedures.rules.wording import full_sentence
from evaluation.records.nominations.enums import NominationAction
from evaluation.records.nominations.models.cases import Nomination
from evaluation.records.nominations.operations.acts import Entry, check, look_at, supersede, write_act
from evaluation.records.nominations.operations.tasks import renew_tasks
from evaluation.records.nominations.workflow import NOMINATION_FLOW


def propose_notice(
    nomination: Nomination, *, title: str, body: str, contact: str, working_days: int, actor: Any, now: datetime
) -> Notice:
    """Draft the notice of a development target; the head of the organization department posts it (Art. 13)."""
    test = look_at(nomination, "notice_posted_on", Entry(on=local(now).date()), local(now).date())
    if test.blocks:
        raise Refused(full_sentence(test.blocks[0]), field="title")
    return draft_notice(
        [nomination.matter],
        title=title,
        body=body,
        contact=contact,
        organization_id=nomination.matter.organization_id,
        actor=actor,
        now=now,
        working_days=working_days,
    )


def carry_notice(
    nomination: Nomination, event: str, notice: Notice, *, actor: Any, now: datetime, reason: str | None = None
) -> None:
    """A notice was posted, closed or stopped: the case records the day, or takes the posting back."""
    note = f"{notice.matter.number or ''} {reason or ''}".strip()
    if event == "posted" and notice.posted_on is not None:
        write_event(nomination, "notice_posted_on", Entry(on=notice.posted_on, reason=note), actor=actor, now=now)
    elif event == "ended" and notice.last_day is not None:
        write_event(nomination, "notice_ended_on", Entry(on=notice.last_day, reason=note), actor=actor, now=now)
    elif event == "stopped" and nomination.notice_posted_on is not None:
        if nomination.notice_ended_on is not None:
            raise WrongState(
                _l(
                    "The notice of this case is over since %(day)s and cannot be stopped.",
                    day=zh_date(nomination.notice_ended_on),
                )
            )
        nomination.notice_posted_on = None
        supersede(nomination, ["notice_posted_on"], note or "停止公示", now=now)
        NOMINATION_FLOW.advance(nomination, NominationAction.TAKE_BACK, actor=actor, now=now, comment=reason or note)
        renew_tasks(nomination, now=now, actor=actor)


def write_event(nomination: Nomination, act_name: str, entry: Entry, *, actor: Any, now: datetime) -> None:
    """Record what the notices room did, under the same rules as a form."""
    test = look_at(nomination, act_name, entry, local(now).date())
    check(test, entry.reason)
    write_act(nomination, test, entry, actor=actor, now=now)
