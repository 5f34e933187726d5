"""Pages of the rule pack: what is in force on a day, what two packs differ in, numbers of the college."""

from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import DomainError, Stale
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.forms import select_choices
from evaluation.foundation.web.posting import once
from evaluation.procedures.rules.enums import Edition, OverrideState
from evaluation.procedures.rules.forms import DayForm, DecisionOfOverrideForm, EndForm, OverrideForm, VacationForm
from evaluation.procedures.rules.models import RuleOverride
from evaluation.procedures.rules.operations import add_vacation, decide_override, end_override, propose_override
from evaluation.procedures.rules.pack import difference
from evaluation.procedures.rules.policies import READERS, may_approve, may_propose
from evaluation.procedures.rules.presentation import change_line, limit_choices, lines_of, number_text
from evaluation.procedures.rules.queries import local_override, overrides, rule_book, vacations
from evaluation.procedures.rules.rule import loosens
from evaluation.registry.accounts.enums import Role

blueprint = Blueprint("rules", __name__, url_prefix="/rules")


@blueprint.get("/")
@requires(*READERS)
def index() -> str:
    """The whole pack in force on a day; beside it, what another day's pack says otherwise."""
    form = DayForm(request.args)
    book = rule_book()
    on: date = form.on.data or clock.today()
    pack = book.pack_on(on)
    other = book.pack_on(form.against.data) if form.against.data else None
    return render_template(
        "procedures/rules/index.html",
        form=form,
        on=on,
        pack=pack,
        lines=lines_of(pack),
        changes=[change_line(one) for one in difference(other, pack)] if other is not None else None,
        against=form.against.data,
        texts=[(edition.label, edition.valid_from) for edition in Edition],
        rows=own_numbers(),
        vacations=vacations(),
        may_propose=may_propose(current_user),
    )


def own_numbers() -> list[dict[str, Any]]:
    """Numbers of the college with what may be done about each, and whether they ask less than the text."""
    book = rule_book()
    found = []
    for row in overrides():
        rule = book.pack_on(row.valid_from).get(row.rule_id)
        text_rule = next((one for one in book.rules if one.id == row.rule_id), None)
        limit = next((one for one in text_rule.limits if one.name == row.limit_name), None) if text_rule else None
        found.append(
            {
                "row": row,
                "rule": rule or text_rule,
                "text": number_text(limit) if limit else "",
                "loosens": loosens(limit, local_override(row).number) if limit else False,
                "may_approve": row.state is OverrideState.PROPOSED and may_approve(current_user, row),
                "may_end": row.state is OverrideState.APPROVED and may_propose(current_user),
            }
        )
    return found


@blueprint.route("/overrides/new", methods=["GET", "POST"])
@requires(Role.ORGANIZATION_HEAD)
def propose() -> Any:
    """Propose a number of the college."""
    form = OverrideForm()
    form.limit.choices = select_choices(limit_choices(rule_book().pack_on(clock.today())), _("choose"))
    if not form.is_submitted():
        form.valid_from.data = clock.today()
    if form.validate_on_submit():
        rule_id, _space, limit = (form.limit.data or "").partition(" ")
        try:
            with once() as outcome:
                propose_override(
                    rule_id=rule_id,
                    limit=limit,
                    number=form.number.data or "",
                    approval_number=form.approval_number.data or "",
                    person=form.person.data or "",
                    valid_from=form.valid_from.data,
                    valid_to=form.valid_to.data,
                    reason=form.reason.data or "",
                    actor=current_user,
                    now=clock.now(),
                )
                outcome.location = url_for("rules.index") + "#own"
            return redirect(outcome.location)
        except DomainError as refusal:
            refused(form, refusal)
    page = render_template("procedures/rules/form.html", form=form, title=_("Propose a number of the college"))
    return page, status_of(form)


def refused(form: Any, refusal: DomainError) -> None:
    """Show a refusal; what somebody else changed meanwhile has its own page."""
    if isinstance(refusal, Stale):
        raise refusal
    form.refuse(refusal)


def status_of(form: Any) -> int:
    """422 where something was refused."""
    return 422 if form.errors or form.form_errors else 200


def override_of(override_id: int) -> RuleOverride:
    """The number, or 404."""
    row = db.session.get(RuleOverride, override_id)
    if row is None:
        raise NotFound
    return row


@blueprint.route("/overrides/<int:override_id>/decision", methods=["GET", "POST"])
@requires(Role.COMMITTEE_LEADER)
def decide(override_id: int) -> Any:
    """Approve a proposed number, or not."""
    row = override_of(override_id)
    form = DecisionOfOverrideForm()
    if form.validate_on_submit():
        try:
            with once() as outcome:
                decide_override(
                    row,
                    approve=request.form.get("decision") == "approve",
                    valid_from=form.valid_from.data,
                    comment=form.comment.data or "",
                    actor=current_user,
                    now=clock.now(),
                )
                outcome.location = url_for("rules.index") + "#own"
            return redirect(outcome.location)
        except DomainError as refusal:
            refused(form, refusal)
    if not form.is_submitted():
        form.valid_from.data = max(row.valid_from, clock.today())
    page = render_template("procedures/rules/decide.html", form=form, row=row)
    return page, status_of(form)


@blueprint.route("/overrides/<int:override_id>/end", methods=["GET", "POST"])
@requires(Role.ORGANIZATION_HEAD)
def end(override_id: int) -> Any:
    """Let a number end."""
    row = override_of(override_id)
    form = EndForm()
    if form.validate_on_submit():
        try:
            with once() as outcome:
                end_override(row, form.valid_to.data, actor=current_user, now=clock.now())
                outcome.location = url_for("rules.index") + "#own"
            return redirect(outcome.location)
        except DomainError as refusal:
            refused(form, refusal)
    page = render_template("procedures/rules/form.html", form=form, title=_("Let a number of the college end"))
    return page, status_of(form)


@blueprint.route("/vacations/new", methods=["GET", "POST"])
@requires(Role.ORGANIZATION_HEAD)
def vacation() -> Any:
    """Enter a school vacation."""
    form = VacationForm()
    if form.validate_on_submit():
        try:
            with once() as outcome:
                add_vacation(
                    name=form.name.data or "",
                    first_day=form.first_day.data,
                    last_day=form.last_day.data,
                    actor=current_user,
                    now=clock.now(),
                )
                outcome.location = url_for("rules.index") + "#vacations"
            return redirect(outcome.location)
        except DomainError as refusal:
            refused(form, refusal)
    page = render_template("procedures/rules/form.html", form=form, title=_("Enter a school vacation"))
    return page, status_of(form)
