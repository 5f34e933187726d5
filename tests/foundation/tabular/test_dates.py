from datetime import date, datetime

import pytest

from evaluation.foundation.tabular.dates import DateRefused, ParsedDate, Period, Precision, read_date

SPRING = Period(date(2022, 3, 14), date(2022, 4, 15))
WINTER = Period(date(2021, 12, 20), date(2022, 1, 10))
LONG = Period(date(2021, 3, 1), date(2022, 3, 31))


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2022, 3, 14), date(2022, 3, 14)),
        (datetime(2022, 3, 14, 23, 59), date(2022, 3, 14)),
        (44634, date(2022, 3, 14)),
        (44634.0, date(2022, 3, 14)),
        (44634.75, date(2022, 3, 14)),
        (28858.0, date(1979, 1, 3)),
        (3654, date(1910, 1, 1)),
        (20030729.0, date(2003, 7, 29)),
        ("20030729", date(2003, 7, 29)),
        ("2014.02.28", date(2014, 2, 28)),
        ("2019/11/18", date(2019, 11, 18)),
        ("2019/1/8", date(2019, 1, 8)),
        ("2015-08-22", date(2015, 8, 22)),
        ("2018年6月17日", date(2018, 6, 17)),
        ("2018年6月17号", date(2018, 6, 17)),
        ("2018 年 6 月 17 日", date(2018, 6, 17)),
        ("２０１８．６．１７", date(2018, 6, 17)),
        ("２０１８年６月１７日", date(2018, 6, 17)),
        ("2018年6.17", date(2018, 6, 17)),
        ("2022-03-14 00:00:00", date(2022, 3, 14)),
        ("2022-03-14T08:30:00.000", date(2022, 3, 14)),
        ("2022/3/14 8:30", date(2022, 3, 14)),
        ("2022年3月14日（周一）", date(2022, 3, 14)),
        ("2022-03-14 星期一", date(2022, 3, 14)),
        ("二〇二二年三月十四日", date(2022, 3, 14)),
        ("二○一九年十二月三十一日", date(2019, 12, 31)),
        ("二零二零年十月二十日", date(2020, 10, 20)),
        ("2020-02-29", date(2020, 2, 29)),
    ],
)
def test_dates_in_every_form(cell, day):
    assert read_date(cell) == ParsedDate(day, Precision.DAY)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("1988.08", date(1988, 8, 1)),
        (1988.08, date(1988, 8, 1)),
        (1988.12, date(1988, 12, 1)),
        ("1988.8", date(1988, 8, 1)),
        ("1988-08", date(1988, 8, 1)),
        ("1988/8", date(1988, 8, 1)),
        ("1988年8月", date(1988, 8, 1)),
        ("198808", date(1988, 8, 1)),
        (198808.0, date(1988, 8, 1)),
        ("1990.1", date(1990, 1, 1)),
        ("一九八八年八月", date(1988, 8, 1)),
    ],
)
def test_months_keep_their_precision(cell, day):
    assert read_date(cell) == ParsedDate(day, Precision.MONTH)


def test_a_year_alone_must_be_asked_for():
    for cell in ("1988", "1988年", 1988, 1988.0):
        assert read_date(cell, coarsest=Precision.YEAR) == ParsedDate(date(1988, 1, 1), Precision.YEAR)
        with pytest.raises(DateRefused) as refusal:
            read_date(cell)
        assert refusal.value.reason_key == "date_too_coarse"


def test_a_month_is_refused_where_days_are_needed():
    with pytest.raises(DateRefused) as refusal:
        read_date("1988.08", coarsest=Precision.DAY)
    assert refusal.value.reason_key == "date_too_coarse"


@pytest.mark.parametrize("cell", ["", None, " ", "　", "无", "/", "—", "——", "-"])
def test_nothing_is_no_date(cell):
    assert read_date(cell) is None


@pytest.mark.parametrize(
    ("cell", "period", "day"),
    [
        ("3月14日", SPRING, date(2022, 3, 14)),
        ("3月14号", SPRING, date(2022, 3, 14)),
        ("４月１５日", SPRING, date(2022, 4, 15)),
        ("4.15", SPRING, date(2022, 4, 15)),
        (4.15, SPRING, date(2022, 4, 15)),
        ("3/20", SPRING, date(2022, 3, 20)),
        ("三月十四日", SPRING, date(2022, 3, 14)),
        ("3月20日（周日）", SPRING, date(2022, 3, 20)),
        ("12月31日", WINTER, date(2021, 12, 31)),
        ("1月10日", WINTER, date(2022, 1, 10)),
        ("2月29日", Period(date(2023, 6, 1), date(2024, 5, 31)), date(2024, 2, 29)),
    ],
)
def test_a_date_without_year_takes_it_from_the_period(cell, period, day):
    assert read_date(cell, period=period) == ParsedDate(day)


@pytest.mark.parametrize(
    ("cell", "period", "reason"),
    [
        ("3月14日", None, "date_needs_year"),
        ("3月13日", SPRING, "date_outside_period"),
        ("4月16日", SPRING, "date_outside_period"),
        ("3月14日", LONG, "date_two_years"),
        ("2月29日", SPRING, "date_outside_period"),
        ("2月30日", SPRING, "date_no_day"),
        (3.2, SPRING, "date_day_trailing_zero"),
        (3.14, None, "date_needs_year"),
        ("2022-02-30", None, "date_no_day"),
        ("2022.4.31", None, "date_no_day"),
        ("2023-02-29", None, "date_no_leap_day"),
        ("1900-02-29", None, "date_no_leap_day"),
        ("2022-13-01", None, "date_no_month"),
        ("2022-00-10", None, "date_no_month"),
        ("2022-01-00", None, "date_no_day"),
        ("20221301", None, "date_no_month"),
        ("1988.13", None, "date_no_month"),
        ("22.3.14", None, "date_short_year"),
        ("98年8月", None, "date_short_year"),
        ("'98年8月1日", None, "date_short_year"),
        ("880808", None, "date_short_year"),
        ("3/14/22", None, "date_short_year"),
        ("0022-03-14", None, "date_year_outside"),
        ("1899-12-31", None, "date_year_outside"),
        ("2101-01-01", None, "date_year_outside"),
        (date(1066, 10, 14), None, "date_year_outside"),
        (1990.1, None, "date_trailing_zero"),
        ("3/14/2022", None, "date_unreadable"),
        ("14-3-2022", None, "date_unreadable"),
        ("2022年3月14日-15日", None, "date_unreadable"),
        ("去年", None, "date_unreadable"),
        ("44634", None, "date_unreadable"),
        (5, None, "date_unreadable"),
        (-1, None, "date_unreadable"),
        (1e12, None, "date_unreadable"),
        (float("nan"), None, "date_unreadable"),
        (float("inf"), None, "date_unreadable"),
        (True, None, "date_unreadable"),
        ("十月", None, "date_unreadable"),
        ("2022-03-14\x00; DROP", None, "date_unreadable"),
        ("٢٠٢٢-٠٣-١٤", None, "date_unreadable"),
        ("9" * 10_000, None, "date_unreadable"),
    ],
)
def test_what_is_no_date_or_has_two_readings_is_refused(cell, period, reason):
    with pytest.raises(DateRefused) as refusal:
        read_date(cell, period=period)
    assert refusal.value.reason_key == reason


def test_the_message_says_which_day_does_not_exist():
    with pytest.raises(DateRefused) as refusal:
        read_date("2022.2.30")
    assert str(refusal.value) == "“2022.2.30”: month 2 has no day 30. Write the right day."
    assert refusal.value.figures == {"month": 2, "day": 30}


def test_every_day_of_a_leap_year_is_read_in_every_form():
    for ordinal in range(date(2020, 1, 1).toordinal(), date(2021, 1, 1).toordinal()):
        day = date.fromordinal(ordinal)
        forms = [day, day.isoformat(), f"{day:%Y.%m.%d}", f"{day.year}/{day.month}/{day.day}", f"{day:%Y%m%d}"]
        forms += [f"{day.year}年{day.month}月{day.day}日", (day - date(1899, 12, 30)).days]
        assert {read_date(form) for form in forms} == {ParsedDate(day)}


def test_a_period_includes_both_its_days():
    assert [SPRING.contains(day) for day in (date(2022, 3, 13), SPRING.start, SPRING.end, date(2022, 4, 16))] == [
        False,
        True,
        True,
        False,
    ]
