"""Reads over stories: lists, one story with what hangs on it, who still has to consent, what stands against leaving the house."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import contains_eager
from werkzeug.exceptions import NotFound

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.consents.enums import Channel
from evaluation.procedures.consents.queries import live_consent, text_digest
from evaluation.procedures.workflow.enums import Part
from evaluation.procedures.workflow.models import Matter, Remark, Revision
from evaluation.procedures.workflow.queries import holding
from evaluation.publicity.stories.models import (
    BannedWord,
    Story,
    StoryExport,
    StoryRelease,
)
from evaluation.publicity.stories.names import candidates
from evaluation.publicity.stories.policies import may_see, taken_from, told, visible_to, worked_on_by, works_on
from evaluation.publicity.stories.texts import text_to_consent
from evaluation.records.deeds.enums import DeedState
from evaluation.records.deeds.models import Deed
from evaluation.records.deeds.policies import accepted_within
from evaluation.records.deeds.queries import SUBJECT
from evaluation.registry.accounts.enums import Role
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.models import Person

NAMED_PARTS = (Part.SUBJECT, Part.NAMED)
KEPT_WORDS, KEPT_FOR = "banned_words", timedelta(minutes=1)


def loaded(condition: Any) -> Story | None:
    """A story with its matter, the people concerned, the writers and its evidence, in one statement."""
    return (
        db.session.scalars(
            select(Story)
            .join(Story.matter)
            .outerjoin(Matter.people)
            .outerjoin(Story.writers)
            .outerjoin(Story.evidence)
            .options(
                contains_eager(Story.matter).contains_eager(Matter.people),
                contains_eager(Story.writers),
                contains_eager(Story.evidence),
            )
            .where(condition)
            .execution_options(populate_existing=True)
        )
        .unique()
        .one_or_none()
    )


def story_visible(actor: Any, matter_id: int) -> Story:
    """The story, if the actor works on it or looks on; 404 where there is none or none that the actor may know of."""
    story = loaded((Story.matter_id == matter_id) & worked_on_by(actor))
    if story is None:
        raise NotFound
    return story


def story_told(actor: Any, matter_id: int) -> Story:
    """A story that may be read as a colleague reads it: released, or seen anyway."""
    story = loaded((Story.matter_id == matter_id) & visible_to(actor))
    if story is None:
        raise NotFound
    return story


def story_asked_about(actor: Any, matter_id: int) -> Story:
    """A story about whose present text the actor is asked for consent, or which the actor works on; 404 otherwise."""
    story = loaded(Story.matter_id == matter_id)
    if story is not None and (works_on(actor, story) or is_asked_about(actor, story)):
        return story
    raise NotFound


def is_asked_about(actor: Any, story: Story) -> bool:
    """Whether the actor was asked, by a question that still counts, about exactly the present text."""
    if actor.person_id is None:
        return False
    consent = live_consent(story.matter_id, actor.person_id)
    return consent is not None and consent.text_digest == text_digest(text_to_consent(story))


def story_shown(actor: Any, matter_id: int) -> Story:
    """A story whose pictures the actor may see: to read it, to work on it, or to decide about one's own consent."""
    story = loaded(Story.matter_id == matter_id)
    if story is not None and (may_see(actor, story) or is_asked_about(actor, story)):
        return story
    raise NotFound


def story_rows(actor: Any) -> Select[Any]:
    """Columns of the list over what the actor works on."""
    return (
        select(
            Matter.id,
            Matter.number,
            Matter.title,
            Matter.state,
            Matter.organization_id,
            Matter.changed_at,
            Story.kicker,
            Story.written_by,
            Story.released_at,
            Organization.short_name.label("organization"),
        )
        .join(Story, Story.matter_id == Matter.id)
        .join(Organization, Organization.id == Matter.organization_id)
        .where(worked_on_by(actor))
    )


def narrowed(statement: Select[Any], filters: Mapping[str, Any]) -> Select[Any]:
    """Conditions from the filter bar."""
    if filters.get("state"):
        statement = statement.where(Matter.state == filters["state"])
    if filters.get("department"):
        statement = statement.where(Matter.organization_id == filters["department"])
    if filters.get("mine"):
        statement = statement.where(Matter.opened_by_id == filters["mine"])
    if filters.get("q"):
        statement = statement.where(holding(filters["q"], Story.kicker, Story.written_by))
    return statement


def untold_deeds(actor: Any) -> Select[Any]:
    """Columns of the accepted deeds in the actor's scope of which no living story tells."""
    return (
        select(
            Matter.id,
            Matter.number,
            Matter.title,
            Matter.occurred_from,
            Matter.occurred_to,
            Deed.accepted_at,
            SUBJECT,
            Organization.short_name.label("organization"),
        )
        .join(Deed, Deed.matter_id == Matter.id)
        .join(Organization, Organization.id == Matter.organization_id)
        .outerjoin(Person, Person.id == Deed.subject_person_id)
        .where(
            accepted_within(actor, Role.PUBLICITY_EDITOR),
            ~exists().where(Story.deed_id == Deed.matter_id, Story.ended_at.is_(None)),
        )
    )


def told_rows(actor: Any) -> Select[Any]:
    """Columns of the released stories that every colleague may read."""
    return (
        select(Matter.id, Matter.title, Matter.state, Story.kicker, Story.lead, Story.released_at, Story.origin)
        .join(Story, Story.matter_id == Matter.id)
        .where(told(), visible_to(actor))
    )


def release_rows(actor: Any) -> Select[Any]:
    """Columns of the register of releases, with a mark where somebody took the consent back since."""
    return (
        select(
            StoryRelease.id, StoryRelease.channel, StoryRelease.place, StoryRelease.released_on, StoryRelease.actor_name,
            StoryRelease.correction, StoryRelease.corrected_at, StoryRelease.recall_reason, StoryRelease.recalled_at,
            Matter.id.label("matter_id"), Matter.number, Matter.title, Matter.state, taken_from().label("taken_back"),
        )
        .join(Matter, Matter.id == StoryRelease.story_id)
        .where(worked_on_by(actor))
    )  # fmt: skip


def releases_of(matter_id: int) -> list[StoryRelease]:
    """Where a story was published, oldest first."""
    return list(
        db.session.scalars(
            select(StoryRelease).where(StoryRelease.story_id == matter_id).order_by(StoryRelease.released_on, StoryRelease.id)
        )
    )


def exports_of(matter_id: int, limit: int = 20) -> list[StoryExport]:
    """Files that left the house, newest first."""
    return list(
        db.session.scalars(
            select(StoryExport).where(StoryExport.story_id == matter_id).order_by(StoryExport.id.desc()).limit(limit)
        )
    )


def exported_in(matter_id: int, text_digest: str, channel: Channel) -> bool:
    """Whether the present text was exported for a channel."""
    found = select(StoryExport.id).where(
        StoryExport.story_id == matter_id, StoryExport.text_digest == text_digest, StoryExport.channel == channel
    )
    return db.session.scalar(found.limit(1)) is not None


def notes_of(matter_id: int) -> list[Remark]:
    """Remarks on single sentences, newest first."""
    return list(
        db.session.scalars(
            select(Remark).where(Remark.matter_id == matter_id, Remark.passage.is_not(None)).order_by(Remark.id.desc())
        )
    )


def revision_of(matter_id: int, ordinal: int) -> Revision | None:
    """The text as it was submitted for the n-th time."""
    return db.session.scalar(select(Revision).where(Revision.matter_id == matter_id, Revision.ordinal == ordinal))


def last_revision(matter_id: int) -> int:
    """How often another text was submitted."""
    return db.session.scalar(select(func.max(Revision.ordinal)).where(Revision.matter_id == matter_id)) or 0


def banned_words() -> list[BannedWord]:
    """The list that the publicity team keeps."""
    return list(db.session.scalars(select(BannedWord).order_by(BannedWord.word)))


def words_to_avoid() -> list[tuple[str, str]]:
    """Banned words with what to write instead, kept for a minute and read anew at once after a change here."""
    kept = current_app.extensions.get(KEPT_WORDS)
    if kept is None or not timedelta(0) <= clock.now() - kept[0] < KEPT_FOR:
        rows = db.session.execute(select(BannedWord.word, BannedWord.advice).order_by(BannedWord.word))
        kept = current_app.extensions[KEPT_WORDS] = (clock.now(), [(word, advice) for word, advice in rows])
    return kept[1]


def forget_words() -> None:
    """Let the next check read the list again."""
    current_app.extensions.pop(KEPT_WORDS, None)


def roster_names(text: str) -> list[str]:
    """Names in a text that somebody of the roster bears; asked by the index, whatever the size of the roster."""
    wanted = candidates(text)
    return list(db.session.scalars(select(Person.name).where(Person.name.in_(wanted)).distinct())) if wanted else []


def deed_to_tell(actor: Any, deed_id: int) -> Deed:
    """An accepted deed that the actor may write about; 404 otherwise."""
    deed = db.session.scalar(
        select(Deed)
        .join(Matter, Matter.id == Deed.matter_id)
        .where(
            Deed.matter_id == deed_id,
            accepted_within(actor, Role.PUBLICITY_EDITOR),
            Matter.state == DeedState.ACCEPTED,
        )
    )
    if deed is None:
        raise NotFound
    return deed


def living_story_of(deed_id: int) -> int | None:
    """The id of the story that tells a deed now."""
    return db.session.scalar(select(Story.matter_id).where(Story.deed_id == deed_id, Story.ended_at.is_(None)))
