"""Times, hours and keys of shifts: pure functions."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta

from evaluation.foundation.audit.operations import digest
from evaluation.foundation.core.clock import SHANGHAI, local

MINUTES_A_DAY = 24 * 60
LONG_DAY_MINUTES = 12 * 60
ROUNDED_TO = 6
HOURS = re.compile(r"(?:(\d{1,2})(?:\.(\d{1,5}))?)(?:小时|时|h)?", re.IGNORECASE)


def moments(day: date, begins: time, ends: time) -> tuple[datetime, datetime]:
    """Beginning and end of a shift that begins on this day in Shanghai; an end not after the beginning is on the next day."""
    start = datetime.combine(day, begins, SHANGHAI)
    end = datetime.combine(day if ends > begins else day + timedelta(days=1), ends, SHANGHAI)
    return start.astimezone(UTC), end.astimezone(UTC)


def length(begins_at: datetime, ends_at: datetime) -> int:
    """Minutes from beginning to end."""
    return round((ends_at - begins_at).total_seconds() / 60)


def last_day(ends_at: datetime) -> date:
    """The day on which a shift ends; one that ends at midnight ends on the day before."""
    return local(ends_at - timedelta(minutes=1)).date()


def clock_words(begins_at: datetime, ends_at: datetime) -> tuple[str, str]:
    """Beginning and end as a sheet writes them; midnight at the end is 24:00."""
    begins, ends = local(begins_at), local(ends_at)
    midnight = ends.time() == time(0) and ends.date() == begins.date() + timedelta(days=1)
    return begins.strftime("%H:%M"), "24:00" if midnight else ends.strftime("%H:%M")


def ends_next_day(begins_at: datetime, ends_at: datetime) -> bool:
    """Whether the shift runs past midnight."""
    return last_day(ends_at) > local(begins_at).date()


def minutes_typed(text: str, planned: int) -> int | None:
    """Minutes from hours as people type them (6, 6.5, ６小时); None where it is no number of hours.

    Hours are shown with one decimal place; the length of the shift so rounded means the length itself.
    """
    plain = unicodedata.normalize("NFKC", text).replace("。", ".").replace(" ", "")
    match = HOURS.fullmatch(plain)
    if match is None:
        return None
    whole = int(match[1]) + float(f"0.{match[2]}" if match[2] else 0)
    minutes = round(whole * 60)
    return planned if abs(minutes - planned) < ROUNDED_TO / 2 + 0.5 and round(planned / 60, 1) == round(whole, 2) else minutes


def hours_typed(minutes: int) -> str:
    """Minutes as the hours that a form shows, exact to the minute."""
    return f"{minutes / 60:.4g}" if minutes else ""


def plain_words(text: str) -> str:
    """One spelling of a text for comparison: width, case and spaces do not matter."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def same_shift_key(organization_id: int, begins_at: datetime, ends_at: datetime, place: str, task: str) -> str:
    """The natural key: two records with it are the same shift told twice; whoever is in both is recorded twice."""
    return digest(
        [
            organization_id,
            begins_at.astimezone(UTC).isoformat(),
            ends_at.astimezone(UTC).isoformat(),
            plain_words(place),
            plain_words(task),
        ]
    )[:32]


def title_of(place: str, task: str) -> str:
    """The title of a shift in lists."""
    return f"{place}·{task}"
