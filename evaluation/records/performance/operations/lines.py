"""The lines of a shift: what may be kept, who people were on that day, and the sums."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, insert

from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.workflow.enums import Part
from evaluation.procedures.workflow.operations import set_people
from evaluation.records.performance.calculations import MINUTES_A_DAY
from evaluation.records.performance.enums import LineState, RowCheck
from evaluation.records.performance.models import Shift, ShiftLine
from evaluation.records.performance.plans import LinePlan, ShiftPlan
from evaluation.records.performance.queries.standing import AsOfDay, Histories
from evaluation.registry.accounts.enums import Role

MOST_LINES = 200
LONGEST_PLACE = 50
LONGEST_TASK = 50
LONGEST_CONTENT = 1000
LONGEST_NOTE = 200
KEPT = frozenset({LineState.VERIFIED, LineState.VOIDED})


def check_plan(plan: ShiftPlan) -> None:
    """Refuse what cannot be kept even in a draft."""
    for field, text, longest, wanted in (
        ("place", plan.place, LONGEST_PLACE, _l("Say at which place or post the shift was.")),
        ("task", plan.task, LONGEST_TASK, _l("Say what the task of the shift was.")),
    ):
        if not text:
            raise Refused(wanted, field=field)
        if len(text) > longest:
            raise Refused(_l("At most %(max)d characters; shorten the text.", max=longest), field=field)
    if len(plan.content) > LONGEST_CONTENT:
        raise Refused(_l("At most %(max)d characters; shorten the text.", max=LONGEST_CONTENT), field="content")
    if not 0 < plan.planned_minutes <= MINUTES_A_DAY:
        raise Refused(_l("A shift lasts at most 24 hours; record a longer one as several shifts."), field="ends_at")
    if len(plan.lines) > MOST_LINES:
        raise Refused(
            _l("At most %(max)d people in one shift; record the others as a second shift.", max=MOST_LINES), field="lines"
        )
    if len(set(plan.person_ids)) < len(plan.lines):
        raise Refused(_l("The same person is in the list twice; take one row out."), field="lines")
    for line in plan.lines:
        check_line(line, plan.planned_minutes)


def check_line(line: LinePlan, planned: int) -> None:
    """Refuse a row that no database would take."""
    if line.present and not 0 < line.minutes_of(planned) <= MINUTES_A_DAY:
        raise Refused(_l("Give everybody present between 0.1 and 24 hours, or untick who was absent."), field="lines")
    if len(line.task) > LONGEST_TASK or len(line.note) > LONGEST_NOTE:
        raise Refused(
            _l(
                "A task has at most %(task)d characters and a remark at most %(note)d; shorten them.",
                task=LONGEST_TASK,
                note=LONGEST_NOTE,
            ),
            field="lines",
        )


def columns_then(then: AsOfDay) -> dict[str, Any]:
    """Columns of a line that say what the person was on that day."""
    return {
        "department_id": then.department_id,
        "branch_id": then.branch_id,
        "post": then.post,
        "political_status": then.political_status,
    }


def line_columns(plan: ShiftPlan, line: LinePlan, then: AsOfDay, ordinal: int) -> dict[str, Any]:
    """A new line as columns; the verifier is decided when the shift is handed in."""
    return {
        "ordinal": ordinal,
        "person_id": line.person_id,
        "present": line.present,
        "minutes": line.minutes_of(plan.planned_minutes),
        "task": line.task,
        "note": line.note,
        "state": LineState.SUBMITTED,
        "verifier_role": Role.BRANCH_SECRETARY if then.branch_id is not None else Role.ORGANIZATION_OFFICER,
        **columns_then(then),
    }


def free_ordinals(taken: Iterable[int], count: int) -> list[int]:
    """The lowest numbers of lines that are not taken."""
    used = set(taken)
    return [number for number in range(1, len(used) + count + 1) if number not in used][:count]


def write_lines(shift: Shift, plan: ShiftPlan, histories: Histories | None = None) -> None:
    """Put these lines in the place of all that are not decided. Returned lines remember who returned them.

    A caller who read the ``histories`` of these people on that day already hands them over.
    """
    histories = histories or Histories(plan.person_ids, plan.held_on, plan.held_on)
    thens = {person_id: histories.on(person_id, plan.held_on) for person_id in plan.person_ids}
    if any(then.check is RowCheck.UNKNOWN for then in thens.values()):
        raise Refused(_l("Somebody in the list is no longer in the registry; take the row out."), field="lines")
    kept = [line for line in shift.lines if line.state in KEPT]
    if {line.person_id for line in kept} & set(plan.person_ids):
        raise Refused(_l("Somebody in the list is decided already in this shift; take the row out."), field="lines")
    earlier = {line.person_id: line for line in shift.lines if line.state not in KEPT}
    if earlier:
        db.session.execute(
            delete(ShiftLine)
            .where(ShiftLine.matter_id == shift.matter_id, ShiftLine.state.not_in(KEPT))
            .execution_options(synchronize_session=False)
        )
    ordinals = free_ordinals((line.ordinal for line in kept), len(plan.lines))
    rows = []
    for ordinal, line in zip(ordinals, plan.lines, strict=True):
        row = {"matter_id": shift.matter_id, **line_columns(plan, line, thens[line.person_id], ordinal)}
        before = earlier.get(line.person_id)
        returned = before is not None and before.state is LineState.RETURNED
        row |= {
            "returned_by_id": before.returned_by_id if before is not None else None,
            "state": LineState.RETURNED if returned else LineState.SUBMITTED,
            "reason": before.reason if returned and before is not None else "",
        }
        rows.append(row)
    if rows:
        db.session.execute(insert(ShiftLine.__table__), rows)
    db.session.expire(shift, ["lines"])
    people = {line.person_id for line in kept} | set(plan.person_ids)
    set_people(shift.matter, {(person_id, Part.PARTICIPANT) for person_id in people}, parts=[Part.PARTICIPANT])
    put_sums(shift, kept, plan)


def sums(lines: Iterable[tuple[LineState, int]]) -> tuple[int, int, int]:
    """Present, absent and minutes of lines given by state and minutes; revoked ones count nowhere."""
    counted = [minutes for state, minutes in lines if state is not LineState.VOIDED]
    present = sum(1 for minutes in counted if minutes)
    return present, len(counted) - present, sum(counted)


def put_sums(shift: Shift, kept: Iterable[ShiftLine], plan: ShiftPlan) -> None:
    """The sums of the lines that stay and those planned."""
    planned = plan.planned_minutes
    shift.present_count, shift.absent_count, shift.minutes_total = sums(
        [
            *((line.state, line.minutes) for line in kept),
            *((LineState.SUBMITTED, line.minutes_of(planned)) for line in plan.lines),
        ]
    )


def sum_up(shift: Shift) -> None:
    """Keep the sums of the shift after lines were revoked."""
    shift.present_count, shift.absent_count, shift.minutes_total = sums((line.state, line.minutes) for line in shift.lines)
