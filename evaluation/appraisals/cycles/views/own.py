"""The page on which a person reads the own result and answers. It shows nothing of anybody else."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from evaluation.appraisals.cycles.enums import AppraisalState
from evaluation.appraisals.cycles.forms import OpinionForm, opinion_of
from evaluation.appraisals.cycles.models import Feedback
from evaluation.appraisals.cycles.operations.feedback import give_opinion
from evaluation.appraisals.cycles.presentation import own_result
from evaluation.appraisals.cycles.queries.people import own_feedback
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import signed_in
from evaluation.foundation.web.posting import once


@signed_in
def feedback(matter_id: int) -> Any:
    """The result in words, and the answer to it."""
    told = own_feedback(current_user, matter_id)
    form = OpinionForm() if may_answer(told) else None
    if form is not None and form.validate_on_submit():
        try:
            with once() as outcome:
                give_opinion(
                    told,
                    opinion=opinion_of(form.opinion.data),
                    text=form.opinion_text.data or "",
                    actor=current_user,
                    now=clock.now(),
                )
                outcome.location = url_for("appraisals.feedback", matter_id=matter_id)
            flash(_("Your answer is recorded."))
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    page = render_template(
        "appraisals/cycles/feedback.html",
        told=told,
        appraisal=told.appraisee.appraisal,
        result=own_result(told.appraisee),
        form=form,
    )
    return page, 422 if form is not None and form.errors else 200


def may_answer(told: Feedback) -> bool:
    """Once, and while results are being told."""
    return told.opinion is None and told.appraisee.appraisal.matter.state == AppraisalState.FEEDBACK
