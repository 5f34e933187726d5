"""Pages of the reporter: form, check, submit, withdraw."""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.errors import Difference, NotAllowed, Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.posting import once
from evaluation.procedures.attachments.operations import attach_photograph, remove
from evaluation.procedures.attachments.queries import photographs_of
from evaluation.procedures.evidence.queries import cited_in
from evaluation.procedures.workflow.drafts import how_kept
from evaluation.procedures.workflow.enums import Part
from evaluation.procedures.workflow.queries import people_of, running_campaigns
from evaluation.records.deeds import operations, presentation, queries
from evaluation.records.deeds.enums import DeedAction, DeedState, SubjectKind
from evaluation.records.deeds.forms import CheckForm, DeedForm
from evaluation.records.deeds.models import Deed
from evaluation.records.deeds.policies import WRITERS, is_author
from evaluation.records.deeds.workflow import DEED_FLOW, EDITABLE

EDITED = ("title", "body", "subject_name")


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
            "shift_evidence_ids": [evidence.id for evidence in cited_in(deed.matter_id)],
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


def first_draft(form: DeedForm) -> Deed:
    """The deed as the form tells it, in the special action that runs."""
    campaigns = running_campaigns()
    return operations.draft_deed(
        text_of(form),
        organization_id=form.department.data,
        campaign_id=campaigns[0].id if campaigns else None,
        actor=current_user,
        now=clock.now(),
    )


@requires(*WRITERS)
def new() -> Any:
    """Report a deed: whose, what, how it went."""
    form = DeedForm()
    fill_choices(form)
    if form.validate_on_submit():
        try:
            with once() as outcome:
                deed = first_draft(form)
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


@requires(*WRITERS)
def autosave(matter_id: int | None = None) -> Any:
    """Keep a draft while it is written, from its first words. What cannot be kept yet waits in silence."""
    deed = own_editable(matter_id) if matter_id is not None else None
    form = DeedForm()
    if deed is None:
        fill_choices(form)
    else:
        form.department.choices = [(deed.matter.organization_id, "")]
        form.department.data = deed.matter.organization_id
    if not form.validate():
        return jsonify(), 422
    if deed is not None and form.version.data != deed.matter.version:
        return jsonify(message=_("Somebody changed this after you opened it.")), 409
    now = clock.now()
    try:
        with once() as outcome:
            if deed is None:
                deed = first_draft(form)
            else:
                operations.edit_deed(deed, text_of(form, deed), actor=current_user, now=now)
            outcome.location = url_for("deeds.kept", matter_id=deed.matter_id)
    except Refused:
        return jsonify(), 422
    return how_kept("deeds", deed.matter, now)


@requires(*WRITERS)
def kept(matter_id: int) -> Response:
    """What is kept of a draft, for a browser that did not hear the answer of a save."""
    deed = own_editable(matter_id)
    return how_kept("deeds", deed.matter, deed.matter.changed_at)


def check_form(deed: Deed) -> CheckForm:
    """The second page; what was posted, or what is known."""
    if request.method == "POST":
        return CheckForm()
    return CheckForm(
        obj=deed,
        version=deed.matter.version,
        occurred_from=deed.matter.occurred_from or clock.today(),
        occurred_to=deed.matter.occurred_to,
        shifts=[evidence.id for evidence in cited_in(deed.matter_id)],
        branch=deed.matter.party_organization_id,
    )


@requires(*WRITERS)
def check(matter_id: int) -> Any:
    """Check everything, fill in what is asked only here, and hand in."""
    deed = own_editable(matter_id)
    form = check_form(deed)
    if form.validate_on_submit():
        form.check_version(deed.matter.version)
        asked = request.form.get("submit") and not request.form.get("despite")
        if asked and queries.similar_deeds(deed, form.occurred_from.data, form.occurred_to.data, current_user):
            form.form_errors.append(_("A similar deed was reported already; look at it, or tick that this is another one."))
        else:
            try:
                with once() as outcome:
                    outcome.location = hand_in(deed, form)
                return redirect(outcome.location)
            except Refused as refusal:
                form.refuse(refusal)
    form.shifts.choices = presentation.shift_choices(deed, form.shifts.data or [])
    form.branch.choices = [("", _("the branch of the person concerned")), *presentation.branch_choices()]
    return render_template(
        "records/deeds/check.html",
        form=form,
        deed=deed,
        similar=queries.similar_deeds(deed, form.occurred_from.data, form.occurred_to.data, current_user),
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
    if not request.form.get("submit"):
        operations.edit_deed(deed, text, actor=current_user, now=now)
        flash(_("The draft is saved."))
        return url_for("deeds.check", matter_id=deed.matter_id)
    operations.edit_and_submit(deed, text, branch_id=form.branch.data, actor=current_user, now=now, comment=form.comment.data)
    return url_for("deeds.submitted", matter_id=deed.matter_id)


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


@requires(*WRITERS)
def withdraw(matter_id: int) -> Response:
    """The reporter takes it back."""
    deed = queries.deed_visible(current_user, matter_id)
    with once() as outcome:
        operations.withdraw_deed(deed, actor=current_user, now=clock.now())
        outcome.location = url_for("deeds.detail", matter_id=matter_id)
    flash(_("Withdrawn. You can change the deed and submit it again."))
    return redirect(outcome.location)


@requires(*WRITERS)
def delete(matter_id: int) -> Response:
    """Throw away a draft."""
    deed = queries.deed_visible(current_user, matter_id)
    with once() as outcome:
        operations.delete_draft(deed, actor=current_user)
        outcome.location = url_for("deeds.index")
    flash(_("The draft is deleted."))
    return redirect(outcome.location)
