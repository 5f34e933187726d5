"""The people of a story: how each appears, what each agreed to, and what therefore stands against leaving the house."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from evaluation.foundation.core.database import db
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.consents.enums import Channel, ConsentState, Scope
from evaluation.procedures.consents.models import Consent
from evaluation.procedures.consents.queries import is_valid
from evaluation.procedures.evidence.enums import EvidenceState
from evaluation.procedures.workflow.enums import Part
from evaluation.procedures.workflow.models import MatterPerson
from evaluation.publicity.stories.assistance import Appearance, names_not_to_be_told
from evaluation.publicity.stories.enums import NameUse, Stage
from evaluation.publicity.stories.models import Story, StoryPerson
from evaluation.publicity.stories.texts import pieces_of, text_to_consent
from evaluation.registry.people.models import Person

NAMED_PARTS = (Part.SUBJECT, Part.NAMED)


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
