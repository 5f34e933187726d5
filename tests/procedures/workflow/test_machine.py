"""The machine: state, history, event and tasks move together, by the table and by nothing else."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from evaluation.foundation.audit.models import AuditEvent
from evaluation.foundation.audit.operations import verify
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, Stale, WrongState
from evaluation.procedures.workflow.enums import Ask, Part
from evaluation.procedures.workflow.machine import BACK
from evaluation.procedures.workflow.models import Matter, Task, Transition
from evaluation.procedures.workflow.operations import set_people
from evaluation.procedures.workflow.register import MatterItem
from evaluation.registry.accounts.enums import Role
from tests.procedures.conftest import FLOW, Action, Room, State, commit
from tests.support.databases import both_databases

REASON = "请补上两名证明人"


def place(room: Room, clerk: Any, state: State, *, about: Any = None) -> Matter:
    """A matter of the clerk, brought to a state by its steps."""
    matter = room.matter(clerk, about=about, submit=state is not State.DRAFT)
    reviewer = room.make.account(Role.ORGANIZATION_HEAD)
    way = {
        State.PASSED: (Action.PASS,),
        State.NOTICED: (Action.PASS, Action.PUT_ON_NOTICE),
        State.RETURNED: (Action.RETURN,),
    }
    for action in way.get(state, ()):
        room.advance(matter, action, reviewer, comment=REASON)
    return matter


def tasks(matter: Matter) -> list[tuple[str, str | None, int | None, bool]]:
    """What was asked, of which role and account, and whether it still is."""
    rows = db.session.execute(
        select(Task.asks, Task.role, Task.account_id, Task.closed_at).where(Task.matter_id == matter.id).order_by(Task.id)
    )
    return [(row.asks, row.role, row.account_id, row.closed_at is None) for row in rows]


def history(matter: Matter) -> list[tuple[str, str | None, str]]:
    rows = db.session.execute(
        select(Transition.action, Transition.from_state, Transition.to_state)
        .where(Transition.matter_id == matter.id)
        .order_by(Transition.id)
    )
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("action", list(Action))
def test_the_table_is_the_truth(room, clerk, officer, state, action):
    """Every action in every state, by author and officer: taken exactly where a row of the table says so."""
    matter = place(room, clerk, state)
    step = FLOW.step(action, state)
    for account in (clerk, officer):
        actor, item = room.make.actor_of(account), MatterItem(matter)
        allowed = step is not None and step.allowed(actor, item)
        assert FLOW.may(actor, item, action) is allowed
        assert (step in FLOW.open_to(actor, item)) is allowed
        if allowed:
            continue
        somewhere = any(one.action == action and one.allowed(actor, item) for one in FLOW.steps)
        with pytest.raises(WrongState if step is None and somewhere else NotAllowed):
            room.advance(matter, action, account, comment=REASON)
        assert matter.state == state
    author_may, officer_may = (
        step is not None and step.allowed(room.make.actor_of(account), MatterItem(matter)) for account in (clerk, officer)
    )
    if author_may or officer_may:
        transition = room.advance(matter, action, clerk if author_may else officer, comment=REASON)
        target = State.SUBMITTED if step.target is BACK else step.target
        assert (transition.from_state, transition.to_state, matter.state) == (state, target, target)


@both_databases
def test_one_step_is_state_history_event_and_tasks(room, make, clerk, officer):
    matter = room.matter(clerk, submit=False)
    version = matter.version

    room.advance(matter, Action.SUBMIT, clerk)
    commit()

    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.sequence.desc())).first()
    [task] = db.session.scalars(select(Task).where(Task.matter_id == matter.id))
    assert (matter.state, matter.number, matter.submitted_at) == (State.SUBMITTED, "FZ-2022-0001", clock.now())
    assert matter.version == version + 1
    assert history(matter) == [("submit", "draft", "submitted")]
    assert (event.action, event.object_number, event.body["before"], event.body["after"]) == (
        "nomination.submit",
        "FZ-2022-0001",
        "draft",
        "submitted",
    )
    assert (task.asks, task.role, task.organization_id) == (
        Ask.REVIEW,
        Role.ORGANIZATION_OFFICER,
        make.college["department"].id,
    )
    assert task.due_on == date(2022, 4, 11)  # three working days after Wednesday 6 April
    assert (task.opened_by_name, task.due_provisional) == ("孙晓雯", False)
    assert verify().broken_at is None


@both_databases
def test_a_step_closes_what_was_asked(room, clerk, officer):
    matter = room.matter(clerk)

    room.advance(matter, Action.PASS, officer)

    assert tasks(matter) == [("review", "organization_officer", None, False)]
    closed = db.session.scalars(select(Task).where(Task.matter_id == matter.id)).one()
    assert (closed.closed_by_id, closed.closed_at) == (officer.id, clock.now())


@both_databases
def test_what_was_returned_comes_back_to_who_returned_it(room, make, clerk, officer):
    other = make.account(Role.ORGANIZATION_OFFICER)
    matter = room.matter(clerk)
    room.advance(matter, Action.RETURN, officer, comment=REASON)
    assert (matter.state, matter.returned_from, matter.returned_by_id) == ("returned", "submitted", officer.id)
    assert tasks(matter)[-1] == ("revise", None, clerk.id, True)

    room.advance(matter, Action.RESUBMIT, clerk)

    assert (matter.state, matter.returned_from, matter.returned_by_id) == ("submitted", None, None)
    assert tasks(matter)[-1] == ("review", "organization_officer", officer.id, True)
    assert [one for one in tasks(matter) if one[3]] == [tasks(matter)[-1]]
    assert history(matter)[1:] == [("return", "submitted", "returned"), ("resubmit", "returned", "submitted")]
    assert other.id not in {one[2] for one in tasks(matter)}


def test_what_was_never_returned_cannot_come_back(room, clerk, officer):
    matter = room.matter(clerk)
    db.session.execute(update(Matter).values(state="returned").execution_options(synchronize_session=False))
    db.session.expire_all()

    with pytest.raises(WrongState):
        room.advance(matter, Action.RESUBMIT, clerk)


@pytest.mark.parametrize("comment", [None, "", "    ", "不行", "　改一下　"])
def test_a_return_needs_a_reason_of_five_characters(room, clerk, officer, comment):
    matter = room.matter(clerk)
    before = matter.version

    with pytest.raises(Refused) as refusal:
        room.advance(matter, Action.RETURN, officer, comment=comment)

    assert refusal.value.field == "comment"
    assert (matter.state, matter.version, len(history(matter))) == (State.SUBMITTED, before, 1)


def test_words_where_none_are_asked_are_not_kept(room, clerk):
    matter = room.matter(clerk, submit=False)

    transition = room.advance(matter, Action.SUBMIT, clerk, comment="顺便说一句")

    assert transition.comment is None


@both_databases
def test_a_step_seen_too_late_changes_nothing(room, clerk, officer):
    matter = room.matter(clerk)
    seen = matter.version
    room.advance(matter, Action.RETURN, officer, comment=REASON)
    room.advance(matter, Action.RESUBMIT, clerk)

    with pytest.raises(Stale):
        room.advance(matter, Action.PASS, officer, version=seen)

    assert matter.state == State.SUBMITTED


@both_databases
def test_of_two_deciding_at_once_one_is_told(room, clerk, officer):
    """The second has read the same row; what the first wrote in between is not overwritten."""
    matter = room.matter(clerk)
    commit()
    assert db.session.get_one(Matter, matter.id).state == State.SUBMITTED
    db.session.execute(  # the other one's decision, as another process writes it
        update(Matter).values(version=Matter.version + 1, state="passed").execution_options(synchronize_session=False)
    )

    with pytest.raises(Stale):
        room.advance(matter, Action.RETURN, officer, comment=REASON)
    db.session.rollback()

    assert history(matter) == [("submit", "draft", "submitted")]


@pytest.mark.parametrize("part", [Part.SUBJECT, Part.PARTICIPANT, Part.NAMED])
def test_who_is_concerned_does_not_judge(room, make, clerk, officer, part):
    matter = room.matter(clerk)
    set_people(matter, [(officer.person_id, part)], parts=[part])

    with pytest.raises(NotAllowed):
        room.advance(matter, Action.PASS, officer)


@pytest.mark.parametrize("part", [Part.WITNESS, Part.EXAMINER])
def test_a_witness_may_judge(room, make, clerk, officer, part):
    matter = room.matter(clerk)
    set_people(matter, [(officer.person_id, part)], parts=[part])

    assert room.advance(matter, Action.PASS, officer).to_state == State.PASSED


def test_who_handed_in_does_not_judge(room, make):
    both = make.account(Role.ORGANIZATION_HEAD)
    matter = room.matter(both)

    with pytest.raises(NotAllowed):
        room.advance(matter, Action.PASS, both)


def test_a_relative_does_not_judge(room, make, clerk, officer):
    subject = make.person("赵小燕")
    make.relatives(subject.id, officer.person_id)
    matter = room.matter(clerk, about=subject)

    with pytest.raises(NotAllowed):
        room.advance(matter, Action.PASS, officer)


def test_a_number_is_kept_through_returns(room, clerk, officer):
    matter = room.matter(clerk)
    room.advance(matter, Action.RETURN, officer, comment=REASON)
    room.advance(matter, Action.RESUBMIT, clerk)

    assert matter.number == "FZ-2022-0001"
