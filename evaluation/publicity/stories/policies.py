"""Who may see, write, review, export and release stories."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from evaluation.foundation.core.database import db
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.core.questions import asked_again
from evaluation.procedures.consents.enums import ConsentState
from evaluation.procedures.consents.models import Consent
from evaluation.procedures.workflow.enums import MatterKind
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.policies import is_scoped, may_judge, scoped
from evaluation.publicity.stories.enums import PUBLIC, NameUse, Stage, StoryState
from evaluation.publicity.stories.models import StoryPerson
from evaluation.registry.accounts.enums import ORGANIZATION_ROLES, PUBLICITY_ROLES, Role

UNIT_READERS = PUBLICITY_ROLES | ORGANIZATION_ROLES
WRITERS = frozenset({Role.PUBLICITY_EDITOR})


def worked_on_by(actor: Any) -> ColumnElement[bool]:
    """Filter over matters: the stories in whose making the actor may look (publicity; the deed's organization roles)."""
    return scoped(actor, MatterKind.STORY, unit_roles=UNIT_READERS, concerned=False)


def reads_what_is_released(actor: Any) -> bool:
    """Everybody who is signed in, but not an account that only administers."""
    return actor.works_on_business or not actor.is_administrator


def taken_from() -> ColumnElement[bool]:
    """Filter: somebody who is shown in the story took the consent back; it is to be taken down at once (PB-04)."""
    return exists().where(
        Consent.matter_id == Matter.id,
        Consent.superseded_at.is_(None),
        Consent.state == ConsentState.WITHDRAWN,
        StoryPerson.story_id == Consent.matter_id,
        StoryPerson.person_id == Consent.person_id,
        or_(StoryPerson.use == NameUse.SHOW, StoryPerson.in_picture),
    )


def told() -> ColumnElement[bool]:
    """Filter over matters: released stories that every colleague may read."""
    return and_(Matter.kind == MatterKind.STORY, Matter.state.in_(sorted(state.value for state in PUBLIC)), ~taken_from())


@asked_again
def visible_to(actor: Any) -> ColumnElement[bool]:
    """Filter over matters: the stories that the actor may see."""
    return or_(worked_on_by(actor), told() if reads_what_is_released(actor) else false())


def works_on(actor: Any, story: Any) -> bool:
    """The predicate of :func:`worked_on_by`."""
    return is_scoped(actor, story.matter, unit_roles=UNIT_READERS)


def may_see(actor: Any, story: Any) -> bool:
    """The predicate of :func:`visible_to`."""
    if works_on(actor, story):
        return True
    if not reads_what_is_released(actor) or story.matter.state not in PUBLIC:
        return False
    return db.session.scalar(select(Matter.id).where(Matter.id == story.matter_id, told())) is not None


def may_draft(actor: Any) -> bool:
    """Whether the actor may begin stories at all."""
    return actor.holds(*WRITERS)


def may_write(actor: Any, story: Any) -> bool:
    """Who began it; from the first submission on, any editor of the unit who has not reviewed it."""
    if not actor.within(story.matter.organization_id, Role.PUBLICITY_EDITOR):
        return False
    if story.matter.opened_by_id == actor.account_id:
        return True
    return story.matter.state != StoryState.DRAFT and all(one.account_id != actor.account_id for one in story.reviews)


def may_write_back(actor: Any, story: Any) -> bool:
    """A returned story whose text is as it was goes back to the person who returned it."""
    return may_write(actor, story) and story.matter.returned_from is not None and story.returned_digest == story.text_digest


def why_not_review(actor: Any, story: Any, stage: Stage) -> Any:
    """Why the actor may not do this review, in words; None where nothing speaks against it."""
    if actor.account_id in story.writer_ids or story.matter.opened_by_id == actor.account_id:
        return _l("You wrote at this story; all three reviews are done by others.")
    for other in Stage:
        review = story.live_review(other)
        if other is not stage and review is not None and review.account_id == actor.account_id:
            return _l("You did the “%(done)s”; the “%(next)s” needs somebody else.", done=other.label, next=stage.label)
    if not actor.within(story.matter.organization_id, stage.role):
        return _l("The “%(stage)s” is done by: %(role)s.", stage=stage.label, role=stage.role.label)
    if not may_judge(actor, story):
        return _l("You or a near relative of yours are in this story; somebody else reviews it.")
    return None


def may_review(actor: Any, story: Any, stage: Stage) -> bool:
    """Three different people, none of whom wrote it, is in it or is near to somebody in it (PB-01, PB-02)."""
    return why_not_review(actor, story, stage) is None


def may_return(actor: Any, story: Any) -> bool:
    """Whoever has to review it in its present state."""
    stage = Stage.in_state(story.matter.state)
    return stage is not None and may_review(actor, story, stage)


def may_export(actor: Any, story: Any) -> bool:
    """The publicity team of the unit."""
    return actor.within(story.matter.organization_id, *PUBLICITY_ROLES)


def may_release(actor: Any, story: Any) -> bool:
    """The head of publicity keeps the register of releases and answers for corrections."""
    return actor.within(story.matter.organization_id, Role.PUBLICITY_CHIEF)


def may_recall(actor: Any, story: Any) -> bool:
    """What is released is recalled by the head of publicity; before that, whoever writes it may give it up too."""
    if story.matter.state in PUBLIC:
        return may_release(actor, story)
    return may_release(actor, story) or may_write(actor, story)
