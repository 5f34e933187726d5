"""Pages of exemplary deeds: list, form, check, detail, decision, notice."""

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Difference, DomainError, NotAllowed, Refused, Stale
from evaluation.foundation.web.access import requires, signed_in
from evaluation.foundation.web.paging import Sort, page_of
from evaluation.foundation.web.posting import once
from evaluation.procedures.attachments.operations import attach_photograph, remove
from evaluation.procedures.attachments.queries import documents_of, photographs_of
from evaluation.procedures.evidence.queries import citations_of
from evaluation.procedures.notices.queries import open_objections_of, running_notice_of
from evaluation.procedures.workflow.announcing import announce
from evaluation.procedures.workflow.enums import Part
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.panels import panel_of
from evaluation.procedures.workflow.queries import people_of, revisions_of, running_campaigns, timeline
from evaluation.records.deeds import operations, presentation, queries
from evaluation.records.deeds.enums import DeedAction, DeedState, SubjectKind
from evaluation.records.deeds.forms import CheckForm, DeedForm, FilterForm, JudgeForm, NoticeForm
from evaluation.records.deeds.models import Deed
from evaluation.records.deeds.policies import WRITERS, is_author, may_write
from evaluation.records.deeds.texts import compared, notice_text
from evaluation.records.deeds.workflow import DEED_FLOW, EDITABLE
from evaluation.registry.accounts.enums import ORGANIZATION_ROLES
from evaluation.registry.organizations.queries import organization_names

blueprint = Blueprint("deeds", __name__, url_prefix="/deeds")
SORTS = (
    Sort("newest", None, (Matter.id,)),
    Sort("oldest", None, (Matter.id,), descending=False),
    Sort("changed", None, (Matter.changed_at, Matter.id)),
    Sort("title", None, (Matter.title, Matter.id), descending=False),
)
EDITED = ("title", "body", "subject_name")


def filter_form() -> FilterForm:
    """The filter bar with the departments that the actor reaches."""
    form = FilterForm(request.args)
    choices = presentation.department_choices(current_user)
    form.department.choices = [("", _("all")), *choices] if choices else [("", _("all"))]
    return form


@blueprint.get("/")
@signed_in
def index() -> str:
    """The list of the deeds that the actor may see."""
    form = filter_form()
    statement = queries.narrowed(queries.deed_rows(current_user), form.data)
    page = page_of(statement, SORTS, count=statement.with_only_columns(Matter.id))
    names = organization_names(row.organization_id for row in page.rows)
    return render_template(
        "records/deeds/index.html",
        page=page,
        form=form,
        names=names,
        states=DeedState,
        subject_of=presentation.subject_of_row,
        may_write=may_write(current_user),
        may_propose=current_user.holds(*ORGANIZATION_ROLES),
    )


@blueprint.get("/export.xlsx")
@signed_in
def export() -> Response:
    """The filtered list as a workbook, in the order of the page."""
    statement = queries.narrowed(queries.deed_rows(current_user), filter_form().data)
    return presentation.list_workbook(statement)


def fill_choices(form: DeedForm) -> None:
    """Departments for which the actor may report."""
    choices = presentation.department_choices(current_user)
    form.department.choices = choices
    if form.department.data is None and choices:
        own = presentation.home_department(current_user)
        form.department.data = own if own in dict(choices) else choices[0][0]


def text_of(form: DeedForm, deed: Deed | None = None) -> operations.DeedText:
    """What the first page says, with what the second page said before."""
    kept: dict[str, Any] = {}
    if deed is not None:
        kept = {
            "occurred_from": deed.matter.occurred_from,
            "occurred_to": deed.matter.occurred_to,
            "place": deed.place,
            "post": deed.post,
            "dimensions": deed.dimensions,
            "witnesses": deed.witnesses,
            "shift_evidence_ids": [evidence.id for _citation, evidence in citations_of(deed.matter_id)],
        }
    return operations.DeedText(
        title=form.title.data or "",
        subject_kind=SubjectKind(form.subject_kind.data),
        body=form.body.data or "",
        subject_person_id=form.subject_person.data,
        subject_name=form.subject_name.data or "",
        named_ids=form.named.data or (),
        **kept,
    )


def take_photographs(deed: Deed) -> None:
    """Files sent with a plain form; those ticked away, or taken off the page, are removed."""
    kept = set(request.form.getlist("photographs-kept")) - set(request.form.getlist("photographs-remove"))
    for attachment in photographs_of(deed.matter_id):
        if str(attachment.id) not in kept:
            remove(attachment, actor=current_user, now=clock.now())
    for file in request.files.getlist("photographs"):
        if file.filename:
            attach_photograph(deed.matter, file.read(), file.filename, actor=current_user, now=clock.now())


def after_writing(deed: Deed) -> str:
    """On to the check page, or stay with the draft."""
    endpoint = "deeds.check" if request.form.get("next") else "deeds.edit"
    return url_for(endpoint, matter_id=deed.matter_id)


@blueprint.route("/new", methods=["GET", "POST"])
@requires(*WRITERS)
def new() -> Any:
    """Report a deed: whose, what, how it went."""
    form = DeedForm()
    fill_choices(form)
    if form.validate_on_submit():
        try:
            with once() as outcome:
                campaigns = running_campaigns()
                deed = operations.draft_deed(
                    text_of(form),
                    organization_id=form.department.data,
                    campaign_id=campaigns[0].id if campaigns else None,
                    actor=current_user,
                    now=clock.now(),
                )
                take_photographs(deed)
                outcome.location = after_writing(deed)
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("records/deeds/form.html", form=form, deed=None, photographs=[]), 422 if form.errors else 200


def own_editable(matter_id: int) -> Deed:
    """A deed that the actor may change now."""
    deed = queries.deed_visible(current_user, matter_id)
    if not is_author(current_user, deed):
        raise NotAllowed(_("Only the person who reports the deed can change it."))
    if deed.matter.state not in EDITABLE:
        raise NotAllowed(_("The deed is being examined and cannot be changed now; withdraw it or ask for a return."))
    return deed


def named_ids(deed: Deed) -> list[int]:
    """Other people in the text."""
    return [one.person_id for one in deed.matter.people if one.part is Part.NAMED]


@blueprint.route("/<int:matter_id>/edit", methods=["GET", "POST"])
@requires(*WRITERS)
def edit(matter_id: int) -> Any:
    """Change a draft or what was returned."""
    deed = own_editable(matter_id)
    form = DeedForm(obj=deed, title=deed.matter.title, version=deed.matter.version, named=named_ids(deed))
    if not form.is_submitted():
        form.subject_person.process_data(deed.subject_person_id)
        form.department.data = deed.matter.organization_id
    form.department.choices = [(deed.matter.organization_id, "")]
    form.department.data = deed.matter.organization_id
    if form.validate_on_submit():
        check_version(form, deed)
        try:
            with once() as outcome:
                operations.edit_deed(deed, text_of(form, deed), actor=current_user, now=clock.now())
                take_photographs(deed)
                outcome.location = after_writing(deed)
            if not request.form.get("next"):
                flash(_("The draft is saved."))
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return render_template(
        "records/deeds/form.html", form=form, deed=deed, photographs=presentation.photograph_items(matter_id)
    ), 422 if form.errors else 200


def check_version(form: DeedForm, deed: Deed) -> None:
    """A stale form shows both texts."""
    theirs = {"title": deed.matter.title, "body": deed.body, "subject_name": deed.subject_name}
    differences = [
        Difference(form[name].label.text, form[name].data or "", theirs[name])
        for name in EDITED
        if (form[name].data or "") != theirs[name]
    ]
    form.check_version(deed.matter.version, differences)


@blueprint.post("/<int:matter_id>/autosave")
@requires(*WRITERS)
def autosave(matter_id: int) -> Any:
    """Keep a draft while it is written; answers with the new version."""
    deed = own_editable(matter_id)
    form = DeedForm()
    form.department.choices = [(deed.matter.organization_id, "")]
    form.department.data = deed.matter.organization_id
    if not form.validate():
        return jsonify(message=str(next(iter(form.errors.values()))[0])), 422
    if form.version.data != deed.matter.version:
        return jsonify(message=_("Somebody changed this after you opened it.")), 409
    with once():
        operations.edit_deed(deed, text_of(form, deed), actor=current_user, now=clock.now())
    return jsonify(version=deed.matter.version, saved_at=clock.now().isoformat())


def check_form(deed: Deed) -> CheckForm:
    """The second page, filled with what is known."""
    cited = [evidence.id for _citation, evidence in citations_of(deed.matter_id)]
    form = CheckForm(
        obj=deed,
        version=deed.matter.version,
        occurred_from=deed.matter.occurred_from or clock.today(),
        occurred_to=deed.matter.occurred_to,
        shifts=cited,
        branch=deed.matter.party_organization_id,
    )
    form.shifts.choices = presentation.shift_choices(deed, cited)
    form.branch.choices = [("", _("the branch of the person concerned")), *presentation.branch_choices()]
    return form


@blueprint.route("/<int:matter_id>/check", methods=["GET", "POST"])
@requires(*WRITERS)
def check(matter_id: int) -> Any:
    """Check everything, fill in what is asked only here, and hand in."""
    deed = own_editable(matter_id)
    form = check_form(deed)
    similar = queries.similar_deeds(deed, current_user)
    if form.validate_on_submit():
        form.check_version(deed.matter.version)
        if similar and request.form.get("submit") and not request.form.get("despite"):
            form.form_errors.append(_("A similar deed was reported already; look at it, or tick that this is another one."))
        else:
            try:
                with once() as outcome:
                    outcome.location = hand_in(deed, form)
                return redirect(outcome.location)
            except Refused as refusal:
                form.refuse(refusal)
    return render_template(
        "records/deeds/check.html",
        form=form,
        deed=deed,
        similar=similar,
        people=people_of(matter_id),
        photographs=photographs_of(matter_id),
        returned=deed.matter.state == DeedState.RETURNED,
    ), 422 if form.errors else 200


def hand_in(deed: Deed, form: CheckForm) -> str:
    """Save the second page; with the red button, submit."""
    now = clock.now()
    text = operations.DeedText(
        title=deed.matter.title,
        subject_kind=deed.subject_kind,
        body=deed.body,
        subject_person_id=deed.subject_person_id,
        subject_name=deed.subject_name,
        named_ids=named_ids(deed),
        occurred_from=form.occurred_from.data,
        occurred_to=form.occurred_to.data,
        place=form.place.data or "",
        post=form.post.data or "",
        dimensions=form.dimensions.data or (),
        witnesses=form.witnesses.data or "",
        shift_evidence_ids=form.shifts.data or (),
    )
    operations.edit_deed(deed, text, actor=current_user, now=now)
    if not request.form.get("submit"):
        flash(_("The draft is saved."))
        return url_for("deeds.check", matter_id=deed.matter_id)
    operations.submit_deed(deed, branch_id=form.branch.data, actor=current_user, now=now, comment=form.comment.data)
    return url_for("deeds.submitted", matter_id=deed.matter_id)


@blueprint.get("/<int:matter_id>/submitted")
@requires(*WRITERS)
def submitted(matter_id: int) -> str:
    """The page after handing in: number, next step, way back."""
    deed = queries.deed_visible(current_user, matter_id)
    return render_template(
        "records/deeds/submitted.html",
        deed=deed,
        duty=presentation.next_duty(deed),
        may_withdraw=DEED_FLOW.may(current_user, deed, DeedAction.WITHDRAW),
    )


def judge_form(deed: Deed) -> JudgeForm | None:
    """The decision box over the steps that are decisions; author's own steps have their own buttons."""
    decisions = [step for step in DEED_FLOW.open_to(current_user, deed) if step.action in presentation.DECISIONS]
    return JudgeForm.over(decisions, deed.matter)


@blueprint.get("/<int:matter_id>")
@signed_in
def detail(matter_id: int) -> str:
    """One deed, laid flat."""
    deed = queries.deed_visible(current_user, matter_id)
    return detail_page(deed, judge_form(deed))


def detail_page(deed: Deed, form: JudgeForm | None) -> str:
    """The detail page with its decision box."""
    matter = deed.matter
    people = people_of(matter.id)
    citations = citations_of(matter.id)
    noticed = matter.state == DeedState.NOTICED
    return render_template(
        "records/deeds/detail.html",
        deed=deed,
        form=form,
        state=DEED_FLOW.state_of(deed),
        steps=presentation.stepper(deed),
        people=people,
        facts=presentation.detail_facts(deed, people, citations),
        subject=queries.subject_label(deed, {person.id: person.name for person, _part in people}),
        photographs=photographs_of(matter.id),
        documents=documents_of(matter.id),
        history=timeline(DEED_FLOW, matter.id),
        panel=panel_of(matter, current_user, clock.now()),
        notice=running_notice_of(matter.id) if noticed else None,
        objections=open_objections_of(matter.id) if noticed else [],
        is_author=is_author(current_user, deed),
        editable=matter.state in EDITABLE,
        may=lambda action: DEED_FLOW.may(current_user, deed, action),
    )


@blueprint.post("/<int:matter_id>/actions/decide")
@signed_in
def decide(matter_id: int) -> Any:
    """Carry out the decision of the box."""
    deed = queries.deed_visible(current_user, matter_id)
    form = judge_form(deed)
    if form is None:
        raise NotAllowed(_("You may not decide on this deed now; see who holds it."))
    if form.validate():
        try:
            with once() as outcome:
                transition = carry_out(deed, form)
                outcome.location = url_for("inbox.next_task")
            announce(deed.matter, transition, DEED_FLOW)
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return detail_page(deed, form), 422


def carry_out(deed: Deed, form: JudgeForm) -> Any:
    """The operation behind each decision."""
    common = {
        "actor": current_user,
        "now": clock.now(),
        "comment": form.comment.data,
        "version": form.version.data,
    }
    action = DeedAction(form.decision.data)
    if action is DeedAction.ACCEPT:
        return operations.accept_deed(deed, **common)
    if action is DeedAction.REVOKE:
        return operations.revoke_deed(deed, **common)
    earlier = None
    if action is DeedAction.MARK_DUPLICATE and form.duplicate_of.data:
        earlier = queries.deed_by_number(current_user, form.duplicate_of.data)
        if earlier is None:
            raise Refused(_("There is no deed with this number among those you may see."), field="duplicate_of")
    return operations.judge_deed(deed, action=action, duplicate_of=earlier, **common)


@blueprint.post("/<int:matter_id>/actions/withdraw")
@requires(*WRITERS)
def withdraw(matter_id: int) -> Response:
    """The reporter takes it back."""
    deed = queries.deed_visible(current_user, matter_id)
    with once() as outcome:
        operations.withdraw_deed(deed, actor=current_user, now=clock.now())
        outcome.location = url_for("deeds.detail", matter_id=matter_id)
    flash(_("Withdrawn. You can change the deed and submit it again."))
    return redirect(outcome.location)


@blueprint.post("/<int:matter_id>/actions/delete")
@requires(*WRITERS)
def delete(matter_id: int) -> Response:
    """Throw away a draft."""
    deed = queries.deed_visible(current_user, matter_id)
    with once() as outcome:
        operations.delete_draft(deed, actor=current_user)
        outcome.location = url_for("deeds.index")
    flash(_("The draft is deleted."))
    return redirect(outcome.location)


@blueprint.get("/<int:matter_id>/diff")
@signed_in
def diff(matter_id: int) -> str:
    """Two texts as handed in, side by side in one."""
    deed = queries.deed_visible(current_user, matter_id)
    revisions = revisions_of(matter_id)
    last = len(revisions)
    older = request.args.get("a", max(1, last - 1), type=int)
    newer = request.args.get("b", last, type=int)
    by_ordinal = {revision.ordinal: revision for revision in revisions}
    a, b = by_ordinal.get(older), by_ordinal.get(newer)
    return render_template(
        "records/deeds/diff.html",
        deed=deed,
        older=a,
        newer=b,
        revisions=revisions,
        pairs=compared(a.text, b.text) if a and b else [],
    )


@blueprint.route("/notice", methods=["GET", "POST"])
@requires(*ORGANIZATION_ROLES)
def notice() -> Any:
    """Propose a public notice over reviewed deeds; the head of the department posts it."""
    waiting = list(
        db.session.execute(
            queries.deed_rows(current_user).where(Matter.state == DeedState.REVIEWED).order_by(Matter.number).limit(200)
        )
    )
    form = NoticeForm()
    form.deeds.choices = [
        (row.id, f"{row.number}　{row.title}（{presentation.subject_of_row(row)}）") for row in waiting
    ]
    if not form.is_submitted():
        form.deeds.data = [row.id for row in waiting]
        form.title.data, form.body.data = notice_text(waiting)
    if form.validate_on_submit():
        try:
            with once() as outcome:
                deeds = list(db.session.scalars(select(Deed).where(Deed.matter_id.in_(form.deeds.data or []))))
                made = operations.propose_notice(
                    deeds,
                    actor=current_user,
                    now=clock.now(),
                    title=form.title.data or "",
                    body=form.body.data or "",
                    contact=form.contact.data or "",
                    working_days=form.working_days.data or 5,
                )
                outcome.location = url_for("notices.detail", matter_id=made.matter_id)
            return redirect(outcome.location)
        except DomainError as refusal:
            if isinstance(refusal, Stale):
                raise
            form.refuse(refusal)
    return render_template("records/deeds/notice.html", form=form, waiting=waiting), 422 if form.errors else 200
