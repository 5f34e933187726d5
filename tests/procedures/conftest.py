"""A small room of its own: the shared pages are tested on a process that no other test depends on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.enums import Labelled
from evaluation.procedures.workflow.addresses import DETAIL_PAGES, Address
from evaluation.procedures.workflow.enums import Ask, CommentRule, Mark, MatterKind, Part
from evaluation.procedures.workflow.machine import BACK, Duty, Step, Workflow
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.operations import open_matter, set_people
from evaluation.procedures.workflow.policies import is_scoped, may_judge, scoped
from evaluation.procedures.workflow.register import ROOMS, MatterItem, NoticeSteps, registered
from evaluation.registry.accounts.enums import ORGANIZATION_ROLES, Role
from evaluation.registry.accounts.models import Account
from evaluation.registry.people.models import Person
from tests.support.factories import Factory

KIND = MatterKind.NOMINATION
READERS = frozenset({Role.CLERK, *ORGANIZATION_ROLES, Role.PUBLICITY_EDITOR})


class State(Labelled):
    DRAFT = "draft", "草稿", "grey"
    SUBMITTED = "submitted", "待审核", "blue"
    PASSED = "passed", "已通过", "blue"
    NOTICED = "noticed", "公示中", "violet"
    RETURNED = "returned", "退回修改", "amber"


class Action(Labelled):
    SUBMIT = "submit", "提交"
    RESUBMIT = "resubmit", "重新提交"
    PASS = "pass", "通过"
    RETURN = "return", "退回修改"
    PUT_ON_NOTICE = "put_on_notice", "公示"
    TAKE_OFF = "take_off", "停止公示"


def is_author(actor: Any, item: Any) -> bool:
    return item.matter.opened_by_id == actor.account_id


def may_review(actor: Any, item: Any) -> bool:
    return actor.within(item.matter.organization_id, *ORGANIZATION_ROLES) and may_judge(actor, item)


FLOW = Workflow(
    kind=KIND,
    states=State,
    steps=(
        Step(Action.SUBMIT, frozenset({State.DRAFT}), State.SUBMITTED, is_author, CommentRule.NONE, numbers=True),
        Step(Action.RESUBMIT, frozenset({State.RETURNED}), BACK, is_author),
        Step(Action.PASS, frozenset({State.SUBMITTED}), State.PASSED, may_review, undoable=True),
        Step(
            Action.RETURN,
            frozenset({State.SUBMITTED}),
            State.RETURNED,
            may_review,
            CommentRule.REQUIRED,
            Mark.BACK,
            returns=True,
            undoable=True,
        ),
        Step(Action.PUT_ON_NOTICE, frozenset({State.PASSED}), State.NOTICED, may_review),
        Step(Action.TAKE_OFF, frozenset({State.NOTICED}), State.PASSED, may_review, CommentRule.REQUIRED, Mark.BACK),
    ),
    duties={
        State.SUBMITTED: (Duty(Ask.REVIEW, Role.ORGANIZATION_OFFICER, working_days=3),),
        State.RETURNED: (Duty(Ask.REVISE, account=lambda item: item.matter.opened_by_id, working_days=3),),
    },
)


@dataclass
class Room:
    """Makes matters of the small room, through the real machine."""

    make: Factory
    kind: MatterKind = KIND
    flow: Workflow = FLOW

    def matter(self, author: Account, title: str = "赵小燕的推荐", *, about: Person | None = None, submit: bool = True) -> Matter:
        actor = self.make.actor_of(author)
        matter = open_matter(
            KIND,
            title=title,
            state=State.DRAFT,
            organization_id=self.make.college["department"].id,
            actor=actor,
            now=clock.now(),
        )
        if about is not None:
            set_people(matter, [(about.id, Part.SUBJECT)], parts=[Part.SUBJECT])
        if submit:
            self.advance(matter, Action.SUBMIT, author)
        return matter

    def advance(self, matter: Matter, action: str, account: Account, **facts: Any) -> Any:
        return FLOW.advance(MatterItem(matter), action, actor=self.make.actor_of(account), now=clock.now(), **facts)


def small_visible_to(actor: Any) -> Any:
    return scoped(actor, KIND, unit_roles=READERS)


def small_may_see(actor: Any, item: Any) -> bool:
    return is_scoped(actor, item.matter, people=item.people_concerned, unit_roles=READERS)


@pytest.fixture
def room(app: Flask, make: Factory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """The small room, entered in the register for one test; its page stands in for those of the rooms above."""
    before = ROOMS.get(KIND)
    monkeypatch.setitem(DETAIL_PAGES, KIND, Address("notices.detail"))
    registered(
        FLOW,
        visible_to=small_visible_to,
        may_see=small_may_see,
        notice_steps=NoticeSteps(posted=Action.PUT_ON_NOTICE, stopped=Action.TAKE_OFF),
    )
    yield Room(make)
    if before is None:
        del ROOMS[KIND]
    else:
        ROOMS[KIND] = before


@pytest.fixture
def clerk(make: Factory) -> Account:
    """A clerk of the first department."""
    return make.account(Role.CLERK, at="department", name="孙晓雯")


@pytest.fixture
def officer(make: Factory) -> Account:
    """An officer of the organization department."""
    return make.account(Role.ORGANIZATION_OFFICER, name="陈立言")


@pytest.fixture
def head(make: Factory) -> Account:
    """The head of the organization department."""
    return make.account(Role.ORGANIZATION_HEAD, name="何明远")


def commit() -> None:
    """End the test's own transaction."""
    db.session.commit()
