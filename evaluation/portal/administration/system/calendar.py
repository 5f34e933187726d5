"""The official calendar of a year out of a workbook: headings by meaning, every wrong row named, nothing guessed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from evaluation.foundation.audit.operations import record
from evaluation.foundation.calendar.operations import OfficialDay, load_year
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.tabular.cells import CellRefused, normalise_label
from evaluation.foundation.tabular.dates import Period, Precision, read_date
from evaluation.foundation.tabular.headings import Column, find_table
from evaluation.foundation.tabular.workbooks import WorkbookLimits, read_workbook

COLUMNS = (
    Column("day", "日期", ("时间", "公历日期", "日子"), required=True),
    Column("kind", "类型", ("安排", "休或班", "休/班", "是否上班", "上班或放假", "放假或上班", "是否工作日"), required=True),
    Column("name", "名称", ("节日", "节日名称", "假日", "说明", "备注")),
)
RESTING = frozenset({"休", "休息", "放假", "假", "节假日", "休假", "调休", "否", "不上班", "0"})
WORKED = frozenset({"班", "上班", "补班", "工作", "工作日", "调休上班", "是", "1"})
FIRST_YEAR, LAST_YEAR = 2004, 2100
LONGEST_NAME = 30
LIMITS = WorkbookLimits(rows=1000, columns=30)


@dataclass(frozen=True)
class ReadCalendar:
    """The days found in a file, and a sentence for every row that is wrong."""

    days: list[OfficialDay]
    problems: list[str]


def read_calendar(data: bytes, name: str, year: int) -> ReadCalendar:
    """Read the days of a year. Raises ``Refused`` where the file is no such table."""
    workbook = read_workbook(data, name, limits=LIMITS)
    table = find_table(workbook.sheets[0], COLUMNS)
    days: dict[date, OfficialDay] = {}
    problems = []
    for row in table.rows:
        try:
            found = official_day(row.values, year)
        except Refused as refusal:
            problems.append(_("Row %(row)s: %(reason)s", row=row.number, reason=refusal.message))
            continue
        if found.day in days:
            problems.append(
                _("Row %(row)s: %(day)s stands in the table twice; keep one.", row=row.number, day=found.day.isoformat())
            )
        days[found.day] = found
    if not days and not problems:
        raise Refused(_l("There is no row with a date in the table."), field="file")
    return ReadCalendar(sorted(days.values(), key=lambda one: one.day), problems)


def official_day(values: Any, year: int) -> OfficialDay:
    """One row of the table."""
    period = Period(date(year, 1, 1), date(year, 12, 31))
    try:
        parsed = read_date(values["day"], period=period, coarsest=Precision.DAY)
    except CellRefused as refusal:
        raise Refused(refusal.message) from refusal
    if parsed is None:
        raise Refused(_l("The date is missing."))
    if parsed.value.year != year:
        raise Refused(_l("%(day)s does not lie in %(year)d.", day=parsed.value.isoformat(), year=year))
    word = normalise_label(number_free(values["kind"]))
    if word in WORKED:
        working = True
    elif word in RESTING:
        working = False
    else:
        raise Refused(_l("“%(word)s” is neither 休 (rest) nor 班 (work).", word=word))
    return OfficialDay(parsed.value, working, normalise_label(values.get("name") or "")[:LONGEST_NAME])


def number_free(value: Any) -> str:
    """1.0 of a workbook as 1."""
    return str(int(value)) if isinstance(value, float | int) and value == int(value) else str(value)


def packed(days: Sequence[OfficialDay]) -> str:
    """Days as text to be carried from the check page to the confirmation."""
    return json.dumps([[one.day.isoformat(), int(one.working), one.name] for one in days], ensure_ascii=False)


def unpacked(text: str, year: int) -> list[OfficialDay]:
    """The days carried along; whatever is not what :func:`packed` wrote is refused."""
    try:
        rows = json.loads(text)
        days = [OfficialDay(date.fromisoformat(day), bool(working), str(name)[:LONGEST_NAME]) for day, working, name in rows]
    except (ValueError, TypeError) as error:
        raise Refused(_l("The table was lost on the way; upload it again."), field="file") from error
    if not days or len({one.day for one in days}) != len(days) or any(one.day.year != year for one in days):
        raise Refused(_l("The table was lost on the way; upload it again."), field="file")
    return days


def load(year: int, days: Sequence[OfficialDay], *, source: str, actor: Any, now: datetime) -> int:
    """Make a calendar the official one of its year."""
    count = load_year(year, days, source=source)
    record("calendar.load", actor=actor, object_kind="calendar", object_id=year, now=now, days=count, source=source)
    return count
