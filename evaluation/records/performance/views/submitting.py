"""Hand in a shift: the check page, the page after it, and the ways back."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.display import zh_date
from evaluation.foundation.web.posting import once
from evaluation.procedures.attachments.queries import photographs_of
from evaluation.procedures.workflow.panels import panel_of
from evaluation.records.performance.enums import LineState, ShiftState
from evaluation.records.performance.models import Shift
from evaluation.records.performance.operations import shifts
from evaluation.records.performance.operations.lines import KEPT
from evaluation.records.performance.policies import RECORDERS
from evaluation.records.performance.queries.shifts import shift_visible
from evaluation.records.performance.views.entering import shift_address, writable
from evaluation.records.performance.workflow import has_begun


@requires(*RECORDERS)
def check(matter_id: int) -> str:
    """The page before handing in: sums and exceptions only."""
    shift = writable(matter_id)
    return check_page(shift, shifts.problems_of_shift(shift, actor=current_user))


def check_page(shift: Shift, problems: Sequence[Any], refusal: Any = None) -> str:
    """Sums, what is not as usual in the rows, and what stands against handing in."""
    undecided = [line for line in shift.lines if line.state not in KEPT]
    blocking = [problem for problem in problems if problem.blocks]
    exceptions = [
        line
        for line in undecided
        if not line.present or line.minutes != shift.planned_minutes or line.note or line.state is LineState.RETURNED
    ]
    return render_template(
        "records/performance/check.html",
        shift=shift,
        undecided=undecided,
        exceptions=exceptions,
        problems=problems,
        blocking=blocking,
        refusal=refusal,
        names={line.person_id: line.person.name for line in shift.lines},
        returned=shift.matter.state == ShiftState.RETURNED,
        photographs=photographs_of(shift.matter_id),
    )


@requires(*RECORDERS)
def submit(matter_id: int) -> Any:
    """Hand the shift in."""
    shift = shift_visible(current_user, matter_id)
    try:
        with once() as outcome:
            shifts.submit_shift(shift, actor=current_user, now=clock.now(), version=request.form.get("version", type=int))
            outcome.location = url_for("shifts.submitted", matter_id=matter_id)
        return redirect(outcome.location)
    except Refused as refusal:
        shift = writable(matter_id)
        problems = shifts.problems_of_shift(shift, actor=current_user)
        return check_page(shift, problems, refusal.message), 422


@requires(*RECORDERS)
def submitted(matter_id: int) -> str:
    """The page after handing in: number, who verifies, way back."""
    shift = shift_visible(current_user, matter_id)
    holdings = panel_of(shift.matter, current_user, clock.now()).holdings
    words = [_("%(who)s, by %(day)s", who=one.who, day=zh_date(one.due_on)) for one in holdings]
    return render_template(
        "records/performance/submitted.html",
        shift=shift,
        next=_("; ").join(words),
        may_withdraw=shift.matter.state == ShiftState.SUBMITTED and not has_begun(shift),
    )


@requires(*RECORDERS)
def withdraw(matter_id: int) -> Response:
    """The author takes it back."""
    shift = shift_visible(current_user, matter_id)
    with once() as outcome:
        shifts.withdraw_shift(shift, actor=current_user, now=clock.now())
        outcome.location = shift_address(matter_id)
    flash(_("Withdrawn. You can change the shift and submit it again."))
    return redirect(outcome.location)


@requires(*RECORDERS)
def discard(matter_id: int) -> Response:
    """Throw away a draft."""
    shift = shift_visible(current_user, matter_id)
    with once() as outcome:
        shifts.discard_draft(shift, actor=current_user, now=clock.now())
        outcome.location = url_for("shifts.index")
    flash(_("The draft is deleted."))
    return redirect(outcome.location)
