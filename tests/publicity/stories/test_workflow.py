"""The table of steps: every state, every action, every kind of account."""

import pytest

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.errors import NotAllowed, WrongState
from evaluation.procedures.workflow.enums import Ask
from evaluation.procedures.workflow.queries import open_tasks_of
from evaluation.publicity.stories.enums import Stage, StoryAction, StoryState
from evaluation.publicity.stories.workflow import STORY_FLOW
from tests.publicity.stories.scene import Scene, actions

A, S = StoryAction, StoryState
WRITES = {A.TAKE_BACK, A.RECALL}
AGAIN = {A.RESUBMIT, A.RESUBMIT_CHANGED, A.RECALL}
CHIEF = {A.RELEASE, A.CORRECT, A.RECALL}
MAY: dict[StoryState, dict[str, set[StoryAction]]] = {
    S.DRAFT: {"author": {A.SUBMIT}},
    S.CONSENT: {
        "author": {A.SEND, *WRITES},
        "first": {A.SEND, *WRITES},
        "editor": {A.SEND, *WRITES},
        "everything": {A.SEND, *WRITES},
        "third": {A.RECALL},
    },
    S.REVIEW1: {
        "author": WRITES,
        "first": {A.PASS1, A.RETURN, *WRITES},
        "editor": {A.PASS1, A.RETURN, *WRITES},
        "everything": {A.PASS1, A.RETURN, *WRITES},
        "third": {A.RECALL},
    },
    S.REVIEW2: {
        "author": WRITES,
        "second": {A.PASS2, A.RETURN},
        "editor": WRITES,
        "everything": {A.PASS2, A.RETURN, *WRITES},
        "third": {A.RECALL},
    },
    S.REVIEW3: {
        "author": WRITES,
        "third": {A.PASS3, A.RETURN, A.RECALL},
        "editor": WRITES,
        "everything": {A.PASS3, A.RETURN, *WRITES},
    },
    S.READY: {
        "author": WRITES,
        "editor": WRITES,
        "third": {A.RELEASE, A.RECALL},
        "everything": {A.RELEASE, *WRITES},
    },
    S.RELEASED: {"third": CHIEF, "everything": CHIEF},
    S.CORRECTED: {"third": CHIEF, "everything": CHIEF},
    S.RETURNED: {
        "author": AGAIN,
        "editor": AGAIN,
        "everything": AGAIN,
        "third": {A.RECALL},
    },
    S.RECALLED: {},
}


def test_the_table_speaks_of_every_state_and_action() -> None:
    assert set(MAY) == set(StoryState)
    assert {step.action for step in STORY_FLOW.steps} == set(StoryAction)


@pytest.mark.parametrize("state", list(StoryState), ids=lambda state: state.value)
def test_who_may_do_what_when(scene: Scene, state: StoryState) -> None:
    story = scene.story(state)

    assert {who: may for who in scene.accounts.everybody() if (may := actions(scene, story, who))} == MAY[state]


@pytest.mark.parametrize("state", list(StoryState), ids=lambda state: state.value)
def test_the_machine_refuses_what_the_table_does_not_give(scene: Scene, state: StoryState) -> None:
    story = scene.story(state)
    passed = []
    for who in scene.accounts.everybody():
        actor = scene.actor(who)
        for action in StoryAction:
            if action in MAY[state].get(who, set()):
                continue
            with pytest.raises((NotAllowed, WrongState)):
                STORY_FLOW.advance(story, action, actor=actor, now=clock.now(), comment="没有权限也来试")
            passed.append((who, action))

    assert story.matter.state == state
    assert len(passed) == len(scene.accounts.everybody()) * len(StoryAction) - sum(len(may) for may in MAY[state].values())


@pytest.mark.parametrize(
    ("state", "asks", "role", "who"),
    [
        (S.CONSENT, Ask.CONFIRM, None, "author"),
        (S.REVIEW1, Ask.REVIEW_FIRST, Stage.FIRST.role, None),
        (S.REVIEW2, Ask.REVIEW_SECOND, Stage.SECOND.role, None),
        (S.REVIEW3, Ask.REVIEW_FINAL, Stage.FINAL.role, None),
        (S.READY, Ask.RELEASE, Stage.FINAL.role, None),
        (S.RETURNED, Ask.REVISE, None, "author"),
    ],
    ids=lambda value: getattr(value, "value", str(value)),
)
def test_each_state_has_its_task(scene: Scene, state: StoryState, asks: Ask, role: str | None, who: str | None) -> None:
    story = scene.story(state)
    tasks = [task for task in open_tasks_of(story.matter_id) if task.asks != Ask.GIVE_CONSENT]

    assert [(task.asks, task.role, task.account_id) for task in tasks] == [(asks, role, scene.accounts[who].id if who else None)]


@pytest.mark.parametrize("state", [S.DRAFT, S.RELEASED, S.CORRECTED, S.RECALLED], ids=lambda state: state.value)
def test_a_story_at_rest_asks_nobody(scene: Scene, state: StoryState) -> None:
    assert open_tasks_of(scene.story(state).matter_id) == []


def test_a_draft_has_no_number_and_a_submitted_story_has_one(scene: Scene) -> None:
    story = scene.draft()
    assert story.matter.number is None

    assert scene.submit(scene.choose(story)).matter.number == "GJ-2022-0001"
