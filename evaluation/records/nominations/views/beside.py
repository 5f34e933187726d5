"""Pages of what happens beside the steps: one form each, over one template."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import DomainError, NotAllowed, Refused, Stale
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.forms import select_choices
from evaluation.foundation.web.posting import once
from evaluation.procedures.rules.enums import Edition
from evaluation.records.nominations.enums import CompanionPart, Recurring
from evaluation.records.nominations.enums import NominationAction as Action
from evaluation.records.nominations.forms.beside import FORMS
from evaluation.records.nominations.forms.entries import votes_from
from evaluation.records.nominations.models.cases import Nomination
from evaluation.records.nominations.operations import companions, cultivation, exceptions
from evaluation.records.nominations.policies import READERS
from evaluation.records.nominations.queries.cases import companions_of, nomination_visible
from evaluation.records.nominations.workflow import NOMINATION_FLOW
from evaluation.registry.organizations.enums import PartyType
from evaluation.registry.organizations.models import Organization

BALLOT_ACTIONS = {Action.EXTEND, Action.CANCEL}


def common(form: Any) -> dict[str, Any]:
    """What every operation is given."""
    return {"actor": current_user, "now": clock.now(), "version": form.version.data}


def examine(nomination: Nomination, form: Any) -> None:
    """An examination, an analysis or a thought report."""
    cultivation.record_examination(
        nomination,
        Recurring(form.kind.data),
        done_on=form.done_on.data,
        opinion=form.opinion.data or "",
        **common(form),
    )


def replace_contact(nomination: Nomination, form: Any) -> None:
    """A contact leaves and another follows; or a missing one is named."""
    if form.leaving.data is None:
        if form.following.data is None:
            raise Refused(_("Choose who leaves, or who follows."), field="following")
        companions.name_contact(nomination, form.following.data, on=form.on.data, actor=current_user, now=clock.now())
        return
    companions.replace_contact(
        nomination,
        form.leaving.data,
        form.following.data,
        on=form.on.data,
        reason=form.reason.data or "",
        **common(form),
    )


def extend(nomination: Nomination, form: Any) -> None:
    """Probation extended."""
    exceptions.extend_probation(
        nomination,
        decided_on=form.on.data,
        months=form.months.data,
        approved_on=form.approved_on.data,
        votes=votes_from(form),
        reason=form.reason.data or "",
        **common(form),
    )


def cancel(nomination: Nomination, form: Any) -> None:
    """A probationary membership cancelled."""
    exceptions.cancel_membership(
        nomination,
        decided_on=form.on.data,
        approved_on=form.approved_on.data,
        votes=votes_from(form),
        reason=form.reason.data or "",
        **common(form),
    )


def postpone(nomination: Nomination, form: Any) -> None:
    """The discussion put off."""
    exceptions.postpone_discussion(nomination, form.until.data, reason=form.reason.data or "", **common(form))


def move_in(nomination: Nomination, form: Any) -> None:
    """From another organisation."""
    exceptions.move_in(
        nomination,
        on=form.on.data,
        organization=form.organization.data or "",
        cultivated_since=form.since.data,
        reason=form.reason.data or "",
        **common(form),
    )


def move(nomination: Nomination, form: Any) -> None:
    """To another branch."""
    branch = db.session.get_one(Organization, form.branch.data)
    exceptions.move_to_branch(nomination, branch, on=form.on.data, reason=form.reason.data or "", **common(form))


def choose_text(nomination: Nomination, form: Any) -> None:
    """One text for the case."""
    edition = Edition(form.edition.data) if form.edition.data else None
    exceptions.choose_text(nomination, edition, reason=form.reason.data or "", **common(form))


def end(action: Action) -> Callable[[Nomination, Any], None]:
    """The case ends."""

    def carry_out(nomination: Nomination, form: Any) -> None:
        exceptions.end_case(nomination, action, on=form.on.data, reason=form.reason.data or "", **common(form))

    return carry_out


OPERATIONS: dict[str, Callable[[Nomination, Any], None]] = {
    Action.EXAMINE: examine,
    Action.REPLACE_CONTACT: replace_contact,
    Action.EXTEND: extend,
    Action.CANCEL: cancel,
    Action.POSTPONE: postpone,
    Action.MOVE_IN: move_in,
    Action.MOVE: move,
    Action.CHOOSE_TEXT: choose_text,
    Action.MOVE_OUT: end(Action.MOVE_OUT),
    Action.CLOSE: end(Action.CLOSE),
}


def prepare(form: Any, nomination: Nomination, action: str) -> None:
    """Choices of the form."""
    if action == Action.REPLACE_CONTACT:
        rows = companions_of(nomination.matter_id)
        contacts = [(person.id, person.name) for one, person in rows if one.part is CompanionPart.CONTACT and one.ends_on is None]
        form.leaving.choices = select_choices(contacts, _("nobody: fill a place that is empty"))
    if action == Action.MOVE:
        branches = db.session.execute(
            select(Organization.id, Organization.name)
            .where(
                Organization.party_type.in_([PartyType.BRANCH, PartyType.TEMPORARY]),
                Organization.id != nomination.matter.party_organization_id,
            )
            .order_by(Organization.code)
        )
        form.branch.choices = select_choices([(identity, name) for identity, name in branches], _("choose"))


@requires(*READERS)
def beside(matter_id: int, action: str) -> Any:
    """The form of something beside the steps."""
    nomination = nomination_visible(current_user, matter_id)
    if action not in OPERATIONS:
        raise NotFound
    if not NOMINATION_FLOW.may(current_user, nomination, action):
        raise NotAllowed(_("You may not do this here; ask the person responsible."))
    form = FORMS[action]()
    prepare(form, nomination, action)
    if not form.is_submitted():
        form.version.data = nomination.matter.version
    if form.validate_on_submit():
        try:
            with once() as outcome:
                OPERATIONS[action](nomination, form)
                outcome.location = url_for("nominations.detail", matter_id=matter_id)
            return redirect(outcome.location)
        except DomainError as refusal:
            if isinstance(refusal, Stale):
                raise
            db.session.rollback()
            nomination = nomination_visible(current_user, matter_id)
            form.refuse(refusal)
    page = render_template(
        "records/nominations/beside.html",
        nomination=nomination,
        form=form,
        title=Action(action).label,
        is_ballot=action in BALLOT_ACTIONS,
    )
    return page, 422 if form.errors or form.form_errors else 200
