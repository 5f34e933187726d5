"""Telling a person the result, and writing down what the person says to it."""

from typing import Any

from flask import abort, flash, redirect
from flask_login import current_user

from evaluation.appraisals.cycles.enums import Manner
from evaluation.appraisals.cycles.forms import OpinionForm, TellForm, opinion_of
from evaluation.appraisals.cycles.operations import feedback
from evaluation.appraisals.cycles.queries.people import feedback_of
from evaluation.appraisals.cycles.views.examining import back, person_or_refusal, shown
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import signed_in
from evaluation.foundation.web.posting import once


@signed_in
def tell(matter_id: int, person_id: int) -> Any:
    """The person was told."""
    appraisee = person_or_refusal(matter_id, person_id)
    form = TellForm()
    if form.validate():
        try:
            with once() as outcome:
                feedback.tell(
                    appraisee,
                    told_on=form.told_on.data,
                    manner=Manner(form.manner.data),
                    opinion=opinion_of(form.opinion.data),
                    opinion_text=form.opinion_text.data or "",
                    actor=current_user,
                    now=clock.now(),
                )
                outcome.location = back(appraisee)
            flash(_("Recorded that the person was told."))
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return shown(appraisee, tell_form=form), 422


@signed_in
def answer(matter_id: int, person_id: int) -> Any:
    """Write down the answer that the person gave on paper."""
    appraisee = person_or_refusal(matter_id, person_id)
    told = feedback_of(appraisee.id)
    if told is None:
        abort(404)
    form = OpinionForm()
    if form.validate():
        try:
            with once() as outcome:
                feedback.give_opinion(
                    told,
                    opinion=opinion_of(form.opinion.data),
                    text=form.opinion_text.data or "",
                    actor=current_user,
                    now=clock.now(),
                )
                outcome.location = back(appraisee)
            flash(_("The answer is recorded."))
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return shown(appraisee, opinion_form=form), 422
