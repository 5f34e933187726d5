"""Who sees which story: predicate and filter agree, and drafts, withdrawn stories and administrators' walls hold."""

from itertools import product

import pytest
from sqlalchemy import select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.consents.operations import withdraw_consent
from evaluation.procedures.consents.queries import live_consent
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.register import visible_matter
from evaluation.publicity.stories.enums import Stage, StoryState
from evaluation.publicity.stories.models import Story
from evaluation.publicity.stories.policies import may_see, visible_to, why_not_review, worked_on_by, works_on
from tests.publicity.stories.scene import Scene

TEAM = {"author", "first", "second", "third", "everything", "editor"}
DEPARTMENT = {"officer", "head"}


def seen_by(scene: Scene, story: Story) -> set[str]:
    found = set()
    for who in scene.accounts.everybody():
        actor = scene.actor(who)
        row = db.session.scalar(select(Matter.id).where(Matter.id == story.matter_id, visible_to(actor)))
        assert (row is not None) == may_see(actor, story), who
        working = db.session.scalar(select(Matter.id).where(Matter.id == story.matter_id, worked_on_by(actor)))
        assert (working is not None) == works_on(actor, story), who
        assert (visible_matter(actor, story.matter_id) is not None) == (row is not None), who
        if row is not None:
            found.add(who)
    return found


@pytest.mark.parametrize("state", list(StoryState), ids=lambda state: state.value)
def test_predicate_and_filter_agree(scene: Scene, state: StoryState) -> None:
    story = scene.story(state)
    expected = {
        StoryState.DRAFT: {"author"},
        StoryState.RELEASED: set(scene.accounts.everybody()) - {"sysadmin"},
        StoryState.CORRECTED: set(scene.accounts.everybody()) - {"sysadmin"},
    }.get(state, TEAM | DEPARTMENT)

    assert seen_by(scene, story) == expected


def test_a_story_disappears_as_soon_as_a_consent_is_withdrawn(scene: Scene) -> None:
    story = scene.story(StoryState.RELEASED)
    consent = live_consent(story.matter_id, scene.person("subject"))
    assert consent is not None
    withdraw_consent(consent, actor=scene.actor("subject"), now=clock.now())
    story = scene.fresh(story)

    assert seen_by(scene, story) == TEAM | DEPARTMENT


def test_nobody_reviews_what_concerns_themselves_or_a_near_relative(scene: Scene) -> None:
    scene.make.relatives(scene.accounts["first"].person_id, scene.person("subject"))
    story = scene.story(StoryState.CONSENT)

    reasons = {
        who: why_not_review(scene.actor(who), story, Stage.FIRST) for who in ("author", "first", "second", "editor", "elsewhere")
    }
    assert reasons["editor"] is None
    assert all(reasons[who] is not None for who in ("author", "first", "second", "elsewhere"))


@pytest.mark.parametrize(("done", "wanted"), [pair for pair in product(Stage, Stage) if pair[0] is not pair[1]])
def test_who_did_one_review_does_no_other(scene: Scene, done: Stage, wanted: Stage) -> None:
    story = scene.story(StoryState.REVIEW1)
    for stage in Stage:
        if stage.value > done.value:
            break
        story = scene.review(story, stage, who="everything" if stage is done else "")

    reason = str(why_not_review(scene.actor("everything"), story, wanted))
    assert done.label in reason
    assert wanted.label in reason
