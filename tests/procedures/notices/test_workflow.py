"""Every state, action and role of notices and objections: who may do what when, generated from the enumerations."""

from itertools import product

import pytest

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, WrongState
from evaluation.procedures.notices.enums import NoticeAction, NoticeState, ObjectionAction, ObjectionState
from evaluation.procedures.notices.operations import post_notice
from evaluation.procedures.notices.workflow import NOTICE_FLOW, OBJECTION_FLOW
from evaluation.procedures.workflow.enums import CommentRule
from evaluation.registry.accounts.enums import Role
from tests.procedures.conftest import commit

N, B, A = NoticeState, ObjectionState, ObjectionAction
HEAD, OFFICER, DISCIPLINE = Role.ORGANIZATION_HEAD, Role.ORGANIZATION_OFFICER, Role.DISCIPLINE_OFFICER
NOTICE_TABLE = {
    (N.DRAFT, NoticeAction.POST): {HEAD},
    (N.DRAFT, NoticeAction.STOP): {HEAD, "author"},
    (N.RUNNING, NoticeAction.STOP): {HEAD},
    (N.RUNNING, NoticeAction.END): {HEAD, OFFICER, "author"},
}
OBJECTION_TABLE = {
    (B.RECEIVED, A.ACCEPT): {DISCIPLINE, "handler"},
    (B.RECEIVED, A.WITHDRAW): {"objector"},
    (B.ACCEPTED, A.WITHDRAW): {"objector"},
    (B.ACCEPTED, A.UPHOLD): {"handler"},
    (B.ACCEPTED, A.DISMISS): {"handler"},
    (B.UPHELD, A.ASK_RE_REVIEW): {"objector"},
    (B.DISMISSED, A.ASK_RE_REVIEW): {"objector"},
    (B.RE_REVIEW, A.WITHDRAW): {"objector"},
    (B.RE_REVIEW, A.UPHOLD): {DISCIPLINE},
    (B.RE_REVIEW, A.DISMISS): {DISCIPLINE},
}


def outcome(flow, item, action, actor) -> str:
    """Try a step within a savepoint, so that nothing stays."""
    savepoint = db.session.begin_nested()
    try:
        if action is NoticeAction.POST:
            post_notice(item, actor=actor, now=clock.now())
        else:
            flow.advance(item, action, actor=actor, now=clock.now(), comment="理由写得足够长")
        return "done"
    except NotAllowed:
        return "not allowed"
    except WrongState:
        return "wrong state"
    finally:
        savepoint.rollback()
        db.session.expire_all()


@pytest.mark.parametrize("state", list(NoticeState))
def test_who_may_do_what_to_a_notice(board, make, state):
    notice = board.notice(state)
    actors = {role: make.actor(role) for role in Role} | {"author": make.actor_of(board.officer)}
    commit()
    for action, (who, actor) in product(NoticeAction, actors.items()):
        ever = any(who in allowed for (_state, one), allowed in NOTICE_TABLE.items() if one == action)
        expected = "done" if who in NOTICE_TABLE.get((state, action), ()) else "wrong state" if ever else "not allowed"
        if action is NoticeAction.STOP and who == "author" and state is not N.DRAFT:
            expected = "not allowed"
        if action is NoticeAction.END and who == HEAD and state is not N.RUNNING:
            expected = "wrong state"
        assert (state, action, who, outcome(NOTICE_FLOW, notice, action, actor)) == (state, action, who, expected)


@pytest.mark.parametrize("state", [state for state in ObjectionState if state is not ObjectionState.DRAFT])
def test_who_may_do_what_to_an_objection(board, make, discipline, state):
    subject = board.passed(about=make.person("赵小燕"))
    board.running(subject)
    objector = make.account(Role.MEMBER, name="郑直")
    others = {role: make.account(role) for role in Role}
    objection = board.objection(objector, subject, state, handler=discipline)
    actors = {who: make.actor_of(account) for who, account in others.items()}
    actors |= {"objector": make.actor_of(objector), "handler": make.actor_of(discipline)}
    commit()
    for action, (who, actor) in product([one for one in A if one is not A.LODGE], actors.items()):
        step = OBJECTION_FLOW.step(action, state)
        expected = "done" if who in OBJECTION_TABLE.get((state, action), ()) else "refused"
        seen = outcome(OBJECTION_FLOW, objection, action, actor)
        if expected == "refused":
            assert seen in ({"not allowed"} if step else {"not allowed", "wrong state"}), (state, action, who, seen)
        else:
            assert (state, action, who, seen) == (state, action, who, "done")


def test_every_step_of_the_tables_is_in_the_flows():
    listed = {(state, step.action) for step in NOTICE_FLOW.steps for state in step.sources}
    assert listed == set(NOTICE_TABLE)
    listed = {(state, step.action) for step in OBJECTION_FLOW.steps for state in step.sources}
    assert listed == {*OBJECTION_TABLE, (B.DRAFT, A.LODGE)}


def test_stopping_and_asking_again_need_reasons():
    words = {step.action: step.comment for step in (*NOTICE_FLOW.steps, *OBJECTION_FLOW.steps)}
    assert {action for action, rule in words.items() if rule is CommentRule.REQUIRED} == {NoticeAction.STOP, A.ASK_RE_REVIEW}
