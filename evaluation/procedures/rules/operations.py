"""Numbers of the college: proposed, approved or not, ended; never with effect in the past."""

from datetime import date, datetime
from typing import Any

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.rules.enums import OverrideState
from evaluation.procedures.rules.models import RuleOverride, SchoolVacation
from evaluation.procedures.rules.pack import rule_table
from evaluation.procedures.rules.policies import may_approve, may_propose
from evaluation.procedures.rules.queries import local_override, number_of
from evaluation.procedures.rules.rule import checked_override

LONGEST_WORDS = 200


def check_not_past(day: date, today: date, field: str) -> None:
    """Refuse a day that has gone: a rule is never changed for steps that were taken already."""
    if day < today:
        raise Refused(
            _l("A rule is never changed for the past; choose today or a later day."),
            field=field,
        )


def propose_override(
    *,
    rule_id: str,
    limit: str,
    number: str,
    approval_number: str,
    person: str,
    valid_from: date,
    valid_to: date | None = None,
    reason: str = "",
    actor: Any,
    now: datetime,
) -> RuleOverride:
    """Propose a number of the college; it counts after a leader of the Party committee has approved it.

    :raises Refused: no such rule or number, no approval number, no person, a day in the past.
    """
    if not may_propose(actor):
        raise NotAllowed(_l("The head of the organization department proposes numbers of the college; ask there."))
    check_not_past(valid_from, local(now).date(), "valid_from")
    try:
        number_of(number.strip())
    except (ValueError, ZeroDivisionError):
        raise Refused(_l("Enter a whole number, or a share such as 1/2."), field="number") from None
    row = RuleOverride(
        rule_id=rule_id,
        limit_name=limit,
        number=number.strip(),
        approval_number=approval_number.strip(),
        person=person.strip(),
        reason=reason.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
        state=OverrideState.PROPOSED,
        proposed_by_id=actor.account_id,
        proposed_by_name=actor.name,
        proposed_at=now,
    )
    checked_override(local_override(row), {rule.id: rule for rule in rule_table()})
    db.session.add(row)
    db.session.flush()
    note("rule.propose", row, actor=actor, now=now)
    return row


def decide_override(
    row: RuleOverride, *, approve: bool, actor: Any, now: datetime, comment: str = "", valid_from: date | None = None
) -> None:
    """Approve a proposed number, or not. Where its first day went by meanwhile, another is given in ``valid_from``."""
    if not may_approve(actor, row):
        raise NotAllowed(_l("A leader of the Party committee who did not propose the number approves it."))
    if row.state is not OverrideState.PROPOSED:
        raise WrongState(_l("This number was decided on already."))
    if approve:
        row.valid_from = valid_from or row.valid_from
        check_not_past(row.valid_from, local(now).date(), "valid_from")
        checked_override(local_override(row), {rule.id: rule for rule in rule_table()})
    row.state = OverrideState.APPROVED if approve else OverrideState.DECLINED
    row.decided_by_id, row.decided_by_name, row.decided_at = actor.account_id, actor.name, now
    row.comment = comment.strip() or None
    db.session.flush()
    note("rule.approve" if approve else "rule.decline", row, actor=actor, now=now)


def end_override(row: RuleOverride, valid_to: date, *, actor: Any, now: datetime) -> None:
    """Let an approved number end; ``valid_to`` is the first day on which it no longer holds."""
    if not may_propose(actor):
        raise NotAllowed(_l("The head of the organization department proposes numbers of the college; ask there."))
    if row.state is not OverrideState.APPROVED:
        raise WrongState(_l("Only an approved number can be ended."))
    check_not_past(valid_to, local(now).date(), "valid_to")
    if valid_to <= row.valid_from:
        raise Refused(_l("The last day lies before the first; correct one of the two."), field="valid_to")
    row.valid_to = valid_to
    db.session.flush()
    note("rule.end", row, actor=actor, now=now)


def note(action: str, row: RuleOverride, *, actor: Any, now: datetime) -> None:
    """The audit event of a number."""
    record(
        action,
        actor=actor,
        object_kind="rule",
        object_id=row.id,
        object_number=row.rule_id,
        now=now,
        limit=row.limit_name,
        number=row.number,
        approval_number=row.approval_number,
        valid_from=row.valid_from.isoformat(),
        valid_to=row.valid_to.isoformat() if row.valid_to else None,
    )


def add_vacation(*, name: str, first_day: date, last_day: date, actor: Any, now: datetime) -> SchoolVacation:
    """Enter a school vacation, so that notices in it are warned of (CA-04)."""
    if not may_propose(actor):
        raise NotAllowed(_l("The head of the organization department enters vacations; ask there."))
    if last_day < first_day:
        raise Refused(_l("The last day lies before the first; correct one of the two."), field="last_day")
    row = SchoolVacation(
        name=name.strip(), first_day=first_day, last_day=last_day, recorded_by_id=actor.account_id, recorded_at=now
    )
    db.session.add(row)
    db.session.flush()
    record("rule.vacation", actor=actor, object_kind="rule", object_id=row.id, now=now, first=first_day.isoformat())
    return row
