"""Entering people, correcting their cards, recording changes from a day on, correcting the history."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Difference, NotAllowed, Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.posting import once
from evaluation.registry.organizations.queries import organization_names
from evaluation.registry.people import operations
from evaluation.registry.people.card_forms import (
    CARD_FIELDS,
    CHANGE_FORMS,
    CORRECTION_FORMS,
    ENUMERATED,
    CardForm,
    NewPersonForm,
    card_facts,
    value_of,
)
from evaluation.registry.people.enums import AffiliationKind
from evaluation.registry.people.models import Affiliation, Person
from evaluation.registry.people.policies import EDITORS, may_edit, may_see

NEW_HOLDS = {
    AffiliationKind.DEPARTMENT: "department",
    AffiliationKind.BRANCH: "branch",
    AffiliationKind.POST: "post",
    AffiliationKind.CADRE_LEVEL: "cadre_level",
    AffiliationKind.ROLE_GROUP: "role_group",
    AffiliationKind.POLITICAL_STATUS: "political_status",
}
editors = requires(*sorted(EDITORS))


def editable_person(person_id: int) -> Person:
    """A person whom the actor keeps; unknown and invisible ones look the same."""
    person = db.session.get(Person, person_id)
    if person is None or not may_see(current_user, person):
        abort(404)
    if not may_edit(current_user, person):
        raise NotAllowed(_("You keep the register of another part of the college; ask the organization department there."))
    return person


def back_to(person_id: int) -> str:
    """The page of a person."""
    return url_for("people.detail", person_id=person_id)


@editors
def new() -> Any:
    """Enter a person."""
    form = NewPersonForm()
    if form.validate_on_submit():
        try:
            with once() as outcome:
                person = operations.enter_person(
                    facts=card_facts(form),
                    holds={kind: value_of(kind, form[name].data) for kind, name in NEW_HOLDS.items()},
                    valid_from=form.valid_from.data,
                    actor=current_user,
                    now=clock.now(),
                )
                outcome.location = back_to(person.id)
            flash(_("%(name)s is entered.", name=person.name), "success")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("registry/people/new.html", form=form), 422 if form.errors or form.form_errors else 200


def check_version(form: CardForm, person: Person) -> None:
    """A stale card shows both versions."""
    facts = card_facts(form)
    differences = [
        Difference(form[name].label.text, shown(facts[name]), shown(getattr(person, name)))
        for name in CARD_FIELDS
        if (facts[name] or None) != getattr(person, name)
    ]
    form.check_version(person.version, differences)


def shown(value: Any) -> str:
    """A value of the card in words."""
    if value is None:
        return ""
    return str(value.label) if hasattr(value, "label") else str(value)


@editors
def edit(person_id: int) -> Any:
    """Correct a card."""
    person = editable_person(person_id)
    form = CardForm(obj=person)
    if form.validate_on_submit():
        check_version(form, person)
        try:
            with once() as outcome:
                changed = operations.change_identity(person, card_facts(form), actor=current_user, now=clock.now())
                outcome.location = back_to(person_id)
            flash(_("The card is saved.") if changed else _("Nothing was changed."), "success" if changed else "info")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    status = 422 if form.errors or form.form_errors else 200
    return render_template("registry/people/edit.html", form=form, person=person), status


def words_for(kind: AffiliationKind, organization_id: int | None, value: Any) -> Any:
    """A value of the history in words."""
    if kind in operations.MEMBERSHIP:
        return organization_names([organization_id]).get(organization_id, "") if organization_id else ""
    if kind in ENUMERATED and value is not None:
        return ENUMERATED[kind](value).label
    return value or ""


@editors
def change(person_id: int, kind: str) -> Any:
    """Record what holds from a day on."""
    person = editable_person(person_id)
    if kind not in set(AffiliationKind):
        abort(404)
    what = AffiliationKind(kind)
    form = CHANGE_FORMS[what]()
    if not form.is_submitted():
        form.version.data = person.version
        form.valid_from.data = clock.today()
    if form.validate_on_submit():
        form.check_version(person.version)
        try:
            with once() as outcome:
                operations.note_change(
                    person,
                    what,
                    value_of(what, form.value.data),
                    valid_from=form.valid_from.data,
                    reason=form.reason.data or "",
                    actor=current_user,
                    now=clock.now(),
                )
                outcome.location = back_to(person_id)
            flash(_("The change is recorded."), "success")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    present = getattr(person, operations.PRESENT_FIELDS[what])
    in_words = words_for(what, present if what in operations.MEMBERSHIP else None, present)
    status = 422 if form.errors or form.form_errors else 200
    return render_template("registry/people/change.html", form=form, person=person, kind=what, present=in_words), status


@editors
def correct(person_id: int, affiliation_id: int) -> Any:
    """Correct one entry of the history."""
    person = editable_person(person_id)
    row = db.session.get(Affiliation, affiliation_id)
    if row is None or row.person_id != person_id:
        abort(404)
    form = CORRECTION_FORMS[row.kind]()
    if not form.is_submitted():
        form.version.data = person.version
        form.value.data = row.organization_id if row.kind in operations.MEMBERSHIP else row.value
        form.valid_from.data, form.valid_to.data = row.valid_from, row.valid_to
    if form.validate_on_submit():
        form.check_version(person.version)
        try:
            with once() as outcome:
                operations.correct_history(
                    person,
                    row,
                    value_of(row.kind, form.value.data),
                    valid_from=form.valid_from.data,
                    valid_to=form.valid_to.data,
                    reason=form.reason.data or "",
                    actor=current_user,
                    now=clock.now(),
                )
                outcome.location = back_to(person_id)
            flash(_("The history is corrected; the earlier entry stays readable."), "success")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    status = 422 if form.errors or form.form_errors else 200
    recorded = words_for(row.kind, row.organization_id, row.value)
    return render_template("registry/people/correct.html", form=form, person=person, row=row, recorded=recorded), status
