"""Reads over stories: lists, one story with what hangs on it, who still has to consent, what stands against leaving the house."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import contains_eager
from werkzeug.exceptions import NotFound

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.attachments.queries import people_in
from evaluation.procedures.consents.enums import Channel, ConsentState, Scope
from evaluation.procedures.consents.models import Consent
from evaluation.procedures.consents.queries import is_valid, live_consent, text_digest
from evaluation.procedures.evidence.enums import EvidenceState
from evaluation.procedures.workflow.enums import Part
from evaluation.procedures.workflow.models import Matter, MatterPerson, Remark, Revision
from evaluation.publicity.stories.assistance import Appearance, names_not_to_be_told
from evaluation.publicity.stories.enums import NameUse, Stage
from evaluation.publicity.stories.models import (
    BannedWord,
    Story,
    StoryExport,
    StoryPerson,
    StoryPhotograph,
    StoryRelease,
)
from evaluation.publicity.stories.names import candidates
from evaluation.publicity.stories.policies import may_see, taken_from, told, visible_to, worked_on_by, works_on
from evaluation.publicity.stories.texts import pieces_of, text_to_consent
from evaluation.records.deeds.enums import DeedState
from evaluation.records.deeds.models import Deed
from evaluation.records.deeds.policies import accepted_within
from evaluation.registry.accounts.enums import Role
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.models import Person
from evaluation.registry.people.queries import escaped

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
        pattern = f"%{escaped(filters['q'])}%"
        statement = statement.where(
            or_(
                Matter.title.like(pattern, escape="\\"),
                Matter.number.like(pattern, escape="\\"),
                Story.kicker.like(pattern, escape="\\"),
                Story.written_by.like(pattern, escape="\\"),
            )
        )
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
            Deed.subject_kind,
            Deed.subject_name,
            Deed.accepted_at,
            Person.name.label("subject_person"),
            Organization.short_name.label("organization"),
        )
        .join(Deed, Deed.matter_id == Matter.id)
        .join(Organization, Organization.id == Matter.organization_id)
        .outerjoin(Person, Person.id == Deed.subject_person_id)
        .where(
            accepted_within(actor.scope(Role.PUBLICITY_EDITOR)),
            ~exists().where(Story.deed_id == Deed.matter_id, Story.ended_at.is_(None)),
        )
    )


def told_rows(actor: Any) -> Select[Any]:
    """Columns of the released stories that every colleague may read."""
    first = StoryPhotograph.__table__.alias("first_photograph")
    return (
        select(
            Matter.id, Matter.title, Matter.state, Story.kicker, Story.lead, Story.released_at, Story.origin,
            first.c.caption.label("caption"),
        )
        .join(Story, Story.matter_id == Matter.id)
        .outerjoin(first, (first.c.story_id == Story.matter_id) & (first.c.position == 1))
        .where(told(), visible_to(actor))
    )  # fmt: skip


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


@dataclass(frozen=True)
class Named:
    """A person of a story: how shown, which consent counts now, and what that person is on the roster."""

    row: StoryPerson
    person: Person
    part: Part | None
    consent: Consent | None

    @property
    def use(self) -> NameUse:
        """How the person appears."""
        return self.row.use

    @property
    def in_picture(self) -> bool:
        """Whether the person is to be recognised in a chosen photograph."""
        return self.row.in_picture

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """What the person must consent to; nothing where neither name nor picture is shown."""
        shown = (Scope.NAME, Scope.STORY) if self.use is NameUse.SHOW else ()
        return (*shown, Scope.PHOTOGRAPH) if self.in_picture else shown

    @property
    def is_asked(self) -> bool:
        """Whether this person's consent is needed at all."""
        return bool(self.scopes)

    def appearance(self, posts: str = "") -> Appearance:
        """As the checks of the text need the person."""
        return Appearance(self.person.id, self.person.name, self.use, self.person.number, posts)

    def consents_to(self, channel: Channel, day: date, text: str) -> bool:
        """Whether the person may be shown there on that day with this text (PIPL Arts. 15, 25; Civil Code Art. 1019)."""
        if not self.is_asked:
            return True
        return self.consent is not None and is_valid(self.consent, channel, day, scopes=self.scopes, text=text)


def people_of_story(matter_id: int) -> list[Named]:
    """The people of a story with the consents that count now, in one statement."""
    rows = db.session.execute(
        select(StoryPerson, Person, MatterPerson.part, Consent)
        .join(Person, Person.id == StoryPerson.person_id)
        .outerjoin(
            MatterPerson,
            (MatterPerson.matter_id == StoryPerson.story_id) & (MatterPerson.person_id == StoryPerson.person_id),
        )
        .outerjoin(
            Consent,
            (Consent.matter_id == StoryPerson.story_id)
            & (Consent.person_id == StoryPerson.person_id)
            & Consent.superseded_at.is_(None),
        )
        .where(StoryPerson.story_id == matter_id)
        .order_by(MatterPerson.part.desc(), StoryPerson.in_picture, Person.id)
    )
    return [Named(row, person, part, consent) for row, person, part, consent in rows]


def people_of_deed(deed_id: int) -> dict[int, Part]:
    """Whom the deed names, as what."""
    rows = db.session.execute(
        select(MatterPerson.person_id, MatterPerson.part)
        .where(MatterPerson.matter_id == deed_id, MatterPerson.part.in_(NAMED_PARTS))
        .order_by(MatterPerson.part.desc(), MatterPerson.person_id)
    )
    return {person_id: part for person_id, part in rows}


def people_pictured(story: Story) -> set[int]:
    """Who is in the chosen photographs."""
    chosen = [one.attachment_id for one in story.photographs]
    return set().union(*people_in(chosen).values()) if chosen else set()


@dataclass(frozen=True)
class Missing:
    """A person without whose consent a story may not go to a channel, and how it stands."""

    person_id: int
    name: str
    state: ConsentState | None


def missing_for(people: Iterable[Named], channel: Channel, day: date, text: str) -> list[Missing]:
    """Who has not agreed to this text in this channel on this day; empty where nobody is missing (PB-03, PB-07)."""
    return [
        Missing(one.person.id, one.person.name, one.consent.state if one.consent else None)
        for one in people
        if not one.consents_to(channel, day, text)
    ]


def obstacles(story: Story, people: Iterable[Named], channel: Channel, day: date) -> list[Any]:
    """Why a story may not leave the house for a channel on a day, in sentences; empty where nothing stands against it."""
    found: list[Any] = []
    done = [story.live_review(stage) for stage in Stage]
    if any(review is None or review.text_digest != story.text_digest for review in done):
        found.append(_l("The three reviews of this text are not all there."))
    elif len({review.account_id for review in done if review}) < len(Stage):
        found.append(_l("The three reviews must be by three different people."))
    if channel.value not in story.channels:
        found.append(_l("This story was not meant for “%(channel)s”; nobody was asked about it.", channel=channel.label))
    gone = [one.number for one in story.evidence if one.state is not EvidenceState.VALID]
    if gone:
        found.append(_l("Its evidence %(numbers)s is no longer valid; look at it again first.", numbers="、".join(gone)))
    for photograph in story.photographs:
        if photograph.attachment.removed_at is not None:
            found.append(_l("Photograph %(number)d was removed from the deed; take it out.", number=photograph.position))
    people = list(people)
    found += [one.message for one in names_not_to_be_told(pieces_of(story), [one.appearance() for one in people])]
    absent = missing_for(people, channel, day, text_to_consent(story))
    if absent:
        names = "、".join(one.name for one in absent)
        found.append(_l("Consent is missing for “%(channel)s”: %(names)s", channel=channel.label, names=names))
    return found


def deed_to_tell(actor: Any, deed_id: int) -> Deed:
    """An accepted deed that the actor may write about; 404 otherwise."""
    deed = db.session.scalar(
        select(Deed)
        .join(Matter, Matter.id == Deed.matter_id)
        .where(
            Deed.matter_id == deed_id,
            accepted_within(actor.scope(Role.PUBLICITY_EDITOR)),
            Matter.state == DeedState.ACCEPTED,
        )
    )
    if deed is None:
        raise NotFound
    return deed


def living_story_of(deed_id: int) -> int | None:
    """The id of the story that tells a deed now."""
    return db.session.scalar(select(Story.matter_id).where(Story.deed_id == deed_id, Story.ended_at.is_(None)))
