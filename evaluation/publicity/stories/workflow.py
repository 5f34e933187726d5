"""How a story moves from draft to released: consent first, then three reviews by three people (三审三校)."""

from typing import Any

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.enums import Ask, CommentRule, Mark, MatterKind
from evaluation.procedures.workflow.machine import BACK, Duty, Step, Workflow
from evaluation.procedures.workflow.register import registered
from evaluation.publicity.stories.enums import PUBLIC, UNDER_REVIEW, Stage
from evaluation.publicity.stories.enums import StoryAction as Action
from evaluation.publicity.stories.enums import StoryState as State
from evaluation.publicity.stories.models import Story
from evaluation.publicity.stories.policies import (
    may_recall,
    may_release,
    may_return,
    may_review,
    may_see,
    may_write,
    may_write_back,
    visible_to,
)
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.queries import accounts_holding

NONE, REASON = CommentRule.NONE, CommentRule.REQUIRED


def states(*members: State) -> frozenset[State]:
    """Sources of a step."""
    return frozenset(members)


def reviewer_of(stage: Stage) -> Any:
    """Who did this review last and may do it again; the task of a second round goes to the same person."""

    def find(story: Story, place: int) -> int | None:
        done = [one.account_id for one in story.reviews if one.stage is stage]
        if not done or done[-1] in story.writer_ids:
            return None
        holders = accounts_holding(stage.role, place, clock.today())
        return done[-1] if any(account.id == done[-1] for account in holders) else None

    return find


STORY_FLOW = registered(
    Workflow(
        kind=MatterKind.STORY,
        states=State,
        steps=(
            Step(Action.SUBMIT, states(State.DRAFT), State.CONSENT, may_write, NONE, numbers=True),
            Step(Action.RESUBMIT, states(State.RETURNED), BACK, may_write_back),
            Step(Action.RESUBMIT_CHANGED, states(State.RETURNED), State.CONSENT, may_write),
            Step(Action.SEND, states(State.CONSENT), State.REVIEW1, may_write, NONE),
            Step(Action.PASS1, states(State.REVIEW1), State.REVIEW2, lambda actor, story: may_review(actor, story, Stage.FIRST)),
            Step(Action.PASS2, states(State.REVIEW2), State.REVIEW3, lambda actor, story: may_review(actor, story, Stage.SECOND)),
            Step(Action.PASS3, states(State.REVIEW3), State.READY, lambda actor, story: may_review(actor, story, Stage.FINAL)),
            Step(Action.RETURN, UNDER_REVIEW, State.RETURNED, may_return, REASON, Mark.BACK, returns=True),
            Step(
                Action.TAKE_BACK, states(State.CONSENT, State.READY) | UNDER_REVIEW, State.RETURNED, may_write, REASON, Mark.BACK
            ),
            Step(Action.RELEASE, states(State.READY, State.RELEASED), State.RELEASED, may_release),
            Step(Action.RELEASE, states(State.CORRECTED), State.CORRECTED, may_release),
            Step(Action.CORRECT, PUBLIC, State.CORRECTED, may_release, REASON),
            Step(
                Action.RECALL,
                states(State.CONSENT, State.READY, State.RETURNED) | UNDER_REVIEW | PUBLIC,
                State.RECALLED,
                may_recall,
                REASON,
                Mark.STOPPED,
            ),
        ),
        duties={
            State.CONSENT: (Duty(Ask.CONFIRM, account=lambda story: story.matter.opened_by_id, working_days=5),),
            State.REVIEW1: (Duty(Ask.REVIEW_FIRST, Role.PUBLICITY_EDITOR, working_days=2, answerer=reviewer_of(Stage.FIRST)),),
            State.REVIEW2: (
                Duty(Ask.REVIEW_SECOND, Role.PUBLICITY_REVIEWER, working_days=2, answerer=reviewer_of(Stage.SECOND)),
            ),
            State.REVIEW3: (Duty(Ask.REVIEW_FINAL, Role.PUBLICITY_CHIEF, working_days=2, answerer=reviewer_of(Stage.FINAL)),),
            State.READY: (Duty(Ask.RELEASE, Role.PUBLICITY_CHIEF, working_days=5),),
            State.RETURNED: (Duty(Ask.REVISE, account=lambda story: story.matter.opened_by_id, working_days=3),),
        },
    ),
    visible_to=visible_to,
    may_see=may_see,
    may_attach=lambda actor, matter: False,
    load=lambda matter_id: db.session.get_one(Story, matter_id),
)
