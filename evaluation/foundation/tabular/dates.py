"""Dates as people type them. A year is never invented: a date without one takes it from a period that the caller knows."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.tabular.cells import CellRefused, normalise_text

FIRST_YEAR, LAST_YEAR = 1900, 2100
# Excel counts days from the end of 1899; day 60 is the 29 February 1900 that never was, so counting starts after it.
SERIAL_ORIGIN = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 3_654, 73_415  # 1910-01-01 to 2100-12-31; smaller numbers may be years

NOTHING = frozenset({"", "-", "--", "—", "——", "/", "\\", "无", "空"})
DASHES = "-‐‑‒–—―─━－﹣−~～〜∼至到"
DASH = rf"(?:-{{1,2}}|—{{1,2}}|[{DASHES}])"
CHINESE_DIGITS = {sign: number for number, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "O": 0}
CHINESE_DATE = re.compile(
    r"(?:([〇零○O一二三四五六七八九]{4})年)?(?:([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,4})[日号])?)?"
)
WEEKDAY = re.compile(r"[(（]?(?:周|星期|礼拜)[一二三四五六日天][)）]?$")
TIME_OF_DAY = re.compile(r"(?<=\d)[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", re.ASCII)

FULL = re.compile(r"(\d{4})(?:年|[./,、-])(\d{1,2})(?:月|[./,、-])(\d{1,2})[日号]?", re.ASCII)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
MONTH = re.compile(r"(\d{4})(?:年|[./-])(\d{1,2})月?", re.ASCII)
COMPACT_MONTH = re.compile(r"(\d{4})(\d{2})", re.ASCII)
YEAR = re.compile(r"(\d{4})年?", re.ASCII)
WITHOUT_YEAR = re.compile(r"(\d{1,2})(?:月|[./-])(\d{1,2})[日号]?", re.ASCII)
SHORT_YEAR = re.compile(r"[’'‘]?\d{2}年.*|\d{1,2}[./-]\d{1,2}[./-]\d{1,2}|\d{6}", re.ASCII)

SENTENCES: dict[str, Any] = {
    "date_unreadable": _l("“%(value)s” is no date. Write it like 2022-03-14."),
    "date_no_month": _l("“%(value)s”: there is no month %(month)s. Write the date like 2022-03-14."),
    "date_no_day": _l("“%(value)s”: month %(month)s has no day %(day)s. Write the right day."),
    "date_no_leap_day": _l("“%(value)s”: %(year)s has no 29 February. Write the right day."),
    "date_short_year": _l("“%(value)s”: write the year with four digits, like 2022-03-14."),
    "date_year_outside": _l("“%(value)s”: the year must lie between %(first)s and %(last)s. Write the right year."),
    "date_needs_year": _l("“%(value)s” has no year. Write the date like 2022-03-14."),
    "date_outside_period": _l("“%(value)s” has no year and does not lie between %(start)s and %(end)s. Write it with its year."),
    "date_two_years": _l("“%(value)s” lies twice between %(start)s and %(end)s. Write it with its year."),
    "date_trailing_zero": _l("“%(value)s” may be month %(first)s or month %(second)s. Write it like 1990-10."),
    "date_day_trailing_zero": _l("“%(value)s” may be day %(first)s or day %(second)s. Write it like 2022-03-10."),
    "date_too_coarse": _l("“%(value)s” is not exact enough. Write the date like 2022-03-14."),
    "period_backwards": _l("“%(value)s” ends before it begins. Put the earlier date first."),
}


class DateRefused(CellRefused):
    """A cell or title that is not a date or a period, or not a possible one."""

    sentences = SENTENCES


class Precision(StrEnum):
    """How exact a date was given; the value is then the first day of the month or year."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class ParsedDate:
    """A date and how exact it is: ``1988.08`` is 1 August 1988 by month."""

    value: date
    precision: Precision = Precision.DAY


@dataclass(frozen=True)
class Period:
    """First and last day, both included."""

    start: date
    end: date

    def contains(self, day: date) -> bool:
        return self.start <= day <= self.end


def read_date(value: Any, *, period: Period | None = None, coarsest: Precision = Precision.MONTH) -> ParsedDate | None:
    """The date in a cell; None when it is empty or holds a sign for nothing (``无``, ``/``, ``—``).

    Dates of Excel and its day numbers, ``2014.02.28``, ``2019/11/18``, ``20030729``, ``2018年6月17日``, ``1988.08``,
    ``二〇二二年三月十四日``, and with ``period`` also ``3月14日``. ``coarsest`` is the least exact form accepted. Raises
    ``DateRefused`` for all else, and for what has two readings: years of two digits, a number 1990.1.
    """
    if isinstance(value, datetime):
        found: ParsedDate | None = ParsedDate(value.date())
    elif isinstance(value, date):
        found = ParsedDate(value)
    elif isinstance(value, bool):
        raise DateRefused("date_unreadable", normalise_text(value))
    elif isinstance(value, int | float):
        found = _from_number(value, period)
    else:
        found = _from_text(normalise_text(value), period)
    if found:
        _check_exactness(found, coarsest, normalise_text(value))
    return found


def make_date(year: int, month: int, day: int, shown: str) -> date:
    """A possible date, or ``DateRefused`` saying what is impossible about it."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateRefused("date_year_outside", shown, first=FIRST_YEAR, last=LAST_YEAR)
    if not 1 <= month <= 12:
        raise DateRefused("date_no_month", shown, month=month)
    if not 1 <= day <= monthrange(2000, month)[1]:
        raise DateRefused("date_no_day", shown, month=month, day=day)
    if day > monthrange(year, month)[1]:
        raise DateRefused("date_no_leap_day", shown, year=year)
    return date(year, month, day)


def compact(text: str) -> str:
    """Text without spaces, with half-width digits, signs and colons, so that one pattern fits all ways of typing."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _check_exactness(found: ParsedDate, coarsest: Precision, shown: str) -> None:
    order = list(Precision)
    if order.index(found.precision) > order.index(coarsest):
        raise DateRefused("date_too_coarse", shown)
    if not FIRST_YEAR <= found.value.year <= LAST_YEAR:
        raise DateRefused("date_year_outside", shown, first=FIRST_YEAR, last=LAST_YEAR)


def _from_number(value: float, period: Period | None) -> ParsedDate:
    shown = normalise_text(value)
    if value != value or abs(value) > 1e9:
        raise DateRefused("date_unreadable", shown)
    if FIRST_SERIAL <= value < LAST_SERIAL + 1:
        return ParsedDate(SERIAL_ORIGIN + timedelta(days=int(value)))
    if value != int(value):
        return _from_decimal(value, shown, period)
    found = _from_text(shown, period)
    if found is None:
        raise DateRefused("date_unreadable", shown)
    return found


def _from_decimal(value: float, shown: str, period: Period | None) -> ParsedDate:
    """1988.08 typed as a number; 1990.1 may have been 1990.10, because Excel drops the last zero."""
    whole, _, decimals = shown.partition(".")
    if decimals == "1" and FIRST_YEAR <= int(value) <= LAST_YEAR:
        raise DateRefused("date_trailing_zero", shown, first=1, second=10)
    if len(decimals) == 1 and decimals in "123" and len(whole) <= 2:
        raise DateRefused("date_day_trailing_zero", shown, first=decimals, second=decimals + "0")
    found = _from_text(shown, period)
    if found is None:
        raise DateRefused("date_unreadable", shown)
    return found


def _from_text(shown: str, period: Period | None) -> ParsedDate | None:
    if shown in NOTHING:
        return None
    text = _without_additions(shown)
    for pattern in (FULL, COMPACT):
        if match := pattern.fullmatch(text):
            year, month, day = map(int, match.groups())
            return ParsedDate(make_date(year, month, day, shown))
    for pattern in (MONTH, COMPACT_MONTH):
        match = pattern.fullmatch(text)
        if match and FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
            return ParsedDate(make_date(int(match[1]), int(match[2]), 1, shown), Precision.MONTH)
    if match := YEAR.fullmatch(text):
        return ParsedDate(make_date(int(match[1]), 1, 1, shown), Precision.YEAR)
    if match := WITHOUT_YEAR.fullmatch(text):
        return ParsedDate(_within(int(match[1]), int(match[2]), period, shown))
    raise DateRefused("date_short_year" if SHORT_YEAR.fullmatch(text) else "date_unreadable", shown)


def _within(month: int, day: int, period: Period | None, shown: str) -> date:
    make_date(2000, month, day, shown)
    if period is None:
        raise DateRefused("date_needs_year", shown)
    fitting = [
        date(year, month, day)
        for year in range(period.start.year, period.end.year + 1)
        if day <= monthrange(year, month)[1] and period.contains(date(year, month, day))
    ]
    if len(fitting) != 1:
        reason = "date_two_years" if fitting else "date_outside_period"
        raise DateRefused(reason, shown, start=period.start.isoformat(), end=period.end.isoformat())
    return fitting[0]


def _without_additions(shown: str) -> str:
    """Without spaces, the weekday and the time of day behind the date; Chinese numerals as digits."""
    text = TIME_OF_DAY.sub("", unicodedata.normalize("NFKC", shown))
    text = WEEKDAY.sub("", compact(text))
    match = CHINESE_DATE.fullmatch(text)
    if not match or not any(match.groups()):
        return text
    year = "".join(str(CHINESE_DIGITS[sign]) for sign in match[1]) + "年" if match[1] else ""
    month = f"{_chinese_number(match[2])}月" if match[2] else ""
    day = f"{_chinese_number(match[3])}日" if match[3] else ""
    return year + month + day


def _chinese_number(signs: str) -> int:
    """Numbers up to ninety-nine: 三十一, 十四, 九."""
    tens, ten, units = signs.rpartition("十")
    if not ten:
        return int("".join(str(CHINESE_DIGITS[sign]) for sign in signs))
    return 10 * (CHINESE_DIGITS.get(tens, 0) if tens else 1) + (CHINESE_DIGITS.get(units, 0) if units else 0)
