"""A period in a title, such as （2022年3月14日—4月15日）: where the dates of a sheet take their year from."""

import re
from calendar import monthrange
from datetime import date

from evaluation.foundation.tabular.cells import normalise_text
from evaluation.foundation.tabular.dates import DASH, DateRefused, Period, compact, make_date

START = r"(?:(?P<year>\d{4})[年./-])?(?P<month>\d{1,2})(?:月|[./-](?=\d))(?P<day>\d{1,2})[日号]?"
END = r"(?:(?:(?P<end_year>\d{4})[年./-])?(?P<end_month>\d{1,2})(?:月|[./-](?=\d)))?(?P<end_day>\d{1,2})[日号]?"
DAYS = re.compile(rf"(?<!\d){START}(?:起|[(（](?:周|星期)?[一二三四五六日天][)）])?{DASH}{END}(?!\d|[./月年])", re.ASCII)
MONTHS = re.compile(
    rf"(?<!\d)(?P<year>\d{{4}})[年./-](?P<month>\d{{1,2}})月?{DASH}(?:(?P<end_year>\d{{4}})[年./-])?(?P<end_month>\d{{1,2}})月(?!\d)",
    re.ASCII,
)
YEAR_ALONE = re.compile(r"(?<!\d)(\d{4})年", re.ASCII)


def find_period(title: str) -> Period | None:
    """The period that a title names, or None. Both days belong to it; months run to their last day.

    Dashes of every kind, ``～``, ``至``, ``到``, full-width digits; the end may leave out its year or month. A year may
    stand earlier in the title. Raises ``DateRefused`` when a day is impossible or the end comes first.
    """
    shown = normalise_text(title)
    text = compact(shown)
    for match in DAYS.finditer(text):
        period = _of_days(match, text, shown)
        if period:
            return period
    match = MONTHS.search(text)
    return _of_months(match, shown) if match else None


def _of_days(match: re.Match[str], text: str, shown: str) -> Period | None:
    year = int(match["year"]) if match["year"] else _year_before(text[: match.start()])
    if year is None:
        return None
    month, end_month = int(match["month"]), int(match["end_month"] or match["month"])
    start = make_date(year, month, int(match["day"]), shown)
    end_year = int(match["end_year"] or year)
    if not match["end_year"] and match["end_month"] and end_month < month:
        end_year += 1
    return _ordered(start, make_date(end_year, end_month, int(match["end_day"]), shown), shown)


def _of_months(match: re.Match[str], shown: str) -> Period:
    year, month, end_month = int(match["year"]), int(match["month"]), int(match["end_month"])
    end_year = int(match["end_year"] or year + (end_month < month))
    start, first_of_last = make_date(year, month, 1, shown), make_date(end_year, end_month, 1, shown)
    return _ordered(start, first_of_last.replace(day=monthrange(end_year, end_month)[1]), shown)


def _ordered(start: date, end: date, shown: str) -> Period:
    if end < start:
        raise DateRefused("period_backwards", shown)
    return Period(start, end)


def _year_before(text: str) -> int | None:
    """The one year that the title names before its days; two different ones decide nothing."""
    years = set(YEAR_ALONE.findall(text))
    return int(years.pop()) if len(years) == 1 else None
