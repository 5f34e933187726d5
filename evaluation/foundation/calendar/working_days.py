"""Working days by the official calendar: Monday to Friday, less the days of rest, plus the make-up working days.

《全国年节及纪念日放假办法》 Arts. 6 and 7: what falls on a weekend is made up, breaks are joined by working on a weekend.
The State Council publishes a year in the November before it; until then a year is reckoned by the plain rule and every
answer that touches it says ``provisional``.
"""

import csv
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

SEED = Path(__file__).with_name("seed.csv")
SATURDAY = 5  # as date.weekday() counts
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingDayResult:
    """A day found by counting, and whether a year without an official calendar was counted on the way."""

    day: date
    provisional: bool


@dataclass(frozen=True)
class WorkingDayCount:
    """A number of working days, and whether a year without an official calendar was counted."""

    days: int
    provisional: bool


class WorkingCalendar:
    """Tells working days. ``days`` holds only what differs from Monday to Friday: True is worked, False is rest."""

    def __init__(self, days: Mapping[date, bool], official_years: Set[int]) -> None:
        self.days = dict(days)
        self.official_years = frozenset(official_years)

    def is_working_day(self, day: date) -> bool:
        """Whether the day is worked; see :meth:`is_official` for how sure that is."""
        return self.days.get(day, day.weekday() < SATURDAY)

    def is_official(self, first: date, last: date | None = None) -> bool:
        """Whether every year from the first to the last day has its official calendar."""
        return all(year in self.official_years for year in range(first.year, (last or first).year + 1))

    def add_working_days(self, start: date, number: int, count_first_day: bool = False) -> WorkingDayResult:
        """The ``number``-th full working day after ``start``: what runs so long ends when that day is over.

        The first day is not counted (Civil Code Art. 201, by analogy) unless ``count_first_day`` says so.
        Raises ``ValueError`` for a number below one.
        """
        if number < 1:
            raise ValueError("A period has at least one working day.")
        day = start if count_first_day else start + ONE_DAY
        counted = int(self.is_working_day(day))
        while counted < number:
            day += ONE_DAY
            counted += self.is_working_day(day)
        return WorkingDayResult(day, not self.is_official(start, day))

    def working_days_between(self, start: date, end: date, count_first_day: bool = False) -> WorkingDayCount:
        """The full working days from ``start`` to ``end``, the last day counted, the first only on request.

        The reverse of :meth:`add_working_days`. Raises ``ValueError`` when the end lies before the start.
        """
        if end < start:
            raise ValueError("The last day of a period does not lie before the first.")
        first = start if count_first_day else start + ONE_DAY
        counted = sum(self.is_working_day(first + offset * ONE_DAY) for offset in range((end - first).days + 1))
        return WorkingDayCount(counted, not self.is_official(start, end))

    def next_working_day(self, day: date) -> WorkingDayResult:
        """The first working day after the day."""
        return self.add_working_days(day, 1)

    def working_day_from(self, day: date) -> WorkingDayResult:
        """The day itself where it is worked, otherwise the first working day after it (Civil Code Art. 203)."""
        return self.add_working_days(day, 1, count_first_day=True)


@cache
def seed_calendar() -> WorkingCalendar:
    """The calendar of the years that the product knows by itself: every year that has a row in ``seed.csv``."""
    with SEED.open(encoding="utf-8", newline="") as file:
        days = {date.fromisoformat(row["date"]): row["working"] == "1" for row in csv.DictReader(file)}
    return WorkingCalendar(days, {day.year for day in days})
