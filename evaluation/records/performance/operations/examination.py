"""What would become of many planned shifts: new, there already, or impossible. Nothing is written."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from evaluation.records.performance.enums import RowCheck
from evaluation.records.performance.operations.lines import check_plan
from evaluation.records.performance.plans import ShiftPlan
from evaluation.records.performance.queries.row_checks import OtherLine, RowProblem, other_lines, problems_of
from evaluation.records.performance.queries.standing import Histories

REFUSED = frozenset({RowCheck.LEFT, RowCheck.NOT_YET, RowCheck.UNKNOWN})


@dataclass(frozen=True)
class LineNote:
    """A line that was not taken, or was taken though something is odd."""

    plan: ShiftPlan
    person_id: int
    message: Any
    number: str | None = None


@dataclass
class Examination:
    """What would become of planned shifts: ``fresh`` are to be recorded, each with the people not yet in it."""

    fresh: list[ShiftPlan] = field(default_factory=list)
    duplicates: list[LineNote] = field(default_factory=list)
    refused: list[LineNote] = field(default_factory=list)
    warnings: list[LineNote] = field(default_factory=list)


def examine_shifts(plans: Iterable[ShiftPlan]) -> Examination:
    """Sort planned shifts into what is new, what is there already and what cannot be; nothing is written.

    A person who is in a live shift of the same department, time, place and task is a duplicate; so is one who is planned
    twice for it. A plan that nobody new is in gives no shift.
    """
    plans = list(plans)
    result = Examination()
    if not plans:
        return result
    for plan in plans:
        check_plan(plan)
    everybody = {person_id for plan in plans for person_id in plan.person_ids}
    first, last = min(plan.held_on for plan in plans), max(plan.ends_on for plan in plans)
    histories = Histories(everybody, first, last)
    others = other_lines(everybody, first, last)
    for plan in plans:
        taken = examine_one(plan, histories, others, result)
        if taken:
            fresh = plan.only(taken)
            result.fresh.append(fresh)
            remember(fresh, others)
    return result


def examine_one(plan: ShiftPlan, histories: Histories, others: dict[int, list[OtherLine]], result: Examination) -> set[int]:
    """Whom of a plan to record."""
    taken = set()
    for line in plan.lines:
        then = histories.on(line.person_id, plan.held_on)
        known = others.get(line.person_id, ())
        problems = problems_of(plan, line, then, known)
        refusal = first_of(problems, REFUSED)
        repeated = first_of(problems, {RowCheck.RECORDED})
        if refusal is not None:
            result.refused.append(LineNote(plan, line.person_id, refusal.message))
        elif repeated is not None:
            number = next((other.number for other in known if other.natural_key == plan.natural_key), None)
            result.duplicates.append(LineNote(plan, line.person_id, repeated.message, number))
        else:
            taken.add(line.person_id)
            result.warnings += [LineNote(plan, line.person_id, problem.message) for problem in problems]
    return taken


def first_of(problems: Sequence[RowProblem], checks: Collection[RowCheck]) -> RowProblem | None:
    """The first problem of these kinds."""
    return next((problem for problem in problems if problem.check in checks), None)


def remember(plan: ShiftPlan, others: dict[int, list[OtherLine]]) -> None:
    """Let the plans that follow know of this one."""
    for line in plan.lines:
        others.setdefault(line.person_id, []).append(
            OtherLine(
                line.person_id,
                line.minutes_of(plan.planned_minutes),
                plan.natural_key,
                plan.place,
                plan.held_on,
                plan.begins_at,
                plan.ends_at,
                None,
                None,
            )
        )
