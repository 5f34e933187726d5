"""Three reviews by three people: the list, the reasons, the constraint in the database."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, Stale, WrongState
from evaluation.publicity.stories.enums import CheckPoint, Stage, StoryState, Verdict
from evaluation.publicity.stories.models import StoryReview
from evaluation.publicity.stories.operations.reviewing import review_story
from evaluation.publicity.stories.operations.writing import edit_story
from tests.publicity.stories.scene import Scene
from tests.support.databases import both_databases


def row(scene: Scene, story_id: int, stage: Stage, who: str, **changes: Any) -> StoryReview:
    facts = {
        "story_id": story_id,
        "stage": stage,
        "account_id": scene.accounts[who].id,
        "reviewer_name": who,
        "verdict": Verdict.PASSED,
        "checklist": [],
        "comment": None,
        "text_digest": "x",
        "revision": 1,
        "reviewed_at": clock.now(),
        **changes,
    }
    return StoryReview(**facts)


@both_databases
def test_three_people_bring_a_story_to_ready(scene: Scene) -> None:
    story = scene.story(StoryState.READY)

    assert [(one.stage, one.reviewer_name, one.verdict, one.checklist) for one in story.reviews] == [
        (Stage.FIRST, "周宁", Verdict.PASSED, ["1-wording", "1-figures", "1-names"]),
        (Stage.SECOND, "吴岩", Verdict.PASSED, ["2-political", "2-facts", "2-secrecy", "2-portrait"]),
        (Stage.FINAL, "冯国栋", Verdict.PASSED, ["3-direction", "3-whole", "3-publish"]),
    ]
    assert {one.text_digest for one in story.reviews} == {story.text_digest}
    assert story.ready_at == clock.now()


@both_databases
def test_the_database_knows_three_people_one_review_a_stage_and_reasons(scene: Scene) -> None:
    story = scene.story(StoryState.REVIEW2)
    wrong = [
        row(scene, story.matter_id, Stage.SECOND, "first"),
        row(scene, story.matter_id, Stage.FIRST, "second"),
        row(scene, story.matter_id, Stage.FIRST, "first", verdict=Verdict.RETURNED),
        row(scene, story.matter_id, Stage.FIRST, "first", verdict=Verdict.RETURNED, comment="原因", cleared_at=clock.now()),
    ]
    for one in wrong:
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.add(one)

    db.session.add(row(scene, story.matter_id, Stage.SECOND, "first", cleared_at=clock.now()))
    db.session.add(row(scene, story.matter_id, Stage.SECOND, "second"))
    db.session.flush()


@pytest.mark.parametrize("stage", list(Stage))
def test_every_point_must_be_ticked(scene: Scene, stage: Stage) -> None:
    states = {Stage.FIRST: StoryState.REVIEW1, Stage.SECOND: StoryState.REVIEW2, Stage.FINAL: StoryState.REVIEW3}
    story = scene.story(states[stage])
    points = [point.value for point in CheckPoint.of(stage)]
    for left_out in range(len(points)):
        with pytest.raises(Refused) as refusal:
            scene.review(story, stage, ticked=points[:left_out] + points[left_out + 1 :])
        assert refusal.value.field == "checklist"
        db.session.rollback()
        story = scene.fresh(story)

    assert story.matter.state == states[stage]
    assert story.live_review(stage) is None


def test_others_do_not_do_the_second_review(scene: Scene) -> None:
    story = scene.story(StoryState.REVIEW2)
    for who in ("author", "first", "third", "elsewhere", "officer", "member"):
        with pytest.raises(NotAllowed):
            scene.review(story, Stage.SECOND, who=who)


@pytest.mark.parametrize("stage", [Stage.SECOND, Stage.FINAL])
def test_a_stage_is_not_skipped(scene: Scene, stage: Stage) -> None:
    story = scene.story(StoryState.REVIEW1)
    with pytest.raises(WrongState):
        scene.review(story, stage)


def test_a_return_needs_a_reason_that_says_something(scene: Scene) -> None:
    story = scene.story(StoryState.REVIEW1)
    for comment in ("", "不行", None):
        with pytest.raises(Refused):
            scene.review(story, Stage.FIRST, Verdict.RETURNED, comment=comment)
        db.session.rollback()
        story = scene.fresh(story)
    assert story.matter.state == StoryState.REVIEW1


def test_an_old_form_does_not_decide(scene: Scene) -> None:
    story = scene.story(StoryState.REVIEW1)
    with pytest.raises(Stale):
        scene.review(story, Stage.FIRST, version=story.matter.version - 1)


def test_a_writer_of_the_text_does_not_review_it(scene: Scene) -> None:
    story = scene.story(StoryState.RETURNED)
    edit_story(story, scene.text(story, lead="换了一句导语。"), actor=scene.actor("everything"), now=clock.now())
    story = scene.agree(scene.submit(scene.fresh(story)))
    story = scene.fresh(story)
    assert story.matter.state == StoryState.CONSENT

    with pytest.raises(WrongState):
        review_story(story, Stage.FIRST, Verdict.PASSED, actor=scene.actor("everything"), now=clock.now())


def test_a_later_review_stands_on_the_earlier_ones_of_this_text(scene: Scene) -> None:
    story = scene.story(StoryState.REVIEW2)
    story.text_digest = "another text"
    db.session.flush()
    with pytest.raises(WrongState) as refusal:
        scene.review(story, Stage.SECOND)

    assert Stage.FIRST.label in str(refusal.value)
