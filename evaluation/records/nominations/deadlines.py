"""Last days of running cases as a calendar: for a page, and as iCalendar (RFC 5545) for the calendar of one's telephone."""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import current_app

from evaluation.procedures.rules.engine import RuleEngine
from evaluation.procedures.rules.findings import Pending
from evaluation.records.nominations.presentation.standing import title_of_item
from evaluation.records.nominations.queries.boards import CaseRow

LONGEST_LINE = 75  # octets of one line, RFC 5545 section 3.1


@dataclass(frozen=True)
class Deadline:
    """A day of a case: the last one of an act or duty, or the first possible one (``first``)."""

    day: date
    title: str
    row: CaseRow
    name: str
    first: bool = False
    provisional: bool = False


def deadlines_of(rows: Iterable[CaseRow], engine: RuleEngine, today: date) -> list[Deadline]:
    """All last days, and the first possible day of the next act where it lies ahead; in order."""
    found: list[Deadline] = []
    for row in rows:
        outlook = engine.outlook(row.course, today)
        for item in (*outlook.pending, *outlook.recurring):
            name = item.act.name if isinstance(item, Pending) else item.duty.name
            if item.due is not None:
                found.append(Deadline(item.due, title_of_item(item), row, name, provisional=item.provisional))
        following = outlook.next
        if following is not None and following.earliest is not None and following.earliest > today:
            found.append(Deadline(following.earliest, title_of_item(following), row, following.act.name, first=True))
    return sorted(found, key=lambda one: (one.day, one.row.branch, one.row.id, one.name))


def token_of(account_id: int, created_at: datetime) -> str:
    """The secret part of an account's address; a new one is made by a new moment."""
    text = f"calendar:{account_id}:{created_at.astimezone(UTC).isoformat()}"
    return hmac.new(str(current_app.config["SECRET_KEY"]).encode(), text.encode(), hashlib.sha256).hexdigest()


def digest_of_token(token: str) -> str:
    """What is stored in the place of the secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def escaped(text: str) -> str:
    """Text as a value of iCalendar."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """A line of at most 75 octets, longer ones continued; no character is cut."""
    parts, present = [], b""
    for sign in line:
        encoded = sign.encode()
        if len(present) + len(encoded) > LONGEST_LINE - (1 if parts else 0):
            parts.append(present.decode())
            present = b""
        present += encoded
    return "\r\n ".join([*parts, present.decode()])


def calendar_text(deadlines: Sequence[Deadline], *, title: str, host: str, made_at: datetime, words: Any) -> str:
    """The whole calendar. ``words(deadline)`` gives the summary of an entry."""
    stamp = made_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Yixian//Membership development//ZH", f"X-WR-CALNAME:{escaped(title)}"]
    for one in deadlines:
        kind = "first" if one.first else "last"
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.row.id}-{one.name}-{kind}@{host}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(words(one))}",
            f"DESCRIPTION:{escaped(one.row.number or '')}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "\r\n".join(folded(line) for line in lines) + "\r\n"
