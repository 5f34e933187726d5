"""What the page of any matter shows beside its own content: who has to act, and what this actor may do about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import rows_of
from evaluation.procedures.workflow.enums import FINISHED_BY_HAND, Ask
from evaluation.procedures.workflow.models import Matter, Task
from evaluation.procedures.workflow.operations import holds_task, may_transfer
from evaluation.procedures.workflow.register import room_of
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.models import Person


@dataclass(frozen=True)
class Holding:
    """An open task in words: what is asked, of whom, until when."""

    task_id: int
    matter_id: int
    asks: Ask
    who: str
    due_on: date
    provisional: bool
    nudges: int
    nudged_at: datetime | None
    mine: bool
    may_transfer: bool

    @property
    def finished_by_hand(self) -> bool:
        """Whether its holder closes it with a word rather than with a decision."""
        return self.asks in FINISHED_BY_HAND

    @property
    def is_question(self) -> bool:
        """Whether it asks for an answer."""
        return self.asks is Ask.ANSWER_QUESTION


@dataclass(frozen=True)
class Panel:
    """Who holds a matter, and which of the common actions are open to the reader."""

    matter: Matter
    holdings: list[Holding] = field(default_factory=list)
    started_by_reader: bool = False
    nudged_at: datetime | None = None
    can_be_withdrawn: bool = False

    @property
    def may_ask_back(self) -> bool:
        """Whether the reader may ask the holders to return it, as it can no longer be withdrawn."""
        return self.started_by_reader and not self.can_be_withdrawn and any(not one.mine for one in self.holdings)

    @property
    def mine(self) -> list[Holding]:
        """What the reader has to do."""
        return [one for one in self.holdings if one.mine]

    @property
    def may_nudge(self) -> bool:
        """Whether the reader may remind the holders now."""
        return self.started_by_reader and self.nudged_at is None and any(not one.mine for one in self.holdings)

    @property
    def may_ask(self) -> bool:
        """Whether the reader may put a question to who started this."""
        return bool(self.mine) and self.matter.opened_by_id is not None and not self.started_by_reader


HOLDINGS = (  # open tasks with the names of who holds them
    select(
        *Task.__table__.c,
        Account.name.label("account"),
        Person.name.label("person"),
        Organization.short_name.label("organization"),
    )
    .outerjoin(Account, Account.id == Task.account_id)
    .outerjoin(Person, Person.id == Task.person_id)
    .outerjoin(Organization, Organization.id == Task.organization_id)
    .where(Task.closed_at.is_(None))
    .order_by(Task.due_on, Task.id)
)
HOLDINGS_OF = HOLDINGS.where(Task.matter_id == bindparam("matter_id"))


def office_of(role: str | None, organization: str | None) -> str:
    """Who holds a task that is nobody's own: the role, with the unit where the role is a unit's own."""
    if role is None:
        return organization or ""
    label = Role(role).label
    return f"{organization} {label}" if organization and role in {Role.CLERK, Role.BRANCH_SECRETARY} else label


def holding_of(row: Row[Any], actor: Any) -> Holding:
    """One row of :data:`HOLDINGS` in words."""
    who = row.account or row.person or office_of(row.role, row.organization)
    return Holding(
        task_id=row.id,
        matter_id=row.matter_id,
        asks=Ask(row.asks),
        who=who,
        due_on=row.due_on,
        provisional=row.due_provisional,
        nudges=row.nudges,
        nudged_at=row.nudged_at,
        mine=holds_task(actor, row),
        may_transfer=may_transfer(actor, row),
    )


def holdings_of(matter_ids: Iterable[int], actor: Any) -> dict[int, list[Holding]]:
    """Who has to act, by matter, in one query."""
    found: dict[int, list[Holding]] = {}
    wanted = set(matter_ids)
    if not wanted:
        return found
    for row in rows_of(HOLDINGS.where(Task.matter_id.in_(wanted))):
        found.setdefault(row.matter_id, []).append(holding_of(row, actor))
    return found


def nudged_today(holdings: Iterable[Holding], now: datetime) -> datetime | None:
    """When the holders were last reminded, if that was today."""
    last = max((one.nudged_at for one in holdings if one.nudged_at), default=None)
    return last if last is not None and local(last).date() == local(now).date() else None


def panel_of(matter: Matter, actor: Any, now: datetime) -> Panel:
    """The panel for one page; one query."""
    holdings = [holding_of(row, actor) for row in rows_of(HOLDINGS_OF, matter_id=matter.id)]
    return Panel(
        matter=matter,
        holdings=holdings,
        started_by_reader=matter.opened_by_id == actor.account_id,
        nudged_at=nudged_today(holdings, now),
        can_be_withdrawn=room_of(matter.kind).can_be_withdrawn(matter),
    )
