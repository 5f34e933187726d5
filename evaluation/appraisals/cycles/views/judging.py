"""Rating a person, and recording the joint result."""

from typing import Any

from flask import flash, redirect
from flask_login import current_user

from evaluation.appraisals.cycles.forms import RatingForm, ResultForm
from evaluation.appraisals.cycles.models import Appraisee
from evaluation.appraisals.cycles.operations import rating
from evaluation.appraisals.cycles.queries.people import assessments_of, own_of
from evaluation.appraisals.cycles.views.examining import back, person_or_refusal, shown
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.errors import Difference, Refused, Stale
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import signed_in
from evaluation.foundation.web.posting import once
from evaluation.procedures.evidence.enums import Dimension


@signed_in
def rate(matter_id: int, person_id: int) -> Any:
    """Save the own rating; the page then shows what the others say."""
    appraisee = person_or_refusal(matter_id, person_id)
    form = RatingForm()
    if form.validate():
        try:
            with once() as outcome:
                taken_back = rating.save_assessment(
                    appraisee, form.ratings, version=form.version.data, actor=current_user, now=clock.now()
                )
                outcome.location = back(appraisee)
            if taken_back:
                flash(_("Saved. The joint result was taken back by this change and has to be recorded anew."), "warning")
            else:
                flash(_("Your rating is saved."))
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
        except Stale as stale:
            raise Stale(stale.message, differences(form, appraisee)) from stale
    return shown(appraisee, rating_form=form), 422


def differences(form: RatingForm, appraisee: Appraisee) -> list[Difference]:
    """What stands in the form and what was saved meanwhile, sentence by sentence."""
    examiner = next((one.id for one in appraisee.appraisal.examiners if one.account_id == current_user.account_id), None)
    saved = own_of(assessments_of(appraisee.id), examiner)
    if saved is None:
        return []
    pairs = [(one, form[f"{one.value}_sentence"].data or "", saved.ratings[one].sentence) for one in Dimension]
    return [Difference(one.label, yours, theirs) for one, yours, theirs in pairs if yours != theirs]


@signed_in
def conclude(matter_id: int, person_id: int) -> Any:
    """Record the joint result."""
    appraisee = person_or_refusal(matter_id, person_id)
    form = ResultForm()
    if form.validate():
        try:
            with once() as outcome:
                rating.conclude(
                    appraisee,
                    form.grades,
                    comment=form.comment.data or "",
                    version=form.version.data,
                    actor=current_user,
                    now=clock.now(),
                )
                outcome.location = back(appraisee)
            flash(_("The joint result is recorded. It is a reference and sets no annual grade by itself."))
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return shown(appraisee, result_form=form), 422
