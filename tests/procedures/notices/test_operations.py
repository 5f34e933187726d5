"""What happens to notices and objections, on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, Stale, WrongState
from evaluation.procedures.notices import operations, queries
from evaluation.procedures.notices.enums import NoticeState, ObjectionState
from evaluation.procedures.workflow.enums import Ask
from evaluation.procedures.workflow.models import Task, Transition
from evaluation.procedures.workflow.operations import transfer
from evaluation.procedures.workflow.queries import open_tasks_of
from evaluation.registry.accounts.enums import Role
from evaluation.registry.people.models import Relative
from tests.procedures.conftest import State, commit
from tests.support.databases import both_databases

SHANGHAI_MORNING = {"hour": 1, "tzinfo": UTC}


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, **SHANGHAI_MORNING)


@both_databases
@pytest.mark.parametrize(
    ("posted", "days", "last", "provisional"),
    [
        (date(2022, 4, 6), 5, date(2022, 4, 13), False),
        (date(2022, 4, 1), 5, date(2022, 4, 11), False),
        (date(2022, 4, 29), 5, date(2022, 5, 10), False),
        (date(2026, 9, 24), 5, date(2026, 10, 9), False),
        (date(2026, 9, 28), 5, date(2026, 10, 10), False),
        (date(2026, 2, 11), 5, date(2026, 2, 25), False),
        (date(2022, 4, 6), 7, date(2022, 4, 15), False),
        (date(2031, 4, 4), 5, date(2031, 4, 11), True),
    ],
)
def test_the_posting_day_is_not_counted(board, make, frozen_clock, posted, days, last, provisional):
    subject = board.passed()
    frozen_clock(on(posted))
    notice = board.running(subject, working_days=days)
    commit()
    assert (notice.posted_on, notice.last_day, notice.provisional) == (posted, last, provisional)
    assert notice.matter.number == f"GS-{posted.year}-0001"
    assert (notice.matter.occurred_from, notice.matter.occurred_to) == (posted, last)
    assert subject.state == State.NOTICED
    assert queries.running_notice_of(subject.id) is notice
    assert not queries.notice_over(subject.id, last)
    assert queries.notice_over(subject.id, last + timedelta(days=1))


@both_databases
def test_closing_only_after_the_last_day_is_over(board, make, frozen_clock):
    subject = board.passed()
    notice = board.running(subject)
    actor = make.actor_of(board.officer)
    [task] = open_tasks_of(notice.matter_id)
    assert (task.asks, task.due_on) == (Ask.CLOSE_NOTICE, date(2022, 4, 14))
    commit()

    frozen_clock(datetime(2022, 4, 13, 15, 59, tzinfo=UTC))
    with pytest.raises(WrongState) as refusal:
        operations.close_notice(notice, actor=actor, now=clock.now())
    assert str(refusal.value) == "公示到2022年4月13日当天结束，次日才能办结"

    frozen_clock(datetime(2022, 4, 13, 16, 0, tzinfo=UTC))
    operations.close_notice(notice, actor=actor, now=clock.now())
    commit()
    assert (notice.matter.state, notice.ended_at) == (NoticeState.ENDED, clock.now())
    assert open_tasks_of(notice.matter_id) == []
    assert queries.running_notice_of(subject.id) is None
    assert queries.notice_over(subject.id, clock.today())


@both_databases
def test_a_stopped_notice_takes_its_subjects_back_and_counts_for_nothing(board, make):
    one, two = board.passed("甲"), board.passed("乙")
    notice = board.running(one, two)
    operations.stop_notice(notice, reason="内容有误，须更正", actor=make.actor_of(board.head), now=clock.now())
    commit()
    assert [one.state, two.state] == [State.PASSED, State.PASSED]
    assert not queries.notice_over(one.id, date(2030, 1, 1))
    last = db.session.scalar(select(Transition).where(Transition.matter_id == one.id).order_by(Transition.id.desc()))
    assert (last.comment, last.details) == ("内容有误，须更正", {"notice": "GS-2022-0001"})
    again = board.draft(one)
    assert again.matter.state == NoticeState.DRAFT


def test_a_drafter_asks_the_head_and_the_head_does_not_ask_the_head(board):
    by_officer = board.draft()
    by_head = board.draft(board.passed("乙"), author=board.head)
    assert [(task.asks, task.role) for task in open_tasks_of(by_officer.matter_id)] == [(Ask.SIGN_NOTICE, Role.ORGANIZATION_HEAD)]
    assert open_tasks_of(by_head.matter_id) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "长" * 121}, "title"),
        ({"body": ""}, "body"),
        ({"body": "长" * 10_001}, "body"),
        ({"contact": ""}, "contact"),
        ({"working_days": 4}, "working_days"),
        ({"working_days": 61}, "working_days"),
    ],
)
def test_a_notice_that_does_not_say_what_it_must_is_refused(board, changes, field):
    subject = board.passed()
    with pytest.raises(Refused) as refusal:
        board.draft(subject, **changes)
    assert refusal.value.field == field


def test_a_matter_stands_on_one_notice(board):
    subject = board.passed()
    board.draft(subject)
    with pytest.raises(Refused, match="已在另一份公示里") as refusal:
        board.draft(subject)
    assert refusal.value.field == "subjects"


def test_drafting_is_for_the_organization_department(board, make):
    subject = board.passed()
    with pytest.raises(NotAllowed):
        board.draft(subject, author=board.clerk)
    with pytest.raises(NotAllowed):
        board.draft(subject, author=make.account(Role.ORGANIZATION_OFFICER, at="department"))


def test_what_is_posted_is_not_changed(board, make):
    notice = board.draft()
    actor = make.actor_of(board.officer)
    facts = {"title": "新标题", "body": "新内容", "contact": "新联系人", "working_days": 7, "actor": actor, "now": clock.now()}
    version = notice.matter.version
    operations.change_notice(notice, **facts, version=version)
    assert (notice.matter.title, notice.working_days) == ("新标题", 7)
    with pytest.raises(Stale):
        operations.change_notice(notice, **{**facts, "title": "又一标题"}, version=version)
    operations.post_notice(notice, actor=make.actor_of(board.head), now=clock.now())
    with pytest.raises(WrongState):
        operations.change_notice(notice, **facts)


def test_nobody_posts_a_notice_about_oneself_or_a_relative(board, make):
    person, relative = make.person("赵小燕"), make.person("赵大海")
    db.session.add(Relative(person_id=person.id, relative_id=relative.id, relation="父亲", declared_at=clock.now()))
    notice = board.draft(board.passed(about=person))
    for recused in (person, relative):
        actor = make.actor_of(make.account(Role.ORGANIZATION_HEAD, person=recused))
        with pytest.raises(NotAllowed):
            operations.post_notice(notice, actor=actor, now=clock.now())
    assert (notice.posted_on, notice.matter.number) == (None, None)


def test_a_subject_that_moved_on_keeps_the_notice_from_being_posted(board, make):
    subject = board.passed()
    notice = board.draft(subject)
    board.running(board.passed("另一件"))
    board.room.advance(subject, "put_on_notice", board.head)
    with pytest.raises(WrongState):
        operations.post_notice(notice, actor=make.actor_of(board.head), now=clock.now())
    db.session.rollback()


@both_databases
def test_an_objection_is_lodged_accepted_and_answered(board, make, discipline):
    subject = board.passed(about=make.person("赵小燕"))
    board.running(subject)
    objector = make.account(Role.MEMBER, name="郑直")

    objection = operations.lodge_objection(
        subject, what_is_wrong="班次不是本人值的", actor=make.actor_of(objector), now=clock.now()
    )
    commit()
    assert objection.matter.number == "YY-2022-0001"
    assert (objection.matter.state, objection.matter.confidential) == (ObjectionState.RECEIVED, True)
    assert [(task.asks, task.account_id, task.due_on) for task in open_tasks_of(objection.matter_id)] == [
        (Ask.ACCEPT_OBJECTION, discipline.id, date(2022, 4, 11))
    ]
    [seen] = queries.open_objections_of(subject.id)
    assert (seen.number, seen.state, seen.answer_due) == ("YY-2022-0001", ObjectionState.RECEIVED, date(2022, 4, 11))
    assert queries.open_objection_counts([subject.id, 999]) == {subject.id: 1}

    examiner = make.actor_of(discipline)
    operations.accept_objection(objection, actor=examiner, now=clock.now())
    commit()
    assert objection.handler_id == discipline.id
    assert [(task.asks, task.account_id, task.due_on) for task in open_tasks_of(objection.matter_id)] == [
        (Ask.ANSWER_OBJECTION, discipline.id, date(2022, 4, 13))
    ]
    operations.answer_objection(objection, upheld=False, answer="经核对签到表，班次属实。", actor=examiner, now=clock.now())
    commit()
    assert (objection.matter.state, objection.answer) == (ObjectionState.DISMISSED, "经核对签到表，班次属实。")
    assert queries.open_objections_of(subject.id) == []
    assert open_tasks_of(objection.matter_id) == []


@both_databases
def test_one_re_review_by_somebody_else(board, make, discipline):
    subject = board.passed()
    board.running(subject)
    objector = make.account(Role.MEMBER)
    other = make.account(Role.DISCIPLINE_OFFICER)
    objection = board.objection(objector, subject, ObjectionState.RE_REVIEW, handler=discipline)
    commit()
    assert [task.account_id for task in open_tasks_of(objection.matter_id)] == [other.id]
    assert len(queries.open_objections_of(subject.id)) == 1

    facts = {"upheld": True, "answer": "复核后认定异议成立。", "now": clock.now()}
    with pytest.raises(NotAllowed):
        operations.answer_objection(objection, actor=make.actor_of(discipline), **facts)
    operations.answer_objection(objection, actor=make.actor_of(other), **facts)
    commit()
    assert (objection.handler_id, objection.re_handler_id) == (discipline.id, other.id)
    assert (objection.answer, objection.re_answer) == ("经核对排班表，情况属实，已更正。", "复核后认定异议成立。")
    with pytest.raises(NotAllowed):
        operations.ask_re_review(objection, reason="还是不满意", actor=make.actor_of(objector), now=clock.now())


def test_an_objection_goes_past_those_who_are_recused(board, make):
    person, relative = make.person("赵小燕"), make.person("赵大海")
    db.session.add(Relative(person_id=person.id, relative_id=relative.id, relation="父亲", declared_at=clock.now()))
    make.account(Role.DISCIPLINE_OFFICER, person=person)
    make.account(Role.DISCIPLINE_OFFICER, person=relative)
    subject = board.passed(about=person)
    board.running(subject)

    nobody = board.objection(make.account(Role.MEMBER), subject, ObjectionState.RECEIVED, handler=board.head)
    assert [(task.role, task.account_id) for task in open_tasks_of(nobody.matter_id)] == [(Role.DISCIPLINE_OFFICER, None)]

    leader = make.account(Role.COMMITTEE_LEADER)
    led = board.objection(make.account(Role.MEMBER), subject, ObjectionState.RECEIVED, handler=board.head)
    assert [task.account_id for task in open_tasks_of(led.matter_id)] == [leader.id]
    commit()
    operations.accept_objection(led, actor=make.actor_of(leader), now=clock.now())
    assert led.handler_id == leader.id


def test_who_may_object(board, make, discipline):
    person = make.person("赵小燕")
    subject = board.passed(about=person)
    member = make.actor(Role.MEMBER)
    own = make.actor_of(make.account(Role.MEMBER, person=person))
    facts = {"what_is_wrong": "班次不对", "now": clock.now()}

    with pytest.raises(NotAllowed):
        operations.lodge_objection(subject, actor=member, **facts)
    assert operations.lodge_objection(subject, actor=own, **facts).notice_id is None
    notice = board.running(board.passed("乙"))
    other = notice.subjects[0]
    assert operations.lodge_objection(other, actor=member, **facts).notice_id == notice.matter_id
    with pytest.raises(WrongState):
        operations.lodge_objection(other, actor=member, **facts)
    with pytest.raises(NotAllowed):
        operations.lodge_objection(other, actor=make.actor(Role.MEMBER, without_person=True), **facts)
    with pytest.raises(WrongState):
        operations.lodge_objection(subject, notice=notice, actor=own, **facts)


@pytest.mark.parametrize("answer", ["", "属实。", "长" * 2001])
def test_an_answer_says_something(board, make, discipline, answer):
    subject = board.passed()
    board.running(subject)
    objection = board.objection(make.account(Role.MEMBER), subject, ObjectionState.ACCEPTED, handler=discipline)
    with pytest.raises(Refused) as refusal:
        operations.answer_objection(objection, upheld=True, answer=answer, actor=make.actor_of(discipline), now=clock.now())
    assert refusal.value.field == "answer"
    assert objection.matter.state == ObjectionState.ACCEPTED


def test_the_title_of_an_objection_fits(board, make, discipline):
    subject = board.passed("长" * 120)
    board.running(subject)
    objection = board.objection(make.account(Role.MEMBER), subject, ObjectionState.RECEIVED, handler=discipline)
    assert objection.matter.title == f"对“FZ-2022-0001 {'长' * 60}”的异议"


def test_tasks_follow_a_transfer(board, make, discipline):
    subject = board.passed()
    board.running(subject)
    objection = board.objection(make.account(Role.MEMBER), subject, ObjectionState.ACCEPTED, handler=discipline)
    other = make.account(Role.DISCIPLINE_OFFICER)
    [task] = open_tasks_of(objection.matter_id)
    transfer(task, other, actor=make.actor_of(discipline), now=clock.now())
    commit()
    facts = {"upheld": True, "answer": "经核对排班表，情况属实。", "now": clock.now()}
    with pytest.raises(NotAllowed):
        operations.answer_objection(objection, actor=make.actor_of(discipline), **facts)
    operations.answer_objection(objection, actor=make.actor_of(other), **facts)
    assert objection.handler_id == other.id
    assert db.session.scalars(select(Task.id).where(Task.closed_at.is_(None), Task.matter_id == objection.matter_id)).all() == []
