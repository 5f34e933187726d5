"""Enter, change, hand in, take back and throw away shifts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm.attributes import flag_modified

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Difference, NotAllowed, Refused, Stale, WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.display import hours, zh_date
from evaluation.procedures.attachments.models import Attachment
from evaluation.procedures.workflow.enums import MatterKind, Part
from evaluation.procedures.workflow.models import Campaign, Transition
from evaluation.procedures.workflow.operations import open_matter, set_people
from evaluation.records.performance.calculations import clock_words
from evaluation.records.performance.enums import (
    EDITABLE_STATES,
    CampaignState,
    LineState,
    ShiftAction,
    ShiftState,
)
from evaluation.records.performance.models import Shift, ShiftLine
from evaluation.records.performance.operations.lines import KEPT, check_plan, columns_then, put_sums, write_lines
from evaluation.records.performance.plans import LinePlan, ShiftPlan
from evaluation.records.performance.policies import is_author, may_record_for, may_write
from evaluation.records.performance.queries.row_checks import RowProblem, all_problems, other_lines
from evaluation.records.performance.queries.shifts import home_department
from evaluation.records.performance.queries.standing import Histories
from evaluation.records.performance.queries.verifiers import Offices
from evaluation.records.performance.workflow import SHIFT_FLOW, has_begun
from evaluation.registry.accounts.enums import Role
from evaluation.registry.people.queries import people_by_id

SHARED = ("place", "task", "content", "begins_at", "ends_at", "campaign_id")


class RowsRefused(Refused):
    """Some rows must be changed or explained first; ``problems`` says which and why."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        super().__init__(_l("Some rows must be changed or explained before the shift can be handed in."), field="lines")
        self.problems = list(problems)


def check_campaign(campaign: Campaign | None) -> None:
    """A special action takes records only while it runs."""
    if campaign is not None and campaign.state != CampaignState.RUNNING:
        raise Refused(
            _l("“%(name)s” takes no new records any more; choose another special action.", name=campaign.name), field="campaign"
        )


def check_recorder(actor: Any, organization_id: int) -> None:
    """Records are entered for one's own department."""
    home = home_department(actor) if actor.holds(Role.BRANCH_SECRETARY) else None
    if not may_record_for(actor, organization_id, home):
        raise NotAllowed(_l("You can record shifts of your own department only; ask its clerk."))


def create_shift(plan: ShiftPlan, *, actor: Any, now: datetime, histories: Histories | None = None) -> Shift:
    """A new draft; its author alone sees it."""
    check_plan(plan)
    check_recorder(actor, plan.organization_id)
    if plan.campaign_id is not None:
        check_campaign(db.session.get(Campaign, plan.campaign_id))
    matter = open_matter(
        MatterKind.SHIFT,
        title=plan.title,
        state=ShiftState.DRAFT,
        organization_id=plan.organization_id,
        campaign_id=plan.campaign_id,
        occurred_from=plan.held_on,
        occurred_to=plan.ends_on,
        actor=actor,
        now=now,
    )
    shift = Shift(matter_id=matter.id, matter=matter, lines=[], submitted_by_id=actor.account_id, **shared_columns(plan))
    db.session.add(shift)
    put_sums(shift, (), plan)
    db.session.flush()
    write_lines(shift, plan, histories)
    db.session.flush()
    return shift


def shared_columns(plan: ShiftPlan) -> dict[str, Any]:
    """The common part as columns of the shift."""
    return {
        "place": plan.place,
        "task": plan.task,
        "content": plan.content,
        "held_on": plan.held_on,
        "begins_at": plan.begins_at,
        "ends_at": plan.ends_at,
        "planned_minutes": plan.planned_minutes,
        "natural_key": plan.natural_key,
    }


def plan_of(shift: Shift, *, undecided_only: bool = False) -> ShiftPlan:
    """What is recorded, as a plan; ``undecided_only`` leaves out what was verified or revoked."""
    return ShiftPlan(
        organization_id=shift.matter.organization_id,
        place=shift.place,
        task=shift.task,
        content=shift.content,
        begins_at=shift.begins_at,
        ends_at=shift.ends_at,
        campaign_id=shift.matter.campaign_id,
        lines=[
            LinePlan(line.person_id, line.minutes, line.present, line.task, line.note)
            for line in shift.lines
            if not (undecided_only and line.state in KEPT)
        ],
    )


def change_shift(
    shift: Shift,
    plan: ShiftPlan,
    *,
    actor: Any,
    now: datetime,
    version: int | None = None,
    histories: Histories | None = None,
) -> None:
    """Change a draft, or what was returned or withdrawn. Once a line is verified the common part stands."""
    matter = shift.matter
    if not may_write(actor, shift):
        raise NotAllowed(_l("Only the person who entered the shift can change it."))
    if matter.state not in EDITABLE_STATES:
        raise WrongState(_l("The shift is being verified and cannot be changed now; withdraw it or ask for a return."))
    check_plan(plan)
    if version is not None and version != matter.version:
        raise Stale(
            _l("Somebody changed this after you opened it. Nothing of yours was lost: compare and save again."),
            differences(shift, plan),
        )
    present = plan_of(shift)
    changed = [name for name in (*SHARED, "organization_id") if getattr(plan, name) != getattr(present, name)]
    if changed and any(line.state in KEPT for line in shift.lines):
        raise Refused(
            _l("Lines of this shift are verified already, so place, time and task stand; have them revoked first."),
            field=changed[0],
        )
    if "organization_id" in changed:
        check_recorder(actor, plan.organization_id)
    if "campaign_id" in changed and plan.campaign_id is not None:
        check_campaign(db.session.get(Campaign, plan.campaign_id))
    matter.title, matter.organization_id, matter.campaign_id = plan.title, plan.organization_id, plan.campaign_id
    matter.occurred_from, matter.occurred_to, matter.changed_at = plan.held_on, plan.ends_on, now
    flag_modified(matter, "changed_at")
    for name, value in shared_columns(plan).items():
        setattr(shift, name, value)
    shift.edition += 1
    write_lines(shift, plan, histories)
    record("shift.change", actor=actor, object_kind="shift", object_id=matter.id, object_number=matter.number, now=now)
    db.session.flush()


def differences(shift: Shift, plan: ShiftPlan) -> list[Difference]:
    """What two editors wrote differently, in words."""
    theirs = plan_of(shift, undecided_only=True)
    names = {identity: person.name for identity, person in people_by_id({*plan.person_ids, *theirs.person_ids}).items()}
    pairs = [
        (_l("Place or post"), plan.place, theirs.place),
        (_l("Task"), plan.task, theirs.task),
        (_l("Time"), time_words(plan), time_words(theirs)),
        (_l("What was done"), plan.content, theirs.content),
        (_l("People"), lines_in_words(plan, theirs, names), lines_in_words(theirs, plan, names)),
    ]
    return [Difference(label, yours, other) for label, yours, other in pairs if yours != other]


def time_words(plan: ShiftPlan) -> str:
    """Day and times of a plan in words."""
    begins, ends = clock_words(plan.begins_at, plan.ends_at)
    return f"{zh_date(plan.held_on)} {begins}–{ends}"


def lines_in_words(plan: ShiftPlan, other: ShiftPlan, names: dict[int, str]) -> str:
    """The lines of one plan that differ from those of the other: name, hours, task, remark."""
    elsewhere = {line.person_id: line for line in other.lines}
    words = []
    for line in plan.lines:
        if elsewhere.get(line.person_id) != line:
            facts = (names.get(line.person_id, "?"), hours(line.minutes_of(plan.planned_minutes)), line.task, line.note)
            words.append(" ".join(fact for fact in facts if fact))
    return "；".join(words)


def problems_of_shift(shift: Shift, *, actor: Any) -> list[RowProblem]:
    """What is odd in the undecided rows of a shift as it is recorded; two queries."""
    plan = plan_of(shift, undecided_only=True)
    histories = Histories(plan.person_ids, plan.held_on, plan.held_on)
    return problems_of_plan(plan, histories, actor=actor, except_matter_id=shift.matter_id)


def problems_of_plan(
    plan: ShiftPlan, histories: Histories, *, actor: Any, except_matter_id: int | None = None
) -> list[RowProblem]:
    """What is odd in the rows of a plan."""
    day = plan.held_on
    others = other_lines(plan.person_ids, day, plan.ends_on, actor=actor, except_matter_id=except_matter_id)
    return all_problems(plan, {person_id: histories.on(person_id, day) for person_id in plan.person_ids}, others)


def submit_shift(shift: Shift, *, actor: Any, now: datetime, version: int | None = None) -> Transition:
    """Hand in, or hand in again what was returned or withdrawn; returned lines go to those who returned them.

    People are taken down as they were on the day of the shift, and every line is given to the branch of that day, or to the
    organization department where nobody of the branch may judge the person.
    """
    if not may_write(actor, shift):
        raise NotAllowed(_l("Only the person who entered the shift can hand it in."))
    plan = plan_of(shift, undecided_only=True)
    check_submission(shift, plan, now)
    histories = Histories(plan.person_ids, plan.held_on, plan.held_on)
    problems = problems_of_plan(plan, histories, actor=actor, except_matter_id=shift.matter_id)
    if any(problem.blocks for problem in problems):
        raise RowsRefused([problem for problem in problems if problem.blocks])
    undecided = [line for line in shift.lines if line.state not in KEPT]
    submitters = frozenset({actor.account_id, shift.matter.opened_by_id})
    thens = {line.person_id: histories.on(line.person_id, plan.held_on) for line in undecided}
    branches = {then.branch_id for then in thens.values() if then.branch_id is not None}
    department = shift.matter.organization_id
    offices = Offices(branches, {department}, local(now).date())
    returned = [line.ordinal for line in undecided if line.state is LineState.RETURNED]
    for line in undecided:
        then = thens[line.person_id]
        for name, value in columns_then(then).items():
            setattr(line, name, value)
        line.verifier_role = offices.verifier_of(line.person_id, then.branch_id, department, submitters)
        line.state, line.reason = LineState.SUBMITTED, ""
    shift.submitted_by_id = actor.account_id
    matter = shift.matter
    matter.party_organization_id = branches.pop() if len(branches) == 1 else None
    action = ShiftAction.SUBMIT
    if matter.state == ShiftState.RETURNED:
        action = ShiftAction.RESUBMIT if undecided else ShiftAction.LEAVE_OUT
    return SHIFT_FLOW.advance(
        shift, action, actor=actor, now=now, version=version, details={"again": returned} if returned else None
    )


def check_submission(shift: Shift, plan: ShiftPlan, now: datetime) -> None:
    """Refuse to hand in what is not complete, not begun, or belongs to a special action that is over."""
    check_campaign(shift.campaign)
    if plan.begins_at > now:
        raise Refused(_l("This shift has not begun yet; hand it in when it is done, or correct the date."), field="held_on")
    if not any(line.state is LineState.VERIFIED for line in shift.lines):
        if not plan.lines:
            raise Refused(_l("Nobody is in the list; add the people of the shift."), field="lines")
        if not any(line.present for line in plan.lines):
            raise Refused(_l("Nobody was present; tick who was there."), field="lines")


def withdraw_shift(shift: Shift, *, actor: Any, now: datetime, version: int | None = None) -> Transition:
    """The author takes it back, until the first line is decided."""
    if is_author(actor, shift) and shift.matter.state == ShiftState.SUBMITTED and has_begun(shift):
        raise WrongState(_l("Lines of this shift are decided already; ask the branch to return the others."))
    return SHIFT_FLOW.advance(shift, ShiftAction.WITHDRAW, actor=actor, now=now, version=version)


def discard_draft(shift: Shift, *, actor: Any, now: datetime) -> None:
    """Throw away a draft that was never handed in. What once had a number is kept."""
    if not is_author(actor, shift):
        raise NotAllowed(_l("Only the person who entered the shift can change it."))
    matter = shift.matter
    if matter.state != ShiftState.DRAFT or matter.number is not None:
        raise WrongState(_l("What was handed in once is kept; withdraw it instead."))
    record("shift.discard", actor=actor, object_kind="shift", object_id=matter.id, now=now)
    set_people(matter, (), parts=list(Part))
    for table in (Attachment, ShiftLine):
        db.session.execute(delete(table).where(table.matter_id == matter.id).execution_options(synchronize_session=False))
    db.session.expire(shift, ["lines"])
    db.session.delete(shift)
    db.session.flush()
    db.session.delete(matter)
    db.session.flush()
