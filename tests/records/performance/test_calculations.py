"""Times across midnight, hours as people type them."""

from datetime import UTC, date, datetime, time

import pytest

from evaluation.records.performance.calculations import (
    clock_words,
    ends_next_day,
    hours_typed,
    last_day,
    length,
    minutes_typed,
    moments,
)

DAY = date(2022, 4, 5)


@pytest.mark.parametrize(
    ("begins", "ends", "minutes", "words", "next_day", "last"),
    [
        (time(20), time(2), 360, ("20:00", "02:00"), True, date(2022, 4, 6)),
        (time(7), time(11), 240, ("07:00", "11:00"), False, DAY),
        (time(19), time(0), 300, ("19:00", "24:00"), False, DAY),
        (time(8), time(8), 1440, ("08:00", "08:00"), True, date(2022, 4, 6)),
        (time(0), time(0), 1440, ("00:00", "24:00"), False, DAY),
        (time(23, 59), time(0), 1, ("23:59", "24:00"), False, DAY),
    ],
)
def test_a_shift_ends_on_its_day_or_the_next(begins, ends, minutes, words, next_day, last) -> None:
    start, end = moments(DAY, begins, ends)
    assert start.tzinfo is UTC
    assert length(start, end) == minutes
    assert clock_words(start, end) == words
    assert (ends_next_day(start, end), last_day(end)) == (next_day, last)


def test_days_are_those_of_shanghai() -> None:
    assert moments(DAY, time(7), time(11))[0] == datetime(2022, 4, 4, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "planned", "minutes"),
    [
        ("6", 360, 360),
        ("6.5", 360, 390),
        ("６", 360, 360),
        ("6 小时", 360, 360),
        ("4h", 360, 240),
        ("0", 360, 0),
        ("0.1", 360, 6),
        ("3.8", 230, 230),
        ("4", 237, 237),
        ("4.0", 237, 237),
        ("3.9", 237, 234),
        ("3.9", 235, 235),
        ("24", 1440, 1440),
        ("六", 360, None),
        ("6:30", 360, None),
        ("-1", 360, None),
        ("1e3", 360, None),
        ("999", 360, None),
        ("6.1234567", 360, None),
        ("", 360, None),
        ("NaN", 360, None),
    ],
)
def test_hours_as_typed(text: str, planned: int, minutes: int | None) -> None:
    assert minutes_typed(text, planned) == minutes


@pytest.mark.parametrize("minutes", [1, 5, 59, 60, 61, 90, 235, 359, 360, 601, 1339, 1440])
def test_hours_come_back_exactly(minutes: int) -> None:
    assert minutes_typed(hours_typed(minutes), 77) == minutes
    assert hours_typed(0) == ""
