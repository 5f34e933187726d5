"""The rooms that keep matters, by kind. Each room enters itself from its ``workflow.py``; nothing here knows them by name.

Pages that serve every matter (inbox, files, evidence, transfer, reminder) ask this register for the room's own table of steps
and its own visibility, so that one thing is never seen by two rules.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select

from evaluation.foundation.core.database import db
from evaluation.foundation.core.questions import asked_again
from evaluation.procedures.workflow.enums import MatterKind
from evaluation.procedures.workflow.machine import Workflow
from evaluation.procedures.workflow.models import Matter, people_concerned

EDITABLE_STATES = frozenset({"draft", "returned"})
WITHDRAW = "withdraw"


class MatterItem:
    """A matter as the steps want it, without its room's own row."""

    def __init__(self, matter: Matter) -> None:
        self.matter = matter

    @property
    def people_concerned(self) -> frozenset[int]:
        """Ids of the people whom the matter concerns."""
        return people_concerned(self.matter)


def author_may_attach(actor: Any, matter: Matter) -> bool:
    """Files are added by the author while the matter is a draft or returned."""
    return matter.opened_by_id == actor.account_id and matter.state in EDITABLE_STATES


@dataclass(frozen=True)
class NoticeSteps:
    """Actions that a room's matter takes when a public notice about it is posted, stopped or closed.

    ``carry`` is called instead of them where the room keeps more of a notice than a step:
    ``carry(item, event, notice, actor=, now=, reason=)`` with the event ``posted``, ``stopped`` or ``ended``.
    """

    posted: str | None = None
    stopped: str | None = None
    ended: str | None = None
    carry: Callable[..., None] | None = None


@dataclass(frozen=True)
class Room:
    """What the shared pages need to know of the room that keeps a kind of matter.

    ``visible_to(actor)`` filters :class:`Matter`; ``may_see(actor, item)`` is its predicate; ``load(matter_id)`` gives the item
    that the room's steps need; ``taken_up(matter)`` says that somebody has acted on a part, so that it is no longer withdrawn.
    """

    workflow: Workflow
    visible_to: Callable[[Any], ColumnElement[bool]]
    may_see: Callable[[Any, Any], bool] | None = None
    may_attach: Callable[[Any, Matter], bool] = author_may_attach
    load: Callable[[int], Any] | None = None
    notice_steps: NoticeSteps = NoticeSteps()
    taken_up: Callable[[Matter], bool] = lambda matter: False

    def can_be_withdrawn(self, matter: Matter) -> bool:
        """Whether its initiator can still take it back; afterwards one asks for a return instead."""
        return self.workflow.step(WITHDRAW, matter.state) is not None and not self.taken_up(matter)

    def item_of(self, matter: Matter) -> Any:
        """The matter as this room's steps want it."""
        return MatterItem(matter) if self.load is None else self.load(matter.id)


ROOMS: dict[MatterKind, Room] = {}


def registered(workflow: Workflow, *, visible_to: Callable[[Any], ColumnElement[bool]], **facts: Any) -> Workflow:
    """Enter a room by its table of steps and give the table back. ``facts`` are the other fields of :class:`Room`."""
    ROOMS[workflow.kind] = Room(workflow, visible_to, **facts)
    return workflow


def room_of(kind: MatterKind) -> Room:
    """The room that keeps this kind. Raises ``LookupError`` for a kind that no room has entered."""
    if kind not in ROOMS:
        raise LookupError(f"no room keeps matters of kind {kind.value}")
    return ROOMS[kind]


def visible_matters(actor: Any) -> ColumnElement[bool]:
    """Filter over :class:`Matter`: what the actor may see, by the rule of each room."""
    return visible_by_rooms(actor, actor.relatives)


@asked_again
def visible_by_rooms(actor: Any, relatives: frozenset[int]) -> ColumnElement[bool]:
    """The same, as long as the actor has these relatives: the rules of recusal ask for them."""
    return or_(false(), *(room.visible_to(actor) for room in ROOMS.values()))


def visible_matter(actor: Any, matter_id: int) -> Matter | None:
    """The matter, if its room lets the actor see it. Two statements."""
    matter = db.session.get(Matter, matter_id)
    if matter is None or matter.kind not in ROOMS:
        return None
    seen = select(Matter.id).where(Matter.id == matter_id, ROOMS[matter.kind].visible_to(actor))
    return matter if db.session.scalar(seen) is not None else None


def visible_among(actor: Any, matter_ids: Iterable[int]) -> frozenset[int]:
    """Those of the matters that the actor may see, in one query."""
    wanted = set(matter_ids)
    if not wanted:
        return frozenset()
    return frozenset(db.session.scalars(select(Matter.id).where(Matter.id.in_(wanted), visible_matters(actor))))
