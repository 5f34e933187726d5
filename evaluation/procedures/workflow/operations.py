"""What happens to any matter: opening, people, copies, words beside the steps, tasks, undo."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm.attributes import set_committed_value

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import connection_of, db
from evaluation.foundation.core.errors import NotAllowed, Refused, WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.workflow.enums import Ask, MatterKind, Part, RemarkKind
from evaluation.procedures.workflow.machine import UNDO_WITHIN, Workflow
from evaluation.procedures.workflow.models import (
    Copy,
    Matter,
    MatterPerson,
    Remark,
    Revision,
    Task,
    Transition,
    people_concerned,
)
from evaluation.procedures.workflow.queries import open_tasks_of
from evaluation.registry.accounts.models import Account
from evaluation.registry.accounts.queries import actor_of_account

LONGEST_TITLE = 120
LONGEST_REMARK = 2000
KEEP_REVISION = insert(Revision.__table__)  # type: ignore[arg-type]


def open_matter(
    kind: MatterKind,
    *,
    title: str,
    state: str,
    organization_id: int,
    actor: Any,
    now: datetime,
    party_organization_id: int | None = None,
    campaign_id: int | None = None,
    occurred_from: date | None = None,
    occurred_to: date | None = None,
    confidential: bool = False,
) -> Matter:
    """A new matter in its first state. It has no number before it leaves draft."""
    if len(title) > LONGEST_TITLE:
        raise Refused(_l("The title may have at most %(max)d characters; shorten it.", max=LONGEST_TITLE), field="title")
    if occurred_from and occurred_to and occurred_from > occurred_to:
        raise Refused(_l("The last day lies before the first day; change one of them."), field="occurred_to")
    matter = Matter(
        kind=kind,
        title=title,
        state=state,
        organization_id=organization_id,
        party_organization_id=party_organization_id,
        campaign_id=campaign_id,
        opened_by_id=getattr(actor, "account_id", None),
        opened_at=now,
        changed_at=now,
        occurred_from=occurred_from,
        occurred_to=occurred_to,
        confidential=confidential,
    )
    db.session.add(matter)
    db.session.flush()
    set_committed_value(matter, "people", [])
    record(f"{kind.value}.open", actor=actor, object_kind=kind.value, object_id=matter.id, now=now)
    return matter


def set_people(matter: Matter, people: Iterable[tuple[int, Part]], *, parts: Iterable[Part]) -> None:
    """Make these the people of the matter in these parts; others of the same parts are taken out."""
    wanted, concerned = set(people), set(parts)
    present = {(one.person_id, one.part) for one in matter.people if one.part in concerned}
    if present == wanted:
        return
    if present:
        db.session.execute(
            delete(MatterPerson)
            .where(MatterPerson.matter_id == matter.id, MatterPerson.part.in_(sorted(concerned)))
            .execution_options(synchronize_session=False)
        )
    if wanted:
        db.session.execute(
            insert(MatterPerson),
            [
                {"matter_id": matter.id, "person_id": person_id, "part": part}
                for person_id, part in sorted(wanted, key=lambda pair: (pair[1].value, pair[0]))
            ],
        )
    db.session.expire(matter, ["people"])


def keep_revision(matter: Matter, *, text: str, actor: Any, now: datetime) -> None:
    """Keep the text as handed in; an unchanged text makes no new revision."""
    last = None
    if matter.number is not None:  # what never left draft has no earlier revision
        last = db.session.scalar(
            select(Revision).where(Revision.matter_id == matter.id).order_by(Revision.ordinal.desc()).limit(1)
        )
    if last is not None and (last.title, last.text) == (matter.title, text):
        return
    kept = {
        "matter_id": matter.id,
        "ordinal": (last.ordinal if last else 0) + 1,
        "title": matter.title,
        "text": text,
        "account_id": getattr(actor, "account_id", None),
        "made_at": now,
    }
    connection_of(db.session()).execute(KEEP_REVISION, kept)


def send_copy(matter: Matter, account_id: int, *, actor: Any, now: datetime) -> None:
    """Send for information; sent again, the same copy is new once more."""
    copy = db.session.scalar(select(Copy).where(Copy.matter_id == matter.id, Copy.account_id == account_id))
    if copy is None:
        db.session.add(Copy(matter_id=matter.id, account_id=account_id, sent_at=now))
    else:
        copy.sent_at, copy.read_at = now, None
    record("matter.copy", actor=actor, object_kind=matter.kind.value, object_id=matter.id, object_number=matter.number)


def remark(matter: Matter, kind: RemarkKind, text: str, *, actor: Any, now: datetime, passage: str | None = None) -> Remark:
    """Words beside the steps; they change no state."""
    words = text.strip()
    if not words:
        raise Refused(_l("Write what you want to say."), field="text")
    if len(words) > LONGEST_REMARK:
        raise Refused(_l("At most %(max)d characters; shorten the text.", max=LONGEST_REMARK), field="text")
    row = Remark(
        matter_id=matter.id,
        kind=kind,
        text=words,
        account_id=getattr(actor, "account_id", None),
        actor_name=getattr(actor, "name", "system"),
        passage=passage,
        written_at=now,
    )
    db.session.add(row)
    record(f"matter.{kind.value}", actor=actor, object_kind=matter.kind.value, object_id=matter.id, object_number=matter.number)
    return row


def open_task(
    matter: Matter,
    *,
    asks: Ask,
    due_on: date,
    now: datetime,
    opened_by_name: str,
    opened_by_id: int | None = None,
    due_provisional: bool = False,
    account_id: int | None = None,
    person_id: int | None = None,
    role: str | None = None,
    organization_id: int | None = None,
) -> Task:
    """A task beside the step table, such as another look at withdrawn evidence. The same open task is not doubled."""
    same = db.session.scalar(
        select(Task).where(
            Task.matter_id == matter.id,
            Task.asks == asks,
            Task.closed_at.is_(None),
            Task.account_id.is_(account_id) if account_id is None else Task.account_id == account_id,
            Task.person_id.is_(person_id) if person_id is None else Task.person_id == person_id,
            Task.role.is_(role) if role is None else Task.role == role,
        )
    )
    if same is not None:
        return same
    task = Task(
        matter_id=matter.id,
        asks=asks.value,
        due_on=due_on,
        opened_at=now,
        opened_by_name=opened_by_name,
        opened_by_id=opened_by_id,
        due_provisional=due_provisional,
        account_id=account_id,
        person_id=person_id,
        role=role,
        organization_id=organization_id,
    )
    db.session.add(task)
    return task


def close_task(task: Task, *, actor: Any, now: datetime) -> None:
    """Close one task that no step closes."""
    task.closed_at = now
    task.closed_by_id = actor.account_id


def holds_task(actor: Any, task: Task) -> bool:
    """Whether the task is this actor's to do."""
    if task.account_id is not None:
        return task.account_id == actor.account_id
    if task.person_id is not None:
        return task.person_id == actor.person_id
    return actor.within(task.organization_id, task.role or "")


def check_held(task: Task, actor: Any) -> None:
    """Refuse a task that is done, or somebody else's."""
    if task.closed_at is not None:
        raise WrongState(_l("This task is done already."))
    if not holds_task(actor, task):
        raise NotAllowed(_l("Only the person who holds this task can do this."))


def may_transfer(actor: Any, task: Task) -> bool:
    """What is asked of a role can be handed on; what is asked of one person as such cannot."""
    return task.closed_at is None and task.role is not None and task.person_id is None and holds_task(actor, task)


def check_transferable(task: Task, actor: Any) -> None:
    """Refuse to hand on what is done, somebody else's, or asked of this person alone."""
    check_held(task, actor)
    if not may_transfer(actor, task):
        raise NotAllowed(_l("This is asked of you alone and cannot be transferred."))


def transfer(task: Task, to: Account, *, actor: Any, now: datetime, reason: str = "") -> None:
    """Hand a task to another account that holds its role (转交); the timeline keeps both names.

    Nobody judges their own: not who handed in, not who is concerned, not a declared near relative of one (SC-06, EV-26).
    """
    check_transferable(task, actor)
    if to.id == actor.account_id:
        raise Refused(_l("You hold this task already; choose somebody else."), field="account")
    matter = db.session.get_one(Matter, task.matter_id)
    if to.id == matter.opened_by_id:
        raise Refused(_l("Nobody judges what they handed in; choose somebody else."), field="account")
    receiver = actor_of_account(to, local(now).date())
    if to.disabled_at is not None or not receiver.within(task.organization_id, task.role or ""):
        raise Refused(
            _l("%(name)s does not hold the role that this task needs; choose somebody else.", name=to.name), field="account"
        )
    if receiver.close_to(people_concerned(matter)):
        raise Refused(_l("%(name)s is concerned by this or related; choose somebody else.", name=to.name), field="account")
    task.account_id = to.id
    text = f"{actor.name} → {to.name}" + (f"：{reason.strip()}" if reason.strip() else "")
    remark(matter, RemarkKind.TRANSFER, text, actor=actor, now=now)


def nudge(matter: Matter, *, actor: Any, now: datetime) -> None:
    """Remind whoever holds the open tasks (催办): the initiator, at most once a day."""
    if matter.opened_by_id != actor.account_id:
        raise NotAllowed(_l("Only the person who started this can send a reminder."))
    tasks = [task for task in open_tasks_of(matter.id) if not holds_task(actor, task)]
    if not tasks:
        raise WrongState(_l("Nobody has to act on this now."))
    today = local(now).date()
    last = max((task.nudged_at for task in tasks if task.nudged_at), default=None)
    if last is not None and local(last).date() == today:
        raise WrongState(_l("Reminded today already (%(time)s); again tomorrow.", time=local(last).strftime("%H:%M")))
    db.session.execute(
        update(Task)
        .where(Task.id.in_([task.id for task in tasks]))
        .values(nudges=Task.nudges + 1, nudged_at=now)
        .execution_options(synchronize_session=False)
    )
    record("matter.nudge", actor=actor, object_kind=matter.kind.value, object_id=matter.id, object_number=matter.number)


def last_transition(matter_id: int) -> Transition | None:
    """The newest step of a matter."""
    return db.session.scalar(select(Transition).where(Transition.matter_id == matter_id).order_by(Transition.id.desc()).limit(1))


def may_undo(workflow: Workflow, item: Any, transition: Transition | None, *, actor: Any, now: datetime) -> bool:
    """Whether the actor's own newest step can still be taken back."""
    if transition is None or transition.account_id != actor.account_id or transition.from_state is None:
        return False
    step = workflow.step(transition.action, transition.from_state)
    return step is not None and step.undoable and now - transition.taken_at <= UNDO_WITHIN


def undo(workflow: Workflow, item: Any, *, actor: Any, now: datetime) -> None:
    """Take back one's newest step within thirty seconds; both entries stay in the timeline."""
    transition = last_transition(item.matter.id)
    if not may_undo(workflow, item, transition, actor=actor, now=now):
        raise WrongState(_l("This step can no longer be taken back; ask for a return instead."))
    assert transition is not None
    assert transition.from_state is not None
    matter = item.matter
    step = workflow.step(transition.action, transition.from_state)
    matter.state, was = transition.from_state, matter.state
    if step is not None and step.returns:
        matter.returned_from = matter.returned_by_id = None
    matter.changed_at = now
    back = Transition(
        matter_id=matter.id,
        action="undo",
        from_state=was,
        to_state=matter.state,
        account_id=actor.account_id,
        actor_name=actor.name,
        comment=None,
        taken_at=now,
    )
    db.session.add(back)
    db.session.flush()
    db.session.execute(
        update(Task)
        .where(Task.opened_transition_id == transition.id)
        .values(closed_at=now, closed_by_id=actor.account_id, closed_transition_id=back.id)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        update(Task)
        .where(Task.closed_transition_id == transition.id)
        .values(closed_at=None, closed_by_id=None, closed_transition_id=None)
        .execution_options(synchronize_session=False)
    )
    record(
        f"{workflow.kind.value}.undo",
        actor=actor,
        object_kind=workflow.kind.value,
        object_id=matter.id,
        object_number=matter.number,
        now=now,
        before=was,
        after=matter.state,
    )
