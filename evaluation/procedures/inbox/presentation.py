"""Rows of the boxes in words, for the page and for the workbook."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask import url_for

from evaluation.foundation.core.enums import Labelled
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.inbox.enums import Box
from evaluation.procedures.workflow.addresses import matter_address, task_address
from evaluation.procedures.workflow.enums import Ask, MatterKind
from evaluation.procedures.workflow.panels import Holding, holdings_of, nudged_today
from evaluation.procedures.workflow.queries import step_label
from evaluation.procedures.workflow.register import ROOMS

UNIT, KIND, NUMBER, TITLE = _l("Unit"), _l("Kind"), _l("Number"), _l("Title")
HEADINGS: dict[Box, tuple[Any, ...]] = {
    Box.TODO: (NUMBER, TITLE, KIND, UNIT, _l("Handed in by"), _l("Since"), _l("Asked of me"), _l("Due")),
    Box.MINE: (NUMBER, TITLE, KIND, UNIT, _l("State"), _l("Changed")),
    Box.DONE: (NUMBER, TITLE, KIND, UNIT, _l("What I did"), _l("When"), _l("State")),
    Box.COPIES: (NUMBER, TITLE, KIND, UNIT, _l("State"), _l("Sent on"), _l("Read")),
}


@dataclass(frozen=True)
class Entry:
    """One row of a box. Of what is confidential the row does not say from whom it comes."""

    matter_id: int
    title: str
    address: str | None
    aside: list[str]
    tag: Labelled | None
    sender: str = ""
    since: datetime | None = None
    due_on: date | None = None
    provisional: bool = False
    nudges: int = 0
    asked_back: bool = False
    did: Any = None
    unread: bool = False
    may_nudge: bool = False
    nudged_at: datetime | None = None
    holdings: list[Holding] = field(default_factory=list)


def state_of(row: Any) -> Labelled | None:
    """The state of the matter in the words of its room."""
    room = ROOMS.get(MatterKind(row.kind))
    return None if room is None else room.workflow.states(row.state)


def common(row: Any) -> dict[str, Any]:
    """What every row shows."""
    kind = MatterKind(row.kind)
    return {
        "matter_id": row.id,
        "title": row.title,
        "aside": [str(part) for part in (kind.label, row.number, row.organization) if part],
    }


def entries_of(box: Box, rows: Sequence[Any], actor: Any, now: datetime) -> list[Entry]:
    """The rows of a page; at most one further query."""
    if box is Box.TODO:
        return [task_entry(row) for row in rows]
    if box is Box.MINE:
        waiting = holdings_of([row.id for row in rows], actor)
        return [started_entry(row, waiting.get(row.id, []), now) for row in rows]
    return [handled_entry(row) if box is Box.DONE else copy_entry(row) for row in rows]


def task_entry(row: Any) -> Entry:
    """Something to do."""
    return Entry(
        **common(row),
        address=task_address(row.kind, row.asks, row.id),
        tag=Ask(row.asks),
        sender="" if row.confidential else row.opened_by_name,
        since=row.opened_at,
        due_on=row.due_on,
        provisional=row.due_provisional,
        nudges=row.nudges,
        asked_back=row.asked_back,
    )


def started_entry(row: Any, holdings: list[Holding], now: datetime) -> Entry:
    """Something of mine: where it lies, with whom, until when."""
    nudged_at = nudged_today(holdings, now)
    return Entry(
        **common(row),
        address=matter_address(row.kind, row.id),
        tag=state_of(row),
        since=row.changed_at,
        holdings=holdings,
        due_on=min((one.due_on for one in holdings), default=None),
        may_nudge=nudged_at is None and any(not one.mine for one in holdings),
        nudged_at=nudged_at,
    )


def handled_entry(row: Any) -> Entry:
    """Something I dealt with."""
    return Entry(
        **common(row),
        address=matter_address(row.kind, row.id),
        tag=state_of(row),
        did=did(row),
        since=row.taken_at,
    )


def did(row: Any) -> Any:
    """The word for the step taken."""
    room = ROOMS.get(MatterKind(row.kind))
    return row.action if room is None else step_label(room.workflow, row.action)


def copy_entry(row: Any) -> Entry:
    """Something sent to me for information."""
    return Entry(
        **common(row),
        address=url_for("inbox.open_copy", copy_id=row.copy_id),
        tag=state_of(row),
        since=row.sent_at,
        unread=row.read_at is None,
    )


def cells_of(box: Box, row: Any) -> list[Any]:
    """The cells of a row in the workbook, in the order of :data:`HEADINGS`."""
    state = state_of(row)
    cells: list[Any] = [row.number, row.title, MatterKind(row.kind).label, row.organization]
    if box is Box.TODO:
        return [*cells, "" if row.confidential else row.opened_by_name, row.opened_at, Ask(row.asks).label, row.due_on]
    word = state.label if state else row.state
    if box is Box.MINE:
        return [*cells, word, row.changed_at]
    if box is Box.DONE:
        return [*cells, did(row), row.taken_at, word]
    return [*cells, word, row.sent_at, row.read_at]
