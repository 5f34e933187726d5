"""What the pages of a story show: steps, reviews, consents in words, choices of the forms, lists as workbooks."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import current_app, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from evaluation.foundation.core.database import db
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.display import short_date
from evaluation.foundation.web.downloads import workbook_answer
from evaluation.procedures.attachments.models import Attachment
from evaluation.procedures.attachments.operations import storage
from evaluation.procedures.attachments.queries import photographs_of
from evaluation.procedures.consents.enums import Channel
from evaluation.procedures.workflow.models import Matter
from evaluation.publicity.stories.contents import Contents, contents_of
from evaluation.publicity.stories.documents.making import reader
from evaluation.publicity.stories.enums import NameUse, Stage, StoryState
from evaluation.publicity.stories.models import Story, StoryRelease
from evaluation.publicity.stories.operations.asking import still_missing
from evaluation.publicity.stories.operations.writing import PhotographChoice
from evaluation.publicity.stories.people import Named
from evaluation.registry.accounts.enums import ORGANIZATION_ROLES, PUBLICITY_ROLES
from evaluation.registry.organizations.enums import OrganizationKind
from evaluation.registry.organizations.models import Organization

PATH = (
    StoryState.DRAFT,
    StoryState.CONSENT,
    StoryState.REVIEW1,
    StoryState.REVIEW2,
    StoryState.REVIEW3,
    StoryState.READY,
    StoryState.RELEASED,
)


def stepper(story: Story) -> list[dict[str, Any]]:
    """Seven places from draft to release."""
    state = StoryState(story.matter.state)
    labels = (
        _("Written"),
        _("Consent"),
        _("First review"),
        _("Second review"),
        _("Final review"),
        _("Export"),
        _("Released"),
    )
    place = {StoryState.RETURNED: 0, StoryState.CORRECTED: 6, StoryState.RECALLED: recalled_at(story)}.get(state)
    current = PATH.index(state) if place is None else place
    done = state in {StoryState.RELEASED, StoryState.CORRECTED}
    mark = {StoryState.RETURNED: "back", StoryState.RECALLED: "stop"}.get(state, "done" if done else "now")
    return [
        {
            "label": label,
            "state": "done" if position < current else mark if position == current else "todo",
            "detail": detail_of_step(story, position),
        }
        for position, label in enumerate(labels)
    ]


def recalled_at(story: Story) -> int:
    """How far a recalled story had come."""
    return 6 if story.released_at else 5 if story.ready_at else 0


def detail_of_step(story: Story, position: int) -> str | None:
    """The day of a step taken."""
    if 2 <= position <= 4:
        review = story.live_review(list(Stage)[position - 2])
        return short_date(review.reviewed_at) if review is not None and review.text_digest == story.text_digest else None
    moment = {0: story.matter.submitted_at, 5: story.ready_at, 6: story.released_at}.get(position)
    return short_date(moment) if moment is not None else None


def review_rows(story: Story) -> list[dict[str, Any]]:
    """The three reviews: who, when, what it came to, and whether the text changed since."""
    rows = []
    for stage in Stage:
        done = [one for one in story.reviews if one.stage is stage]
        live = story.live_review(stage)
        last = live or (done[-1] if done else None)
        changed = last is not None and last.verdict.value == "passed" and last.text_digest != story.text_digest
        rows.append({"stage": stage, "review": last, "live": live is not None, "changed": changed})
    return rows


def names_people(people: Iterable[Named]) -> bool:
    """Whether anybody's name is shown."""
    return any(one.use is NameUse.SHOW for one in people)


def shown(story: Story, people: Iterable[Named]) -> Contents:
    """The story as a reader sees it."""
    return contents_of(story, names_people=names_people(people))


def read_file(contents: Contents) -> Any:
    """Reads the pictures of a story."""
    return reader(storage(), contents)


def organisation_name(story: Story) -> str:
    """Who publishes."""
    return current_app.config["COLLEGE_NAME"] or story.origin


def missing_words(story: Story, people: Sequence[Named], now: Any) -> list[dict[str, Any]]:
    """Who has not agreed yet, by person, with the channels concerned."""
    by_person: dict[int, dict[str, Any]] = {}
    for channel, absent in still_missing(story, people, now=now).items():
        for one in absent:
            row = by_person.setdefault(one.person_id, {"name": one.name, "state": one.state, "channels": []})
            row["channels"].append(channel.label)
    return list(by_person.values())


def department_choices(actor: Any) -> list[tuple[Any, Any]]:
    """Departments whose stories the actor sees."""
    scope = actor.scope(*PUBLICITY_ROLES, *ORGANIZATION_ROLES)
    rows = db.session.execute(
        select(Organization.id, Organization.name)
        .where(Organization.id.in_(sorted(scope)), Organization.kind == OrganizationKind.DEPARTMENT)
        .order_by(Organization.code)
    )
    return [("", _("all")), *((identity, name) for identity, name in rows)]


def photograph_rows(story: Story) -> list[dict[str, Any]]:
    """The photographs of the deed with their words and numbers in the story, for the form."""
    chosen = {one.attachment_id: one for one in story.photographs}
    rows = []
    for one in photographs_of(story.deed_id):
        mine = chosen.get(one.id)
        rows.append(
            {
                "id": one.id,
                "name": one.name,
                "thumbnail": url_for("attachments.thumbnail", attachment_id=one.id),
                "place": posted(one, "place", str(mine.position) if mine else ""),
                "caption": posted(one, "caption", mine.caption if mine else one.caption),
                "credit": posted(one, "credit", mine.credit if mine else one.credit),
            }
        )
    return rows


def posted(attachment: Attachment, name: str, otherwise: str) -> str:
    """What the form sent for a photograph, so that a refused form keeps it."""
    return request.form.get(f"photograph-{attachment.id}-{name}", otherwise)


def photographs_posted(deed_id: int) -> list[PhotographChoice]:
    """The photographs that were given a number, in the order of their numbers."""
    chosen = []
    for one in photographs_of(deed_id):
        place = request.form.get(f"photograph-{one.id}-place", "").strip()
        if place.isdecimal() and 0 < int(place) < 100:
            words = [request.form.get(f"photograph-{one.id}-{name}", "").strip()[:120] for name in ("caption", "credit")]
            chosen.append((int(place), one.id, PhotographChoice(one.id, *words)))
    return [choice for _place, _id, choice in sorted(chosen, key=lambda row: row[:2])]


def uses_posted(people: Iterable[Named]) -> dict[int, NameUse]:
    """What was chosen for each person."""
    uses = {}
    for one in people:
        value = request.form.get(f"use-{one.person.id}", "")
        if value in set(NameUse):
            uses[one.person.id] = NameUse(value)
    return uses


def list_workbook(statement: Any) -> Response:
    """The rows of the list as a workbook, newest first, columns as shown."""
    rows = db.session.execute(statement.order_by(Matter.id.desc()).execution_options(yield_per=1000))
    columns = [_("Number"), _("Title"), _("Column line"), _("Department"), _("Written by"), _("State"), _("Released on")]
    return workbook_answer(
        _("Stories"),
        columns,
        (
            [
                row.number or "",
                row.title,
                row.kicker,
                row.organization,
                row.written_by,
                str(StoryState(row.state).label),
                row.released_at,
            ]
            for row in rows
        ),
    )


def register_workbook(statement: Any) -> Response:
    """The register of releases as a workbook, newest first, columns as shown."""
    rows = db.session.execute(
        statement.order_by(StoryRelease.released_on.desc(), StoryRelease.id.desc()).execution_options(yield_per=1000)
    )
    columns = [
        _("Number"), _("Title"), _("Channel"), _("Address or issue"), _("Released on"), _("Recorded by"), _("Correction"),
        _("Recalled on"), _("Reason"), _("Consent withdrawn"),
    ]  # fmt: skip
    return workbook_answer(
        _("Register of releases"),
        columns,
        (
            [
                row.number, row.title, str(Channel(row.channel).label), row.place, row.released_on, row.actor_name,
                row.correction, row.recalled_at, row.recall_reason, _("yes") if row.taken_back else "",
            ]
            for row in rows
        ),
    )  # fmt: skip
