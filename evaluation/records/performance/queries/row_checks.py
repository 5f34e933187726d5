"""What is odd in the rows of a shift: too many hours, two places at once, people who were not here, recorded twice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import literal, select

from evaluation.foundation.core.database import db
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.display import hours
from evaluation.procedures.workflow.models import Matter
from evaluation.records.performance.calculations import LONG_DAY_MINUTES, clock_words
from evaluation.records.performance.enums import LIVE_STATES, NOTE_KEEPS, LineState, RowCheck
from evaluation.records.performance.models import Shift, ShiftLine
from evaluation.records.performance.plans import LinePlan, ShiftPlan
from evaluation.records.performance.policies import lines_visible_to
from evaluation.records.performance.queries.standing import AsOfDay, chunks

SHORTEST_NOTE = 2
MESSAGES = {
    RowCheck.LEFT: _l("This person had left by that day; take the person out or correct the date."),
    RowCheck.NOT_YET: _l("This person was not here yet on that day; take the person out or correct the date."),
    RowCheck.UNKNOWN: _l("This person is no longer in the registry; take the row out."),
}


@dataclass(frozen=True)
class RowProblem:
    """Something odd in one row. ``matter_id`` leads to the other shift where the reader may see it."""

    person_id: int
    check: RowCheck
    message: Any
    matter_id: int | None = None
    explained: bool = False

    @property
    def blocks(self) -> bool:
        """Whether the shift cannot be handed in like this."""
        return not (self.check in NOTE_KEEPS and self.explained)


@dataclass(frozen=True)
class OtherLine:
    """A line of the same person in another shift that counts. ``matter_id`` is None where the reader may not see it."""

    person_id: int
    minutes: int
    natural_key: str
    place: str
    held_on: date
    begins_at: datetime
    ends_at: datetime
    number: str | None
    matter_id: int | None


def other_lines(
    person_ids: Iterable[int], first: date, last: date, *, actor: Any = None, except_matter_id: int | None = None
) -> dict[int, list[OtherLine]]:
    """Lines of these people in shifts that count, from the day before to the day after; one query for every five hundred.

    Without an actor (an import) nothing is hidden.
    """
    seen = literal(True) if actor is None else lines_visible_to(actor)
    found: dict[int, list[OtherLine]] = {}
    for some in chunks(sorted(set(person_ids))):
        statement = (
            select(
                ShiftLine.person_id,
                ShiftLine.minutes,
                Shift.natural_key,
                Shift.place,
                Shift.held_on,
                Shift.begins_at,
                Shift.ends_at,
                Matter.number,
                Matter.id,
                seen.label("seen"),
            )
            .join(Shift, Shift.matter_id == ShiftLine.matter_id)
            .join(Matter, Matter.id == Shift.matter_id)
            .where(
                ShiftLine.person_id.in_(some),
                ShiftLine.state != LineState.VOIDED,
                Matter.state.in_(LIVE_STATES),
                Shift.held_on.between(first - timedelta(days=1), last + timedelta(days=1)),
            )
            .order_by(Shift.begins_at, Matter.id)
        )
        if except_matter_id is not None:
            statement = statement.where(Matter.id != except_matter_id)
        for row in db.session.execute(statement):
            found.setdefault(row.person_id, []).append(
                OtherLine(
                    row.person_id,
                    row.minutes,
                    row.natural_key,
                    row.place,
                    row.held_on,
                    row.begins_at,
                    row.ends_at,
                    row.number,
                    row.id if row.seen else None,
                )
            )
    return found


def problems_of(plan: ShiftPlan, line: LinePlan, then: AsOfDay, others: Sequence[OtherLine]) -> list[RowProblem]:
    """What is odd in one row."""
    person_id, planned = line.person_id, plan.planned_minutes
    explained = len(line.note.strip()) >= SHORTEST_NOTE
    minutes = line.minutes_of(planned)
    if then.check is not None:
        return [RowProblem(person_id, then.check, MESSAGES[then.check])]
    same = next((other for other in others if other.natural_key == plan.natural_key), None)
    if same is not None:
        return [RowProblem(person_id, RowCheck.RECORDED, recorded_message(same), same.matter_id)]
    problems = []
    if minutes > planned:
        message = _l(
            "More than the %(hours)s hours of the shift; lower the hours or say why in the remark.", hours=hours(planned)
        )
        problems.append(RowProblem(person_id, RowCheck.TOO_LONG, message, explained=explained))
    for other in others:
        if minutes and other.minutes and other.begins_at < plan.ends_at and other.ends_at > plan.begins_at:
            problems.append(RowProblem(person_id, RowCheck.OVERLAP, overlap_message(other), other.matter_id, explained))
    whole_day = minutes + sum(other.minutes for other in others if other.held_on == plan.held_on)
    if minutes and whole_day > LONG_DAY_MINUTES:
        message = _l("%(hours)s hours on that day in all; confirm it with a remark.", hours=hours(whole_day))
        problems.append(RowProblem(person_id, RowCheck.LONG_DAY, message, explained=explained))
    return problems


def recorded_message(other: OtherLine) -> Any:
    """The same shift was told before."""
    if other.matter_id is None:
        return _l("This person is recorded for this very shift already; take the person out.")
    return _l("Recorded for this very shift already (%(number)s); take the person out.", number=other.number)


def overlap_message(other: OtherLine) -> Any:
    """Two places at once; the place only for those who may see that shift."""
    begins, ends = clock_words(other.begins_at, other.ends_at)
    if other.matter_id is None:
        return _l(
            "Overlaps with another shift from %(begins)s to %(ends)s; correct it or explain in the remark.",
            begins=begins,
            ends=ends,
        )
    return _l(
        "Overlaps with the shift at %(place)s from %(begins)s to %(ends)s; correct it or explain in the remark.",
        place=other.place,
        begins=begins,
        ends=ends,
    )


def all_problems(plan: ShiftPlan, thens: Mapping[int, AsOfDay], others: Mapping[int, Sequence[OtherLine]]) -> list[RowProblem]:
    """What is odd in all rows, in their order."""
    return [
        problem
        for line in plan.lines
        for problem in problems_of(plan, line, thens[line.person_id], others.get(line.person_id, ()))
    ]
