"""Leave the house: record exports and releases, correct and recall what was published."""

import hashlib
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.consents.enums import Channel
from evaluation.procedures.consents.operations import close_tasks_of, stop_asking
from evaluation.procedures.workflow.enums import Ask
from evaluation.procedures.workflow.models import Transition
from evaluation.publicity.stories.enums import EXPORTABLE, PUBLIC, ExportFormat, StoryAction
from evaluation.publicity.stories.models import Story, StoryExport, StoryRelease
from evaluation.publicity.stories.operations.writing import clear_reviews
from evaluation.publicity.stories.people import obstacles, people_of_story
from evaluation.publicity.stories.policies import may_export
from evaluation.publicity.stories.queries import exported_in
from evaluation.publicity.stories.workflow import STORY_FLOW

LONGEST_PLACE = 300
LONGEST_CORRECTION = 500


def check_exportable(story: Story, channel: Channel, *, actor: Any, now: datetime) -> None:
    """Refuse to let a story out without three reviews of this text and all consents valid on this day for this channel.

    Raises :class:`NotAllowed`, :class:`WrongState` or :class:`Refused` with every reason in one message.
    """
    if not may_export(actor, story):
        raise NotAllowed(_l("Stories are exported by the publicity team of the unit."))
    if story.matter.state not in EXPORTABLE:
        raise WrongState(
            _l("The story is “%(state)s”; it can be exported after the final review.", state=STORY_FLOW.state_of(story).label)
        )
    reasons = obstacles(story, people_of_story(story.matter_id), channel, local(now).date())
    if reasons:
        raise Refused(" ".join(str(reason) for reason in reasons))


def file_digest(data: bytes) -> str:
    """The digest by which the register knows a file."""
    return hashlib.sha256(data).hexdigest()


def record_export(
    story: Story, kind: ExportFormat, *, data: bytes, name: str, text_digest: str, actor: Any, now: datetime
) -> StoryExport:
    """Note in the register that this file leaves the house. ``text_digest`` is that of the text which the file was made of."""
    check_exportable(story, kind.channel, actor=actor, now=now)
    if text_digest != story.text_digest:
        raise WrongState(_l("The text was changed while the file was being made; export it again."))
    digest = file_digest(data)
    audit_id = record(
        "story.export",
        actor=actor,
        object_kind="story",
        object_id=story.matter_id,
        object_number=story.matter.number,
        now=now,
        format=kind.value,
        channel=kind.channel.value,
        digest=digest,
        text_digest=text_digest,
    )
    export = StoryExport(
        story_id=story.matter_id,
        format=kind,
        channel=kind.channel,
        name=name,
        digest=digest,
        size=len(data),
        text_digest=text_digest,
        account_id=actor.account_id,
        actor_name=actor.name,
        exported_at=now,
        audit_id=audit_id,
    )
    db.session.add(export)
    db.session.flush()
    return export


def release_story(
    story: Story,
    channel: Channel,
    place: str,
    released_on: date,
    *,
    actor: Any,
    now: datetime,
    comment: str | None = None,
    version: int | None = None,
) -> StoryRelease:
    """Enter a release in the register: channel, address or issue, day. Only what was exported for that channel can be."""
    STORY_FLOW.required(actor, story, StoryAction.RELEASE)
    check_exportable(story, channel, actor=actor, now=now)
    words = place.strip()
    if not words or len(words) > LONGEST_PLACE:
        raise Refused(_l("Give the address of the page, or name and number of the issue."), field="place")
    first = local(story.ready_at or now).date()
    if not first <= released_on <= local(now).date():
        raise Refused(_l("The day lies before the final review or in the future; correct it."), field="released_on")
    if not exported_in(story.matter_id, story.text_digest, channel):
        raise Refused(
            _l("This text was not exported for “%(channel)s” yet; export it there first.", channel=channel.label), field="channel"
        )
    same = select(StoryRelease.id).where(
        StoryRelease.story_id == story.matter_id, StoryRelease.channel == channel, StoryRelease.place == words
    )
    if db.session.scalar(same) is not None:
        raise Refused(_l("This release is in the register already."), field="place")
    STORY_FLOW.advance(
        story, StoryAction.RELEASE, actor=actor, now=now, comment=comment, version=version, details={"channel": channel.value}
    )
    story.released_at = story.released_at or now
    release = StoryRelease(
        story_id=story.matter_id,
        channel=channel,
        place=words,
        released_on=released_on,
        account_id=actor.account_id,
        actor_name=actor.name,
        recorded_at=now,
    )
    db.session.add(release)
    db.session.flush()
    return release


def correct_story(
    story: Story, correction: str, *, actor: Any, now: datetime, comment: str | None, version: int | None = None
) -> Transition:
    """Publish a correction: it stands at the foot of the story, in every export and in the register (Civil Code Art. 1028)."""
    words = correction.strip()
    STORY_FLOW.required(actor, story, StoryAction.CORRECT)
    if len(words) < 5 or len(words) > LONGEST_CORRECTION:
        raise Refused(
            _l("Write the correction as readers shall see it, in 5 to %(max)d characters.", max=LONGEST_CORRECTION),
            field="correction",
        )
    transition = STORY_FLOW.advance(story, StoryAction.CORRECT, actor=actor, now=now, comment=comment, version=version)
    story.correction, story.corrected_at = words, now
    db.session.execute(
        update(StoryRelease)
        .where(StoryRelease.story_id == story.matter_id, StoryRelease.recalled_at.is_(None))
        .values(correction=words, corrected_at=now, version=StoryRelease.version + 1)
        .execution_options(synchronize_session=False)
    )
    db.session.flush()
    return transition


def recall_story(story: Story, *, actor: Any, now: datetime, comment: str | None, version: int | None = None) -> Transition:
    """Give a story up, or call a released one back: it is shown nowhere any more, and its deed can be told anew (PB-04)."""
    was_public = story.matter.state in PUBLIC
    transition = STORY_FLOW.advance(story, StoryAction.RECALL, actor=actor, now=now, comment=comment, version=version)
    story.ended_at = now
    stop_asking(story.matter, actor=actor, now=now)
    if was_public:
        close_tasks_of(story.matter, Ask.TAKE_DOWN, actor=actor, now=now)
        db.session.execute(
            update(StoryRelease)
            .where(StoryRelease.story_id == story.matter_id, StoryRelease.recalled_at.is_(None))
            .values(recalled_at=now, recall_reason=transition.comment, version=StoryRelease.version + 1)
            .execution_options(synchronize_session=False)
        )
    else:
        clear_reviews(story, now=now)
    db.session.flush()
    return transition
