"""Pages that show stories: the list, deeds that wait to be told, one story, and the released ones for everybody."""

from typing import Any

from flask import Response, abort, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.files.names import download_headers
from evaluation.foundation.files.storage import StoredFileMissing
from evaluation.foundation.web.access import requires, signed_in
from evaluation.foundation.web.paging import Sort, page_of
from evaluation.procedures.attachments.operations import storage
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.panels import panel_of
from evaluation.procedures.workflow.queries import revisions_of, timeline
from evaluation.publicity.stories import presentation, queries
from evaluation.publicity.stories.enums import EXPORTABLE, PUBLIC, Stage, StoryState
from evaluation.publicity.stories.forms import FilterForm
from evaluation.publicity.stories.models import Story
from evaluation.publicity.stories.people import people_of_story
from evaluation.publicity.stories.policies import UNIT_READERS, may_draft, may_export, may_write, works_on
from evaluation.publicity.stories.workflow import STORY_FLOW
from evaluation.records.deeds.models import Deed
from evaluation.records.deeds.texts import compared
from evaluation.registry.accounts.enums import PUBLICITY_ROLES, Role

SORTS = (
    Sort("newest", None, (Matter.id,)),
    Sort("changed", None, (Matter.changed_at, Matter.id)),
    Sort("title", None, (Matter.title, Matter.id), descending=False),
)
DEED_SORTS = (Sort("newest", None, (Deed.matter_id,)),)
TOLD_SORTS = (Sort("newest", None, (Story.released_at, Story.matter_id)),)


def filters() -> tuple[FilterForm, dict[str, Any]]:
    """The filter bar, and its values for the query."""
    form = FilterForm(request.args)
    form.department.choices = presentation.department_choices(current_user)
    return form, {**form.data, "mine": current_user.account_id if form.mine.data else None}


@requires(*UNIT_READERS)
def index() -> str:
    """The stories that the actor works on or looks on at."""
    form, values = filters()
    statement = queries.narrowed(queries.story_rows(current_user), values)
    page = page_of(statement, SORTS, count=statement.with_only_columns(Matter.id))
    return render_template(
        "publicity/stories/index.html",
        page=page,
        form=form,
        states=StoryState,
        may_draft=may_draft(current_user),
        publicity=current_user.holds(*PUBLICITY_ROLES),
    )


@requires(*UNIT_READERS)
def export() -> BaseResponse:
    """The filtered list as a workbook, in the order of the page."""
    _form, values = filters()
    return presentation.list_workbook(queries.narrowed(queries.story_rows(current_user), values))


@requires(Role.PUBLICITY_EDITOR)
def deeds() -> str:
    """Accepted deeds of which no story tells yet."""
    statement = queries.untold_deeds(current_user)
    page = page_of(statement, DEED_SORTS, count=statement.with_only_columns(Matter.id))
    return render_template("publicity/stories/deeds.html", page=page)


@signed_in
def detail(matter_id: int) -> Any:
    """One story, laid flat; who only reads is led to the released text."""
    story = queries.story_told(current_user, matter_id)
    if not works_on(current_user, story):
        return redirect(url_for("stories.read", matter_id=matter_id))
    matter = story.matter
    people = people_of_story(matter.id)
    out = matter.state in EXPORTABLE or matter.state == StoryState.RECALLED
    stage = Stage.in_state(matter.state)
    return render_template(
        "publicity/stories/detail.html",
        story=story,
        contents=presentation.shown(story, people),
        state=STORY_FLOW.state_of(story),
        steps=presentation.stepper(story),
        reviews=presentation.review_rows(story),
        people=people,
        missing=presentation.missing_words(story, people, clock.now()),
        history=timeline(STORY_FLOW, matter.id),
        panel=panel_of(matter, current_user, clock.now()),
        exports=queries.exports_of(matter.id) if out else [],
        releases=queries.releases_of(matter.id) if out else [],
        may={step.action.value for step in STORY_FLOW.open_to(current_user, story)},
        stage=stage,
        writes=may_write(current_user, story),
        team=may_export(current_user, story),
    )


@signed_in
def diff(matter_id: int) -> str:
    """Two texts as submitted, side by side in one."""
    story = queries.story_visible(current_user, matter_id)
    revisions = revisions_of(matter_id)
    by_ordinal = {revision.ordinal: revision for revision in revisions}
    older = by_ordinal.get(request.args.get("a", max(1, len(revisions) - 1), type=int))
    newer = by_ordinal.get(request.args.get("b", len(revisions), type=int))
    return render_template(
        "publicity/stories/diff.html",
        story=story,
        older=older,
        newer=newer,
        revisions=revisions,
        pairs=compared(older.text, newer.text) if older and newer else [],
    )


@signed_in
def released() -> str:
    """先锋故事: what was released and not taken back, newest first."""
    statement = queries.told_rows(current_user)
    page = page_of(statement, TOLD_SORTS, count=statement.with_only_columns(Matter.id))
    return render_template("publicity/stories/released.html", page=page, states=StoryState)


@signed_in
def read(matter_id: int) -> str:
    """A released story as a colleague reads it."""
    story = queries.story_told(current_user, matter_id)
    if story.matter.state not in PUBLIC:
        abort(404)
    people = people_of_story(matter_id)
    return render_template("publicity/stories/read.html", story=story, contents=presentation.shown(story, people))


@signed_in
def proof(matter_id: int) -> str:
    """The whole as it would be read, pictures included, for a person who is asked for consent to exactly this."""
    story = queries.story_asked_about(current_user, matter_id)
    people = people_of_story(matter_id)
    return render_template("publicity/stories/proof.html", story=story, contents=presentation.shown(story, people))


@signed_in
def photograph(matter_id: int, number: int) -> BaseResponse:
    """A picture of a story, for whoever may read the story or is asked about it."""
    story = queries.story_shown(current_user, matter_id)
    chosen = next((one for one in story.photographs if one.position == number), None)
    if chosen is None or chosen.attachment.removed_at is not None:
        abort(404)
    try:
        data = storage().read(chosen.attachment.digest)
    except StoredFileMissing:
        abort(404)
    media_type = chosen.attachment.file.media_type
    return Response(data, headers=download_headers(_("Photograph %(number)d", number=number) + ".jpg", media_type))
