"""Upload, check, confirm, done: the same for every kind of import. A door comes first in every view."""

from dataclasses import replace
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, WrongState
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.files.kinds import Kind
from evaluation.foundation.importing import operations
from evaluation.foundation.importing.models import ImportJob
from evaluation.foundation.importing.options import Options, options_from
from evaluation.foundation.importing.queries import earlier_import, job_rows, may_be_undone, undo_until
from evaluation.foundation.importing.sources import SourceFile
from evaluation.foundation.importing.tables import TablesRefused
from evaluation.foundation.tabular.output import CellMark, OutputSheet, mark_workbook, write_workbook
from evaluation.foundation.web.downloads import file_answer
from evaluation.foundation.web.paging import Sort, page_of
from evaluation.foundation.web.posting import once
from evaluation.portal.imports import presentation
from evaluation.portal.imports.doors import RECORDS, Door
from evaluation.portal.imports.forms import upload_form
from evaluation.portal.imports.policies import jobs_visible_to, may_change_job, may_import
from evaluation.procedures.workflow.queries import running_campaigns

MOST_FILES = 200
MOST_BYTES = 64 * 1024 * 1024
NEWEST = (Sort("newest", None, (ImportJob.id,)),)


def address(door: Door, view: str, **values: Any) -> str:
    """Address of a page of this door."""
    return url_for(f"{door.name}.{view}", **values)


def check_door(door: Door) -> None:
    """Say whom to ask where the actor may not import here."""
    if not may_import(current_user, door):
        raise NotAllowed(_("The tree of organisations is kept by the organization department of the whole college; ask it."))


def job_or_404(door: Door, job_id: int) -> ImportJob:
    """A job of this door that the reader may see."""
    check_door(door)
    job = db.session.scalar(select(ImportJob).where(ImportJob.id == job_id, jobs_visible_to(current_user, door)))
    if job is None:
        abort(404)
    return job


def own_job_or_404(door: Door, job_id: int) -> ImportJob:
    """The same, locked, where the reader may act on it."""
    job = job_or_404(door, job_id)
    if not may_change_job(current_user, job):
        raise NotAllowed(_("Only %(name)s, who uploaded the file, can do this.", name=job.actor_name))
    return operations.locked(job_id)


def upload(door: Door) -> Any:
    """Choose a file; below, what was imported before."""
    check_door(door)
    form = upload_form(door)
    if form.validate_on_submit():
        try:
            files = sent_files(request.files.getlist("file"))
            with once() as outcome:
                operations.sweep(clock.now())
                job = looked_at(door, files, Options(settings=form.settings()))
                outcome.location = address(door, "check", job_id=job.id)
            return redirect(outcome.location)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    page = page_of(job_rows([door.kind]).where(jobs_visible_to(current_user, door)), NEWEST)
    body = render_template(
        "portal/imports/upload.html",
        door=door,
        form=form,
        page=page,
        campaigns=[one.name for one in running_campaigns()] if door is RECORDS else [],
        address=address,
        figures_of=presentation.figures_of,
        when=presentation.when,
        sentence=presentation.amount,
        trail=presentation.trail(door, (str(door.title), None)),
    )
    return body, 422 if form.errors else 200


def sent_files(sent: list[FileStorage]) -> list[SourceFile]:
    """The uploaded files with their content."""
    files = [SourceFile(one.filename or "", one.stream.read(MOST_BYTES)) for one in sent[:MOST_FILES] if one.filename]
    if not files:
        raise Refused(_("Choose a file first."), field="file")
    return files


def looked_at(door: Door, files: list[SourceFile], options: Options) -> ImportJob:
    """The job of an upload: checked, or waiting to be told what its headings mean."""
    if len(files) > 1 and not door.several:
        raise Refused(_("One file at a time: upload the others after this one."), field="file")
    now = clock.now()
    try:
        return operations.check(door.importer, files, actor=current_user, now=now, options=options)
    except TablesRefused as refusal:
        if not refusal.unclear:
            raise
        return operations.hold(door.importer, files, refusal.unclear, actor=current_user, now=now, options=options)


def check(door: Door, job_id: int) -> Any:
    """What the file would change. Nothing is written yet."""
    job = job_or_404(door, job_id)
    if job.state in {"done", "undone"}:
        return redirect(address(door, "done", job_id=job_id))
    if job.state != "checked":
        flash(_("This upload was thrown away; upload the file again."))
        return redirect(address(door, "upload"))
    own = may_change_job(current_user, job)
    if "unclear" in job.preview:
        return render_template("portal/imports/headings.html", door=door, job=job, own=own, address=address, trail=trail_of(door))
    figures = presentation.figures_of(job.counts)
    tab = presentation.chosen_tab(request.args.get("tab"), figures)
    several = len(presentation.sheets_in(job.preview)) > 1 or door.several
    return render_template(
        "portal/imports/check.html",
        door=door,
        job=job,
        own=own,
        figures=figures,
        tab=tab,
        tabs=presentation.tab_items(figures, tab),
        heading=presentation.heading(door, figures),
        confirm_label=presentation.confirm_label(door, figures),
        lines=presentation.summary_lines(job.preview, several),
        view=lambda name: presentation.table_view(door, job.preview, name),
        place=presentation.place_of,
        earlier=earlier_import(door.kind, job.file_digest),
        anchor=presentation.anchor,
        address=address,
        when=presentation.when,
        trail=trail_of(door),
    )


def trail_of(door: Door) -> Any:
    """The breadcrumb of the second step."""
    return presentation.trail(door, (str(door.title), address(door, "upload")), (_("Check (step 2 of 3)"), None))


def correct(door: Door, job_id: int) -> Response:
    """Put a suggested value in the place of a cell, without another upload."""
    job = own_job_or_404(door, job_id)
    row = request.form.get("row", "")
    if not row.isdigit():
        abort(400)
    with once() as outcome:
        options = options_from(job.options).with_correction(
            request.form.get("sheet", "")[:200],
            int(row),
            request.form.get("key", "")[:40],
            request.form.get("part", "")[:200],
            request.form.get("value", "")[:200],
        )
        operations.look_again(door.importer, job, actor=current_user, now=clock.now(), options=options)
        outcome.location = address(door, "check", job_id=job_id) + "#rows"
    flash(_("The cell is changed for this import; the file itself stays as it is."), "success")
    return redirect(outcome.location)


def headings(door: Door, job_id: int) -> Response:
    """Say what headings mean that were not understood."""
    job = own_job_or_404(door, job_id)
    with once() as outcome:
        outcome.location = address(door, "check", job_id=job_id)
        operations.check_waiting(job)
        known = options_from(job.options)
        chosen = {
            heading: one["key"]
            for one in job.preview.get("unclear", ())
            if (heading := request.form.get(f"heading-{one['sheet']}-{one['key']}", ""))
        }
        options = Options(known.settings, {**known.headings, **chosen}, known.corrections)
        try:
            operations.look_again(door.importer, job, actor=current_user, now=clock.now(), options=options)
        except TablesRefused as refusal:
            job.preview = {"unclear": [operations.unclear_row(one) for one in refusal.unclear]}
            job.options = options.as_dict()
            flash(str(refusal), "error")
    return redirect(outcome.location)


def confirm(door: Door, job_id: int) -> Response:
    """Write what the page showed; the second confirmation is led to the result of the first."""
    job = own_job_or_404(door, job_id)
    with once() as outcome:
        written = operations.confirm(door.importer, job, actor=current_user, now=clock.now())
        outcome.location = address(door, "done" if written else "check", job_id=job_id)
    if not written:
        flash(_("Somebody has changed something since you checked; nothing was written. Look at the new result."), "warning")
    return redirect(outcome.location)


def discard(door: Door, job_id: int) -> Response:
    """Throw the upload away."""
    job = own_job_or_404(door, job_id)
    with once() as outcome:
        operations.discard(job, actor=current_user, now=clock.now())
        outcome.location = address(door, "upload")
    flash(_("Thrown away; nothing was written."))
    return redirect(outcome.location)


def done(door: Door, job_id: int) -> Any:
    """What was imported, and until when it can be undone."""
    job = job_or_404(door, job_id)
    if job.state not in {"done", "undone"}:
        return redirect(address(door, "check", job_id=job_id))
    figures = presentation.figures_of(job.counts)
    return render_template(
        "portal/imports/done.html",
        door=door,
        job=job,
        figures=figures,
        heading=presentation.done_sentence(door, job, figures),
        until=undo_until(job),
        place=presentation.place_of,
        may_undo=may_change_job(current_user, job) and may_be_undone(job, clock.now()),
        home=presentation.home_url(door),
        address=address,
        when=presentation.when,
        trail=presentation.trail(door, (str(door.title), address(door, "upload")), (_("Done (step 3 of 3)"), None)),
    )


def undo(door: Door, job_id: int) -> Response:
    """Take the import back, but for rows that were changed or used since."""
    job = own_job_or_404(door, job_id)
    with once() as outcome:
        kept = operations.undo(door.importer, job, actor=current_user, acting=importer_of(job), now=clock.now())
        outcome.location = address(door, "done", job_id=job_id)
    if kept:
        flash(_("Undone, but for what was changed or used since; see below."), "warning")
    else:
        flash(_("Undone: everything is as it was before the import."), "success")
    return redirect(outcome.location)


def importer_of(job: ImportJob) -> Any:
    """In whose name rows are taken back: one's own, or that of the command line, which has no account."""
    return current_user if job.account_id is not None else replace(current_user._get_current_object(), account_id=None)


def marked(door: Door, job_id: int) -> Response:
    """The same table back, wrong cells in red, with a column that tells why."""
    job = job_or_404(door, job_id)
    if door.several or not job.files or not may_change_job(current_user, job):
        raise WrongState(_("An uploaded file is kept for one day only; upload it again."))
    file = operations.stored_files(job)[0]
    marks = [CellMark(one["sheet"], one["row"], one["place"], one["reason"]) for one in job.preview.get("marks", ())]
    data = mark_workbook(file.data, marks, heading_rows=job.preview.get("heading_rows", {}), name=file.name)
    stem = file.name.rpartition(".")[0] or file.name
    return file_answer(data, _("%(name)s (marked).xlsx", name=stem), Kind.XLSX.media_type)


def template(door: Door) -> Response:
    """An empty table with the usual headings."""
    if not door.templates:
        abort(404)
    sheets = [OutputSheet(name, [column.label for column in shape.columns], []) for name, shape in door.templates.items()]
    return file_answer(write_workbook(sheets), _("%(name)s template.xlsx", name=str(door.title)), Kind.XLSX.media_type)
