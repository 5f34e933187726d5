"""/people/<id>: one person. The address belongs to the room of people; records, evidence and matters are seen from here."""

from datetime import date

from flask import abort, render_template, request
from flask_login import current_user

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.noting import note_look
from evaluation.portal.directory import queries
from evaluation.registry.people.enums import AffiliationKind
from evaluation.registry.people.naming import masked_phone
from evaluation.registry.people.policies import READERS, Openness, may_edit, openness
from evaluation.registry.people.views.room import blueprint


def asked_day() -> date:
    """The day of ``on``; today where there is none or none that makes sense."""
    try:
        return date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return clock.today()


@blueprint.get("/<int:person_id>")
@requires(*sorted(READERS))
def detail(person_id: int) -> str:
    """One person, as far as the actor may read; that somebody looked is noted."""
    found = queries.visible_person(current_user, person_id)
    if found is None:
        abort(404)
    person, day = found.Person, asked_day()
    open_to = openness(current_user, person)
    card = open_to.value >= Openness.CARD.value
    entries = queries.history(person_id) if card else []
    page = render_template(
        "portal/directory/person.html",
        person=person,
        department=found.department,
        branch=found.branch,
        card=card,
        phone=person.phone if open_to is Openness.WHOLE else masked_phone(person.phone or ""),
        day=day,
        held=[entry for entry in entries if entry.holds_on(day)],
        history=entries,
        kinds=AffiliationKind,
        evidence=queries.evidence_seen(current_user, person_id),
        matters=queries.matters_seen(current_user, person_id),
        may_edit=may_edit(current_user, person),
        visibility=_("clerk of the department, secretary of the branch, college roles; publicity sees name, department and post"),
    )
    if person.id != current_user.person_id:
        note_look("person.read", actor=current_user, object_kind="person", object_id=person_id, as_of=day.isoformat())
    return page
