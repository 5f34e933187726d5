"""One row of a log read: day, hours, task, place, department."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from evaluation.foundation.core.clock import SHANGHAI
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.importing.report import Choice
from evaluation.foundation.importing.tables import RowReader
from evaluation.foundation.tabular.dates import Period, Precision, read_date
from evaluation.foundation.tabular.times import DAY, TimeRange, read_time_range
from evaluation.records.performance.imports.people import NamesFound
from evaluation.records.performance.operations.lines import LONGEST_CONTENT, LONGEST_PLACE, LONGEST_TASK, check_plan
from evaluation.records.performance.plans import LinePlan, ShiftPlan
from evaluation.registry.organizations.matching import OrganizationIndex

COLUMN_OF = {"place": "place", "task": "task", "content": "content", "ends_at": "times", "lines": "people"}


@dataclass
class LogRow:
    """A row as read; ``plan`` is the shift that it describes, if it describes one."""

    reader: RowReader
    day: date | None = None
    times: TimeRange | None = None
    department: Any = None
    task: str = ""
    place: str = ""
    content: str = ""
    names: NamesFound = field(default_factory=lambda: NamesFound([], [], [], []))
    plan: ShiftPlan | None = None

    @property
    def refused(self) -> bool:
        """Whether the row as a whole cannot be taken."""
        return bool(self.reader.faults)


def read_log_row(reader: RowReader, departments: OrganizationIndex[Any], scope: frozenset[int], period: Period | None) -> LogRow:
    """The values of one row but for the names; what is wrong is noted on its reader."""
    row = LogRow(reader)
    found = reader.read("day", read_date, period=period, coarsest=Precision.DAY)
    row.day = found.value if found else None
    if found is None and not reader.faults:
        reader.refuse("day", _l("The date is missing; fill it in."), brief=_l("is missing"))
    row.times = read_times(reader)
    row.department = read_department(reader, departments, scope)
    row.task = filled(reader, "task", LONGEST_TASK, _l("The task is missing; fill it in."))
    row.place = filled(reader, "place", LONGEST_PLACE, _l("The place is missing; fill it in."))
    row.content = content_of(reader)
    if reader.is_empty("people"):
        reader.refuse("people", _l("There are no names in this row; fill them in."), brief=_l("is missing"))
    return row


def read_times(reader: RowReader) -> TimeRange | None:
    """From and to; a shift lasts at most a day."""
    before = len(reader.faults)
    times = reader.read("times", read_time_range)
    if times is None and len(reader.faults) == before:
        reader.refuse("times", _l("The time is missing; write it like 8:00-12:00."), brief=_l("is missing"))
    if times is not None and times.minutes > DAY:
        reader.refuse("times", _l("A shift lasts at most 24 hours; record a longer one as several shifts."))
    return times


def filled(reader: RowReader, key: str, longest: int, reason: Any) -> str:
    """A text that must be there."""
    text = reader.text(key, longest)
    if not text and reader.is_empty(key):
        reader.refuse(key, reason, brief=_l("is missing"))
    return text


def content_of(reader: RowReader) -> str:
    """What was done, with the remark behind it."""
    text, remark = reader.text("content", LONGEST_CONTENT), reader.text("remark", LONGEST_CONTENT // 2)
    together = "\n".join(filter(None, (text, f"备注：{remark}" if remark else "")))
    if len(together) > LONGEST_CONTENT:
        reader.refuse("content", _l("At most %(max)d characters; shorten the text.", max=LONGEST_CONTENT), value=text[:60] + "…")
    return together


def read_department(reader: RowReader, departments: OrganizationIndex[Any], scope: frozenset[int]) -> Any:
    """The reporting department by its full or short name; it must be one of the actor's own."""
    text = reader.shown("department")
    if not text:
        reader.refuse("department", _l("The department is missing; fill it in."), brief=_l("is missing"))
        return None
    match = departments.find(text)
    near = match.several or match.suggestions
    if match.found is None:
        names = "、".join(f"“{one.name}”" for one in near)
        reason = (
            _l("There is no “%(text)s”. Is it %(names)s?", text=text, names=names)
            if near
            else _l("There is no department “%(text)s”. Write its full or short name.", text=text)
        )
        reader.refuse("department", reason, brief=_l("no such department"), choices=[Choice(one.name, one.name) for one in near])
    elif match.found.id not in scope:
        reader.refuse(
            "department",
            _l("You record for your own department only; let %(name)s hand in its own log.", name=match.found.name),
            brief=_l("not your department"),
        )
        return None
    return match.found


def planned(row: LogRow, position: int, now: datetime) -> None:
    """Make the shift of a row whose names were looked up; refuse what no record can hold."""
    assert row.day is not None
    assert row.times is not None
    midnight = datetime.combine(row.day, datetime.min.time(), SHANGHAI)
    begins_at = midnight + timedelta(minutes=row.times.start)
    if begins_at > now:
        row.reader.refuse("day", _l("This shift lies in the future; correct the date."), brief=_l("lies in the future"))
        return
    plan = ShiftPlan(
        organization_id=row.department.id,
        place=row.place,
        task=row.task,
        content=row.content,
        begins_at=begins_at,
        ends_at=midnight + timedelta(minutes=row.times.end),
        lines=[LinePlan(one.id) for one in row.names.people],
        source=position,
    )
    try:
        check_plan(plan)
    except Refused as refusal:
        row.reader.refuse(COLUMN_OF.get(refusal.field or "", "people"), refusal.message)
    else:
        row.plan = plan if plan.lines else None
