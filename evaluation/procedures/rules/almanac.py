"""Days that rules ask for again and again, each reckoned once: twenty thousand cases share a few hundred dates."""

from collections.abc import Sequence
from datetime import date

from evaluation.foundation.calendar.months import add_months, deadline_in_months
from evaluation.foundation.calendar.working_days import WorkingCalendar, WorkingDayResult


class Almanac:
    """Month ends, deadlines and ends of notices by one calendar; ``vacations`` are school vacations, first and last day."""

    def __init__(self, calendar: WorkingCalendar, vacations: Sequence[tuple[date, date]] = ()) -> None:
        self.calendar = calendar
        self.vacations = tuple(vacations)
        self.months: dict[tuple[date, int], date] = {}
        self.deadlines: dict[tuple[date, int], WorkingDayResult] = {}
        self.notices: dict[tuple[date, int, bool], WorkingDayResult] = {}

    def months_after(self, start: date, number: int) -> date:
        """The day on which so many months are full; a waiting time does not move for holidays."""
        key = (start, number)
        found = self.months.get(key)
        if found is None:
            found = self.months[key] = add_months(start, number)
        return found

    def deadline(self, start: date, number: int) -> WorkingDayResult:
        """The last day of a limit of months; a day of rest moves to the next working day (rule CA-05)."""
        key = (start, number)
        found = self.deadlines.get(key)
        if found is None:
            found = self.deadlines[key] = deadline_in_months(start, number, self.calendar)
        return found

    def notice_end(self, posted: date, number: int, count_posting_day: bool) -> WorkingDayResult:
        """The last of so many full working days of a public notice (rule CA-02)."""
        key = (posted, number, count_posting_day)
        found = self.notices.get(key)
        if found is None:
            found = self.notices[key] = self.calendar.add_working_days(posted, number, count_posting_day)
        return found

    def vacation_in(self, first: date, last: date) -> tuple[date, date] | None:
        """The first school vacation that touches the period."""
        return next((one for one in self.vacations if one[0] <= last and first <= one[1]), None)
