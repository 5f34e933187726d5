"""Month arithmetic of the Civil Code, Arts. 202 and 203, and ages."""

from datetime import date, timedelta

import pytest

from evaluation.foundation.calendar.months import (
    add_months,
    deadline_in_months,
    months_between,
    reaches_age_on,
)
from evaluation.foundation.calendar.working_days import WorkingDayResult, seed_calendar


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2025-01-31", 2, "2025-03-31"),
        ("2025-08-31", 1, "2025-09-30"),
        ("2025-12-06", 1, "2026-01-06"),
        ("2023-03-06", 12, "2024-03-06"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2025-03-31", -1, "2025-02-28"),
        ("2025-01-15", -13, "2023-12-15"),
        ("2025-01-15", 0, "2025-01-15"),
    ],
)
def test_corresponding_day_or_month_end(start, number, end):
    assert add_months(date.fromisoformat(start), number) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("start", "end", "provisional"),
    [
        ("2025-01-31", "2025-02-28", False),
        ("2025-04-05", "2025-05-06", False),  # 5 May 2025 is a day of rest
        ("2026-01-14", "2026-02-14", False),  # a Saturday that is worked
        ("2026-09-03", "2026-10-08", False),
        ("2026-12-02", "2027-01-04", True),  # a Saturday, then Monday: by the plain rule only
    ],
)
def test_a_deadline_of_a_month_moves_to_the_next_working_day(start, end, provisional):
    assert deadline_in_months(date.fromisoformat(start), 1, seed_calendar()) == WorkingDayResult(
        date.fromisoformat(end), provisional
    )


def test_full_months_between_two_days():
    assert months_between(date(2023, 8, 4), date(2024, 8, 3)) == 11
    assert months_between(date(2023, 8, 4), date(2024, 8, 4)) == 12
    assert months_between(date(2025, 1, 31), date(2025, 2, 27)) == 0
    assert months_between(date(2025, 1, 31), date(2025, 2, 28)) == 1
    assert months_between(date(2025, 1, 31), date(2025, 1, 31)) == 0
    with pytest.raises(ValueError, match="does not lie before the first"):
        months_between(date(2025, 1, 31), date(2025, 1, 30))


def test_reached_and_full_months_agree_on_every_start_of_four_years():
    for offset in range(4 * 365 + 1):
        start = date(2023, 1, 1) + timedelta(days=offset)
        for number in (1, 6, 12):
            reached = add_months(start, number)
            assert months_between(start, reached) == number
            assert months_between(start, reached - timedelta(days=1)) == number - 1


def test_age_changes_on_the_birthday():
    birth = date(2003, 12, 30)
    assert reaches_age_on(birth, 18) == date(2021, 12, 30)


def test_somebody_born_on_29_february_is_a_year_older_on_28_february_of_a_common_year():
    birth = date(2004, 2, 29)
    assert reaches_age_on(birth, 18) == date(2022, 2, 28)
    assert reaches_age_on(birth, 20) == date(2024, 2, 29)
