"""Notices and objections over matters of the small room."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from evaluation.foundation.core.clock import clock
from evaluation.procedures.notices import operations
from evaluation.procedures.notices.enums import NoticeState, ObjectionState
from evaluation.procedures.notices.models import Notice, Objection
from evaluation.procedures.workflow.models import Matter
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account
from evaluation.registry.people.models import Person
from tests.procedures.conftest import Action, Room, commit
from tests.support.factories import Factory

BODY = "根据推荐，拟确定赵小燕同志为入党积极分子。\n现予公示。"
CONTACT = "组织部 陈立言，内线8016，行政楼302室"


@dataclass
class Board:
    """Makes notices and objections in any state, through the real operations."""

    make: Factory
    room: Room
    clerk: Account
    officer: Account
    head: Account
    move: Any

    def passed(self, title: str = "赵小燕的推荐", *, about: Person | None = None) -> Matter:
        matter = self.room.matter(self.clerk, title, about=about)
        self.room.advance(matter, Action.PASS, self.officer)
        return matter

    def draft(self, *subjects: Matter, author: Account | None = None, **changes: Any) -> Notice:
        facts: dict[str, Any] = {"title": "关于赵小燕同志的公示", "body": BODY, "contact": CONTACT, **changes}
        return operations.draft_notice(
            list(subjects) or [self.passed()],
            organization_id=self.make.college["committee"].id,
            actor=self.make.actor_of(author or self.officer),
            now=clock.now(),
            **facts,
        )

    def running(self, *subjects: Matter, **changes: Any) -> Notice:
        notice = self.draft(*subjects, **changes)
        operations.post_notice(notice, actor=self.make.actor_of(self.head), now=clock.now())
        return notice

    def notice(self, state: NoticeState, *subjects: Matter) -> Notice:
        if state is NoticeState.DRAFT:
            return self.draft(*subjects)
        notice = self.running(*subjects)
        if state is NoticeState.STOPPED:
            operations.stop_notice(notice, reason="内容有误，须更正", actor=self.make.actor_of(self.head), now=clock.now())
        if state is NoticeState.ENDED:
            commit()
            self.move(clock.now() + timedelta(days=20))
            operations.close_notice(notice, actor=self.make.actor_of(self.officer), now=clock.now())
        return notice

    def objection(self, objector: Account, subject: Matter, state: ObjectionState, *, handler: Account) -> Objection:
        actor, examiner = self.make.actor_of(objector), self.make.actor_of(handler)
        objection = operations.lodge_objection(
            subject, what_is_wrong="班次不是本人值的", what_is_right="", actor=actor, now=clock.now()
        )
        if state is ObjectionState.WITHDRAWN:
            operations.withdraw_objection(objection, actor=actor, now=clock.now())
        elif state is not ObjectionState.RECEIVED:
            operations.accept_objection(objection, actor=examiner, now=clock.now())
            if state is not ObjectionState.ACCEPTED:
                operations.answer_objection(
                    objection,
                    upheld=state is ObjectionState.UPHELD,
                    answer="经核对排班表，情况属实，已更正。",
                    actor=examiner,
                    now=clock.now(),
                )
            if state is ObjectionState.RE_REVIEW:
                operations.ask_re_review(objection, reason="没有核对签到表", actor=actor, now=clock.now())
        return objection


@pytest.fixture
def board(make: Factory, room: Room, clerk: Account, officer: Account, head: Account, frozen_clock: Any) -> Board:
    """The notice board of the small room."""
    return Board(make, room, clerk, officer, head, frozen_clock)


@pytest.fixture
def discipline(make: Factory) -> Account:
    """A discipline officer."""
    return make.account(Role.DISCIPLINE_OFFICER, name="吴纪明")
