"""Verify and return lines, and take back what was verified. Every decision names its lines."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import force_locale

from evaluation.foundation.core.errors import NotAllowed, Refused, Stale, WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.evidence.enums import EvidenceKind
from evaluation.procedures.evidence.operations import Fact, PersonThen, register_many, withdraw_all
from evaluation.procedures.workflow.enums import Part
from evaluation.procedures.workflow.models import Transition
from evaluation.records.performance.calculations import clock_words, ends_next_day, last_day
from evaluation.records.performance.enums import LineState, ShiftAction, ShiftState
from evaluation.records.performance.models import Shift, ShiftLine
from evaluation.records.performance.operations.lines import sum_up
from evaluation.records.performance.policies import answers_for, may_verify_line, may_void, may_void_line
from evaluation.records.performance.workflow import SHIFT_FLOW

CHINESE = "zh_Hans_CN"


@dataclass(frozen=True)
class Decision:
    """What was decided. ``others`` are lines of the actor's office that somebody else has to verify: own, relatives'."""

    transition: Transition
    verified: Sequence[ShiftLine]
    returned: Sequence[ShiftLine]
    others: Sequence[ShiftLine]


def waiting_lines(shift: Shift, actor: Any) -> list[ShiftLine]:
    """Lines that the actor may verify now."""
    return [line for line in shift.lines if line.state is LineState.SUBMITTED and may_verify_line(actor, shift, line)]


def left_to_others(shift: Shift, actor: Any) -> list[ShiftLine]:
    """Waiting lines of the places that the actor answers for which somebody else must verify."""
    mine = {line.branch_id for line in shift.lines if line.branch_id is not None and answers_for(actor, shift, line)}
    return [
        line
        for line in shift.lines
        if line.state is LineState.SUBMITTED
        and (line.branch_id in mine or answers_for(actor, shift, line))
        and not may_verify_line(actor, shift, line)
    ]


def verify_lines(
    shift: Shift,
    *,
    actor: Any,
    now: datetime,
    line_ids: Collection[int] | None = None,
    edition: int | None = None,
    comment: str | None = None,
    batch: bool = False,
) -> Decision:
    """Verify these lines, or all that wait for the actor; each present one becomes evidence."""
    lines = waiting_lines(shift, actor) if line_ids is None else lines_by_id(shift, line_ids)
    return decide(shift, lines, (), actor=actor, now=now, edition=edition, comment=comment, batch=batch)


def decide_lines(
    shift: Shift,
    verified_ids: Collection[int],
    *,
    actor: Any,
    now: datetime,
    edition: int | None = None,
    comment: str | None = None,
) -> Decision:
    """Verify the ticked lines and return the others that wait for the actor, with a reason."""
    verified = lines_by_id(shift, verified_ids)
    returned = [line for line in waiting_lines(shift, actor) if line not in verified]
    return decide(shift, verified, returned, actor=actor, now=now, edition=edition, comment=comment)


def return_lines(
    shift: Shift,
    *,
    actor: Any,
    now: datetime,
    comment: str | None,
    line_ids: Collection[int] | None = None,
    edition: int | None = None,
) -> Decision:
    """Return these lines, or all that wait for the actor, with a reason."""
    lines = waiting_lines(shift, actor) if line_ids is None else lines_by_id(shift, line_ids)
    return decide(shift, (), lines, actor=actor, now=now, edition=edition, comment=comment)


def lines_by_id(shift: Shift, line_ids: Iterable[int]) -> list[ShiftLine]:
    """Lines of the shift; one that is not there any more means that the page is old."""
    wanted = set(line_ids)
    lines = [line for line in shift.lines if line.id in wanted]
    if len(lines) < len(wanted):
        raise Stale(_l("The list of people changed after you opened it; look at it again."))
    return lines


def decide(
    shift: Shift,
    verified: Sequence[ShiftLine],
    returned: Sequence[ShiftLine],
    *,
    actor: Any,
    now: datetime,
    edition: int | None = None,
    comment: str | None = None,
    batch: bool = False,
) -> Decision:
    """Carry out one decision over lines: history, tasks and evidence in one go, whatever their number."""
    check_decision(shift, [*verified, *returned], actor, edition)
    others = left_to_others(shift, actor)
    words = (comment or "").strip()
    for line in verified:
        line.state, line.verified_by_id, line.verified_at = LineState.VERIFIED, actor.account_id, now
    for line in returned:
        line.state, line.returned_by_id, line.reason = LineState.RETURNED, actor.account_id, words or "-"
    transition = SHIFT_FLOW.advance(
        shift,
        action_of(shift, returned),
        actor=actor,
        now=now,
        comment=comment,
        batch=batch,
        details={
            "verified": [[line.ordinal, line.person_id, line.minutes] for line in verified],
            "returned": [[line.ordinal, line.person_id, line.minutes] for line in returned],
        },
    )
    facts = [fact_of(shift, line, actor.name) for line in verified if line.present]
    register_many(shift.matter, facts, actor=actor, now=now)
    return Decision(transition, verified, returned, [line for line in others if line.state is LineState.SUBMITTED])


def check_decision(shift: Shift, lines: Sequence[ShiftLine], actor: Any, edition: int | None) -> None:
    """Who and when: an old page, lines of others, one's own, lines decided before."""
    if edition is not None and edition != shift.edition:
        raise Stale(_l("The shift was changed after you opened it; look at it again before you decide."))
    for line in lines:
        if not may_verify_line(actor, shift, line):
            raise NotAllowed(_l("The line of %(name)s must be verified by somebody else.", name=line.person.name))
        if line.state is not LineState.SUBMITTED:
            raise WrongState(_l("The line of %(name)s is decided already. Open the shift again.", name=line.person.name))
    if not lines and SHIFT_FLOW.may(actor, shift, ShiftAction.VERIFY_SOME):
        raise WrongState(_l("No line of this shift waits for you any more. Open it again."))


def action_of(shift: Shift, returned: Sequence[ShiftLine]) -> ShiftAction:
    """The step that a decision is: a return, the last verification, or one among several."""
    if returned:
        return ShiftAction.RETURN
    if shift.matter.state == ShiftState.SUBMITTED and not any(
        line.state in (LineState.SUBMITTED, LineState.RETURNED) for line in shift.lines
    ):
        return ShiftAction.VERIFY
    return ShiftAction.VERIFY_SOME


def fact_of(shift: Shift, line: ShiftLine, verifier_name: str) -> Fact:
    """What is frozen when a line is verified."""
    matter = shift.matter
    assert matter.number is not None
    begins, ends = clock_words(shift.begins_at, shift.ends_at)
    with force_locale(CHINESE):
        status = str(line.political_status.label) if line.political_status is not None else ""
    organization = line.department.name if line.department is not None else shift.organization.name
    return Fact(
        number=f"{matter.number}-{line.ordinal:02d}",
        kind=EvidenceKind.SHIFT_LINE,
        title=matter.title,
        line=f"{line.ordinal:02d}",
        occurred_from=shift.held_on,
        occurred_to=last_day(shift.ends_at),
        organization_id=line.department_id or matter.organization_id,
        minutes=line.minutes,
        people=[PersonThen(line.person_id, Part.PARTICIPANT.value, organization, line.post, status)],
        frozen={
            "number": matter.number,
            "title": matter.title,
            "campaign": shift.campaign.name if shift.campaign is not None else "",
            "department": shift.organization.name,
            "day": shift.held_on.isoformat(),
            "starts_at": begins,
            "ends_at": f"次日{ends}" if ends_next_day(shift.begins_at, shift.ends_at) else ends,
            "place": shift.place,
            "task": line.task or shift.task,
            "text": shift.content,
            "minutes": line.minutes,
            "remark": line.note,
            "person": {"name": line.person.name, "number": line.person.number},
            "organization": organization,
            "branch": line.branch.name if line.branch is not None else "",
            "post": line.post,
            "status": status,
            "verified_by": verifier_name,
            "verified_at": line.verified_at.isoformat() if line.verified_at is not None else "",
        },
    )


def void_shift(
    shift: Shift,
    *,
    actor: Any,
    now: datetime,
    comment: str | None,
    line_ids: Collection[int] | None = None,
    version: int | None = None,
) -> Transition:
    """Take back the whole shift, or verified lines of it, with a reason; their evidence ends and who leans on it is told."""
    if not may_void(actor, shift):
        raise NotAllowed(_l("Only the organization department can revoke records, and not what it handed in itself."))
    standing = [line for line in shift.lines if line.state is not LineState.VOIDED]
    lines = standing if line_ids is None else lines_by_id(shift, line_ids)
    if not lines and line_ids is not None:
        raise Refused(_l("Tick the lines to be revoked."), field="lines")
    for line in lines:
        if not may_void_line(actor, shift, line):
            raise NotAllowed(_l("The line of %(name)s must be revoked by somebody else.", name=line.person.name))
        if line_ids is not None and line.state is not LineState.VERIFIED:
            raise WrongState(_l("Only verified lines can be revoked; the line of %(name)s is not.", name=line.person.name))
    words = (comment or "").strip()
    for line in lines:
        line.state, line.reason = LineState.VOIDED, words or "-"
    sum_up(shift)
    transition = SHIFT_FLOW.advance(
        shift,
        ShiftAction.VOID if len(lines) == len(standing) else ShiftAction.VOID_SOME,
        actor=actor,
        now=now,
        comment=comment,
        version=version,
        details={"revoked": [[line.ordinal, line.person_id, line.minutes] for line in lines]},
    )
    withdraw_all(shift.matter, reason=words, actor=actor, now=now, lines=[f"{line.ordinal:02d}" for line in lines])
    return transition
