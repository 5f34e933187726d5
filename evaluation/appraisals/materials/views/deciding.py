"""Handing on, signing, returning, approving and opening again."""

from typing import Any

from flask import flash, redirect, url_for
from flask_login import current_user

from evaluation.appraisals.materials import operations
from evaluation.appraisals.materials.enums import MaterialAction
from evaluation.appraisals.materials.presentation import step_form
from evaluation.appraisals.materials.queries import material_visible
from evaluation.appraisals.materials.views.reading import detail_page
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.errors import NotAllowed, Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import signed_in
from evaluation.foundation.web.posting import once

OPERATIONS = {
    MaterialAction.SUBMIT: operations.submit_material,
    MaterialAction.SIGN: operations.sign_material,
    MaterialAction.RETURN: operations.return_material,
    MaterialAction.APPROVE: operations.approve_material,
    MaterialAction.REOPEN: operations.reopen_material,
}


@signed_in
def decide(matter_id: int) -> Any:
    """Carry out the decision of the box."""
    material = material_visible(current_user, matter_id)
    form = step_form(material, current_user)
    if form is None:
        raise NotAllowed(_("You may not decide on this material now; see who holds it."))
    if form.validate():
        action, title = MaterialAction(form.decision.data), material.matter.title
        try:
            with once() as outcome:
                OPERATIONS[action](
                    material,
                    actor=current_user,
                    now=clock.now(),
                    comment=form.comment.data,
                    version=form.version.data,
                )
                outcome.location = url_for("inbox.next_task")
            flash(_("%(action)s: “%(title)s”.", action=action.label, title=title), "success")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return detail_page(material, form), 422
