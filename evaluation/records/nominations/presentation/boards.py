"""The board and the list: the same rows, worked out once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.rules.engine import RuleEngine
from evaluation.procedures.rules.enums import Stage
from evaluation.records.nominations.enums import NominationState
from evaluation.records.nominations.presentation.standing import (
    ORDER,
    Standing,
    Urgency,
    frontline_words,
    progress,
    rule_of_column,
    standing_of,
)
from evaluation.records.nominations.queries.boards import CaseRow, frontline_of
from evaluation.registry.people.stroke_order import stroke_key

CARDS = 6  # of one column; the others stand in the list


@dataclass(frozen=True)
class Placed:
    """A row with its standing."""

    row: CaseRow
    standing: Standing

    @property
    def state(self) -> NominationState:
        """The state as a word."""
        return NominationState(self.row.state)


SORTS: dict[str, tuple[Any, Callable[[Placed], Any]]] = {
    "urgency": (_l("most urgent first"), lambda one: (ORDER[one.standing.urgency], one.standing.day or date.max, one.row.id)),
    "strokes": (_l("names by strokes"), lambda one: (stroke_key(one.row.name), one.row.id)),
    "name": (_l("names by pinyin"), lambda one: (one.row.name, one.row.id)),
    "branch": (_l("branch"), lambda one: (one.row.branch, stroke_key(one.row.name), one.row.id)),
    "stage": (_l("stage"), lambda one: (list(Stage).index(one.standing.stage), stroke_key(one.row.name), one.row.id)),
    "due": (_l("last day"), lambda one: (one.standing.due or date.max, one.row.id)),
    "number": (_l("number"), lambda one: (one.row.number or "", one.row.id)),
}


def placed(rows: Sequence[CaseRow], engine: RuleEngine, today: date, filters: Mapping[str, Any], sort: str) -> list[Placed]:
    """The rows with their standing, narrowed by when they are due, in order."""
    found = [Placed(row, standing_of(row.course, engine, today)) for row in rows]
    wanted = filters.get("due")
    if wanted:
        found = [one for one in found if one.standing.urgency == wanted]
    return sorted(found, key=SORTS.get(sort, SORTS["urgency"])[1])


def columns(found: Sequence[Placed], engine: RuleEngine, today: date, more: Callable[[Stage], str]) -> list[dict[str, Any]]:
    """Five columns with their cards; what does not fit leads to the list."""
    pack = engine.frame_on(today).pack
    by_stage: dict[Stage, list[Placed]] = {stage: [] for stage in Stage}
    for one in found:
        by_stage[one.standing.stage].append(one)
    shown = [one for several in by_stage.values() for one in several[:CARDS]]
    frontline = frontline_of(one.row.person_id for one in shown)
    result = []
    for stage, several in by_stage.items():
        rest = len(several) - CARDS
        result.append(
            {
                "title": stage.label,
                "count": len(several),
                "rule": rule_of_column(stage, pack),
                "cards": [card(one, engine, today, frontline) for one in several[:CARDS]],
                "empty": _("Nobody is in this stage now."),
                "more": (rest, more(stage)) if rest > 0 else None,
            }
        )
    return result


def card(one: Placed, engine: RuleEngine, today: date, frontline: Mapping[int, Any]) -> dict[str, Any]:
    """A card of the board."""
    frame = engine.frame_on(today, one.row.course.edition)
    return {
        "name": one.row.name,
        "url": url_for("nominations.detail", matter_id=one.row.id),
        "unit": one.row.branch,
        "next": one.standing.title,
        "when": one.standing.when,
        "edge": "" if one.standing.urgency is Urgency.RUNNING else one.standing.urgency.value,
        "progress": progress(one.row.course, engine, frame.pack, today),
        "aside": frontline_words(frontline.get(one.row.person_id)),
    }


def headline(found: Sequence[Placed]) -> str:
    """What the heading counts: all running cases, and those that must be acted on."""
    late = sum(1 for one in found if one.standing.urgency is Urgency.LATE)
    if late:
        return _("Membership development: %(all)d people, %(late)d need action now", all=len(found), late=late)
    return _("Membership development: %(all)d people, nothing overdue", all=len(found))
