"""Pages of objections. In full for the objector and for who examines; state and answer alone for the person concerned."""

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import signed_in
from evaluation.foundation.web.downloads import workbook_answer
from evaluation.foundation.web.forms import select_choices
from evaluation.foundation.web.paging import Sort, page_of
from evaluation.foundation.web.posting import once
from evaluation.procedures.attachments.operations import attach_document
from evaluation.procedures.attachments.queries import shown_files
from evaluation.procedures.notices import operations, queries
from evaluation.procedures.notices.enums import ANSWERED_OBJECTIONS, ObjectionAction, ObjectionState
from evaluation.procedures.notices.forms import AnswerForm, ObjectionFilter, ObjectionForm, ReReviewForm
from evaluation.procedures.notices.models import Notice, Objection
from evaluation.procedures.notices.policies import is_objector, may_object
from evaluation.procedures.notices.workflow import OBJECTION_FLOW
from evaluation.procedures.workflow.addresses import matter_address
from evaluation.procedures.workflow.models import Matter, people_concerned
from evaluation.procedures.workflow.panels import panel_of
from evaluation.procedures.workflow.queries import timeline
from evaluation.procedures.workflow.register import visible_among, visible_matter
from evaluation.registry.accounts.models import Account

blueprint = Blueprint("objections", __name__)
SORTS = (Sort("newest", None, (Matter.id,)), Sort("oldest", None, (Matter.id,), descending=False))


def list_of_objections() -> tuple[ObjectionFilter, Any]:
    """The filter bar and the select behind it."""
    form = ObjectionFilter.asked()
    state = form.state.data if form.state.data in set(ObjectionState) else ""
    return form, queries.narrowed(queries.objection_rows(current_user), state=state, words=form.q.data or "")


@blueprint.get("/objections/")
@signed_in
def index() -> str:
    """Objections that the reader raised or examines."""
    form, statement = list_of_objections()
    page = page_of(statement, SORTS, count=statement.with_only_columns(Matter.id))
    return render_template("procedures/notices/objections.html", form=form, page=page, states=ObjectionState)


@blueprint.get("/objections/export.xlsx")
@signed_in
def export() -> Response:
    """The filtered list as a workbook; it never names the objector."""
    _form, statement = list_of_objections()
    headings = [_("Number"), _("Title"), _("State"), _("Received on"), _("Due"), _("Answered on")]
    rows = db.session.execute(statement.order_by(Matter.id.desc()).execution_options(yield_per=1000))
    return workbook_answer(
        _("Objections"),
        headings,
        ((row.number, row.title, ObjectionState(row.state).label, row.submitted_at, row.due_on, row.answered_at) for row in rows),
    )


@blueprint.route("/notices/<int:matter_id>/objections/new", methods=["GET", "POST"])
@signed_in
def new(matter_id: int) -> Any:
    """Object to what is on a running notice."""
    notice = queries.notice_visible(current_user, matter_id)
    if current_user.person_id is None:
        raise NotAllowed(_("Objections are raised by named people; this account belongs to nobody."))
    return objection_page(notice.subjects, notice=notice, back=url_for("notices.detail", matter_id=matter_id))


@blueprint.route("/objections/new", methods=["GET", "POST"])
@signed_in
def new_about() -> Any:
    """Object to one's own record."""
    asked = request.args.get("about", "")
    subject = visible_matter(current_user, int(asked)) if asked.isdecimal() and len(asked) < 10 else None
    if subject is None:
        abort(404)
    concerned = current_user.person_id in people_concerned(subject)
    running = queries.running_notice_of(subject.id)
    if not may_object(current_user, on_running_notice=running is not None, concerned=concerned):
        raise NotAllowed(_("Objections can be raised against what is on public notice and against your own record."))
    return objection_page([subject], notice=running, back=matter_address(subject.kind, subject.id) or url_for("home.index"))


def objection_page(subjects: list[Matter], *, notice: Notice | None, back: str) -> Any:
    """The form and what comes of it."""
    form = ObjectionForm()
    form.subject.choices = select_choices(
        [(subject.id, f"{subject.number or ''} {subject.title}".strip()) for subject in subjects]
    )
    if request.method == "GET":
        asked = request.args.get("subject", type=int)
        chosen = [subject.id for subject in subjects if subject.id == asked or len(subjects) == 1]
        form.subject.data = chosen[0] if chosen else None
    if form.validate_on_submit():
        try:
            with once() as outcome:
                objection = lodge(form, subjects, notice)
                outcome.location = url_for("objections.lodged", matter_id=objection.matter_id)
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    page = render_template("procedures/notices/object.html", form=form, notice=notice, subjects=subjects, back=back)
    return page, 422 if form.errors else 200


def lodge(form: ObjectionForm, subjects: list[Matter], notice: Notice | None) -> Objection:
    """Raise the objection and attach its material."""
    subject = next(one for one in subjects if one.id == form.subject.data)
    objection = operations.lodge_objection(
        subject,
        notice=notice,
        what_is_wrong=form.what_is_wrong.data or "",
        what_is_right=form.what_is_right.data or "",
        actor=current_user,
        now=clock.now(),
    )
    material = form.material.data
    if material is not None and material.filename:
        try:
            attach_document(objection.matter, material.read(), material.filename, actor=current_user, now=clock.now())
        except Refused as refusal:
            refusal.field = "material"
            raise
    return objection


@blueprint.get("/objections/<int:matter_id>/lodged")
@signed_in
def lodged(matter_id: int) -> str:
    """The page after raising an objection: number and what happens now."""
    objection = own_or_404(matter_id)
    holdings = panel_of(objection.matter, current_user, clock.now()).holdings
    return render_template("procedures/notices/lodged.html", objection=objection, due_on=holdings[0].due_on if holdings else None)


def own_or_404(matter_id: int) -> Objection:
    """An objection that the reader raised."""
    objection = queries.objection_visible(current_user, matter_id)
    if objection is None or not is_objector(current_user, objection):
        abort(404)
    return objection


@blueprint.get("/objections/<int:matter_id>")
@signed_in
def detail(matter_id: int) -> Any:
    """One objection, in full or without the objector; for all others it does not exist."""
    objection = queries.objection_visible(current_user, matter_id)
    if objection is not None:
        return full_page(objection)
    objection = queries.objection_without_objector(current_user, matter_id)
    if objection is None:
        abort(404)
    return render_template(
        "procedures/notices/objection_shown.html",
        objection=objection,
        state=OBJECTION_FLOW.state_of(objection),
        subject_address=subject_address(objection),
    )


def subject_address(objection: Objection) -> str | None:
    """The page of what was objected to, where the reader may see it."""
    subject = objection.subject
    return matter_address(subject.kind, subject.id) if subject.id in visible_among(current_user, [subject.id]) else None


def full_page(objection: Objection, form: AnswerForm | None = None, re_review: ReReviewForm | None = None) -> Any:
    """The page for the objector or for who examines."""
    steps = {step.action for step in OBJECTION_FLOW.open_to(current_user, objection)}
    mine = is_objector(current_user, objection)
    version = objection.matter.version
    if form is None and ObjectionAction.UPHOLD in steps:
        form = AnswerForm(formdata=None, data={"version": version})
    if re_review is None and ObjectionAction.ASK_RE_REVIEW in steps:
        re_review = ReReviewForm(formdata=None, data={"version": version}, prefix="again-")
    errors = (form.errors if form else None) or (re_review.errors if re_review else None)
    page = render_template(
        "procedures/notices/objection.html",
        objection=objection,
        state=OBJECTION_FLOW.state_of(objection),
        subject_address=subject_address(objection),
        objector=db.session.scalar(select(Account.name).where(Account.id == objection.matter.opened_by_id)),
        mine=mine,
        steps=steps,
        form=form if form and form.errors else None,
        answer_form=form,
        re_review_form=re_review,
        answered=objection.matter.state in ANSWERED_OBJECTIONS,
        documents=shown_files(objection.matter_id)[1],
        history=timeline(OBJECTION_FLOW, objection.matter_id),
        panel=panel_of(objection.matter, current_user, clock.now()),
    )
    return (page, 422) if errors else page


def seen_or_404(matter_id: int) -> Objection:
    """An objection that the reader sees in full."""
    objection = queries.objection_visible(current_user, matter_id)
    if objection is None:
        abort(404)
    return objection


def back_to(matter_id: int) -> str:
    """The page of an objection."""
    return url_for("objections.detail", matter_id=matter_id)


@blueprint.post("/objections/<int:matter_id>/actions/accept")
@signed_in
def accept(matter_id: int) -> BaseResponse:
    """Take it on."""
    objection = seen_or_404(matter_id)
    with once() as outcome:
        operations.accept_objection(objection, actor=current_user, now=clock.now())
        outcome.location = back_to(matter_id)
    flash(_("You have taken this on; answer it by the day shown."), "success")
    return redirect(outcome.location)


@blueprint.post("/objections/<int:matter_id>/actions/answer")
@signed_in
def answer(matter_id: int) -> Any:
    """Answer it."""
    objection = seen_or_404(matter_id)
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            with once() as outcome:
                operations.answer_objection(
                    objection,
                    upheld=form.decision.data == ObjectionAction.UPHOLD,
                    answer=form.answer.data or "",
                    actor=current_user,
                    now=clock.now(),
                    version=form.version.data,
                )
                outcome.location = back_to(matter_id)
            flash(_("Answered. The objector and the people concerned can read it now."), "success")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return full_page(seen_or_404(matter_id), form=form)


@blueprint.post("/objections/<int:matter_id>/actions/re-review")
@signed_in
def re_review(matter_id: int) -> Any:
    """Ask for the one re-review."""
    objection = own_or_404(matter_id)
    form = ReReviewForm(prefix="again-")
    if form.validate_on_submit():
        try:
            with once() as outcome:
                operations.ask_re_review(
                    objection,
                    reason=form.comment.data or "",
                    actor=current_user,
                    now=clock.now(),
                    version=form.version.data,
                )
                outcome.location = back_to(matter_id)
            flash(_("Sent. Somebody else will look at it again."), "success")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return full_page(own_or_404(matter_id), re_review=form)


@blueprint.post("/objections/<int:matter_id>/actions/withdraw")
@signed_in
def withdraw(matter_id: int) -> BaseResponse:
    """Take one's objection back."""
    objection = own_or_404(matter_id)
    with once() as outcome:
        operations.withdraw_objection(objection, actor=current_user, now=clock.now())
        outcome.location = back_to(matter_id)
    flash(_("Withdrawn. Both entries stay in the timeline."), "success")
    return redirect(outcome.location)
