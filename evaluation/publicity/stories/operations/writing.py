"""Write at a story: begin it from an accepted deed, change it, choose how people appear, throw a draft away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm.attributes import flag_modified

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.attachments.models import Attachment
from evaluation.procedures.attachments.queries import people_in, photographs_of
from evaluation.procedures.consents.enums import Channel
from evaluation.procedures.consents.operations import outdate_consents
from evaluation.procedures.evidence.enums import EvidenceState, Purpose
from evaluation.procedures.evidence.models import Evidence
from evaluation.procedures.evidence.operations import cite
from evaluation.procedures.evidence.queries import cited_in, evidence_from
from evaluation.procedures.workflow.enums import MatterKind, Part
from evaluation.procedures.workflow.models import Campaign
from evaluation.procedures.workflow.operations import LONGEST_TITLE, open_matter, set_people
from evaluation.publicity.stories.enums import EDITABLE, NameUse, Stage, StoryState, Verdict
from evaluation.publicity.stories.models import Story, StoryPerson, StoryPhotograph, StoryReview, StoryWriter
from evaluation.publicity.stories.people import people_of_deed
from evaluation.publicity.stories.policies import may_draft, may_write
from evaluation.publicity.stories.queries import living_story_of
from evaluation.publicity.stories.texts import (
    PhotographWords,
    body_from_deed,
    figures_from,
    kicker_for,
    text_digest,
    text_to_consent,
)
from evaluation.records.deeds.enums import DeedState
from evaluation.records.deeds.models import Deed
from evaluation.registry.accounts.enums import Role
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.naming import with_mou

PARTS = (Part.SUBJECT, Part.NAMED)
LONGEST = {"kicker": 40, "title": 40, "lead": 400, "body": 10_000, "figures": 200, "origin": 60, "written_by": 40}


@dataclass(frozen=True)
class PhotographChoice:
    """A photograph of the deed with the words that shall stand beside it."""

    attachment_id: int
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True)
class StoryText:
    """What the writer writes. ``others`` are further people in the text, ``pictured`` further people in the pictures."""

    title: str
    kicker: str = ""
    lead: str = ""
    body: str = ""
    figures: str = ""
    origin: str = ""
    written_by: str = ""
    photographs: Sequence[PhotographChoice] = field(default_factory=tuple)
    others: Sequence[int] = ()
    pictured: Sequence[int] = ()


def draft_story(deed: Deed, *, actor: Any, now: datetime) -> Story:
    """A first draft out of an accepted deed, which it cites; its author alone sees it. One deed has one living story."""
    if not may_draft(actor) or not actor.within(deed.matter.organization_id, Role.PUBLICITY_EDITOR):
        raise NotAllowed(_l("Stories are written by the publicity editors of the unit; ask the head of publicity."))
    if deed.matter.state != DeedState.ACCEPTED:
        raise WrongState(_l("Only an accepted deed can be told; this one is not accepted, or not any more."))
    if living_story_of(deed.matter_id) is not None:
        raise WrongState(_l("A story tells this deed already; open that one, or recall it first."))
    evidence = next((one for one in evidence_from(deed.matter_id) if one.state is EvidenceState.VALID), None)
    if evidence is None:
        raise WrongState(_l("This deed is no valid evidence any more; it cannot be told."))
    frozen = evidence.frozen
    campaign = db.session.get(Campaign, deed.matter.campaign_id) if deed.matter.campaign_id else None
    unit = db.session.get_one(Organization, deed.matter.organization_id)
    matter = open_matter(
        MatterKind.STORY,
        title=str(frozen.get("title") or deed.matter.title)[:LONGEST_TITLE],
        state=StoryState.DRAFT,
        organization_id=deed.matter.organization_id,
        campaign_id=deed.matter.campaign_id,
        occurred_from=deed.matter.occurred_from,
        occurred_to=deed.matter.occurred_to,
        actor=actor,
        now=now,
    )
    lead, body = body_from_deed(str(frozen.get("text") or deed.body))
    story = Story(
        matter_id=matter.id,
        matter=matter,
        deed_id=deed.matter_id,
        kicker=kicker_for(campaign.name if campaign else None),
        lead=lead,
        body=body,
        figures=figures_from(cited.minutes for cited in cited_in(deed.matter_id)),
        origin=unit.name,
        written_by=actor.name,
        edited_by=actor.name,
        channels=[channel.value for channel in Channel],
        text_changed_at=now,
        text_changed_by_id=actor.account_id,
    )
    db.session.add(story)
    db.session.flush()
    story.text_digest = text_digest(story, matter.title, [])
    db.session.add(StoryWriter(story_id=matter.id, account_id=actor.account_id))
    cite([evidence.id], matter, purpose=Purpose.STORY, actor=actor, now=now)
    settle_people(story, people_of_deed(deed.matter_id), set(), StoryText(title=matter.title))
    db.session.flush()
    return story


def check_lengths(text: StoryText) -> None:
    """Refuse what cannot be kept even in a draft."""
    if not text.title:
        raise Refused(_l("Write a title."), field="title")
    for name, limit in LONGEST.items():
        if len(getattr(text, name)) > limit:
            raise Refused(
                _l("At most %(max)d characters, now %(now)d; shorten it.", max=limit, now=len(getattr(text, name))), field=name
            )


def check_writable(story: Story, actor: Any) -> None:
    """The text is changed by its writers, and only while it is a draft or returned."""
    if not may_write(actor, story):
        raise NotAllowed(_l("Only the editors of the unit write at this story, and nobody who has reviewed it."))
    if story.matter.state not in EDITABLE:
        raise WrongState(_l("The story is under way and cannot be changed now; take it back or ask for a return."))


def edit_story(story: Story, text: StoryText, *, actor: Any, now: datetime) -> bool:
    """Change a draft, or what was returned; says whether the public text is another one now.

    A changed text makes every consent to the old one outdated and clears the reviews: the first stays visible as
    “changed, to be looked at again”, the later ones are gone.
    """
    check_writable(story, actor)
    check_lengths(text)
    photographs = chosen_photographs(story, text.photographs)
    matter = story.matter
    matter.title = text.title
    for name in ("kicker", "lead", "body", "figures", "origin", "written_by"):
        setattr(story, name, getattr(text, name))
    keep_photographs(story, photographs)
    pictured = set().union(*people_in([one.id for one, _choice in photographs]).values()) if photographs else set()
    settle_people(story, people_of_deed(story.deed_id), pictured, text)
    words = [
        PhotographWords(position, one.digest, choice.caption, choice.credit)
        for position, (one, choice) in enumerate(photographs, start=1)
    ]
    changed = note_change(story, text_digest(story, text.title, words), actor=actor, now=now)
    db.session.flush()
    return changed


def note_change(story: Story, digest: str, *, actor: Any, now: datetime) -> bool:
    """Keep who changed the text and when, and what the change costs in reviews and consents."""
    if digest == story.text_digest:
        return False
    before, story.text_digest = story.text_digest, digest
    story.text_changed_at, story.text_changed_by_id = now, actor.account_id
    story.matter.changed_at = now
    flag_modified(story.matter, "changed_at")  # two changes in one moment are two versions
    if actor.account_id not in story.writer_ids:
        db.session.add(StoryWriter(story_id=story.matter_id, account_id=actor.account_id))
    db.session.flush()
    db.session.expire(story, ["writers", "photographs"])
    if story.matter.state != StoryState.DRAFT:
        clear_reviews(story, now=now, keep_first=True)
        outdate_consents(story.matter, text=text_to_consent(story), actor=actor, now=now)
    if before == story.returned_digest:
        record(
            "story.change_text", actor=actor, object_kind="story", object_id=story.matter_id,
            object_number=story.matter.number, now=now, text_digest=digest,
        )  # fmt: skip
    return True


def clear_reviews(story: Story, *, now: datetime, keep_first: bool = False, stages: Iterable[Stage] = tuple(Stage)) -> None:
    """Reviews of these stages count no more; they stay on record. The first may stay, to be looked at again."""
    wanted = [stage for stage in stages if not (keep_first and stage is Stage.FIRST)]
    db.session.execute(
        update(StoryReview)
        .where(
            StoryReview.story_id == story.matter_id,
            StoryReview.verdict == Verdict.PASSED,
            StoryReview.cleared_at.is_(None),
            StoryReview.stage.in_(wanted),
        )
        .values(cleared_at=now)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(story, ["reviews"])


def chosen_photographs(story: Story, choices: Sequence[PhotographChoice]) -> list[tuple[Attachment, PhotographChoice]]:
    """The photographs chosen, in order; only those of the deed itself can be."""
    if not choices:
        return []
    available = {one.id: one for one in photographs_of(story.deed_id)}
    wanted = list({choice.attachment_id: choice for choice in choices}.values())
    if any(choice.attachment_id not in available for choice in wanted):
        raise Refused(
            _l("One of the photographs is not, or no longer, among those of the deed; choose again."), field="photographs"
        )
    return [(available[choice.attachment_id], choice) for choice in wanted]


def keep_photographs(story: Story, photographs: Sequence[tuple[Attachment, PhotographChoice]]) -> None:
    """Make these the photographs of the story."""
    wanted = [
        {
            "story_id": story.matter_id,
            "attachment_id": one.id,
            "position": position,
            "caption": choice.caption.strip(),
            "credit": choice.credit.strip(),
        }
        for position, (one, choice) in enumerate(photographs, start=1)
    ]
    present = [
        {
            "story_id": one.story_id,
            "attachment_id": one.attachment_id,
            "position": one.position,
            "caption": one.caption,
            "credit": one.credit,
        }
        for one in story.photographs
    ]
    if wanted == present:
        return
    db.session.execute(
        delete(StoryPhotograph).where(StoryPhotograph.story_id == story.matter_id).execution_options(synchronize_session=False)
    )
    if wanted:
        db.session.execute(insert(StoryPhotograph), wanted)
    db.session.expire(story, ["photographs"])


def settle_people(story: Story, of_deed: Mapping[int, Part], pictured: set[int], text: StoryText) -> None:
    """Who is in the story: people of the deed, those in chosen pictures, those added; what was chosen for them stays."""
    others, added_in_picture = set(text.others), set(text.pictured)
    wanted = set(of_deed) | pictured | others | added_in_picture
    present = {one.person_id: one for one in people_rows(story)}
    for person_id in present.keys() - wanted:
        db.session.delete(present[person_id])
    for person_id in sorted(wanted):
        row = present.get(person_id)
        if row is None:
            row = StoryPerson(story_id=story.matter_id, person_id=person_id, use=first_use(person_id, of_deed, others))
            db.session.add(row)
        row.in_picture = person_id in pictured or person_id in added_in_picture
        row.added, row.added_in_picture = person_id in others, person_id in added_in_picture
    set_people(story.matter, {(person_id, of_deed.get(person_id, Part.NAMED)) for person_id in wanted}, parts=PARTS)


def first_use(person_id: int, of_deed: Mapping[int, Part], others: set[int]) -> NameUse:
    """Who is only in a picture is not named until the writer says so."""
    return NameUse.SHOW if person_id in of_deed or person_id in others else NameUse.LEAVE_OUT


def choose_uses(
    story: Story,
    uses: Mapping[int, NameUse],
    *,
    channels: Sequence[Channel],
    until: date | None,
    actor: Any,
    now: datetime,
    rows: Iterable[StoryPerson] | None = None,
) -> None:
    """How each person appears, where the story shall be published, and how long the consents shall hold.

    ``rows`` are the people of the story where the caller has just read them.
    """
    check_writable(story, actor)
    if not channels:
        raise Refused(_l("Choose at least one place of publication."), field="channels")
    if until is not None and until <= local(now).date():
        raise Refused(_l("The last day of the consent lies in the past; choose a later one."), field="until")
    for row in people_rows(story) if rows is None else rows:
        if row.person_id in uses and row.use is not uses[row.person_id]:
            row.use = uses[row.person_id]
    story.channels = sorted(channel.value for channel in channels)
    story.consent_until = until
    db.session.flush()


def write_mou(story: Story, name: str, *, actor: Any, now: datetime) -> bool:
    """Write 李某 for a full name wherever it stands in the story, on the writer's word."""
    check_writable(story, actor)
    other = with_mou(name)

    others, pictured = added_people(story)

    def changed(text: str) -> str:
        return text.replace(name, other)

    text = StoryText(
        title=changed(story.matter.title),
        kicker=story.kicker,
        lead=changed(story.lead),
        body=changed(story.body),
        figures=changed(story.figures),
        origin=story.origin,
        written_by=story.written_by,
        photographs=[PhotographChoice(one.attachment_id, changed(one.caption), changed(one.credit)) for one in story.photographs],
        others=others,
        pictured=pictured,
    )
    return edit_story(story, text, actor=actor, now=now)


def people_rows(story: Story) -> list[StoryPerson]:
    """How each person appears."""
    return list(db.session.scalars(select(StoryPerson).where(StoryPerson.story_id == story.matter_id)))


def added_people(story: Story) -> tuple[list[int], list[int]]:
    """Whom the writer added by hand: in the text, in the pictures."""
    rows = people_rows(story)
    return [one.person_id for one in rows if one.added], [one.person_id for one in rows if one.added_in_picture]


def cite_present_edition(story: Story, *, actor: Any, now: datetime) -> Evidence | None:
    """Lean on the edition of the deed that is valid now; None where there is none."""
    valid = [one for one in evidence_from(story.deed_id) if one.state is EvidenceState.VALID]
    if valid:
        cite([one.id for one in valid], story.matter, purpose=Purpose.STORY, actor=actor, now=now)
    return valid[-1] if valid else None


def delete_draft(story: Story, *, actor: Any, now: datetime) -> None:
    """Throw away a draft that was never submitted. What once had a number is kept."""
    if story.matter.opened_by_id != actor.account_id:
        raise NotAllowed(_l("Only the person who began the story can throw it away."))
    if story.matter.state != StoryState.DRAFT:
        raise WrongState(_l("What was submitted once is kept; recall it instead."))
    matter = story.matter
    set_people(matter, (), parts=list(Part))
    cite((), matter, purpose=Purpose.STORY, actor=actor, now=now)
    for table in (StoryPhotograph, StoryPerson, StoryWriter):
        db.session.execute(delete(table).where(table.story_id == matter.id).execution_options(synchronize_session=False))
    record("story.delete_draft", actor=actor, object_kind="story", object_id=matter.id, now=now)
    db.session.delete(story)
    db.session.flush()
    db.session.delete(matter)
