"""Many shifts at once, for the importer: what is there already is recognised, the rest is handed in with few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import selectinload

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.workflow.enums import MatterKind, Part
from evaluation.procedures.workflow.machine import due_day, duty_targets
from evaluation.procedures.workflow.models import Campaign, Matter, MatterPerson, Task, Transition
from evaluation.procedures.workflow.numbering import take_numbers
from evaluation.procedures.workflow.search_index import index_titles
from evaluation.records.performance.enums import LineState, ShiftAction, ShiftState
from evaluation.records.performance.models import Shift, ShiftLine
from evaluation.records.performance.operations.examination import Examination, examine_shifts
from evaluation.records.performance.operations.lines import line_columns, sums
from evaluation.records.performance.operations.shifts import check_campaign, shared_columns, withdraw_shift
from evaluation.records.performance.plans import ShiftPlan
from evaluation.records.performance.policies import is_author, may_record_for
from evaluation.records.performance.queries.shifts import home_department
from evaluation.records.performance.queries.standing import Histories, chunks
from evaluation.records.performance.queries.verifiers import Offices
from evaluation.records.performance.workflow import VERIFYING, has_begun
from evaluation.registry.accounts.enums import Role


@dataclass(frozen=True)
class SubmittedShift:
    """A shift that was handed in, with the plan that it came from."""

    matter_id: int
    number: str
    plan: ShiftPlan


@dataclass(frozen=True)
class Submitted:
    """What became of planned shifts."""

    shifts: Sequence[SubmittedShift]
    examination: Examination

    @property
    def lines(self) -> int:
        """Lines recorded: one person in one shift."""
        return sum(len(shift.plan.lines) for shift in self.shifts)


def submit_shifts(plans: Iterable[ShiftPlan], *, actor: Any, campaign: Campaign | None, now: datetime) -> Submitted:
    """Record and hand in many shifts; a second run over the same plans changes nothing.

    The special action's row is locked, so that two imports into it do not record the same shift twice. Oddities that a form
    would ask about are taken and reported as warnings.
    """
    plans = list(plans)
    if campaign is not None:
        db.session.refresh(campaign, with_for_update=True)
        check_campaign(campaign)
    check_scope(plans, actor)
    examination = examine_shifts(plans)
    late = [plan for plan in examination.fresh if plan.begins_at > now]
    if late:
        raise Refused(
            _l("%(day)s lies in the future; correct the date before the import.", day=late[0].held_on.isoformat()), field="file"
        )
    shifts = write_shifts(examination.fresh, actor=actor, campaign=campaign, now=now) if examination.fresh else []
    return Submitted(shifts, examination)


def check_scope(plans: Sequence[ShiftPlan], actor: Any) -> None:
    """An import records for the departments of the actor only."""
    home = home_department(actor) if actor.holds(Role.BRANCH_SECRETARY) else None
    if not all(may_record_for(actor, place, home) for place in {plan.organization_id for plan in plans}):
        raise Refused(_l("The file holds shifts of departments that are not yours; leave their rows out."), field="file")


def write_shifts(plans: Sequence[ShiftPlan], *, actor: Any, campaign: Campaign | None, now: datetime) -> list[SubmittedShift]:
    """Insert shifts with lines, history, tasks and audit events; one statement a table and portion."""
    everybody = {person_id for plan in plans for person_id in plan.person_ids}
    histories = Histories(everybody, min(plan.held_on for plan in plans), max(plan.held_on for plan in plans))
    numbers = numbers_for(plans)
    lines = lines_for(plans, histories, actor, now)
    matter_ids = insert_matters(plans, numbers, lines, actor, campaign, now)
    rows = zip(plans, lines, matter_ids, numbers, strict=True)
    shift_rows, line_rows, people_rows = [], [], []
    for plan, some, matter_id, _number in rows:
        present, absent, minutes = sums((LineState.SUBMITTED, line["minutes"]) for line in some)
        shift_rows.append(
            {
                "matter_id": matter_id,
                "submitted_by_id": actor.account_id,
                "present_count": present,
                "absent_count": absent,
                "minutes_total": minutes,
                **shared_columns(plan),
            }
        )
        line_rows += [{"matter_id": matter_id, **line} for line in some]
        people_rows += [{"matter_id": matter_id, "person_id": line["person_id"], "part": Part.PARTICIPANT} for line in some]
    for table, values in ((Shift, shift_rows), (ShiftLine, line_rows), (MatterPerson, people_rows)):
        db.session.execute(insert(table.__table__), values)
    write_history(plans, lines, matter_ids, numbers, actor=actor, now=now)
    return [SubmittedShift(matter_id, number, plan) for matter_id, number, plan in zip(matter_ids, numbers, plans, strict=True)]


def numbers_for(plans: Sequence[ShiftPlan]) -> list[str]:
    """A number for each plan, by the year of the shift, taken in one go a year."""
    by_year: dict[int, list[str]] = {}
    years = [plan.held_on.year for plan in plans]
    for year in sorted(set(years)):
        by_year[year] = take_numbers(MatterKind.SHIFT.prefix, year, years.count(year))[::-1]
    return [by_year[year].pop() for year in years]


def lines_for(plans: Sequence[ShiftPlan], histories: Histories, actor: Any, now: datetime) -> list[list[dict[str, Any]]]:
    """Columns of the lines of each plan, with people as of its day and whose turn each is."""
    lines = [
        [
            line_columns(plan, line, histories.on(line.person_id, plan.held_on), ordinal)
            for ordinal, line in enumerate(plan.lines, start=1)
        ]
        for plan in plans
    ]
    branches = {line["branch_id"] for some in lines for line in some if line["branch_id"] is not None}
    offices = Offices(branches, {plan.organization_id for plan in plans}, local(now).date())
    submitters = frozenset({actor.account_id})
    for plan, some in zip(plans, lines, strict=True):
        for line in some:
            line["verifier_role"] = offices.verifier_of(line["person_id"], line["branch_id"], plan.organization_id, submitters)
    return lines


def insert_matters(
    plans: Sequence[ShiftPlan],
    numbers: Sequence[str],
    lines: Sequence[Sequence[dict[str, Any]]],
    actor: Any,
    campaign: Campaign | None,
    now: datetime,
) -> list[int]:
    """Insert the matters and give their ids in the order of the plans."""
    rows = []
    for plan, number, some in zip(plans, numbers, lines, strict=True):
        branches = {line["branch_id"] for line in some if line["branch_id"] is not None}
        rows.append(
            {
                "kind": MatterKind.SHIFT,
                "number": number,
                "title": plan.title,
                "state": ShiftState.SUBMITTED.value,
                "organization_id": plan.organization_id,
                "party_organization_id": branches.pop() if len(branches) == 1 else None,
                "campaign_id": campaign.id if campaign is not None else None,
                "opened_by_id": actor.account_id,
                "opened_at": now,
                "changed_at": now,
                "submitted_at": now,
                "occurred_from": plan.held_on,
                "occurred_to": plan.ends_on,
            }
        )
    table = Matter.__table__
    made = db.session.execute(insert(table).returning(table.c.id, table.c.number), rows)
    by_number = {row.number: row.id for row in made}
    index_titles((by_number[row["number"]], row["title"]) for row in rows)
    return [by_number[number] for number in numbers]


def write_history(
    plans: Sequence[ShiftPlan],
    lines: Sequence[Sequence[dict[str, Any]]],
    matter_ids: Sequence[int],
    numbers: Sequence[str],
    *,
    actor: Any,
    now: datetime,
) -> None:
    """One history row, one audit event and the tasks of each shift."""
    table = Transition.__table__
    made = db.session.execute(
        insert(table).returning(table.c.id, table.c.matter_id),
        [
            {
                "matter_id": matter_id,
                "action": ShiftAction.SUBMIT.value,
                "from_state": ShiftState.DRAFT.value,
                "to_state": ShiftState.SUBMITTED.value,
                "account_id": actor.account_id,
                "actor_name": actor.name,
                "batch": True,
                "taken_at": now,
            }
            for matter_id in matter_ids
        ],
    )
    transitions = {row.matter_id: row.id for row in made}
    due_on, provisional = due_day(VERIFYING[0], None, now)
    tasks = []
    for plan, some, matter_id in zip(plans, lines, matter_ids, strict=True):
        item = planned_item(matter_id, plan, some)
        tasks += [
            {
                "matter_id": matter_id,
                "asks": duty.asks.value,
                "opened_at": now,
                "opened_by_name": actor.name,
                "opened_by_id": actor.account_id,
                "due_on": due_on,
                "due_provisional": provisional,
                "opened_transition_id": transitions[matter_id],
                **target,
            }
            for duty in VERIFYING
            for target in duty_targets(duty, item, None)
        ]
    db.session.execute(insert(Task.__table__), tasks)
    for matter_id, number in zip(matter_ids, numbers, strict=True):
        record(
            f"{MatterKind.SHIFT.value}.{ShiftAction.SUBMIT.value}",
            actor=actor,
            object_kind=MatterKind.SHIFT.value,
            object_id=matter_id,
            object_number=number,
            now=now,
            before=ShiftState.DRAFT.value,
            after=ShiftState.SUBMITTED.value,
            batch=True,
        )


def planned_item(matter_id: int, plan: ShiftPlan, lines: Sequence[dict[str, Any]]) -> Any:
    """What the duties ask of a shift, without loading it again."""
    return SimpleNamespace(
        matter=SimpleNamespace(id=matter_id, organization_id=plan.organization_id),
        lines=[SimpleNamespace(returned_by_id=None, **line) for line in lines],
    )


def withdraw_shifts(matter_ids: Iterable[int], *, actor: Any, now: datetime) -> list[int]:
    """Undo of an import: withdraw those of these shifts of which no line is decided; gives their ids."""
    withdrawn = []
    for some in chunks(sorted(set(matter_ids))):
        shifts = db.session.scalars(select(Shift).where(Shift.matter_id.in_(some)).options(selectinload(Shift.lines)))
        for shift in shifts:
            if shift.matter.state == ShiftState.SUBMITTED and is_author(actor, shift) and not has_begun(shift):
                withdraw_shift(shift, actor=actor, now=now)
                withdrawn.append(shift.matter_id)
    return withdrawn
