"""Load the official calendar of a year beyond those that the seed knows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete

from evaluation.foundation.calendar.models import CalendarDay
from evaluation.foundation.calendar.queries import forget_calendar
from evaluation.foundation.calendar.working_days import SATURDAY
from evaluation.foundation.core.database import db


@dataclass(frozen=True)
class OfficialDay:
    """A day that the official notice names: worked or not, and why."""

    day: date
    working: bool
    name: str = ""


def load_year(year: int, days: Iterable[OfficialDay], *, source: str) -> int:
    """Make these the days of a year that differ from Monday to Friday, and the year an official one.

    What was loaded for the year before is replaced. Returns how many days were taken. The last day of the year is written in
    any case: it marks the year. Raises ``ValueError`` for a day of another year or one that comes twice.
    """
    listed = list(days)
    by_day = {one.day for one in listed}
    if len(by_day) != len(listed):
        raise ValueError("A day stands once in a calendar.")
    if any(day.year != year for day in by_day):
        raise ValueError("The days of a calendar lie in its year.")
    last = date(year, 12, 31)
    rows = listed if last in by_day else [*listed, OfficialDay(last, last.weekday() < SATURDAY)]
    db.session.execute(
        delete(CalendarDay).where(CalendarDay.day.between(date(year, 1, 1), last)).execution_options(synchronize_session=False)
    )
    db.session.add_all(CalendarDay(day=one.day, working=one.working, name=one.name, source=source, official=True) for one in rows)
    db.session.flush()
    forget_calendar()
    return len(listed)
