"""What can be done to any matter beside its steps, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, WrongState
from evaluation.procedures.notices.operations import lodge_objection
from evaluation.procedures.workflow import correspondence, operations
from evaluation.procedures.workflow.enums import BESIDE_THE_STEPS, Ask
from evaluation.procedures.workflow.models import Copy, Matter, Remark, Task
from evaluation.procedures.workflow.queries import open_tasks_of
from evaluation.procedures.workflow.register import MatterItem
from evaluation.registry.accounts.enums import Role
from evaluation.registry.people.models import Relative
from tests.procedures.conftest import FLOW, Action, State, commit
from tests.support.databases import both_databases


def the_task(matter: Matter) -> Task:
    [task] = open_tasks_of(matter.id)
    return task


@both_databases
def test_a_reminder_once_a_day(room, make, clerk, frozen_clock):
    matter = room.matter(clerk)
    author = make.actor_of(clerk)

    operations.nudge(matter, actor=author, now=clock.now())
    commit()
    assert (the_task(matter).nudges, the_task(matter).nudged_at) == (1, clock.now())
    with pytest.raises(WrongState) as refusal:
        operations.nudge(matter, actor=author, now=clock.now())
    assert str(refusal.value) == "今天已催办（09:00），明天可以再催"

    frozen_clock(clock.now() + timedelta(days=1))
    operations.nudge(matter, actor=author, now=clock.now())
    commit()
    assert the_task(matter).nudges == 2


def test_only_the_initiator_reminds_and_only_others(room, make, clerk, officer):
    matter = room.matter(clerk)
    with pytest.raises(NotAllowed):
        operations.nudge(matter, actor=make.actor_of(officer), now=clock.now())

    room.advance(matter, Action.RETURN, officer, comment="请补充时间地点")
    with pytest.raises(WrongState):
        operations.nudge(matter, actor=make.actor_of(clerk), now=clock.now())
    assert the_task(matter).nudges == 0


@both_databases
def test_a_transferred_task_changes_hands(room, make, clerk, officer):
    matter = room.matter(clerk)
    other = make.account(Role.ORGANIZATION_OFFICER, name="周敏")

    operations.transfer(the_task(matter), other, actor=make.actor_of(officer), now=clock.now(), reason="出差")
    commit()

    assert the_task(matter).account_id == other.id
    remark = db.session.scalar(select(Remark).where(Remark.matter_id == matter.id))
    assert remark.text == "陈立言 → 周敏：出差"
    with pytest.raises(NotAllowed):
        operations.transfer(the_task(matter), other, actor=make.actor_of(officer), now=clock.now())


def receivers(make, clerk, officer):
    """Accounts to which the task of a matter about ``subject`` may not go, with the reason."""
    subject = make.person("赵小燕")
    relative = make.person("赵大海")
    db.session.add(Relative(person_id=subject.id, relative_id=relative.id, relation="父亲", declared_at=clock.now()))
    disabled = make.account(Role.ORGANIZATION_OFFICER, disabled_at=clock.now())
    return subject, {
        "已经在您手里": officer,
        "提交人不能办理": clerk,
        "没有办理这一项的权限": make.account(Role.BRANCH_SECRETARY),
        "赵小燕是当事人": make.account(Role.ORGANIZATION_OFFICER, person=subject),
        "赵大海是当事人或当事人的近亲属": make.account(Role.ORGANIZATION_OFFICER, person=relative),
        "没有办理这一项的权限，请选别人": disabled,
        "没有办理这一项": make.account(Role.ORGANIZATION_OFFICER, at="other_department"),
    }


def test_a_task_goes_only_to_who_can_do_it(room, make, clerk, officer):
    subject, refused = receivers(make, clerk, officer)
    matter = room.matter(clerk, about=subject)
    db.session.flush()

    for reason, account in refused.items():
        with pytest.raises(Refused, match=reason) as refusal:
            operations.transfer(the_task(matter), account, actor=make.actor_of(officer), now=clock.now())
        assert refusal.value.field == "account"
    assert the_task(matter).account_id is None


def test_what_is_asked_of_one_person_stays_there(room, make, clerk, officer):
    matter = room.matter(clerk)
    room.advance(matter, Action.RETURN, officer, comment="请补充时间地点")
    with pytest.raises(NotAllowed):
        operations.transfer(the_task(matter), officer, actor=make.actor_of(clerk), now=clock.now())


@both_databases
def test_a_question_changes_no_state_and_its_answer_restarts_nothing(room, make, clerk, officer):
    matter = room.matter(clerk)
    asker, author = make.actor_of(officer), make.actor_of(clerk)

    task = correspondence.ask(matter, "哪一天的班次？", actor=asker, now=clock.now())
    commit()
    assert (matter.state, task.account_id, task.asks) == (State.SUBMITTED, clerk.id, Ask.ANSWER_QUESTION)

    correspondence.answer(task, "3月31日。", actor=author, now=clock.now())
    commit()
    assert [one.asks for one in open_tasks_of(matter.id)] == [Ask.REVIEW]
    assert db.session.scalars(select(Copy.account_id).where(Copy.matter_id == matter.id)).all() == [officer.id]
    with pytest.raises(WrongState):
        correspondence.answer(task, "又答一次。", actor=author, now=clock.now())


def test_who_holds_nothing_asks_nothing(room, make, clerk, officer, head):
    matter = room.matter(clerk)
    for account in (clerk, head):
        with pytest.raises(NotAllowed):
            correspondence.ask(matter, "为什么？", actor=make.actor_of(account), now=clock.now())
    with pytest.raises(Refused) as refusal:
        correspondence.ask(matter, " ", actor=make.actor_of(officer), now=clock.now())
    assert refusal.value.field == "text"


def test_a_copy_sent_again_is_new_once_more(room, make, clerk, officer):
    matter = room.matter(clerk)
    author = make.actor_of(clerk)
    operations.send_copy(matter, officer.id, actor=author, now=clock.now())
    db.session.flush()
    copy = db.session.scalar(select(Copy))
    copy.read_at = clock.now()

    operations.send_copy(matter, officer.id, actor=author, now=clock.now())

    assert db.session.scalars(select(Copy.read_at)).all() == [None]


@both_databases
def test_what_is_asked_beside_the_steps_survives_them(room, make, clerk, officer):
    matter = room.matter(clerk)
    for ask in sorted(BESIDE_THE_STEPS):
        operations.open_task(matter, asks=ask, due_on=clock.today(), now=clock.now(), opened_by_name="", account_id=clerk.id)
    question = correspondence.ask(matter, "哪一天的班次？", actor=make.actor_of(officer), now=clock.now())

    room.advance(matter, Action.PASS, officer)
    commit()

    assert {task.asks for task in open_tasks_of(matter.id)} == set(BESIDE_THE_STEPS)
    assert question.closed_at == clock.now()


def test_seen_to_needs_a_word_and_the_holder(room, make, clerk, officer):
    matter = room.matter(clerk)
    review = the_task(matter)
    task = operations.open_task(
        matter, asks=Ask.LOOK_AGAIN, due_on=clock.today(), now=clock.now(), opened_by_name="", account_id=clerk.id
    )
    db.session.flush()

    with pytest.raises(NotAllowed):
        correspondence.finish(task, "看过了", actor=make.actor_of(officer), now=clock.now())
    with pytest.raises(Refused):
        correspondence.finish(task, "", actor=make.actor_of(clerk), now=clock.now())
    with pytest.raises(WrongState):
        correspondence.finish(review, "看过了", actor=make.actor_of(officer), now=clock.now())

    correspondence.finish(task, "已换成新的依据", actor=make.actor_of(clerk), now=clock.now())
    assert task.closed_at == clock.now()


@both_databases
@pytest.mark.parametrize("seconds", [0, 30, 31])
def test_a_step_is_taken_back_within_half_a_minute(room, make, clerk, officer, frozen_clock, seconds):
    matter = room.matter(clerk)
    room.advance(matter, Action.RETURN, officer, comment="请补充时间地点")
    commit()
    frozen_clock(clock.now() + timedelta(seconds=seconds))

    def take_back():
        operations.undo(FLOW, MatterItem(matter), actor=make.actor_of(officer), now=clock.now())
        commit()

    if seconds > 30:
        with pytest.raises(WrongState):
            take_back()
        assert matter.state == State.RETURNED
        return
    take_back()
    assert (matter.state, matter.returned_from, matter.returned_by_id) == (State.SUBMITTED, None, None)
    assert [(task.asks, task.role) for task in open_tasks_of(matter.id)] == [(Ask.REVIEW, Role.ORGANIZATION_OFFICER)]


def test_nobody_takes_back_what_another_did(room, make, clerk, officer, head):
    matter = room.matter(clerk)
    room.advance(matter, Action.PASS, officer)
    with pytest.raises(WrongState):
        operations.undo(FLOW, MatterItem(matter), actor=make.actor_of(head), now=clock.now())
    assert matter.state == State.PASSED


def test_who_can_no_longer_withdraw_asks_for_the_return(room, make, clerk, officer):
    matter = room.matter(clerk)
    author = make.actor_of(clerk)
    with pytest.raises(NotAllowed):
        correspondence.ask_back(matter, "写错了人", actor=make.actor_of(officer), now=clock.now())
    with pytest.raises(Refused):
        correspondence.ask_back(matter, "", actor=author, now=clock.now())
    correspondence.ask_back(matter, "写错了人", actor=author, now=clock.now())
    assert db.session.scalars(select(Remark.text)).all() == ["写错了人"]
    room.advance(matter, Action.PASS, officer)
    with pytest.raises(WrongState):
        correspondence.ask_back(matter, "写错了人", actor=author, now=clock.now())


def test_what_can_be_withdrawn_is_withdrawn(board_of, make, clerk):
    objection, objector = board_of
    with pytest.raises(NotAllowed):
        correspondence.ask_back(objection.matter, "不提了", actor=make.actor_of(objector), now=clock.now())


@pytest.fixture
def board_of(room, make, clerk):
    """An objection, which its author can withdraw while it is open."""
    person = make.person("赵小燕")
    objector = make.account(Role.MEMBER, person=person)
    make.account(Role.DISCIPLINE_OFFICER)
    matter = room.matter(clerk, about=person)
    objection = lodge_objection(matter, what_is_wrong="不对", actor=make.actor_of(objector), now=clock.now())
    return objection, objector
