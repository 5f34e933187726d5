"""Figures for any day in the past: numbers by stage, time in stage, overdue by branch.

A day is looked at as it was by the days of the events: what happened later is left out of every case.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any

from evaluation.procedures.rules.engine import ACTS, RuleEngine, stage_of
from evaluation.procedures.rules.enums import Stage
from evaluation.procedures.rules.facts import Course

REACHED = {
    Stage.APPLICATION: "applied_on",
    Stage.ACTIVIST: "activist_on",
    Stage.DEVELOPMENT_TARGET: "target_listed_on",
    Stage.ADMISSION: "pre_review_on",
    Stage.CONVERSION: "approved_on",
}


@dataclass(frozen=True)
class PastCase:
    """A case with what a past day needs: recurring days and extensions by day."""

    course: Course
    branch: str
    duties: Mapping[str, Sequence[date]] = field(default_factory=dict)
    extensions: Sequence[tuple[date, int]] = ()


@dataclass(frozen=True)
class StageFigures:
    """One stage on the day."""

    stage: Stage
    number: int
    median_days: int | None
    longest_days: int | None
    overdue: int


@dataclass(frozen=True)
class BranchFigures:
    """One branch on the day."""

    branch: str
    by_stage: Mapping[Stage, int]
    number: int
    overdue: int


@dataclass(frozen=True)
class Figures:
    """Everything of one day."""

    on: date
    stages: Sequence[StageFigures]
    branches: Sequence[BranchFigures]
    number: int
    overdue: int


def on_day(day: date | None, on: date) -> date | None:
    """A day if it had come."""
    return day if day is not None and day <= on else None


def course_on(case: PastCase, on: date) -> Course | None:
    """The course as it was at the end of a day; None where nothing had begun or all was over."""
    course = case.course
    acts = {name: on_day(course[position], on) for position, name in enumerate(Course._fields[:ACTS])}
    if acts["applied_on"] is None:
        return None
    over = (on_day(course.closed_on, on), acts["recognised_on"], acts["archived_on"])
    if any(day is not None for day in over):
        return None

    def last(name: str) -> date | None:
        return max((day for day in case.duties.get(name, ()) if day <= on), default=None)

    decided = acts["conversion_meeting_on"] is not None
    return course._replace(
        **acts,
        closed_on=None,
        last_examined_on=last("examination"),
        last_analysed_on=last("analysis"),
        last_thought_report_on=last("thought_report"),
        extension_months=sum(months for day, months in case.extensions if day <= on),
        contact_to_replace=False,
        open_objections=0,
        conversion_outcome=course.conversion_outcome if decided else None,
    )


def figures_of(cases: Iterable[PastCase], engine: RuleEngine, on: date) -> Figures:
    """The figures of a day."""
    days: dict[Stage, list[int]] = {stage: [] for stage in Stage}
    late: dict[Stage, int] = {stage: 0 for stage in Stage}
    branches: dict[str, dict[Stage, int]] = {}
    late_branches: dict[str, int] = {}
    for case in cases:
        course = course_on(case, on)
        if course is None:
            continue
        stage = stage_of(course)
        reached: Any = getattr(course, REACHED[stage]) or course.applied_on
        days[stage].append((on - reached).days)
        counts = branches.setdefault(case.branch, {one: 0 for one in Stage})
        counts[stage] += 1
        if engine.outlook(course, on).overdue:
            late[stage] += 1
            late_branches[case.branch] = late_branches.get(case.branch, 0) + 1
    stages = [
        StageFigures(stage, len(several), round(median(several)) if several else None, max(several, default=None), late[stage])
        for stage, several in days.items()
    ]
    rows = [
        BranchFigures(branch, counts, sum(counts.values()), late_branches.get(branch, 0))
        for branch, counts in sorted(branches.items())
    ]
    return Figures(on, stages, rows, sum(one.number for one in stages), sum(one.overdue for one in stages))
