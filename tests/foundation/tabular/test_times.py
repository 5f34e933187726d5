from datetime import date, datetime, time

import pytest

from evaluation.foundation.tabular.times import TimeRange, TimesRefused, read_time_range


def minutes(hour, minute=0):
    return hour * 60 + minute


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("7：00—11：00", minutes(7), minutes(11)),
        ("8:00-11:00", minutes(8), minutes(11)),
        ("０８：３０－１２：００", minutes(8, 30), minutes(12)),
        ("8:00 — 11:30", minutes(8), minutes(11, 30)),
        ("8:00--11:00", minutes(8), minutes(11)),
        ("8:00——11:00", minutes(8), minutes(11)),
        ("8:00–11:00", minutes(8), minutes(11)),
        ("8:00～11:00", minutes(8), minutes(11)),
        ("8:00~11:00", minutes(8), minutes(11)),
        ("8:00至11:00", minutes(8), minutes(11)),
        ("8:00到11:00", minutes(8), minutes(11)),
        ("08:00:00-11:00:00", minutes(8), minutes(11)),
        ("8点-11点半", minutes(8), minutes(11, 30)),
        ("8时30分至11时", minutes(8, 30), minutes(11)),
        ("8.30-11.30", minutes(8, 30), minutes(11, 30)),
        ("19:00-24:00", minutes(19), minutes(24)),
        ("0:00-8:00", minutes(0), minutes(8)),
        ("上午8:00-11:00", minutes(8), minutes(11)),
        ("上午8:00-下午2:00", minutes(8), minutes(14)),
        ("下午2:00-5:00", minutes(14), minutes(17)),
        ("下午2:00-17:00", minutes(14), minutes(17)),
        ("晚7:00-11:00", minutes(19), minutes(23)),
        ("晚上8点至12点", minutes(20), minutes(24)),
        ("中午12:00-下午1:30", minutes(12), minutes(13, 30)),
        ("22:00-6:00", minutes(22), minutes(30)),
        ("22:00-次日6:00", minutes(22), minutes(30)),
        ("晚10:00-6:00", minutes(22), minutes(30)),
        ("晚10:00-次日早6:00", minutes(22), minutes(30)),
        ("8:00-次日8:00", minutes(8), minutes(32)),
        ("16:00-8:00", minutes(16), minutes(32)),
        ("20:00-0:00", minutes(20), minutes(24)),
    ],
)
def test_times_in_every_form(cell, start, end):
    assert read_time_range(cell) == TimeRange(start, end)


@pytest.mark.parametrize("cell", ["", None, "—", "无", " "])
def test_nothing_is_no_time(cell):
    assert read_time_range(cell) is None


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("8:00", "times_unreadable"),
        ("全天", "times_unreadable"),
        ("8-12", "times_unreadable"),
        ("3月14日-15日", "times_unreadable"),
        ("次日8:00-12:00", "times_unreadable"),
        (time(8, 0), "times_unreadable"),
        (0.5, "times_unreadable"),
        ("8:00-11:00、13:00-15:00", "times_unreadable"),
        ("25:00-26:00", "times_impossible"),
        ("8:60-9:00", "times_impossible"),
        ("8:00-24:01", "times_impossible"),
        ("8:00-8:00", "times_equal"),
        ("8:00-2:00", "times_backwards"),
        ("上午8:00-2:00", "times_backwards"),
        ("13:00-9:00", "times_backwards"),
        ("9" * 5000, "times_unreadable"),
    ],
)
def test_what_is_no_time_or_would_be_guessed_is_refused(cell, reason):
    with pytest.raises(TimesRefused) as refusal:
        read_time_range(cell)
    assert refusal.value.reason_key == reason


def test_a_range_knows_its_clock_times_and_length():
    night = read_time_range("22:30-6:15")
    assert (night.starts_at, night.ends_at, night.ends_next_day, night.minutes) == (time(22, 30), time(6, 15), True, 465)
    assert night.on(date(2022, 3, 31)) == (datetime(2022, 3, 31, 22, 30), datetime(2022, 4, 1, 6, 15))
    evening = read_time_range("19:00-24:00")
    assert (evening.ends_at, evening.ends_next_day, evening.minutes) == (time(0, 0), False, 300)
    assert evening.on(date(2022, 3, 31))[1] == datetime(2022, 4, 1, 0, 0)
