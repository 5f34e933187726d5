from datetime import date

import pytest

from evaluation.foundation.tabular.dates import DateRefused, Period
from evaluation.foundation.tabular.periods import find_period

SPRING = Period(date(2022, 3, 14), date(2022, 4, 15))


@pytest.mark.parametrize(
    "title",
    [
        "疫情防控一线工作台账（2022年3月14日—4月15日）",
        "台账（２０２２年３月１４日——４月１５日）",
        "台账 2022.3.14-4.15",
        "台账（2022.3.14－2022.4.15）",
        "台账（2022/3/14～2022/4/15）",
        "台账（2022-03-14 至 2022-04-15）",
        "台账（2022年3月14日起至4月15日）",
        "台账（2022年3月14日（周一）—4月15日（周五））",
        "2022年3月14日到2022年4月15日台账",
        "2022年台账（3月14日-4月15日）",
        "2022年疫情防控台账 （３．１４～４．１５）",
        "台账（2022 年 3 月 14 日 — 4 月 15 日）",
    ],
)
def test_a_period_in_every_form(title):
    assert find_period(title) == SPRING


@pytest.mark.parametrize(
    ("title", "start", "end"),
    [
        ("台账（2022年3月14日—15日）", date(2022, 3, 14), date(2022, 3, 15)),
        ("台账（2022年3月14-15日）", date(2022, 3, 14), date(2022, 3, 15)),
        ("台账（2021年12月20日—1月10日）", date(2021, 12, 20), date(2022, 1, 10)),
        ("台账（2021年12月20日—2022年1月10日）", date(2021, 12, 20), date(2022, 1, 10)),
        ("台账（2022年3月—4月）", date(2022, 3, 1), date(2022, 4, 30)),
        ("台账（2021年12月—2022年2月）", date(2021, 12, 1), date(2022, 2, 28)),
        ("台账（2021年12月至2月）", date(2021, 12, 1), date(2022, 2, 28)),
        ("台账（2022年3月14日—3月14日）", date(2022, 3, 14), date(2022, 3, 14)),
        ("枣科职院党〔2022〕4号台账（2022年3月1日—3月9日）", date(2022, 3, 1), date(2022, 3, 9)),
    ],
)
def test_shortened_ends_and_whole_months(title, start, end):
    assert find_period(title) == Period(start, end)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "疫情防控一线工作台账",
        "填报时间：2022年3月",
        "2022年3月14日",
        "台账（3月14日—4月15日）",
        "2021年和2022年台账（3月14日—4月15日）",
        "2021-2022学年第1学期",
        "发展党员工作台账（截至2026年11月）",
        "枣科职院党〔2022〕4号",
        "电话0632-1234567-8",
    ],
)
def test_titles_without_a_whole_period(title):
    assert find_period(title) is None


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("台账（2022年2月30日—4月15日）", "date_no_day"),
        ("台账（2022年3月14日—4月31日）", "date_no_day"),
        ("台账（2022年13月1日—14月1日）", "date_no_month"),
        ("台账（2022年4月15日—2022年3月14日）", "period_backwards"),
        ("台账（2022年3月14日—3月13日）", "period_backwards"),
        ("台账（2022年4月—2022年3月）", "period_backwards"),
    ],
)
def test_impossible_periods_are_refused(title, reason):
    with pytest.raises(DateRefused) as refusal:
        find_period(title)
    assert refusal.value.reason_key == reason
