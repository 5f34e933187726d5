"""Pages of the writer: begin, edit, check and submit, send on, take back, give up."""

from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Difference, Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.posting import once
from evaluation.procedures.consents.enums import Channel
from evaluation.procedures.workflow.announcing import announce
from evaluation.procedures.workflow.drafts import how_kept
from evaluation.publicity.stories import presentation
from evaluation.publicity.stories.assistance import blocking
from evaluation.publicity.stories.enums import NameUse, StoryState
from evaluation.publicity.stories.examination import examined
from evaluation.publicity.stories.forms import CheckForm, StoryForm
from evaluation.publicity.stories.models import Story
from evaluation.publicity.stories.operations import asking, writing
from evaluation.publicity.stories.people import people_of_story
from evaluation.publicity.stories.policies import WRITERS, may_write_back
from evaluation.publicity.stories.queries import deed_to_tell, story_visible
from evaluation.publicity.stories.workflow import STORY_FLOW
from evaluation.registry.accounts.models import Account

TEXTS = ("kicker", "title", "lead", "body", "figures", "origin", "written_by")
EDITING_NOW = 600
"""Seconds after a change in which another writer is told of it."""


@requires(*WRITERS)
def write() -> Response:
    """Begin a story from an accepted deed (写稿)."""
    deed = deed_to_tell(current_user, request.form.get("deed", 0, type=int))
    with once() as outcome:
        story = writing.draft_story(deed, actor=current_user, now=clock.now())
        outcome.location = url_for("stories.edit", matter_id=story.matter_id)
    flash(_("A first draft from the deed. Only you see it until you submit it."), "success")
    return redirect(outcome.location)


def text_of(form: StoryForm, story: Story) -> writing.StoryText:
    """What the form says."""
    return writing.StoryText(
        **{name: form[name].data or "" for name in TEXTS},
        photographs=presentation.photographs_posted(story.deed_id),
        others=form.others.data or (),
        pictured=form.pictured.data or (),
    )


def form_of(story: Story) -> StoryForm:
    """The form, filled with the story where it was not sent."""
    if request.method == "POST":
        return StoryForm()
    others, pictured = writing.added_people(story)
    return StoryForm(obj=story, title=story.matter.title, version=story.matter.version, others=others, pictured=pictured)


def check_version(form: StoryForm, story: Story) -> None:
    """A stale form shows both texts."""
    differences = [
        Difference(form[name].label.text, form[name].data or "", theirs)
        for name in TEXTS
        if (form[name].data or "") != (theirs := story.matter.title if name == "title" else getattr(story, name))
    ]
    form.check_version(story.matter.version, differences)


def other_writer(story: Story) -> dict[str, Any] | None:
    """Who else changed the text within the last minutes, and how many ago."""
    if story.text_changed_by_id in (None, current_user.account_id):
        return None
    seconds = (clock.now() - story.text_changed_at).total_seconds()
    if seconds > EDITING_NOW:
        return None
    return {"name": db.session.get_one(Account, story.text_changed_by_id).name, "minutes": int(seconds // 60)}


@requires(*WRITERS)
def edit(matter_id: int) -> Any:
    """Write at the text, with the page as it will look beside it."""
    story = story_visible(current_user, matter_id)
    writing.check_writable(story, current_user)
    form = form_of(story)
    if form.validate_on_submit():
        check_version(form, story)
        try:
            with once() as outcome:
                writing.edit_story(story, text_of(form, story), actor=current_user, now=clock.now())
                endpoint = "stories.check" if request.form.get("next") else "stories.edit"
                outcome.location = url_for(endpoint, matter_id=matter_id)
            if not request.form.get("next"):
                flash(_("The draft is saved."), "success")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    page = render_template(
        "publicity/stories/edit.html",
        form=form,
        story=story,
        photographs=presentation.photograph_rows(story),
        other_writer=other_writer(story),
    )
    return page, 422 if form.errors else 200


@requires(*WRITERS)
def autosave(matter_id: int) -> Any:
    """Keep the text while it is written; answers with the new version."""
    story = story_visible(current_user, matter_id)
    writing.check_writable(story, current_user)
    form = StoryForm()
    if not form.validate():
        return jsonify(message=str(next(iter(form.errors.values()))[0])), 422
    if form.version.data != story.matter.version:
        return jsonify(message=_("Somebody changed this after you opened it.")), 409
    try:
        with once() as outcome:
            writing.edit_story(story, text_of(form, story), actor=current_user, now=clock.now())
            outcome.location = url_for("stories.kept", matter_id=matter_id)
    except Refused as refusal:
        return jsonify(message=str(refusal)), 422
    return how_kept("stories", story.matter, story.matter.changed_at)


@requires(*WRITERS)
def kept(matter_id: int) -> Response:
    """What is kept of a text, for a browser that did not hear the answer of a save."""
    story = story_visible(current_user, matter_id)
    writing.check_writable(story, current_user)
    return how_kept("stories", story.matter, story.matter.changed_at)


@requires(*WRITERS)
def check(matter_id: int) -> Any:
    """What the checks found, how people appear, where it goes; then submit."""
    story = story_visible(current_user, matter_id)
    writing.check_writable(story, current_user)
    people = people_of_story(matter_id)
    form = CheckForm(
        data=None
        if request.method == "POST"
        else {"version": story.matter.version, "channels": story.channels, "until": story.consent_until}
    )
    if form.validate_on_submit():
        form.check_version(story.matter.version)
        if request.form.get("submit") and not form.looked.data:
            form.looked.errors = [_("Tick this after comparing; the findings above help.")]
        else:
            try:
                with once() as outcome:
                    outcome.location = carry_out(story, people, form)
                return redirect(outcome.location)
            except Refused as refusal:
                story = story_visible(current_user, matter_id)
                people = people_of_story(matter_id)
                form.refuse(refusal)
    findings = examined(story, people)
    page = render_template(
        "publicity/stories/check.html",
        form=form,
        story=story,
        people=people,
        uses=NameUse,
        chosen=presentation.uses_posted(people),
        findings=findings,
        stops=blocking(findings),
        returned=story.matter.state == StoryState.RETURNED,
        unchanged=may_write_back(current_user, story),
    )
    return page, 422 if form.errors else 200


def carry_out(story: Story, people: list[Any], form: CheckForm) -> str:
    """Keep the choices; with the red button, submit."""
    now = clock.now()
    writing.choose_uses(
        story,
        presentation.uses_posted(people),
        channels=[Channel(channel) for channel in form.channels.data or []],
        until=form.until.data,
        actor=current_user,
        now=now,
        rows=[one.row for one in people],
    )
    if not request.form.get("submit"):
        flash(_("Kept. The checks below are made anew."), "success")
        return url_for("stories.check", matter_id=story.matter_id)
    transition = asking.submit_story(story, actor=current_user, now=now, comment=form.comment.data, people=people)
    announce(story.matter, transition, STORY_FLOW)
    return url_for("stories.detail", matter_id=story.matter_id)


@requires(*WRITERS)
def write_mou(matter_id: int) -> Response:
    """Write 李某 for a full name everywhere in the text."""
    story = story_visible(current_user, matter_id)
    wanted = request.form.get("person", 0, type=int)
    one = next((one for one in people_of_story(matter_id) if one.person.id == wanted), None)
    if one is None:
        abort(404)
    with once() as outcome:
        writing.write_mou(story, one.person.name, actor=current_user, now=clock.now())
        outcome.location = url_for("stories.check", matter_id=matter_id)
    flash(_("Changed in the whole text."), "success")
    return redirect(outcome.location)


@requires(*WRITERS)
def send(matter_id: int) -> Response:
    """All agree: on to the first review."""
    story = story_visible(current_user, matter_id)
    try:
        with once() as outcome:
            transition = asking.send_to_review(story, actor=current_user, now=clock.now())
            outcome.location = url_for("stories.detail", matter_id=matter_id)
        announce(story.matter, transition, STORY_FLOW)
    except Refused as refusal:
        flash(str(refusal), "error")
        return redirect(url_for("stories.detail", matter_id=matter_id))
    return redirect(outcome.location)


@requires(*WRITERS)
def delete(matter_id: int) -> Response:
    """Throw away a draft."""
    story = story_visible(current_user, matter_id)
    with once() as outcome:
        writing.delete_draft(story, actor=current_user, now=clock.now())
        outcome.location = url_for("stories.index")
    flash(_("The draft is deleted."), "success")
    return redirect(outcome.location)
