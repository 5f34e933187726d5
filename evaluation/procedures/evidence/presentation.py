"""A frozen copy in words. Rooms choose the keys; the usual ones are known here, others are shown as they stand."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.display import date_time, hours, is_chinese, zh_date
from evaluation.procedures.evidence.enums import Dimension, Tone
from evaluation.procedures.workflow.enums import Part

LABELS: dict[str, Any] = {
    "number": _l("Number"),
    "title": _l("Title"),
    "subject": _l("Whose"),
    "kind": _l("Kind"),
    "tone": _l("Tone"),
    "people": _l("People"),
    "person": _l("Person"),
    "name": _l("Name"),
    "part": _l("Part"),
    "organization": _l("Unit then"),
    "department": _l("Department"),
    "branch": _l("Branch"),
    "status": _l("Political status then"),
    "text": _l("Text"),
    "from": _l("First day"),
    "to": _l("Last day"),
    "date": _l("Date"),
    "day": _l("Date"),
    "starts_at": _l("Start"),
    "ends_at": _l("End"),
    "minutes": _l("Hours"),
    "hours": _l("Hours"),
    "place": _l("Place"),
    "post": _l("Post"),
    "task": _l("Task"),
    "remark": _l("Remark"),
    "campaign": _l("Special action"),
    "shift": _l("Shift"),
    "dimensions": _l("Dimensions shown"),
    "witnesses": _l("Witnesses"),
    "shifts": _l("Shifts that bear it out"),
    "files": _l("Files, by check sum"),
    "verified_by": _l("Verified by"),
    "verified_at": _l("Verified on"),
}
WORDS: dict[str, type[Part] | type[Dimension] | type[Tone]] = {"part": Part, "dimensions": Dimension, "tone": Tone}
SHOWN_OF_A_DIGEST = 16


def frozen_rows(frozen: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    """Label and value of every entry, in the order of :data:`LABELS`, the unknown ones last."""
    known = [key for key in LABELS if key in frozen]
    others = sorted(key for key in frozen if key not in LABELS)
    return [(LABELS.get(key, key), shown(key, frozen[key])) for key in (*known, *others) if frozen[key] not in (None, "", [], {})]


def shown(key: str, value: Any) -> str:
    """One value in words."""
    if isinstance(value, Mapping):
        return joined(f"{label}{_(': ')}{words}" for label, words in frozen_rows(value))
    if isinstance(value, list):
        parts = [in_short(one) if isinstance(one, Mapping) else shown(key, one) for one in value]
        return joined(parts)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if key == "minutes" and isinstance(value, int):
        return hours(value)
    text = str(value)
    if key == "files":
        return text[:SHOWN_OF_A_DIGEST]
    if key in WORDS and text in set(WORDS[key]):
        return str(WORDS[key](text).label)
    return moment(text)


def in_short(value: Mapping[str, Any]) -> str:
    """A row within a list: its values without labels."""
    return " ".join(str(words) for _label, words in frozen_rows(value))


def joined(parts: Any) -> str:
    """Several values as one text."""
    return ("；" if is_chinese() else "; ").join(str(part) for part in parts)


def moment(text: str) -> str:
    """Days and times as the page writes them; everything else as it stands."""
    try:
        if len(text) == 10:
            return zh_date(date.fromisoformat(text))
        if 16 <= len(text) <= 32 and text[4] == "-":
            read = datetime.fromisoformat(text)
            return date_time(read) if read.tzinfo else text
    except ValueError:
        return text
    return text
