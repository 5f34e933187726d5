"""Verify, return and revoke lines of shifts."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.errors import NotAllowed, Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.posting import once
from evaluation.foundation.web.views import local_target
from evaluation.records.performance.enums import LineState
from evaluation.records.performance.forms.shifts import VerifyForm, VoidForm
from evaluation.records.performance.models import Shift
from evaluation.records.performance.operations import verification
from evaluation.records.performance.operations.lines import MOST_LINES
from evaluation.records.performance.policies import may_void
from evaluation.records.performance.queries.shifts import leaning_count, shift_visible
from evaluation.records.performance.views.entering import shift_address
from evaluation.records.performance.views.reading import detail_page
from evaluation.registry.accounts.enums import BUSINESS_ROLES, ORGANIZATION_ROLES


def ticked() -> list[int]:
    """Ids of the lines ticked on the page."""
    return [identity for identity in request.form.getlist("line", type=int) if 0 < identity < 2**31][: 2 * MOST_LINES]


@requires(*BUSINESS_ROLES)
def verify(matter_id: int) -> Any:
    """Verify all lines that wait for the actor (``whole``), or the ticked ones and return the others with a reason."""
    return decide(matter_id, "whole" if request.form.get("whole") else "part")


@requires(*BUSINESS_ROLES)
def return_lines(matter_id: int) -> Any:
    """Return the ticked lines, or all that wait for the actor, with a reason."""
    return decide(matter_id, "return")


def decide(matter_id: int, way: str) -> Any:
    """Carry out one of the three decisions; a missing reason is asked for on the page."""
    shift = shift_visible(current_user, matter_id)
    form = VerifyForm()
    common: dict[str, Any] = {
        "actor": current_user,
        "now": clock.now(),
        "comment": form.comment.data,
        "edition": form.edition.data,
    }
    try:
        if not form.validate():
            return detail_page(shift, form), 422
        with once() as outcome:
            if way == "whole":
                decision = verification.verify_lines(shift, **{**common, "comment": None}, batch=True)
            elif way == "part":
                decision = verification.decide_lines(shift, ticked(), **common)
            else:
                decision = verification.return_lines(shift, **common, line_ids=ticked() or None)
            message = told(decision)
            outcome.location = local_target(request.form.get("next")) or url_for("inbox.next_task")
        flash(message)
        return redirect(outcome.location)
    except Refused as refusal:
        form.refuse(refusal)
        return detail_page(shift_visible(current_user, matter_id), form), 422


def told(decision: verification.Decision) -> str:
    """What was done, and whose lines somebody else has to verify."""
    parts = []
    if decision.verified:
        parts.append(_("%(count)d people verified.", count=len(decision.verified)))
    if decision.returned:
        parts.append(_("%(count)d returned.", count=len(decision.returned)))
    if decision.others:
        names = _(", ").join(line.person.name for line in decision.others)
        parts.append(_("The hours of %(names)s are verified by somebody else.", names=names))
    return "".join(parts)


def voidable(matter_id: int) -> Shift:
    """A shift of which the actor may revoke lines."""
    shift = shift_visible(current_user, matter_id)
    if not may_void(current_user, shift):
        raise NotAllowed(_("Only the organization department can revoke records, and not what it handed in itself."))
    return shift


@requires(*ORGANIZATION_ROLES)
def void_page(matter_id: int) -> str:
    """The page before revoking: what will happen, the reason, which lines."""
    return void_form(voidable(matter_id), VoidForm(), set())


def void_form(shift: Shift, form: VoidForm, chosen: set[int]) -> str:
    """The page before revoking, with what was ticked."""
    return render_template(
        "records/performance/void.html",
        shift=shift,
        form=form,
        lines=[line for line in shift.lines if line.state is LineState.VERIFIED],
        leaning=leaning_count(shift.matter_id),
        chosen=chosen,
    )


@requires(*ORGANIZATION_ROLES)
def void(matter_id: int) -> Any:
    """Revoke the whole shift, or the verified lines ticked."""
    shift = voidable(matter_id)
    form = VoidForm()
    try:
        with once() as outcome:
            verification.void_shift(
                shift,
                actor=current_user,
                now=clock.now(),
                comment=form.comment.data,
                line_ids=None if request.form.get("whole") else ticked(),
                version=request.form.get("version", type=int),
            )
            outcome.location = shift_address(matter_id)
        flash(_("Revoked. Whoever leans on it has been asked to look again."))
        return redirect(outcome.location)
    except Refused as refusal:
        form.refuse(refusal)
        return void_form(voidable(matter_id), form, set(ticked())), 422
