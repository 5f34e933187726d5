"""Pages on the way out: the true result before anything leaves, exports, releases, corrections, the register."""

from typing import Any

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from evaluation.foundation.core.clock import clock, local
from evaluation.foundation.core.errors import DomainError, Refused, WrongState
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import reads_first, requires
from evaluation.foundation.web.downloads import file_answer
from evaluation.foundation.web.paging import Sort, page_of
from evaluation.foundation.web.posting import once
from evaluation.procedures.attachments.views import begin_writing
from evaluation.procedures.consents.enums import Channel
from evaluation.publicity.stories import presentation, queries
from evaluation.publicity.stories.contents import Contents
from evaluation.publicity.stories.documents import making, web_page, wechat
from evaluation.publicity.stories.enums import EXPORTABLE, ExportFormat, StoryAction, StoryState
from evaluation.publicity.stories.forms import CorrectionForm, RegisterFilterForm, ReleaseForm
from evaluation.publicity.stories.models import Story, StoryExport, StoryRelease
from evaluation.publicity.stories.operations import releasing
from evaluation.publicity.stories.people import obstacles, people_of_story
from evaluation.publicity.stories.policies import UNIT_READERS, may_export
from evaluation.publicity.stories.queries import story_visible
from evaluation.publicity.stories.workflow import STORY_FLOW
from evaluation.registry.accounts.enums import PUBLICITY_ROLES, Role

REGISTER_SORTS = (Sort("newest", None, (StoryRelease.released_on, StoryRelease.id)),)
FRAME = {"X-Frame-Options": "SAMEORIGIN", "Cross-Origin-Resource-Policy": "same-origin"}
WEB_POLICY = "default-src 'none'; img-src 'self'; style-src 'self'; frame-ancestors 'self'"
PAGE_DOTS = 80
KEPT_PAGES, MOST_KEPT = "story_pages", 4


def contents_seen(story: Story) -> Contents:
    """The story as it would leave now."""
    return presentation.shown(story, people_of_story(story.matter_id))


def making_facts(story: Story) -> dict[str, Any]:
    """What every file needs beside the story."""
    return {
        "organisation": presentation.organisation_name(story),
        "fonts_folder": current_app.config["FONTS_FOLDER"],
    }


def format_of(value: str) -> ExportFormat:
    """A format by its name in the address; 404 for any other."""
    if value not in set(ExportFormat):
        abort(404)
    return ExportFormat(value)


@requires(*PUBLICITY_ROLES)
def preview(matter_id: int) -> Any:
    """The true result in one format, what stands against its leaving, and the button to export it."""
    story = story_visible(current_user, matter_id)
    kind = format_of(request.args.get("as", "web"))
    people = people_of_story(matter_id)
    reasons = obstacles(story, people, kind.channel, clock.today())
    contents = presentation.shown(story, people)
    sheets, trouble = 0, None
    if kind in (ExportFormat.WORD, ExportFormat.PDF):
        try:
            sheets = len(paper_pages(story, contents))
        except Refused as refusal:
            trouble = refusal.message
    return render_template(
        "publicity/stories/preview.html",
        story=story,
        kind=kind,
        formats=ExportFormat,
        reasons=reasons,
        trouble=trouble,
        sheets=sheets,
        pictures=len(contents.photographs),
        exportable=story.matter.state in EXPORTABLE and may_export(current_user, story),
        exports=queries.exports_of(matter_id),
        state=STORY_FLOW.state_of(story),
    )


def paper_pages(story: Story, contents: Contents) -> list[bytes]:
    """The pages on paper as pictures. The last few are kept, since a browser asks for each page by itself."""
    kept: dict[Contents, list[bytes]] = current_app.extensions.get(KEPT_PAGES, {})
    if contents not in kept:
        sheets = making.pages(contents, presentation.read_file(contents), dots_an_inch=PAGE_DOTS, **making_facts(story))
        kept = dict([*list(kept.items())[1 - MOST_KEPT :], (contents, sheets)])
        current_app.extensions[KEPT_PAGES] = kept
    return kept[contents]


@requires(*PUBLICITY_ROLES)
def preview_page(matter_id: int, number: int) -> BaseResponse:
    """One page on paper as a picture."""
    story = story_visible(current_user, matter_id)
    sheets = paper_pages(story, contents_seen(story))
    if not 1 <= number <= len(sheets):
        abort(404)
    return Response(sheets[number - 1], mimetype="image/png")


@requires(*PUBLICITY_ROLES)
def preview_file(matter_id: int, name: str) -> BaseResponse:
    """A file of the web folder, exactly as it is packed, for the frame of the preview."""
    story = story_visible(current_user, matter_id)
    contents = contents_seen(story)
    headers = {**FRAME, "Content-Security-Policy": WEB_POLICY}
    if name == web_page.PAGE:
        return Response(web_page.page_html(contents), mimetype="text/html", headers=headers)
    if name == web_page.STYLE:
        return Response(web_page.style_sheet(), mimetype="text/css", headers=headers)
    for photograph in contents.photographs:
        if name == web_page.picture_name(photograph):
            data = presentation.read_file(contents)(photograph.digest)
            return Response(data, mimetype=photograph.media_type, headers=headers)
    abort(404)


@requires(*PUBLICITY_ROLES)
def preview_article(matter_id: int) -> BaseResponse:
    """The WeChat article, exactly as it is packed; the policy names its looks one by one."""
    story = story_visible(current_user, matter_id)
    policy = f"default-src 'none'; style-src {wechat.allowed_looks()}; frame-ancestors 'self'"
    page = f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{wechat.ARTICLE}</title></head><body>'
    html = page + wechat.article_html(contents_seen(story)) + "</body></html>"
    return Response(html, mimetype="text/html", headers={**FRAME, "Content-Security-Policy": policy})


@requires(*PUBLICITY_ROLES)
@reads_first
def export_file(matter_id: int) -> Any:
    """Make the file, note it in the register, and hand it out."""
    kind = format_of(request.form.get("as", ""))
    story = story_visible(current_user, matter_id)
    back = url_for("stories.preview", matter_id=matter_id, **{"as": kind.value})
    try:
        releasing.check_exportable(story, kind.channel, actor=current_user, now=clock.now())
        contents = contents_seen(story)
        file = making.made(kind, contents, presentation.read_file(contents), **making_facts(story))
        begin_writing()
        story = story_visible(current_user, matter_id)
        with once() as outcome:
            made = releasing.record_export(
                story,
                kind,
                data=file.data,
                name=file.name,
                text_digest=contents.text_digest,
                actor=current_user,
                now=clock.now(),
            )
            outcome.location = url_for("stories.download", matter_id=matter_id, export_id=made.id)
    except (Refused, WrongState) as refusal:
        flash(str(refusal), "error")
        return redirect(back)
    return file_answer(file.data, file.name, file.media_type)


@requires(*PUBLICITY_ROLES)
def download(matter_id: int, export_id: int) -> Any:
    """The same file again, as long as the story may still leave; made anew and compared with the register."""
    story = story_visible(current_user, matter_id)
    entry = next((one for one in queries.exports_of(matter_id, limit=1000) if one.id == export_id), None)
    if entry is None:
        abort(404)
    try:
        releasing.check_exportable(story, entry.channel, actor=current_user, now=clock.now())
        return same_file(story, entry)
    except DomainError as refusal:
        flash(str(refusal), "error")
        return redirect(url_for("stories.preview", matter_id=matter_id, **{"as": entry.format.value}))


def same_file(story: Story, entry: StoryExport) -> BaseResponse:
    """The file of an entry, byte for byte. Raises :class:`WrongState` where the story is another one now."""
    contents = contents_seen(story)
    file = making.made(entry.format, contents, presentation.read_file(contents), **making_facts(story))
    if releasing.file_digest(file.data) != entry.digest:
        raise WrongState(_("The story has changed since this export; export it again."))
    return file_answer(file.data, entry.name, file.media_type)


@requires(Role.PUBLICITY_CHIEF)
def release(matter_id: int) -> Any:
    """Enter where the story was published."""
    story = story_visible(current_user, matter_id)
    STORY_FLOW.required(current_user, story, StoryAction.RELEASE)
    form = ReleaseForm(version=story.matter.version, released_on=clock.today())
    if form.validate_on_submit():
        try:
            with once() as outcome:
                releasing.release_story(
                    story,
                    Channel(form.channel.data),
                    form.place.data or "",
                    form.released_on.data,
                    actor=current_user,
                    now=clock.now(),
                    version=form.version.data,
                )
                outcome.location = url_for("stories.detail", matter_id=matter_id)
            flash(_("Entered in the register of releases."), "success")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    page = render_template(
        "publicity/stories/release.html",
        form=form,
        story=story,
        exports=queries.exports_of(matter_id),
        releases=queries.releases_of(matter_id),
        first_day=local(story.ready_at).date() if story.ready_at else None,
    )
    return page, 422 if form.errors else 200


@requires(Role.PUBLICITY_CHIEF)
def correct(matter_id: int) -> Any:
    """Publish a correction."""
    story = story_visible(current_user, matter_id)
    STORY_FLOW.required(current_user, story, StoryAction.CORRECT)
    form = CorrectionForm(version=story.matter.version, correction=story.correction)
    if form.validate_on_submit():
        try:
            with once() as outcome:
                releasing.correct_story(
                    story,
                    form.correction.data or "",
                    actor=current_user,
                    now=clock.now(),
                    comment=form.comment.data,
                    version=form.version.data,
                )
                outcome.location = url_for("stories.detail", matter_id=matter_id)
            flash(_("The correction stands at the foot of the story. Export it again for the places where it was published."))
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    page = render_template("publicity/stories/correct.html", form=form, story=story, releases=queries.releases_of(matter_id))
    return page, 422 if form.errors else 200


def register_statement(form: RegisterFilterForm) -> Any:
    """The register with the conditions of the filter bar."""
    statement = queries.release_rows(current_user)
    if form.channel.data:
        statement = statement.where(StoryRelease.channel == form.channel.data)
    if form.begins_on.data:
        statement = statement.where(StoryRelease.released_on >= form.begins_on.data)
    if form.ends_on.data:
        statement = statement.where(StoryRelease.released_on <= form.ends_on.data)
    return statement


@requires(*UNIT_READERS)
def register() -> str:
    """The register of releases."""
    form = RegisterFilterForm.asked()
    statement = register_statement(form)
    page = page_of(statement, REGISTER_SORTS, count=statement.with_only_columns(StoryRelease.id))
    return render_template("publicity/stories/register.html", page=page, form=form, channels=Channel, states=StoryState)


@requires(*UNIT_READERS)
def register_export() -> BaseResponse:
    """The filtered register as a workbook."""
    return presentation.register_workbook(register_statement(RegisterFilterForm.asked()))
