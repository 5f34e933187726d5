"""Pages of public notices: list, detail, draft, posting, stopping, closing, and the sheet for the board."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Difference, NotAllowed, Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import signed_in
from evaluation.foundation.web.display import zh_date
from evaluation.foundation.web.downloads import workbook_answer
from evaluation.foundation.web.paging import Sort, page_of
from evaluation.foundation.web.posting import once
from evaluation.procedures.notices import operations, queries
from evaluation.procedures.notices.enums import NoticeAction, NoticeState
from evaluation.procedures.notices.forms import NoticeFilter, NoticeForm, PostForm, StopForm
from evaluation.procedures.notices.models import Notice
from evaluation.procedures.notices.policies import may_edit
from evaluation.procedures.notices.workflow import NOTICE_FLOW
from evaluation.procedures.workflow.addresses import matter_address
from evaluation.procedures.workflow.announcing import announce
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.panels import panel_of
from evaluation.procedures.workflow.queries import timeline
from evaluation.procedures.workflow.register import visible_among
from evaluation.registry.accounts.enums import ORGANIZATION_ROLES
from evaluation.registry.organizations.queries import organization_names

blueprint = Blueprint("notices", __name__, url_prefix="/notices")
SORTS = (Sort("newest", None, (Matter.id,)), Sort("oldest", None, (Matter.id,), descending=False))


def list_of_notices() -> tuple[NoticeFilter, Any]:
    """The filter bar and the select behind it; without a choice, what is running."""
    form = NoticeFilter.asked()
    if "state" not in request.args:
        form.state.data = NoticeState.RUNNING.value
    state = form.state.data if form.state.data in set(NoticeState) else ""
    return form, queries.narrowed(queries.notice_rows(current_user), state=state, words=form.q.data or "")


@blueprint.get("/")
@signed_in
def index() -> str:
    """Notices that the reader may see; what is running first of all."""
    form, statement = list_of_notices()
    page = page_of(statement, SORTS, count=statement.with_only_columns(Matter.id))
    return render_template("procedures/notices/index.html", form=form, page=page, states=NoticeState)


@blueprint.get("/export.xlsx")
@signed_in
def export() -> Response:
    """The filtered list as a workbook."""
    _form, statement = list_of_notices()
    headings = [_("Number"), _("Title"), _("Unit"), _("State"), _("Posted on"), _("Last day"), _("Working days")]
    rows = db.session.execute(statement.order_by(Matter.id.desc()).execution_options(yield_per=1000))
    return workbook_answer(
        _("Public notices"),
        headings,
        (
            (row.number, row.title, row.organization, NoticeState(row.state).label, row.posted_on, row.last_day, row.working_days)
            for row in rows
        ),
    )


@blueprint.get("/<int:matter_id>")
@signed_in
def detail(matter_id: int) -> str:
    """One notice as everybody reads it; the organization department also sees steps and open objections."""
    notice = queries.notice_visible(current_user, matter_id)
    matter = notice.matter
    in_charge = current_user.within(matter.organization_id, *ORGANIZATION_ROLES)
    subjects = notice.subjects
    seen = visible_among(current_user, [subject.id for subject in subjects])
    return render_template(
        "procedures/notices/detail.html",
        notice=notice,
        state=NOTICE_FLOW.state_of(notice),
        organization=organization_names([matter.organization_id])[matter.organization_id],
        subjects=[(subject, matter_address(subject.kind, subject.id) if subject.id in seen else None) for subject in subjects],
        objections=queries.open_objection_counts(subject.id for subject in subjects) if in_charge else {},
        history=timeline(NOTICE_FLOW, matter.id) if in_charge else [],
        panel=panel_of(matter, current_user, clock.now()) if in_charge else None,
        open_actions={step.action for step in NOTICE_FLOW.open_to(current_user, notice)},
        may_edit=may_edit(current_user, notice),
        is_over=notice.last_day is not None and clock.today() > notice.last_day,
        expected=operations.period_from(clock.today(), notice.working_days) if notice.posted_on is None else None,
    )


@blueprint.get("/<int:matter_id>/print")
@signed_in
def print_page(matter_id: int) -> str:
    """The sheet for the board, A4; always Chinese, whatever the language of the reader."""
    notice = queries.notice_visible(current_user, matter_id)
    names = organization_names([notice.matter.organization_id])
    with force_locale("zh_Hans_CN"):
        return render_template("procedures/notices/print.html", notice=notice, organization=names[notice.matter.organization_id])


@blueprint.route("/<int:matter_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(matter_id: int) -> Any:
    """Change a draft."""
    notice = queries.notice_visible(current_user, matter_id)
    if not may_edit(current_user, notice):
        raise NotAllowed(_("Only a draft is changed, by the organization department that prepared it."))
    form = NoticeForm(data=None if request.method == "POST" else draft_values(notice))
    if form.validate_on_submit():
        try:
            check_unchanged(form, notice)
            with once() as outcome:
                operations.change_notice(notice, **form.values, actor=current_user, now=clock.now(), version=form.version.data)
                outcome.location = url_for("notices.detail", matter_id=matter_id)
            flash(_("Saved."), "success")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("procedures/notices/edit.html", form=form, notice=notice), 422 if form.errors else 200


def draft_values(notice: Notice) -> dict[str, Any]:
    """What the draft says now."""
    return {
        "title": notice.matter.title,
        "body": notice.body,
        "contact": notice.contact,
        "working_days": notice.working_days,
        "version": notice.matter.version,
    }


def check_unchanged(form: NoticeForm, notice: Notice) -> None:
    """Refuse to overwrite what somebody else saved meanwhile, with both texts; the same words are no quarrel."""
    theirs = draft_values(notice)
    differences = [
        Difference(form[name].label.text, str(form[name].data), str(theirs[name]))
        for name in ("title", "body", "contact", "working_days")
        if form[name].data != theirs[name]
    ]
    if not differences:
        form.version.data = notice.matter.version
    form.check_version(notice.matter.version, differences)


@blueprint.route("/<int:matter_id>/actions/post", methods=["GET", "POST"])
@signed_in
def post(matter_id: int) -> Any:
    """Say what posting means, then post."""
    notice = queries.notice_visible(current_user, matter_id)
    refuse_others(notice, NoticeAction.POST)
    form = PostForm(data={"version": notice.matter.version})
    if form.validate_on_submit():
        with once() as outcome:
            operations.post_notice(notice, actor=current_user, now=clock.now(), version=form.version.data)
            outcome.location = url_for("notices.detail", matter_id=matter_id)
        day = zh_date(notice.last_day)
        flash(_("Posted: %(number)s. The notice runs until the end of %(day)s.", number=notice.matter.number, day=day), "success")
        return redirect(outcome.location)
    last_day, provisional = operations.period_from(clock.today(), notice.working_days)
    page = render_template("procedures/notices/post.html", form=form, notice=notice, last_day=last_day, provisional=provisional)
    return page, 422 if form.errors else 200


@blueprint.route("/<int:matter_id>/actions/stop", methods=["GET", "POST"])
@signed_in
def stop(matter_id: int) -> Any:
    """Take a notice down, with the reason."""
    notice = queries.notice_visible(current_user, matter_id)
    refuse_others(notice, NoticeAction.STOP)
    form = StopForm(data={"version": notice.matter.version})
    if form.validate_on_submit():
        try:
            with once() as outcome:
                operations.stop_notice(
                    notice, reason=form.comment.data or "", actor=current_user, now=clock.now(), version=form.version.data
                )
                outcome.location = url_for("notices.detail", matter_id=matter_id)
            flash(_("Stopped. The reason stands in the timeline."), "success")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("procedures/notices/stop.html", form=form, notice=notice), 422 if form.errors else 200


@blueprint.post("/<int:matter_id>/actions/close")
@signed_in
def close(matter_id: int) -> BaseResponse:
    """Close what has run its time."""
    notice = queries.notice_visible(current_user, matter_id)
    with once() as outcome:
        transition = operations.close_notice(notice, actor=current_user, now=clock.now())
        outcome.location = url_for("notices.detail", matter_id=matter_id)
    announce(notice.matter, transition, NOTICE_FLOW)
    return redirect(outcome.location)


def refuse_others(notice: Notice, action: NoticeAction) -> None:
    """Before the page of a weighty verb is shown: may this reader take the step at all?"""
    if not any(step.action == action and step.allowed(current_user, notice) for step in NOTICE_FLOW.steps):
        raise NotAllowed(_("This is for the head of the organization department; ask there."))
