"""Usual groups: the list, making one from a shift, changing and removing."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.posting import once
from evaluation.records.performance.enums import LineState
from evaluation.records.performance.forms.arrangements import GroupForm
from evaluation.records.performance.forms.shifts import optional_number
from evaluation.records.performance.models import ShiftGroup
from evaluation.records.performance.operations import groups
from evaluation.records.performance.policies import RECORDERS, may_read_line
from evaluation.records.performance.queries.groups import group_rows, group_within
from evaluation.records.performance.queries.names import Unclear, people_in_rows, resolve_names
from evaluation.records.performance.queries.shifts import departments_of, shift_visible
from evaluation.registry.people.matching import split_names

SAVE = "save"


@requires(*RECORDERS)
def index() -> str:
    """The groups of one's departments."""
    places = [identity for identity, _name in departments_of(current_user)]
    return render_template("records/performance/groups.html", rows=group_rows(places))


def beginning() -> dict[str, Any]:
    """What a new group starts with: nothing, or everybody of a shift with their tasks."""
    shift_id = optional_number(request.args.get("shift"))
    if shift_id is None:
        return {}
    shift = shift_visible(current_user, shift_id)
    members = [
        {"person": line.person_id, "task": line.task}
        for line in shift.lines
        if line.state is not LineState.VOIDED and may_read_line(current_user, shift, line)
    ]
    return {"department": shift.matter.organization_id, "name": shift.matter.title, "members": members}


@requires(*RECORDERS)
def new() -> Any:
    """A new group."""
    form = GroupForm(data=beginning()) if request.method == "GET" else GroupForm()
    form.department.choices = departments_of(current_user)
    if form.department.data is None and form.department.choices:
        form.department.data = form.department.choices[0][0]
    return take(form, None)


@requires(*RECORDERS)
def detail(group_id: int) -> Any:
    """Look at a group and change it."""
    departments = departments_of(current_user)
    group = group_within(group_id, dict(departments))
    members = [{"person": member.person_id, "task": member.task} for member in group.members]
    known = {"department": group.organization_id, "name": group.name, "members": members, "version": group.version}
    form = GroupForm(data=known) if request.method == "GET" else GroupForm()
    form.department.choices = departments
    form.department.data = group.organization_id
    return take(form, group)


def take(form: GroupForm, group: ShiftGroup | None) -> Any:
    """Show the form, fill it further, or save the group."""
    unclear, people = filled(form)
    if request.method == "POST" and request.form.get("step") == SAVE:
        valid = form.validate()
        if unclear:
            form.form_errors.append(_("Some names are not clear; choose or correct them above the list."))
        elif valid:
            try:
                with once() as outcome:
                    keep(form, group)
                    outcome.location = url_for("groups.index")
                flash(_("The group is saved."))
                return redirect(outcome.location)
            except Refused as refusal:
                form.refuse(refusal)
    return render_template(
        "records/performance/group.html", form=form, group=group, people=people, unclear=unclear
    ), 422 if form.errors else 200


def filled(form: GroupForm) -> tuple[list[Unclear], dict[int, Any]]:
    """Members added and taken out; names that are not clear, and the people by id."""
    chosen = [int(value[1:]) for value in request.form.getlist("chosen") if value[:1] == "@" and value[1:].isdigit()]
    words = [*getattr(form.names, "words", []), *split_names((form.pasted.data or "")[:20_000])][:400]
    resolution = resolve_names(words, form.department.data)
    adding = [*(form.names.data or []), *chosen, *resolution.found]
    people = people_in_rows([*(entry.form.person.data or 0 for entry in form.members.entries), *adding])
    kept: dict[int, Any] = {}
    for entry in form.members.entries:
        if entry.form.person.data in people:
            kept.setdefault(entry.form.person.data, entry)
    kept.pop(request.form.get("remove", 0, type=int), None)
    form.members.entries = list(kept.values())
    for identity in dict.fromkeys(adding):
        if identity in people and identity not in kept:
            form.members.append_entry({"person": identity, "task": ""})
    names = {people[identity].name for identity in chosen if identity in people}
    unclear = [one for one in resolution.unclear if one.word not in names]
    form.names.typed, form.names.data = "", []
    form.pasted.data = "、".join(one.word for one in unclear)
    return unclear, people


def keep(form: GroupForm, group: ShiftGroup | None) -> None:
    """Save the group."""
    members = [(entry.form.person.data, entry.form.task.data or "") for entry in form.members.entries]
    common: dict[str, Any] = {"members": members, "actor": current_user, "now": clock.now()}
    if group is None:
        groups.create_group(form.name.data or "", organization_id=form.department.data, **common)
    else:
        groups.change_group(group, form.name.data or "", version=form.version.data, **common)


@requires(*RECORDERS)
def delete(group_id: int) -> Response:
    """Remove a group."""
    group = group_within(group_id, dict(departments_of(current_user)))
    with once() as outcome:
        groups.delete_group(group, actor=current_user, now=clock.now())
        outcome.location = url_for("groups.index")
    flash(_("The group is deleted. Shifts that it filled stay as they are."))
    return redirect(outcome.location)
