"""Pages of those who decide: the three reviews, remarks on sentences, taking back, recalling."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.errors import NotAllowed, Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.posting import once
from evaluation.procedures.workflow.enums import RemarkKind
from evaluation.procedures.workflow.operations import remark
from evaluation.publicity.stories import presentation, queries
from evaluation.publicity.stories.enums import PUBLIC, CheckPoint, Stage, StoryAction, Verdict
from evaluation.publicity.stories.examination import examined
from evaluation.publicity.stories.forms import NoteForm, ReasonForm, ReviewForm
from evaluation.publicity.stories.models import Story
from evaluation.publicity.stories.operations import asking, releasing, reviewing
from evaluation.publicity.stories.people import people_of_story
from evaluation.publicity.stories.policies import why_not_review
from evaluation.publicity.stories.queries import story_visible
from evaluation.publicity.stories.texts import text_to_consent
from evaluation.publicity.stories.workflow import STORY_FLOW
from evaluation.records.deeds.texts import compared
from evaluation.registry.accounts.enums import PUBLICITY_ROLES


def stage_of(number: str) -> Stage:
    """The stage of an address; 404 for any other."""
    if number not in set(Stage):
        abort(404)
    return Stage(number)


def review_form(story: Story, stage: Stage) -> ReviewForm | None:
    """The decision box, for whoever may do this review now."""
    steps = [
        step
        for step in STORY_FLOW.open_to(current_user, story)
        if step.action in (stage.passing, StoryAction.RETURN) and story.matter.state == stage.state
    ]
    form = ReviewForm.over(steps, story.matter)
    if form is not None:
        form.checklist.choices = [(point.value, point.label) for point in CheckPoint.of(stage)]
    return form


@requires(*PUBLICITY_ROLES)
def review(matter_id: int, stage: str) -> Any:
    """One review: the text, what the checks find, what changed since, the list and the decision."""
    story = story_visible(current_user, matter_id)
    return review_page(story, stage_of(stage), review_form(story, stage_of(stage)), NoteForm(formdata=None))


def review_page(story: Story, stage: Stage, form: ReviewForm | None, note_form: NoteForm) -> Any:
    """The page of a review."""
    people = people_of_story(story.matter_id)
    open_now = story.matter.state == stage.state
    before = next((one for one in reversed(story.reviews) if one.stage is stage), None)
    changed = before is not None and before.text_digest != story.text_digest
    page = render_template(
        "publicity/stories/review.html",
        story=story,
        stage=stage,
        form=note_form if note_form.errors or form is None else form,
        box=form,
        note_form=note_form,
        why_not=why_not_review(current_user, story, stage) if open_now else None,
        open_now=open_now,
        state=STORY_FLOW.state_of(story),
        contents=presentation.shown(story, people),
        people=people,
        missing=presentation.missing_words(story, people, clock.now()),
        findings=examined(story, people),
        reviews=presentation.review_rows(story),
        notes=queries.notes_of(story.matter_id),
        pairs=what_changed(story, before) if changed else [],
    )
    return page, 422 if (form is not None and form.errors) or note_form.errors else 200


def what_changed(story: Story, before: Any) -> list[tuple[str, str]]:
    """The text as it was when this stage was last done, compared with the present one."""
    older = queries.revision_of(story.matter_id, before.revision)
    return compared(older.text, text_to_consent(story)) if older is not None else []


@requires(*PUBLICITY_ROLES)
def decide(matter_id: int, stage: str) -> Any:
    """Carry out the decision of a review."""
    story = story_visible(current_user, matter_id)
    wanted = stage_of(stage)
    form = review_form(story, wanted)
    if form is None:
        reason = why_not_review(current_user, story, wanted) if story.matter.state == wanted.state else None
        raise NotAllowed(reason or _("This review is not open now; see where the story stands."))
    if form.validate():
        verdict = Verdict.RETURNED if form.decision.data == StoryAction.RETURN.value else Verdict.PASSED
        try:
            with once() as outcome:
                reviewing.review_story(
                    story,
                    wanted,
                    verdict,
                    ticked=form.checklist.data or [],
                    comment=form.comment.data,
                    actor=current_user,
                    now=clock.now(),
                    version=form.version.data,
                )
                outcome.location = url_for("inbox.next_task")
            action = StoryAction(form.decision.data).label
            flash(_("%(action)s: “%(title)s”.", action=action, title=story.matter.title), "success")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
            story = story_visible(current_user, matter_id)
    return review_page(story, wanted, form, NoteForm(formdata=None))


@requires(*PUBLICITY_ROLES)
def annotate(matter_id: int, stage: str) -> Any:
    """Put a remark to one sentence of the text; it changes no state."""
    story = story_visible(current_user, matter_id)
    wanted = stage_of(stage)
    form = NoteForm()
    if form.validate():
        passage = "".join((form.passage.data or "").split())
        if passage not in "".join(text_to_consent(story).split()):
            form.passage.errors = [_("These words do not stand in the text; copy them out of it.")]
        else:
            with once() as outcome:
                remark(
                    story.matter,
                    RemarkKind.NOTE,
                    form.text.data or "",
                    actor=current_user,
                    now=clock.now(),
                    passage=form.passage.data,
                )
                outcome.location = url_for("stories.review", matter_id=matter_id, stage=stage) + "#notes"
            return redirect(outcome.location)
    return review_page(story, wanted, review_form_shown(story, wanted), form)


def review_form_shown(story: Story, stage: Stage) -> ReviewForm | None:
    """The decision box as it is first shown, beside another form that was refused."""
    form = review_form(story, stage)
    if form is not None:
        form.process(formdata=None, data={"version": story.matter.version})
    return form


@requires(*PUBLICITY_ROLES)
def take_back(matter_id: int) -> Any:
    """Take a story under way back to change it."""
    story = story_visible(current_user, matter_id)
    STORY_FLOW.required(current_user, story, StoryAction.TAKE_BACK)
    form = ReasonForm(version=story.matter.version)
    if form.validate_on_submit():
        try:
            with once() as outcome:
                asking.take_back(story, actor=current_user, now=clock.now(), comment=form.comment.data, version=form.version.data)
                outcome.location = url_for("stories.edit", matter_id=matter_id)
            flash(_("Taken back. Change the text and submit it again."), "success")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    consequences = [
        _("A changed text, even by one comma, clears the reviews done so far."),
        _("Everybody shown in it is asked again about the changed text."),
    ]
    return weighty(story, form, _("Take the story back"), _("Take back to change"), consequences)


@requires(*PUBLICITY_ROLES)
def recall(matter_id: int) -> Any:
    """Give a story up, or call a released one back."""
    story = story_visible(current_user, matter_id)
    STORY_FLOW.required(current_user, story, StoryAction.RECALL)
    form = ReasonForm(version=story.matter.version)
    if form.validate_on_submit():
        try:
            with once() as outcome:
                releasing.recall_story(
                    story, actor=current_user, now=clock.now(), comment=form.comment.data, version=form.version.data
                )
                outcome.location = url_for("stories.detail", matter_id=matter_id)
            flash(_("Recalled. The record stays; nobody else reads it here any more."), "success")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    consequences = [_("Nobody is asked any more, and the deed can be told anew.")]
    if story.matter.state in PUBLIC:
        consequences.insert(0, _("It disappears from the stories of this system at once; take it down elsewhere yourselves."))
    return weighty(story, form, _("Recall the story"), _("Recall"), consequences)


def weighty(story: Story, form: ReasonForm, title: str, label: str, consequences: list[str]) -> Any:
    """The page before a weighty step: what will happen, the reason, one button."""
    page = render_template(
        "publicity/stories/weighty.html", story=story, form=form, title=title, label=label, consequences=consequences
    )
    return page, 422 if form.errors else 200
