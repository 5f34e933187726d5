"""One table of steps a process. :meth:`Workflow.advance` alone assigns a matter's state.

A step says from where, to where, who may, whether words are asked for. A duty says who is to act in a state, and within how
many working days. Buttons come from :meth:`Workflow.open_to`, so that page and server speak of the same table.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from evaluation.foundation.audit.operations import record
from evaluation.foundation.calendar.queries import working_calendar
from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import connection_of, db
from evaluation.foundation.core.enums import Labelled
from evaluation.foundation.core.errors import NotAllowed, Refused, Stale, WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.workflow.enums import BESIDE_THE_STEPS, Ask, CommentRule, Mark, MatterKind
from evaluation.procedures.workflow.models import Matter, Task, Transition
from evaluation.procedures.workflow.numbering import take_numbers
from evaluation.procedures.workflow.policies import DRAFT

OPEN_TASKS = insert(Task.__table__)
SHORTEST_REASON = 5
UNDO_WITHIN = timedelta(seconds=30)


class BackToReturner:
    """Target of a resubmission: the state from which the matter was returned, to the person who returned it."""


BACK = BackToReturner()


@dataclass(frozen=True)
class Step:
    """One possible step: ``allowed(actor, item)`` says who; the sources say when.

    ``keeps_tasks``: one of several who are asked has acted; what is still asked of the others stays with its due date.
    """

    action: Labelled
    sources: frozenset[Labelled]
    target: Labelled | BackToReturner
    allowed: Callable[[Any, Any], bool]
    comment: CommentRule = CommentRule.OPTIONAL
    mark: Mark = Mark.DONE
    returns: bool = False
    undoable: bool = False
    numbers: bool = False
    keeps_tasks: bool = False


@dataclass(frozen=True)
class Duty:
    """Who is to act in a state, what is asked, and in how many working days.

    ``role`` with ``where(item)`` (an organisation id), or ``account(item)``, or ``person(item)``; each may give a list, and
    a task is opened for every entry. ``account`` together with ``role`` names who begins and who may take over. Without
    ``working_days`` the state has no limit of its own and ``due(item)`` gives the day.
    ``answerer(item, place)`` names the account to whom the task of a place comes back, where several may have returned.
    """

    asks: Ask
    role: str | None = None
    where: Callable[[Any], Any] = lambda item: item.matter.organization_id
    account: Callable[[Any], Any] | None = None
    person: Callable[[Any], Any] | None = None
    working_days: int = 3
    due: Callable[[Any], date] | None = None
    answerer: Callable[[Any, int], int | None] | None = None


def as_list(value: Any) -> list[Any]:
    """One or several, without the missing."""
    if value is None:
        return []
    return [one for one in value if one is not None] if isinstance(value, list | tuple | set | frozenset) else [value]


@dataclass(frozen=True)
class Workflow:
    """A process: its kind of matter, states, steps, and duties by state."""

    kind: MatterKind
    states: type[Labelled]
    steps: Sequence[Step]
    duties: dict[Labelled, Sequence[Duty]] = field(default_factory=dict)

    def state_of(self, item: Any) -> Labelled:
        """The state as a member of the enumeration, with label and colour."""
        return self.states(item.matter.state)

    def step(self, action: str, state: str) -> Step | None:
        """The row of the table for an action in a state."""
        return next((step for step in self.steps if step.action == action and state in step.sources), None)

    def open_to(self, actor: Any, item: Any) -> list[Step]:
        """Steps that this actor may take now."""
        state = item.matter.state
        return [step for step in self.steps if state in step.sources and step.allowed(actor, item)]

    def may(self, actor: Any, item: Any, action: str) -> bool:
        """Whether the actor may take this action now."""
        step = self.step(action, item.matter.state)
        return step is not None and step.allowed(actor, item)

    def required(self, actor: Any, item: Any, action: str) -> Step:
        """The row of the table for this actor, action and state; for operations that look at more before they advance.

        Raises :class:`NotAllowed` where the actor may never do this here, :class:`WrongState` where it is not the time.
        """
        step = self.step(action, item.matter.state)
        if step is not None and step.allowed(actor, item):
            return step
        if step is not None or not any(one.action == action and one.allowed(actor, item) for one in self.steps):
            raise NotAllowed(_l("You may not do this here; ask the person responsible."))
        raise WrongState(
            _l("This is no longer possible: the matter is now “%(state)s”. Open it again.", state=self.state_of(item).label)
        )

    def advance(
        self,
        item: Any,
        action: str,
        *,
        actor: Any,
        now: datetime,
        comment: str | None = None,
        version: int | None = None,
        details: dict[str, Any] | None = None,
        batch: bool = False,
        private: dict[str, Any] | None = None,
    ) -> Transition:
        """Take a step: state, history row, audit event, old tasks closed, new ones opened, in one transaction.

        Raises :class:`NotAllowed`, :class:`WrongState`, :class:`Stale` (``version`` is not the present one) or
        :class:`Refused` (words are missing).
        """
        matter: Matter = item.matter
        step = self.required(actor, item, action)
        if version is not None and version != matter.version:
            raise Stale(_l("Somebody changed this after you opened it. Nothing of yours was lost: compare and save again."))
        words = checked_comment(step, comment)
        before = matter.state
        target = matter.returned_from if isinstance(step.target, BackToReturner) else step.target.value
        if target is None:
            raise WrongState(_l("This matter was not returned; submit it instead."))
        answerer = matter.returned_by_id if isinstance(step.target, BackToReturner) else None
        matter.state = target
        matter.changed_at = now
        flag_modified(matter, "changed_at")  # two steps in one moment are two versions
        if step.returns:
            matter.returned_from, matter.returned_by_id = before, actor.account_id
        elif isinstance(step.target, BackToReturner):
            matter.returned_from = matter.returned_by_id = None
        if step.numbers and matter.number is None:
            year = (matter.occurred_from or local(now).date()).year
            matter.number = take_numbers(self.kind.prefix, year)[0]
            matter.submitted_at = now
        transition = Transition(
            matter_id=matter.id,
            action=step.action.value,
            from_state=before,
            to_state=target,
            account_id=getattr(actor, "account_id", None),
            actor_name=getattr(actor, "name", "system"),
            comment=words,
            details=details,
            batch=batch,
            taken_at=now,
        )
        db.session.add(transition)
        try:
            db.session.flush()
        except StaleDataError as error:
            raise Stale(_l("Somebody changed this after you opened it. Open it again.")) from error
        if step.keeps_tasks and self.duties:
            self.settle_tasks(item, now=now, transition=transition)
        elif not step.keeps_tasks:
            if before != DRAFT:
                close_tasks(matter.id, transition, now=now)
            self.open_tasks(item, now=now, transition=transition, answerer=answerer)
        record(
            f"{self.kind.value}.{step.action.value}",
            actor=actor,
            object_kind=self.kind.value,
            object_id=matter.id,
            object_number=matter.number,
            now=now,
            before=before,
            after=target,
            version=matter.version,
            comment_given=words is not None,
            details=details,
            private=private,
        )
        return transition

    def open_tasks(self, item: Any, *, now: datetime, transition: Transition | None, answerer: int | None = None) -> None:
        """Open the tasks of the present state."""
        wanted = [
            (duty, target) for duty in self.duties.get(self.state_of(item), ()) for target in duty_targets(duty, item, answerer)
        ]
        add_tasks(item, wanted, now=now, transition=transition)

    def settle_tasks(self, item: Any, *, now: datetime, transition: Transition) -> None:
        """Close what the present state asks no more, open what it asks anew; the rest keeps its holder and its due date."""
        duties = self.duties.get(self.state_of(item), ())
        wanted = {task_key(duty.asks, **target): (duty, target) for duty in duties for target in duty_targets(duty, item, None)}
        asked = {duty.asks.value for several in self.duties.values() for duty in several}
        present = db.session.execute(
            select(Task.id, Task.asks, Task.role, Task.organization_id, Task.account_id, Task.person_id).where(
                Task.matter_id == item.matter.id, Task.closed_at.is_(None), Task.asks.in_(sorted(asked))
            )
        ).all()
        keys = {row.id: task_key(row.asks, row.role, row.organization_id, row.account_id, row.person_id) for row in present}
        ended = [identity for identity, key in keys.items() if key not in wanted]
        if ended:
            close_tasks(item.matter.id, transition, now=now, only=ended)
        kept = set(keys.values())
        add_tasks(item, [pair for key, pair in wanted.items() if key not in kept], now=now, transition=transition)


def add_tasks(item: Any, wanted: Iterable[tuple[Duty, dict[str, Any]]], *, now: datetime, transition: Transition | None) -> None:
    """Open a task for every duty and target, in one statement."""
    rows = []
    for duty, target in wanted:
        due_on, provisional = due_day(duty, item, now)
        rows.append(
            {
                "matter_id": item.matter.id,
                "asks": duty.asks.value,
                "role": None,
                "organization_id": None,
                "account_id": None,
                "person_id": None,
                "opened_at": now,
                "opened_by_name": transition.actor_name if transition else "",
                "opened_by_id": transition.account_id if transition else None,
                "due_on": due_on,
                "due_provisional": provisional,
                "opened_transition_id": transition.id if transition else None,
                **target,
            }
        )
    if rows:
        connection_of(db.session()).execute(OPEN_TASKS, rows)


def task_key(
    asks: str,
    role: str | None = None,
    organization_id: int | None = None,
    account_id: int | None = None,
    person_id: int | None = None,
) -> tuple[Any, ...]:
    """What makes two tasks of a matter the same; a role's task stays the same after a transfer."""
    return (str(asks), str(role), organization_id) if role is not None else (str(asks), account_id, person_id)


def duty_targets(duty: Duty, item: Any, answerer: int | None) -> list[dict[str, Any]]:
    """To whom the tasks of a duty go. What was returned comes back to the one who returned it."""
    if answerer is not None:
        places = as_list(duty.where(item)) if duty.role else []
        return [{"account_id": answerer, "role": duty.role, "organization_id": places[0] if places else None}]
    if duty.person is not None:
        return [{"person_id": person_id} for person_id in as_list(duty.person(item))]
    if duty.account is not None:
        places = as_list(duty.where(item)) if duty.role else []
        common = {"role": duty.role, "organization_id": places[0] if places else None}
        return [{"account_id": account_id, **common} for account_id in as_list(duty.account(item))]
    places = as_list(duty.where(item))
    if duty.answerer is None:
        return [{"role": duty.role, "organization_id": place} for place in places]
    return [{"role": duty.role, "organization_id": place, "account_id": duty.answerer(item, place)} for place in places]


def due_day(duty: Duty, item: Any, now: datetime) -> tuple[date, bool]:
    """The last day of a duty, and whether it rests on a year without an official calendar."""
    if duty.due is not None:
        return duty.due(item), False
    result = working_calendar().add_working_days(local(now).date(), duty.working_days)
    return result.day, result.provisional


def checked_comment(step: Step, comment: str | None) -> str | None:
    """The words of a step, or a refusal where a reason is missing or too short."""
    words = (comment or "").strip()
    if step.comment is CommentRule.NONE:
        return None
    if step.comment is CommentRule.REQUIRED and len(words) < SHORTEST_REASON:
        raise Refused(
            _l("Give a reason of at least %(min)d characters and say what should change.", min=SHORTEST_REASON), field="comment"
        )
    return words or None


def close_tasks(matter_id: int, transition: Transition, *, now: datetime, only: Iterable[int] | None = None) -> None:
    """Close the open tasks of a matter, or some of them; what was asked beside the steps stays open."""
    chosen = Task.asks.not_in(sorted(ask.value for ask in BESIDE_THE_STEPS)) if only is None else Task.id.in_(sorted(only))
    db.session.execute(
        update(Task)
        .where(Task.matter_id == matter_id, Task.closed_at.is_(None), chosen)
        .values(
            closed_at=now,
            closed_by_id=transition.account_id,
            closed_transition_id=transition.id,
        )
        .execution_options(synchronize_session=False)
    )
