"""Bring a story on its way: submit it, ask the people in it, send it to review, take it back to change it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused, WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.consents.enums import Channel, ConsentState
from evaluation.procedures.consents.operations import ask_consents, close_tasks_of, question_of
from evaluation.procedures.consents.queries import text_digest
from evaluation.procedures.evidence.enums import EvidenceState
from evaluation.procedures.workflow.enums import Ask
from evaluation.procedures.workflow.models import Transition
from evaluation.procedures.workflow.operations import keep_revision
from evaluation.publicity.stories.enums import StoryAction, StoryState
from evaluation.publicity.stories.examination import what_stops
from evaluation.publicity.stories.models import Story
from evaluation.publicity.stories.operations.writing import check_writable, cite_present_edition
from evaluation.publicity.stories.people import Missing, Named, missing_for, people_of_story
from evaluation.publicity.stories.policies import may_write_back
from evaluation.publicity.stories.texts import text_to_consent
from evaluation.publicity.stories.workflow import STORY_FLOW

WAITING = frozenset({ConsentState.ASKED, ConsentState.CHANGES_WANTED, ConsentState.OUTDATED})


def submit_story(
    story: Story,
    *,
    actor: Any,
    now: datetime,
    comment: str | None = None,
    version: int | None = None,
    people: Sequence[Named] | None = None,
) -> Transition:
    """Submit a draft or a returned story, and ask everybody who is shown in it.

    A returned story whose text is as it was goes straight back to the person who returned it. A changed one, and a first
    one, waits for the consents; where nobody has to be asked any more, it goes on to review at once.
    ``people`` are those of the story where the caller has just read them.
    Raises :class:`Refused` with the first thing that must be changed.
    """
    check_writable(story, actor)
    people = people_of_story(story.matter_id) if people is None else people
    stops = what_stops(story, people)
    if stops:
        raise Refused(stops[0].message, field=stops[0].field)
    if any(one.state is not EvidenceState.VALID for one in story.evidence) or not story.evidence:
        if cite_present_edition(story, actor=actor, now=now) is None:
            raise WrongState(_l("The deed of this story is no longer valid evidence; the story cannot go on."))
        db.session.expire(story, ["evidence"])
    matter = story.matter
    keep_revision(matter, text=text_to_consent(story), actor=actor, now=now)
    if may_write_back(actor, story):
        ask_people(story, people, actor=actor, now=now)
        return STORY_FLOW.advance(story, StoryAction.RESUBMIT, actor=actor, now=now, comment=comment, version=version)
    action = StoryAction.SUBMIT if matter.state == StoryState.DRAFT else StoryAction.RESUBMIT_CHANGED
    matter.returned_from = matter.returned_by_id = None
    transition = STORY_FLOW.advance(
        story, action, actor=actor, now=now, comment=comment, version=version, details={"text_digest": story.text_digest}
    )
    ask_people(story, people, actor=actor, now=now)
    if all_agree(story, people_of_story(matter.id) if needs_answer(people) else people, now=now):
        transition = STORY_FLOW.advance(story, StoryAction.SEND, actor=actor, now=now)
    return transition


def needs_answer(people: Iterable[Named]) -> bool:
    """Whether anybody had a consent that could hold already."""
    return any(one.is_asked and one.consent is not None for one in people)


def ask_people(story: Story, people: Sequence[Named], *, actor: Any, now: datetime) -> None:
    """Ask everybody whose name, story or picture is shown, and let go who is not shown any more.

    Nobody is asked the same question twice: who refused this text for these channels has answered.
    """
    text, channels = text_to_consent(story), sorted(story.channels)

    def was_asked(one: Named) -> bool:
        question = (text_digest(text), sorted(one.scopes), channels, story.consent_until)
        return one.consent is not None and one.consent.state is not ConsentState.OUTDATED and question_of(one.consent) == question

    wanted = {one.person.id: one.scopes for one in people if one.is_asked and not was_asked(one)}
    if wanted:
        ask_consents(
            story.matter,
            wanted,
            text=text,
            channels=[Channel(channel) for channel in channels],
            until=story.consent_until,
            actor=actor,
            now=now,
            before={one.person.id: one.consent for one in people if one.consent is not None},
        )
    for one in people:
        if not one.is_asked and one.consent is not None and one.consent.state in WAITING:
            one.consent.superseded_at = now
            close_tasks_of(story.matter, Ask.GIVE_CONSENT, actor=actor, now=now, person_id=one.person.id)


def still_missing(story: Story, people: Sequence[Named], *, now: datetime) -> dict[Channel, list[Missing]]:
    """Who has not agreed, by channel; channels in which everybody agreed are left out."""
    text, day = text_to_consent(story), local(now).date()
    found = {Channel(channel): missing_for(people, Channel(channel), day, text) for channel in story.channels}
    return {channel: absent for channel, absent in found.items() if absent}


def all_agree(story: Story, people: Sequence[Named], *, now: datetime) -> bool:
    """Whether everybody shown agrees, in all channels of the story."""
    return not still_missing(story, people, now=now)


def send_to_review(story: Story, *, actor: Any, now: datetime, version: int | None = None) -> Transition:
    """All agree: the first review begins (PB-03)."""
    STORY_FLOW.required(actor, story, StoryAction.SEND)
    absent = still_missing(story, people_of_story(story.matter_id), now=now)
    if absent:
        names = "、".join(dict.fromkeys(one.name for several in absent.values() for one in several))
        raise Refused(_l("These people have not agreed yet: %(names)s. Remind them, or take the story back.", names=names))
    return STORY_FLOW.advance(story, StoryAction.SEND, actor=actor, now=now, version=version)


def take_back(story: Story, *, actor: Any, now: datetime, comment: str | None, version: int | None = None) -> Transition:
    """Take a story that is under way back to change it; nothing leaves the house meanwhile."""
    transition = STORY_FLOW.advance(story, StoryAction.TAKE_BACK, actor=actor, now=now, comment=comment, version=version)
    story.returned_digest = story.text_digest
    story.ready_at = None
    db.session.flush()
    return transition
