"""The hours of a day as people type them: ``7：00—11：00``, ``19:00-24:00``, ``22:00-次日6:00``."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.tabular.cells import CellRefused, normalise_text
from evaluation.foundation.tabular.dates import DASH, NOTHING, compact

DAY = 24 * 60
NOON = 12 * 60
LONGEST_UNTOLD = 16 * 60  # a longer time over midnight is more likely a slip than a shift, and must say 次日
WORDS = "凌晨|清晨|早晨|早上|早|上午|中午|下午|傍晚|晚上|晚"
MORNING = frozenset({"凌晨", "清晨", "早晨", "早上", "早", "上午"})
NIGHT = frozenset({"晚上", "晚"})
LATE = NIGHT | {"下午", "傍晚"}
TIME = (
    r"(?P<{0}day>次日|第二天|翌日|次晨)?(?P<{0}word>"
    + WORDS
    + r")?(?P<{0}hour>\d{{1,2}})(?:[:：.时点](?P<{0}minute>\d{{1,2}}|半)?分?(?::00)?)?(?:整)?"
)
RANGE = re.compile(TIME.format("start_") + DASH + TIME.format("end_"), re.ASCII)

SENTENCES: dict[str, Any] = {
    "times_unreadable": _l("“%(value)s” is no time from and to. Write it like 8:00-12:00."),
    "times_impossible": _l("“%(value)s”: there is no %(part)s o'clock. Write hours from 0 to 24 and minutes from 0 to 59."),
    "times_equal": _l("“%(value)s” begins and ends at the same time. If it is a whole day, write 8:00-次日8:00."),
    "times_backwards": _l("“%(value)s” ends before it begins. Write the end as 14:00, or with 次日 if it is on the next day."),
}


class TimesRefused(CellRefused):
    """A cell that is not a time from and to."""

    sentences = SENTENCES


@dataclass(frozen=True)
class TimeRange:
    """From and to in minutes after midnight of the first day; ``end`` is over 1440 when it lies in the next day."""

    start: int
    end: int

    @property
    def starts_at(self) -> time:
        return time(self.start // 60, self.start % 60)

    @property
    def ends_at(self) -> time:
        """The time of day of the end; midnight is 00:00."""
        return time(self.end % DAY // 60, self.end % 60)

    @property
    def ends_next_day(self) -> bool:
        """Whether the end lies in the next day; midnight itself (24:00) belongs to the first."""
        return self.end > DAY

    @property
    def minutes(self) -> int:
        return self.end - self.start

    def on(self, day: date) -> tuple[datetime, datetime]:
        """Begin and end on this day, in local time without zone."""
        midnight = datetime.combine(day, time())
        return midnight + timedelta(minutes=self.start), midnight + timedelta(minutes=self.end)


def read_time_range(value: Any) -> TimeRange | None:
    """The time from and to in a cell; None when it is empty.
    An end before the begin lies in the next day when the begin is in the afternoon and no more than 16 hours before it;
    otherwise the cell must say 次日. Raises ``TimesRefused``.
    """
    shown = normalise_text(value)
    if shown in NOTHING:
        return None
    match = RANGE.fullmatch(compact(shown))
    if not match or not isinstance(value, str) or not _has_minutes(match):
        raise TimesRefused("times_unreadable", shown)
    if match["start_day"]:
        raise TimesRefused("times_unreadable", shown)
    start = _minutes(match, "start_", match["start_word"], shown)
    if match["end_day"]:
        return TimeRange(start, _minutes(match, "end_", match["end_word"], shown) + DAY)
    end = _minutes(match, "end_", _word_of_end(match, start), shown)
    if end == start:
        raise TimesRefused("times_equal", shown)
    if end > start:
        return TimeRange(start, end)
    told = match["end_word"] in MORNING
    if not told and (start < NOON or end + DAY - start > LONGEST_UNTOLD):
        raise TimesRefused("times_backwards", shown)
    return TimeRange(start, end + DAY)


def _has_minutes(match: re.Match[str]) -> bool:
    """``8-12`` may be a date or a count of hours; one of the two must look like a time."""
    return any(sign in match[0] for sign in ":点时") or bool(match["start_word"]) or match[0].count(".") == 2


def _word_of_end(match: re.Match[str], start: int) -> str | None:
    """``下午2:00-5:00`` and ``晚7:00-11:00`` mean the afternoon and evening for the end too, as long as it comes later."""
    word, hour = match["end_word"], int(match["end_hour"])
    if word or match["start_word"] not in LATE:
        return word
    return "晚" if start // 60 < hour + 12 <= 24 else None


def _minutes(match: re.Match[str], which: str, word: str | None, shown: str) -> int:
    hour, minute = int(match[which + "hour"]), match[which + "minute"] or "0"
    minutes = 30 if minute == "半" else int(minute)
    if hour > 24 or minutes > 59 or (hour == 24 and minutes):
        raise TimesRefused("times_impossible", shown, part=f"{hour}:{minutes:02d}")
    if (word in LATE and hour < 12) or (word in NIGHT and hour == 12) or (word == "中午" and hour < 10):
        hour += 12
    return hour * 60 + minutes
