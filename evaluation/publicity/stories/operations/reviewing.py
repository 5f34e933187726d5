"""Review a story: three reviews, each with its proof and its list, by three different people (三审三校, PB-01, PB-02)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.workflow.models import Transition
from evaluation.publicity.stories.enums import CheckPoint, Stage, StoryAction, Verdict
from evaluation.publicity.stories.models import Story, StoryReview
from evaluation.publicity.stories.operations.writing import clear_reviews
from evaluation.publicity.stories.policies import why_not_review
from evaluation.publicity.stories.queries import last_revision
from evaluation.publicity.stories.workflow import STORY_FLOW


def review_story(
    story: Story,
    stage: Stage,
    verdict: Verdict,
    *,
    ticked: Iterable[str] = (),
    comment: str | None = None,
    actor: Any,
    now: datetime,
    version: int | None = None,
) -> StoryReview:
    """Pass a stage, with every point of its list ticked, or return the story with a reason.

    Raises :class:`NotAllowed` with the reason where the actor may not do this review, :class:`WrongState` where the story
    is not at this stage, :class:`Refused` where a point is not ticked or a reason is missing.
    """
    if Stage.in_state(story.matter.state) is not stage:
        state = STORY_FLOW.state_of(story).label
        raise WrongState(_l("This review is not open now; the story is “%(state)s”.", state=state))
    reason = why_not_review(actor, story, stage)
    if reason is not None:
        raise NotAllowed(reason)
    points = [point.value for point in CheckPoint.of(stage)]
    kept = [point for point in points if point in set(ticked)]
    if verdict is Verdict.PASSED:
        if kept != points:
            raise Refused(_l("Tick every point of the list, or return the story."), field="checklist")
        check_earlier(story, stage)
    clear_reviews(story, now=now, stages=[one for one in Stage if one.value >= stage.value])
    action = stage.passing if verdict is Verdict.PASSED else StoryAction.RETURN
    transition = STORY_FLOW.advance(
        story,
        action,
        actor=actor,
        now=now,
        comment=comment,
        version=version,
        details={"stage": stage.value, "text_digest": story.text_digest},
    )
    review = written_review(story, stage, verdict, kept, transition, actor=actor, now=now)
    if verdict is Verdict.RETURNED:
        story.returned_digest = story.text_digest
    elif stage is Stage.FINAL:
        story.ready_at = now
    db.session.flush()
    db.session.expire(story, ["reviews"])
    return review


def check_earlier(story: Story, stage: Stage) -> None:
    """A later review stands on the earlier ones of the very same text."""
    for earlier in Stage:
        if earlier.value >= stage.value:
            return
        review = story.live_review(earlier)
        if review is None or review.text_digest != story.text_digest:
            raise WrongState(_l("The “%(stage)s” of this text is missing; return the story first.", stage=earlier.label))


def written_review(
    story: Story, stage: Stage, verdict: Verdict, ticked: list[str], transition: Transition, *, actor: Any, now: datetime
) -> StoryReview:
    """The row that says who answered for what."""
    review = StoryReview(
        story_id=story.matter_id,
        stage=stage,
        account_id=actor.account_id,
        reviewer_name=actor.name,
        verdict=verdict,
        checklist=ticked,
        comment=transition.comment,
        text_digest=story.text_digest,
        revision=last_revision(story.matter_id),
        reviewed_at=now,
    )
    db.session.add(review)
    return review
