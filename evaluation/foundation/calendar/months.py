"""Months and ages by the Civil Code: a month ends on the corresponding day, or on the last day of a shorter month."""

from calendar import monthrange
from datetime import date

from evaluation.foundation.calendar.working_days import WorkingCalendar, WorkingDayResult

MONTHS_OF_A_YEAR = 12


def add_months(day: date, number: int) -> date:
    """The corresponding day so many months later (earlier for a negative number), or that month's last day.

    Civil Code Art. 202. 31 January and one month is 28 or 29 February.
    """
    years, month = divmod(day.year * MONTHS_OF_A_YEAR + day.month - 1 + number, MONTHS_OF_A_YEAR)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def deadline_in_months(start: date, number: int, calendar: WorkingCalendar) -> WorkingDayResult:
    """The last day of a period of months; where it is no working day, the next one (Civil Code Arts. 202 and 203)."""
    return calendar.working_day_from(add_months(start, number))


def months_between(start: date, end: date) -> int:
    """The full months from one day to another. Raises ``ValueError`` when the end lies before the start."""
    if end < start:
        raise ValueError("The last day of a period does not lie before the first.")
    months = (end.year - start.year) * MONTHS_OF_A_YEAR + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def reaches_age_on(birth: date, years: int) -> date:
    """The birthday on which an age is reached; for somebody born on 29 February it is 28 February of a common year."""
    return add_months(birth, years * MONTHS_OF_A_YEAR)
