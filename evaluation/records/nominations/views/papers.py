"""Forms as Word, the bundle of the dossier, the notice of a development target."""

from typing import Any

from flask import current_app, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db, transaction
from evaluation.foundation.core.errors import DomainError, Stale
from evaluation.foundation.documents.word import render_word
from evaluation.foundation.files.kinds import Kind
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.downloads import file_answer
from evaluation.foundation.web.posting import once
from evaluation.procedures.rules.queries import rule_engine
from evaluation.procedures.workflow.queries import timeline
from evaluation.records.nominations.documents.bundle import bundle
from evaluation.records.nominations.documents.facts import case_paper
from evaluation.records.nominations.documents.forms import FORMS, form_document
from evaluation.records.nominations.dossier import edition_of, lines_of
from evaluation.records.nominations.forms.filters import NoticeForm
from evaluation.records.nominations.operations.notices import propose_notice
from evaluation.records.nominations.policies import READERS
from evaluation.records.nominations.queries.cases import all_acts, nomination_visible, papers_of, present_course
from evaluation.records.nominations.workflow import NOMINATION_FLOW
from evaluation.registry.accounts.enums import ORGANIZATION_ROLES


@requires(*READERS)
def document(matter_id: int, name: str) -> Response:
    """A form filled from what is known."""
    nomination = nomination_visible(current_user, matter_id)
    if name not in FORMS:
        raise NotFound
    paper = case_paper(nomination, made_by=current_user.name, made_at=clock.now())
    data = render_word(form_document(name, paper))
    return file_answer(data, f"{FORMS[name].title}（{paper.name}）.docx", Kind.DOCX.media_type)


@requires(*READERS)
def make_bundle(matter_id: int) -> Response:
    """The bundle of the dossier; that it was taken out is kept in the audit chain."""
    nomination = nomination_visible(current_user, matter_id)
    now = clock.now()
    paper = case_paper(nomination, made_by=current_user.name, made_at=now)
    edition = edition_of(paper.acts, rule_engine().frame_on(clock.today(), nomination.edition).pack.edition)
    lines = lines_of(present_course(nomination), papers_of(matter_id), edition)
    storage = current_app.extensions["storage"]
    data = bundle(paper, lines, all_acts(matter_id), timeline(NOMINATION_FLOW, matter_id), storage.read, now)
    name = f"{nomination.matter.number}（{nomination.person.name}）.zip"
    with transaction():
        record(
            "nomination.bundle",
            actor=current_user,
            object_kind="nomination",
            object_id=matter_id,
            object_number=nomination.matter.number,
            now=now,
            size=len(data),
        )
    return file_answer(data, name, "application/zip")


@requires(*ORGANIZATION_ROLES)
def notice(matter_id: int) -> Any:
    """Draft the public notice of a development target; the head of the department posts it."""
    nomination = nomination_visible(current_user, matter_id)
    form = NoticeForm()
    if not form.is_submitted():
        paper = case_paper(nomination, made_by=current_user.name, made_at=clock.now())
        form.title.data = f"发展对象公示（{paper.name}）"
        form.body.data = (
            f"经{paper.branch}委员会研究并报{paper.committee}，拟将{paper.name}列为发展对象，现予公示。\n\n"
            f"递交入党申请书时间：{paper.day('applied_on')}\n确定为入党积极分子时间：{paper.day('activist_on')}\n"
            f"培养联系人：{'、'.join(paper.contacts)}\n\n公示期间，如有异议，请实名反映，并写明具体事实。"
        )
    if form.validate_on_submit():
        try:
            with once() as outcome:
                made = propose_notice(
                    nomination,
                    title=form.title.data or "",
                    body=form.body.data or "",
                    contact=form.contact.data or "",
                    working_days=form.working_days.data or 5,
                    actor=current_user,
                    now=clock.now(),
                )
                outcome.location = url_for("notices.detail", matter_id=made.matter_id)
            return redirect(outcome.location)
        except DomainError as refusal:
            if isinstance(refusal, Stale):
                raise
            db.session.rollback()
            nomination = nomination_visible(current_user, matter_id)
            form.refuse(refusal)
    page = render_template("records/nominations/notice.html", nomination=nomination, form=form)
    return page, 422 if form.errors or form.form_errors else 200
