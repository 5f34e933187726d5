"""Working days: the seed against its source day by day, and the worked examples of the official calendars."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from evaluation.foundation.calendar.working_days import (
    WorkingCalendar,
    WorkingDayCount,
    WorkingDayResult,
    seed_calendar,
)

YEARS = range(2004, 2027)


def certain(text: str) -> WorkingDayResult:
    return WorkingDayResult(date.fromisoformat(text), provisional=False)


@pytest.mark.parametrize("year", YEARS)
def test_the_seed_agrees_with_its_source_on_every_day_of(year):
    calendar = seed_calendar()
    first = date(year, 1, 1)
    days = [first + timedelta(days=offset) for offset in range((date(year + 1, 1, 1) - first).days)]
    assert [day for day in days if calendar.is_working_day(day) != chinese_calendar.is_workday(day)] == []


def test_the_seed_knows_these_years_and_holds_only_what_differs():
    calendar = seed_calendar()
    assert calendar.official_years == frozenset(YEARS)
    assert [day for day, working in calendar.days.items() if working == (day.weekday() < 5)] == []
    assert seed_calendar() is calendar


def test_rest_and_make_up_days_of_2026():
    calendar = seed_calendar()
    rest = [(1, 1, 3), (2, 15, 23), (4, 4, 6), (5, 1, 5), (6, 19, 21), (9, 25, 27), (10, 1, 7)]
    for month, first, last in rest:
        assert not any(calendar.is_working_day(date(2026, month, day)) for day in range(first, last + 1))
    weekends = [
        date(2026, 1, 1) + timedelta(days=offset)
        for offset in range(365)
        if (date(2026, 1, 1) + timedelta(days=offset)).weekday() >= 5
    ]
    assert [f"{day:%m-%d}" for day in weekends if calendar.is_working_day(day)] == [
        "01-04",
        "02-14",
        "02-28",
        "05-09",
        "09-20",
        "10-10",
    ]


@pytest.mark.parametrize(
    ("posted", "counting_the_posting_day", "not_counting_it"),
    [
        ("2026-09-24", "2026-10-08", "2026-10-09"),
        ("2026-09-28", "2026-10-09", "2026-10-10"),
        ("2026-02-11", "2026-02-24", "2026-02-25"),
        ("2026-04-29", "2026-05-08", "2026-05-09"),
    ],
)
def test_five_working_days(posted, counting_the_posting_day, not_counting_it):
    calendar = seed_calendar()
    start = date.fromisoformat(posted)
    assert calendar.add_working_days(start, 5) == certain(not_counting_it)
    assert calendar.add_working_days(start, 5, count_first_day=True) == certain(counting_the_posting_day)


def test_a_posting_day_that_is_no_working_day_never_counts():
    saturday = date(2026, 3, 14)
    assert seed_calendar().add_working_days(saturday, 1) == certain("2026-03-16")
    assert seed_calendar().add_working_days(saturday, 1, count_first_day=True) == certain("2026-03-16")


def test_counting_between_two_days_reverses_adding():
    calendar = seed_calendar()
    start = date(2026, 9, 24)
    for number in range(1, 40):
        end = calendar.add_working_days(start, number).day
        assert calendar.working_days_between(start, end) == WorkingDayCount(number, provisional=False)
    assert calendar.working_days_between(start, start) == WorkingDayCount(0, provisional=False)
    assert calendar.working_days_between(start, start, count_first_day=True) == WorkingDayCount(1, provisional=False)


def test_the_next_working_day_passes_the_day_itself_and_working_day_from_does_not():
    calendar = seed_calendar()
    assert calendar.next_working_day(date(2026, 9, 30)) == certain("2026-10-08")
    assert calendar.working_day_from(date(2026, 9, 30)) == certain("2026-09-30")
    assert calendar.working_day_from(date(2026, 10, 1)) == certain("2026-10-08")


def test_a_year_without_an_official_calendar_is_never_counted_silently():
    calendar = seed_calendar()
    assert calendar.add_working_days(date(2026, 12, 24), 5) == certain("2026-12-31")
    assert calendar.add_working_days(date(2026, 12, 24), 6) == WorkingDayResult(date(2027, 1, 1), provisional=True)
    assert calendar.next_working_day(date(2003, 12, 31)).provisional
    assert calendar.working_days_between(date(2026, 12, 30), date(2027, 1, 4)) == WorkingDayCount(3, provisional=True)
    assert not calendar.is_official(date(2027, 6, 1))


def test_a_gap_between_official_years_is_seen():
    gap = WorkingCalendar({}, {2030, 2032})
    assert gap.is_official(date(2030, 1, 1), date(2030, 12, 31))
    assert not gap.is_official(date(2030, 12, 31), date(2032, 1, 1))


def test_loaded_days_make_a_year_official():
    seed = seed_calendar()
    loaded = WorkingCalendar({**seed.days, date(2027, 1, 1): False}, seed.official_years | {2027})
    assert loaded.add_working_days(date(2026, 12, 31), 1) == certain("2027-01-04")
    assert loaded.is_working_day(date(2026, 10, 10))


def test_what_makes_no_sense_is_refused():
    calendar = seed_calendar()
    with pytest.raises(ValueError, match="at least one working day"):
        calendar.add_working_days(date(2026, 1, 5), 0)
    with pytest.raises(ValueError, match="does not lie before the first"):
        calendar.working_days_between(date(2026, 1, 5), date(2026, 1, 4))
