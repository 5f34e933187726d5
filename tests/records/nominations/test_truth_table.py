"""Who may take which action: the whole table, role by role, on a case of the first branch."""

import pytest
from flask import Flask

from evaluation.records.nominations.enums import NominationAction as Action
from evaluation.records.nominations.policies import may_take
from evaluation.records.nominations.workflow import NOMINATION_FLOW
from tests.records.nominations.scene import Scene
from tests.support.factories import Factory

LEADER = {Action.APPROVE, Action.RECOGNISE, Action.APPROVE_CONVERSION, Action.EXTEND, Action.CANCEL}
DEPARTMENT = {
    Action.FILE_ACTIVIST,
    Action.AGREE_TARGET,
    Action.LIST_TARGET,
    Action.END_TRAINING,
    Action.PRE_REVIEW,
    Action.TALK_BEFORE_APPROVAL,
    Action.FILE_ADMISSION,
    Action.CHOOSE_TEXT,
    Action.MOVE_IN,
}
BRANCH = set(Action) - LEADER - DEPARTMENT
TABLE = {
    "secretary": BRANCH,
    "officer": BRANCH | DEPARTMENT,
    "head": BRANCH | DEPARTMENT,
    "leader": LEADER,
    "other_secretary": set(),
    "discipline": set(),
    "clerk": set(),
    "editor": set(),
    "member": set(),
    "candidate": set(),
    "sysadmin": set(),
}


@pytest.mark.parametrize("name", TABLE)
def test_everybody_and_every_action(app: Flask, make: Factory, name: str) -> None:
    scene = Scene(make)
    nomination = scene.opened()
    actor = scene.actor(name)
    assert {action for action in Action if may_take(action)(actor, nomination)} == TABLE[name]


def test_every_action_stands_in_the_table_of_steps() -> None:
    assert {step.action for step in NOMINATION_FLOW.steps} == set(Action)
