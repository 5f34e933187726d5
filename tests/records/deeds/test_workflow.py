"""Who may do what in which state: the whole table, generated from the enumerations."""

import pytest
from flask import Flask

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.errors import NotAllowed, Refused, Stale, WrongState
from evaluation.procedures.workflow.queries import open_tasks_of
from evaluation.records.deeds.enums import DeedAction as A
from evaluation.records.deeds.enums import DeedState as S
from evaluation.records.deeds.operations import judge_deed, submit_deed
from evaluation.records.deeds.workflow import DEED_FLOW
from tests.records.deeds.scene import Scene
from tests.support.factories import Factory

AUTHOR = {
    S.DRAFT: {A.SUBMIT},
    S.WITHDRAWN: {A.SUBMIT},
    S.SUBMITTED: {A.WITHDRAW},
    S.RETURNED: {A.RESUBMIT, A.WITHDRAW},
}
SECRETARY = {S.SUBMITTED: {A.VERIFY, A.RETURN, A.MARK_DUPLICATE}}
OFFICER = {S.VERIFIED: {A.REVIEW, A.RETURN, A.REJECT, A.MARK_DUPLICATE}}
HEAD = {
    S.VERIFIED: {A.REVIEW, A.RETURN, A.REJECT, A.MARK_DUPLICATE},
    S.REVIEWED: {A.POST_NOTICE, A.RETURN, A.REJECT},
    S.NOTICED: {A.ACCEPT, A.STOP_NOTICE},
    S.ACCEPTED: {A.REVOKE},
}
TABLE = {
    "author": AUTHOR,
    "secretary": SECRETARY,
    "officer": OFFICER,
    "head": HEAD,
    **{name: {} for name in ("other_clerk", "other_secretary", "leader", "editor", "member", "subject", "sysadmin")},
}


@pytest.mark.parametrize("state", list(S), ids=lambda state: state.value)
def test_steps_open_to_everybody(app: Flask, make: Factory, state: S) -> None:
    scene = Scene(make)
    deed = scene.deed(state)

    open_steps = {name: {step.action for step in DEED_FLOW.open_to(scene.actor(name), deed)} for name in TABLE}

    assert open_steps == {name: rows.get(state, set()) for name, rows in TABLE.items()}


def test_the_person_concerned_cannot_judge(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    deed = scene.deed(S.SUBMITTED, subject_person_id=scene.accounts["secretary"].person_id)

    assert DEED_FLOW.open_to(scene.actor("secretary"), deed) == []


def test_a_declared_relative_cannot_judge(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    deed = scene.deed(S.SUBMITTED)
    make.relatives(scene.accounts["secretary"].person_id, deed.subject_person_id)

    assert DEED_FLOW.open_to(scene.actor("secretary"), deed) == []


def test_who_and_when_fail_differently(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    deed = scene.deed(S.VERIFIED)

    with pytest.raises(NotAllowed):
        judge_deed(deed, action=A.REVIEW, actor=scene.actor("member"), now=clock.now())
    with pytest.raises(WrongState):
        judge_deed(deed, action=A.VERIFY, actor=scene.actor("secretary"), now=clock.now())


def test_a_return_needs_a_reason(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    deed = scene.deed(S.SUBMITTED)

    with pytest.raises(Refused) as refusal:
        judge_deed(deed, action=A.RETURN, actor=scene.actor("secretary"), now=clock.now(), comment="不行")

    assert refusal.value.field == "comment"
    assert deed.matter.state == S.SUBMITTED


def test_a_stale_version_changes_nothing(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    deed = scene.deed(S.SUBMITTED)

    with pytest.raises(Stale):
        judge_deed(deed, action=A.VERIFY, actor=scene.actor("secretary"), now=clock.now(), version=deed.matter.version - 1)

    assert deed.matter.state == S.SUBMITTED


def test_resubmission_comes_back_to_the_returner(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    deed = scene.deed(S.VERIFIED)
    judge_deed(deed, action=A.RETURN, actor=scene.actor("officer"), now=clock.now(), comment="请补充采样总数的来源")

    submit_deed(deed, actor=scene.actor("author"), now=clock.now())

    assert deed.matter.state == S.VERIFIED
    assert deed.matter.returned_from is None
    [task] = open_tasks_of(deed.matter_id)
    assert task.account_id == scene.accounts["officer"].id
