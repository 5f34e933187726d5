"""Pages that show shifts: list, detail, the sheet for the printer."""

from typing import Any

from flask import render_template, request
from flask_login import current_user
from sqlalchemy import Select
from werkzeug.wrappers import Response

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.display import short_date
from evaluation.foundation.web.paging import Sort, page_of
from evaluation.procedures.attachments.queries import shown_files
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.panels import panel_of
from evaluation.records.performance.documents import shifts_workbook
from evaluation.records.performance.enums import EDITABLE_STATES, LineState, ShiftAction, ShiftState
from evaluation.records.performance.forms.shifts import FilterForm, VerifyForm
from evaluation.records.performance.models import Shift
from evaluation.records.performance.operations.verification import left_to_others, waiting_lines
from evaluation.records.performance.policies import (
    UNIT_READERS,
    is_author,
    may_read_line,
    may_record,
    may_void,
    may_write,
    reads_whole,
)
from evaluation.records.performance.queries.campaigns import campaign_choices
from evaluation.records.performance.queries.history import history_of
from evaluation.records.performance.queries.shifts import (
    departments_within,
    evidence_numbers,
    narrowed,
    shift_rows,
    shift_visible,
)
from evaluation.records.performance.workflow import SHIFT_FLOW, has_begun
from evaluation.registry.accounts.enums import BUSINESS_ROLES

SORTS = (
    Sort("day", None, (Shift.held_on, Matter.id)),
    Sort("oldest", None, (Shift.held_on, Matter.id), descending=False),
    Sort("entered", None, (Matter.id,)),
    Sort("hours", None, (Shift.minutes_total, Matter.id)),
)


def filter_form() -> FilterForm:
    """The filter bar, with the departments that the actor reaches."""
    form = FilterForm(request.args)
    form.campaign.choices = [("", _("all")), *campaign_choices()]
    scope = current_user.scope(*UNIT_READERS)
    departments = departments_within(scope) if scope else []
    form.department.choices = [("", _("all")), *departments]
    if not departments:
        del form.department
    return form


def filtered(form: FilterForm) -> Select[Any]:
    """The visible shifts that the filter bar asks for."""
    return narrowed(shift_rows(current_user), form.data, current_user)


@requires(*BUSINESS_ROLES)
def index() -> str:
    """The list of the shifts that the actor may see."""
    form = filter_form()
    statement = filtered(form)
    return render_template(
        "records/performance/index.html",
        page=page_of(statement, SORTS, count=statement.with_only_columns(Matter.id)),
        form=form,
        states=ShiftState,
        may_record=may_record(current_user),
    )


@requires(*BUSINESS_ROLES)
def export() -> Response:
    """The filtered list as a workbook, in the order of the page."""
    sort = next((one for one in SORTS if one.key == request.args.get("sort")), SORTS[0])
    order = [column.desc() if sort.descending else column.asc() for column in sort.columns]
    return shifts_workbook(filtered(filter_form()).order_by(*order))


@requires(*BUSINESS_ROLES)
def detail(matter_id: int) -> str:
    """One shift, laid flat."""
    return detail_page(shift_visible(current_user, matter_id), VerifyForm())


def detail_page(shift: Shift, form: VerifyForm) -> str:
    """The page of a shift, with the box of whoever has to verify lines of it."""
    matter = shift.matter
    lines = [line for line in shift.lines if may_read_line(current_user, shift, line)]
    photographs, documents = shown_files(matter.id)
    handed_in = matter.state in (ShiftState.SUBMITTED, ShiftState.RETURNED)
    waiting = waiting_lines(shift, current_user) if handed_in else []
    form.edition.data = shift.edition
    return render_template(
        "records/performance/detail.html",
        shift=shift,
        form=form,
        state=SHIFT_FLOW.state_of(shift),
        steps=stepper(shift),
        lines=lines,
        hidden=len(shift.lines) - len(lines),
        whole=reads_whole(current_user, shift),
        waiting=waiting,
        others=left_to_others(shift, current_user) if waiting else [],
        evidence=evidence_numbers(matter.id) if matter.number is not None else {},
        history=history_of(shift, current_user),
        panel=panel_of(matter, current_user, clock.now()),
        photographs=photographs,
        documents=documents,
        may_change=may_write(current_user, shift) and matter.state in EDITABLE_STATES,
        may_withdraw=SHIFT_FLOW.may(current_user, shift, ShiftAction.WITHDRAW) and not has_begun(shift),
        may_discard=is_author(current_user, shift) and matter.state == ShiftState.DRAFT and matter.number is None,
        may_void=may_void(current_user, shift) and SHIFT_FLOW.step(ShiftAction.VOID, matter.state) is not None,
        may_record=may_record(current_user),
    )


def stepper(shift: Shift) -> list[dict[str, Any]]:
    """Three places: entered, handed in and being verified, verified."""
    state = ShiftState(shift.matter.state)
    counted = [line for line in shift.lines if line.state is not LineState.VOIDED]
    decided = sum(1 for line in counted if line.state is LineState.VERIFIED)
    place = {ShiftState.DRAFT: 0, ShiftState.WITHDRAWN: 0, ShiftState.RETURNED: 0, ShiftState.SUBMITTED: 1}.get(state, 3)
    details = [
        short_date(shift.matter.opened_at),
        _("%(done)d of %(all)d", done=decided, all=len(counted)) if state is not ShiftState.DRAFT else None,
        None,
    ]
    labels = (_("Entered"), _("Branch verifies"), _("Verified"))
    steps = []
    for position, (label, text) in enumerate(zip(labels, details, strict=True)):
        mark = "done" if position < place else "todo"
        if position == place:
            mark = "back" if state is ShiftState.RETURNED else "now"
        if state is ShiftState.VOIDED and position == 2:
            mark, label = "stop", _("Revoked")
        steps.append({"label": label, "state": mark, "detail": text})
    return steps


@requires(*BUSINESS_ROLES)
def print_page(matter_id: int) -> str:
    """The sheet of a shift for the folder, to be signed."""
    shift = shift_visible(current_user, matter_id)
    return render_template(
        "records/performance/print.html",
        shift=shift,
        state=SHIFT_FLOW.state_of(shift),
        lines=[line for line in shift.lines if may_read_line(current_user, shift, line)],
    )
