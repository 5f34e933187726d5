"""The page of one person: evidence on the left, what is to be done on the right; looking and findings."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from evaluation.appraisals.cycles.enums import AppraisalState
from evaluation.appraisals.cycles.forms import FindingForm, LookForm, OpinionForm, RatingForm, ResultForm, TellForm
from evaluation.appraisals.cycles.models import Appraisee, Finding
from evaluation.appraisals.cycles.operations import verification
from evaluation.appraisals.cycles.policies import may_read_person
from evaluation.appraisals.cycles.presentation import PersonPage, evidence_address, material_state, person_page
from evaluation.appraisals.cycles.queries.people import appraisee_visible, evidence_of_person
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import signed_in
from evaluation.foundation.web.noting import note_look
from evaluation.foundation.web.posting import once
from evaluation.procedures.evidence.enums import Dimension
from evaluation.procedures.evidence.operations import is_intact
from evaluation.procedures.evidence.presentation import frozen_rows

FORMS = ("look_form", "finding_form", "rating_form", "result_form", "tell_form", "opinion_form")


def person_or_refusal(matter_id: int, person_id: int) -> Appraisee:
    """The person, for who may read: 404 for who sees nothing of it, and a word on recusal for oneself and near relatives."""
    appraisee = appraisee_visible(current_user, matter_id, person_id)
    if appraisee.appraisal.matter.state == AppraisalState.DRAFT:
        abort(404)
    if not may_read_person(current_user, appraisee.appraisal, person_id):
        raise NotAllowed(
            _("You keep out of this: it is about yourself or a near relative. Others of the group examine this person.")
        )
    return appraisee


def shown(appraisee: Appraisee, **given: Any) -> str:
    """The page with the form that was sent, and fresh ones beside it."""
    page = person_page(appraisee, current_user)
    forms = {**fresh_forms(page, given), **given}
    wrong = next((form for form in given.values() if form.errors or form.form_errors), None)
    return render_template(
        "appraisals/cycles/person.html",
        page=page,
        appraisee=appraisee,
        person=appraisee.person,
        appraisal=appraisee.appraisal,
        dimensions=list(Dimension),
        form=wrong,
        state=page.state,
        address=lambda action: url_for(f"appraisals.{action}", matter_id=appraisee.appraisal_id, person_id=appraisee.person_id),
        evidence_url=lambda number: evidence_address(number, appraisee, current_user),
        material_state=material_state,
        **forms,
    )


def fresh_forms(page: PersonPage, given: dict[str, Any]) -> dict[str, Any]:
    """The forms that this reader can use now, filled with what is saved; None for the others."""
    forms: dict[str, Any] = dict.fromkeys(FORMS)
    if page.may_examine and page.state is AppraisalState.VERIFYING:
        forms["look_form"] = LookForm(formdata=None, version=page.appraisee.version, reason=page.appraisee.no_evidence_reason)
    if page.may_examine and page.state in {AppraisalState.VERIFYING, AppraisalState.JUDGING}:
        forms["finding_form"] = FindingForm(formdata=None)
    if page.rates_now:
        rating = given.get("rating_form") or RatingForm(formdata=None)
        rating.offer(list(page.grades.values()), page.items)
        if "rating_form" not in given:
            rating.fill(page.own)
        forms["rating_form"] = rating
    if page.may_conclude and page.sees_others and page.enough_rated and page.state is AppraisalState.JUDGING:
        result = given.get("result_form") or ResultForm(formdata=None)
        result.offer(list(page.grades.values()), [*page.others, *([page.own] if page.own else [])])
        if "result_form" not in given:
            result.fill(page.joint)
        forms["result_form"] = result
    if page.may_tell and page.state is AppraisalState.FEEDBACK:
        if page.feedback is None:
            forms["tell_form"] = TellForm(formdata=None, told_on=clock.today())
        elif page.feedback.opinion is None:
            forms["opinion_form"] = OpinionForm(formdata=None)
    return forms


@signed_in
def person(matter_id: int, person_id: int) -> str:
    """Everything about one person of the appraisal that this reader may see; reading it is recorded."""
    appraisee = person_or_refusal(matter_id, person_id)
    number = appraisee.appraisal.matter.number
    answer = shown(appraisee)
    note_look(
        "appraisal.read_person",
        actor=current_user,
        object_kind="appraisal",
        object_id=matter_id,
        object_number=number,
        private={"person_id": person_id},
    )
    return answer


@signed_in
def evidence(matter_id: int, person_id: int, number: str) -> str:
    """A piece of evidence about the person as it was verified, for examiners who do not see its source elsewhere."""
    appraisee = person_or_refusal(matter_id, person_id)
    found = evidence_of_person(appraisee, number)
    return render_template(
        "appraisals/cycles/evidence.html",
        appraisee=appraisee,
        evidence=found,
        intact=is_intact(found),
        rows=frozen_rows(found.frozen),
    )


def back(appraisee: Appraisee) -> str:
    """The page of the person."""
    return url_for("appraisals.person", matter_id=appraisee.appraisal_id, person_id=appraisee.person_id)


@signed_in
def look(matter_id: int, person_id: int) -> Any:
    """The evidence was gone through."""
    appraisee = person_or_refusal(matter_id, person_id)
    form = LookForm()
    if form.validate():
        try:
            with once() as outcome:
                verification.note_looked_at(
                    appraisee,
                    reason=form.reason.data or "",
                    version=form.version.data,
                    actor=current_user,
                    now=clock.now(),
                )
                outcome.location = back(appraisee)
            flash(_("Noted that the evidence was gone through."))
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return shown(appraisee, look_form=form), 422


@signed_in
def find(matter_id: int, person_id: int) -> Any:
    """Something found beside the registry."""
    appraisee = person_or_refusal(matter_id, person_id)
    form = FindingForm()
    if form.validate():
        try:
            with once() as outcome:
                verification.add_finding(
                    appraisee,
                    text=form.text.data or "",
                    source=form.source.data or "",
                    dimension=form.chosen_dimension,
                    actor=current_user,
                    now=clock.now(),
                )
                outcome.location = f"{back(appraisee)}#findings"
            flash(_("Written down. It carries no evidence number and is shown as such."))
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return shown(appraisee, finding_form=form), 422


@signed_in
def withdraw_finding(matter_id: int, person_id: int, finding_id: int) -> Response:
    """Take a finding back."""
    appraisee = person_or_refusal(matter_id, person_id)
    finding = db.session.get(Finding, finding_id)
    if finding is None or finding.appraisee_id != appraisee.id:
        abort(404)
    with once() as outcome:
        verification.withdraw_finding(finding, appraisee, actor=current_user, now=clock.now())
        outcome.location = f"{back(appraisee)}#findings"
    flash(_("Taken back."))
    return redirect(outcome.location)
