"""Enter a shift: the form for many people, its drafts, the check page and handing in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from evaluation.foundation.core.clock import clock, local
from evaluation.foundation.core.errors import DomainError, NotAllowed, Refused, Stale
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.posting import once
from evaluation.procedures.attachments.operations import attach_document, attach_photograph, remove
from evaluation.procedures.attachments.queries import documents_of, photographs_of
from evaluation.procedures.workflow.drafts import how_kept
from evaluation.procedures.workflow.queries import running_campaigns
from evaluation.records.performance.calculations import hours_typed, length, moments
from evaluation.records.performance.enums import EDITABLE_STATES, LineState
from evaluation.records.performance.forms.grid import Grid
from evaluation.records.performance.forms.shifts import ShiftForm, optional_number
from evaluation.records.performance.models import Shift, ShiftLine
from evaluation.records.performance.operations import shifts
from evaluation.records.performance.operations.lines import KEPT, MOST_LINES
from evaluation.records.performance.plans import ShiftPlan
from evaluation.records.performance.policies import RECORDERS, may_read_line, may_write
from evaluation.records.performance.queries.groups import group_rows, group_within
from evaluation.records.performance.queries.names import Unclear, resolve_names
from evaluation.records.performance.queries.shifts import departments_of, last_shifts, shift_visible
from evaluation.records.performance.queries.standing import Histories
from evaluation.registry.people.matching import split_names

SAVE, CHECK, GROUP = "save", "check", "group"


def shift_address(matter_id: int) -> str:
    """The page of a shift."""
    return url_for("shifts.detail", matter_id=matter_id)


def fill_choices(form: ShiftForm, shift: Shift | None) -> None:
    """Departments for which the actor may record and special actions that run."""
    departments, campaigns = present_choices(shift)
    if not stands_as_before(form, departments, campaigns):
        departments = [*departments, *(pair for pair in departments_of(current_user) if pair not in departments)]
        running = [(campaign.id, campaign.name) for campaign in running_campaigns()]
        campaigns = [*campaigns, *(pair for pair in running if pair not in campaigns)]
    if not departments:
        raise NotAllowed(_("No department is yours to record for; ask the security administrator for the role."))
    form.department.choices = departments
    form.campaign.choices = [("", _("none")), *campaigns]
    form.group.choices = []
    form.group.validate_choice = False
    if form.department.data is None or (request.method == "GET" and form.department.data not in dict(departments)):
        form.department.data = departments[0][0]


def present_choices(shift: Shift | None) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Department and special action of a shift as it is recorded."""
    if shift is None:
        return [], []
    campaigns = [(shift.campaign.id, shift.campaign.name)] if shift.campaign is not None else []
    return [(shift.matter.organization_id, shift.organization.name)], campaigns


def stands_as_before(form: ShiftForm, departments: list[tuple[int, str]], campaigns: list[tuple[int, str]]) -> bool:
    """Whether what was posted is saved without a change of department and action; then no list of them is read."""
    return (
        request.method == "POST"
        and request.form.get("step") in (SAVE, CHECK)
        and form.department.data in dict(departments)
        and (form.campaign.data is None or form.campaign.data in dict(campaigns))
    )


def planned_minutes(form: ShiftForm) -> int | None:
    """Length of the shift, when day and times are filled in."""
    if not (form.held_on.data and form.begins_at.data and form.ends_at.data):
        return None
    return length(*moments(form.held_on.data, form.begins_at.data, form.ends_at.data))


def plan_from(form: ShiftForm, grid: Grid) -> ShiftPlan:
    """What the form says."""
    begins_at, ends_at = moments(form.held_on.data, form.begins_at.data, form.ends_at.data)
    return ShiftPlan(
        organization_id=form.department.data,
        campaign_id=form.campaign.data,
        place=form.place.data or "",
        task=form.task.data or "",
        content=form.content.data or "",
        begins_at=begins_at,
        ends_at=ends_at,
        lines=grid.plans(length(begins_at, ends_at)),
    )


def common_part(shift: Shift, today: datetime | None = None) -> dict[str, Any]:
    """The common part of a recorded shift as values of the form."""
    return {
        "department": shift.matter.organization_id,
        "campaign": shift.matter.campaign_id,
        "place": shift.place,
        "task": shift.task,
        "content": shift.content,
        "held_on": shift.held_on if today is None else local(today).date(),
        "begins_at": local(shift.begins_at).time(),
        "ends_at": local(shift.ends_at).time(),
    }


def row_values(line: ShiftLine) -> dict[str, Any]:
    """A recorded line as values of its row."""
    return {
        "person": line.person_id,
        "present": line.present,
        "hours": hours_typed(line.minutes),
        "task": line.task,
        "remark": line.note,
    }


def copied(shift: Shift) -> dict[str, Any]:
    """An earlier shift as the beginning of a new one: today, everybody present for the whole shift."""
    whole = hours_typed(shift.planned_minutes)
    lines = [
        {"person": line.person_id, "present": True, "hours": whole, "task": line.task, "remark": ""}
        for line in shift.lines
        if line.state is not LineState.VOIDED and may_read_line(current_user, shift, line)
    ]
    return {**common_part(shift, clock.now()), "lines": lines}


def beginning() -> dict[str, Any]:
    """What a new form starts with, from the address: an earlier shift, or a special action; else today."""
    copy = optional_number(request.args.get("copy"))
    if copy is not None:
        return copied(shift_visible(current_user, copy))
    running = [campaign.id for campaign in running_campaigns()]
    asked = request.args.get("campaign", type=int)
    campaign = asked if asked in running else (running[0] if running else None)
    return {"held_on": clock.today(), "campaign": campaign}


@requires(*RECORDERS)
def new() -> Any:
    """A new shift."""
    if request.method == "POST":
        form = ShiftForm()
        fill_choices(form, None)
        return take(form, None)
    form = ShiftForm(data=beginning())
    fill_choices(form, None)
    people = request.args.getlist("person", type=int)[:MOST_LINES]
    tasks: dict[int, str] = {}
    group_id = optional_number(request.args.get("group"))
    if group_id is not None:
        group = group_within(group_id, dict(form.department.choices))
        form.department.data = group.organization_id
        tasks = {member.person_id: member.task for member in group.members}
    grid = Grid(form, form.department.data, [*tasks, *people])
    grid.add([*tasks, *people], planned_minutes(form), tasks)
    return page(form, grid, None)


def writable(matter_id: int) -> Shift:
    """A shift that the actor may change now."""
    shift = shift_visible(current_user, matter_id)
    if not may_write(current_user, shift):
        raise NotAllowed(_("Only the person who entered the shift can change it."))
    if shift.matter.state not in EDITABLE_STATES:
        raise NotAllowed(_("The shift is being verified and cannot be changed now; withdraw it or ask for a return."))
    return shift


@requires(*RECORDERS)
def edit(matter_id: int) -> Any:
    """Change a draft, or what was returned or withdrawn."""
    shift = writable(matter_id)
    if request.method == "POST":
        form = ShiftForm()
        keep_what_stands(form, shift)
        fill_choices(form, shift)
        return take(form, shift)
    rows = [row_values(line) for line in shift.lines if line.state not in KEPT]
    form = ShiftForm(data={**common_part(shift), "lines": rows, "version": shift.matter.version})
    fill_choices(form, shift)
    grid = Grid(form, shift.matter.organization_id)
    grid.show(shifts.problems_of_shift(shift, actor=current_user), shift_address, in_summary=False)
    return page(form, grid, shift)


def keep_what_stands(form: ShiftForm, shift: Shift) -> None:
    """Once a line is verified the common part is not the form's to change."""
    if any(line.state in KEPT for line in shift.lines):
        for name, value in common_part(shift).items():
            form[name].data = value


def take(form: ShiftForm, shift: Shift | None) -> Any:
    """What was posted: people to be added or taken out, or the whole to be saved."""
    step = request.form.get("step", "")
    if len([name for name in request.form if name.endswith("-person")]) > 2 * MOST_LINES:
        raise Refused(_("At most %(max)d people in one shift; record the others as a second shift.", max=MOST_LINES))
    grid, unclear = filled(form, step)
    if step not in (SAVE, CHECK):
        return page(form, grid, shift, unclear)
    valid = form.validate()
    if unclear:
        form.form_errors.append(_("Some names are not clear; choose or correct them above the list."))
    if grid.left_out:
        form.form_errors.append(_("Rows of people who are not in the registry were left out; check the list and save again."))
    if valid and not form.form_errors:
        plan = plan_from(form, grid)
        histories = Histories(plan.person_ids, plan.held_on, plan.held_on)
        if not grid.messages and (step == SAVE or passes(plan, histories, grid, shift)):
            try:
                with once() as outcome:
                    outcome.location = keep(plan, histories, form, shift)
                return redirect(outcome.location)
            except Refused as refusal:
                form.refuse(refusal)
    return page(form, grid, shift, unclear)


def filled(form: ShiftForm, step: str) -> tuple[Grid, list[Unclear]]:
    """The rows with those added and without those taken out, and the names that mean nobody or several."""
    department_id = form.department.data
    words = [*getattr(form.names, "words", []), *split_names((form.pasted.data or "")[:20_000])][: 2 * MOST_LINES]
    chosen = [int(value[1:]) for value in request.form.getlist("chosen") if value[:1] == "@" and value[1:].isdigit()]
    resolution = resolve_names(words, department_id)
    tasks: dict[int, str] = {}
    if step == GROUP and form.group.data is not None:
        group = group_within(form.group.data, dict(form.department.choices))
        tasks = {member.person_id: member.task for member in group.members}
    adding = [*tasks, *(form.names.data or []), *chosen, *resolution.found]
    grid = Grid(form, department_id, adding)
    grid.add(adding, planned_minutes(form), tasks)
    taken_out = request.form.get("remove", type=int)
    if taken_out is not None:
        grid.remove(taken_out)
    names = {person.name for person in grid.people.values() if person.id in chosen}
    unclear = [one for one in resolution.unclear if one.word not in names]
    form.names.typed, form.names.data = "", []
    form.pasted.data = "、".join(one.word for one in unclear)
    return grid, unclear


def passes(plan: ShiftPlan, histories: Histories, grid: Grid, shift: Shift | None) -> bool:
    """Whether nothing in the rows stands against handing in; else it is shown in them."""
    problems = shifts.problems_of_plan(
        plan, histories, actor=current_user, except_matter_id=shift.matter_id if shift is not None else None
    )
    grid.show(problems, shift_address, in_summary=True)
    return not grid.messages


def keep(plan: ShiftPlan, histories: Histories, form: ShiftForm, shift: Shift | None) -> str:
    """Save the draft, with files sent with a plain form; says where to go."""
    now = clock.now()
    if shift is None:
        shift = shifts.create_shift(plan, actor=current_user, now=now, histories=histories)
    else:
        shifts.change_shift(shift, plan, actor=current_user, now=now, version=form.version.data, histories=histories)
    take_files(shift, now)
    if request.form.get("step") == CHECK:
        return url_for("shifts.check", matter_id=shift.matter_id)
    flash(_("The draft is saved."))
    return url_for("shifts.edit", matter_id=shift.matter_id)


def take_files(shift: Shift, now: datetime) -> None:
    """Photographs and papers sent with the form; those ticked away are removed."""
    unwanted = {*request.form.getlist("photographs-remove"), *request.form.getlist("papers-remove")}
    if unwanted:
        for attachment in [*photographs_of(shift.matter_id), *documents_of(shift.matter_id)]:
            if str(attachment.id) in unwanted:
                remove(attachment, actor=current_user, now=now)
    for name, attach in (("photographs", attach_photograph), ("papers", attach_document)):
        for file in request.files.getlist(name):
            if file.filename:
                attach(shift.matter, file.read(), file.filename, actor=current_user, now=now)


def page(form: ShiftForm, grid: Grid, shift: Shift | None, unclear: Sequence[Unclear] = ()) -> Any:
    """The form with its rows."""
    places = [form.department.data]
    form.group.choices = [("", _("choose a group"))] + [(row.id, f"{row.name}（{row.members}）") for row in group_rows(places)]
    last = last_shifts(current_user, places, limit=1) if shift is None and not grid.person_ids else []
    kept = [line for line in shift.lines if line.state in KEPT] if shift is not None else []
    return render_template(
        "records/performance/form.html",
        form=form,
        rows=grid.rows(),
        sums=grid.sums(planned_minutes(form)),
        shift=shift,
        kept=kept,
        unclear=unclear,
        last=last[0] if last else None,
        photographs=file_items(photographs_of(shift.matter_id), thumbnails=True) if shift is not None else [],
        papers=file_items(documents_of(shift.matter_id)) if shift is not None else [],
    ), 422 if form.errors else 200


def file_items(attachments: Sequence[Any], *, thumbnails: bool = False) -> list[dict[str, Any]]:
    """Attached files as the upload field shows them."""
    return [
        {
            "id": one.id,
            "name": one.name,
            "thumbnail": url_for("attachments.thumbnail", attachment_id=one.id) if thumbnails else None,
            "caption": one.caption,
        }
        for one in attachments
    ]


@requires(*RECORDERS)
def autosave(matter_id: int | None = None) -> Any:
    """Keep a draft while it is written. What cannot be kept yet waits for the next time and says nothing."""
    shift = writable(matter_id) if matter_id is not None else None
    form = ShiftForm()
    if shift is not None:
        keep_what_stands(form, shift)
    fill_choices(form, shift)
    if not form.validate():
        return jsonify(), 422
    grid = Grid(form, form.department.data)
    plan = plan_from(form, grid)
    if grid.messages:
        return jsonify(), 422
    now = clock.now()
    try:
        with once() as outcome:
            if shift is None:
                shift = shifts.create_shift(plan, actor=current_user, now=now)
            else:
                shifts.change_shift(shift, plan, actor=current_user, now=now, version=form.version.data)
            outcome.location = url_for("shifts.kept", matter_id=shift.matter_id)
    except Stale as stale:
        return jsonify(message=str(stale.message)), 409
    except DomainError as refusal:
        return jsonify(message=str(refusal.message)), 422
    return how_kept("shifts", shift.matter, now)


@requires(*RECORDERS)
def kept(matter_id: int) -> Response:
    """What is kept of a draft, for a browser that did not hear the answer of a save."""
    shift = writable(matter_id)
    return how_kept("shifts", shift.matter, shift.matter.changed_at)
