"""Dates, periods, numerals, names and marks as Chinese papers write them."""

from datetime import date

import pytest

from evaluation.foundation.documents import wording


def test_a_date_has_no_leading_zero_and_no_space():
    assert wording.chinese_date(date(2022, 4, 6)) == "2022年4月6日"


def test_a_month():
    assert wording.chinese_month(date(2022, 12, 31)) == "2022年12月"


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        (date(2022, 4, 4), date(2022, 4, 6), "2022年4月4日至4月6日"),
        (date(2022, 4, 30), date(2022, 5, 1), "2022年4月30日至5月1日"),
        (date(2021, 12, 31), date(2022, 1, 1), "2021年12月31日至2022年1月1日"),
        (date(2022, 4, 4), date(2022, 4, 4), "2022年4月4日"),
    ],
)
def test_a_period_names_the_year_once(first, last, written):
    assert wording.chinese_period(first, last) == written


def test_a_period_does_not_run_backwards():
    with pytest.raises(ValueError, match="does not lie before"):
        wording.chinese_period(date(2022, 4, 6), date(2022, 4, 5))


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九"), (100, "一百"),
        (101, "一百零一"), (110, "一百一十"), (112, "一百一十二"), (1000, "一千"), (1001, "一千零一"), (1010, "一千零一十"),
        (1100, "一千一百"), (2022, "二千零二十二"), (9999, "九千九百九十九"),
    ],
)  # fmt: skip
def test_numerals(number, written):
    assert wording.chinese_numeral(number) == written


@pytest.mark.parametrize("number", [0, -1, 10000])
def test_numerals_outside_the_range_are_refused(number):
    with pytest.raises(ValueError, match="1 to 9999"):
        wording.chinese_numeral(number)


@pytest.mark.parametrize(("level", "written"), [(1, "十二、"), (2, "（十二）"), (3, "12."), (4, "（12）")])
def test_the_numbers_of_headings_follow_the_standard(level, written):
    assert wording.heading_number(level, 12) == written


@pytest.mark.parametrize(
    ("numbers", "mark"),
    [
        ((), ""), ((1,), "〔1〕"), ((3, 1), "〔1、3〕"), ((1, 2), "〔1、2〕"), ((2, 3, 4), "〔2—4〕"), ((5, 5), "〔5〕"),
        ((1, 3, 4, 5, 9, 10), "〔1、3—5、9、10〕"),
    ],
)  # fmt: skip
def test_a_source_mark_is_short_and_in_order(numbers, mark):
    assert "".join(text for text, _number in wording.mark_pieces(numbers)) == mark


def test_the_pieces_of_a_mark_know_their_source():
    assert wording.mark_pieces((2, 3, 4, 7)) == [
        ("〔", None), ("2", 2), ("—", None), ("4", 4), ("、", None), ("7", 7), ("〕", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "padded"),
    [
        ("张三", "张　三"),
        ("王小五", "王小五"),
        ("欧阳小五", "欧阳小五"),
        ("䶮甲", "䶮　甲"),
        ("𠮷田", "𠮷　田"),
        ("Li", "Li"),
        ("", ""),
    ],
)
def test_names_of_two_characters_are_padded_for_rosters(name, padded):
    assert wording.padded_name(name) == padded


def test_marks_inside_quoted_words_become_single():
    assert wording.quoted("他说“我先进”") == "“他说‘我先进’”"


@pytest.mark.parametrize(("text", "wide"), [("", 0), ("张三", 2), ("2022年", 3), ("〔1〕", 2.5)])
def test_width_counts_half_for_latin(text, wide):
    assert wording.width(text) == wide
