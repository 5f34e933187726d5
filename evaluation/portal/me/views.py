"""/me/: one's own record by year, a copy to take away, relatives for recusal, browsers in which one is signed in."""

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.files.kinds import Kind
from evaluation.foundation.tabular.output import OutputSheet, write_workbook
from evaluation.foundation.web.access import requires, signed_in
from evaluation.foundation.web.display import date_time
from evaluation.foundation.web.downloads import file_answer
from evaluation.foundation.web.posting import once
from evaluation.portal import own_record
from evaluation.portal.me.forms import RelativeForm
from evaluation.records.deeds.enums import DeedState
from evaluation.records.performance.enums import LineState
from evaluation.registry.accounts.enums import BUSINESS_ROLES
from evaluation.registry.accounts.security.operations import end_one_session
from evaluation.registry.accounts.security.queries import SHORTEST_MARK, session_by_mark, sessions_of
from evaluation.registry.people import operations
from evaluation.registry.people.models import Relative

blueprint = Blueprint("me", __name__, url_prefix="/me")
FIRST_YEAR = 1950
LETTER_KEYS = "letter_keys"


def own_person() -> int:
    """The person behind the account; an account that belongs to nobody has no record."""
    if current_user.person_id is None:
        abort(404)
    return current_user.person_id


def asked_year() -> int:
    """The year of the address, this year otherwise."""
    year = request.args.get("year", type=int)
    this_year = clock.today().year
    return year if year is not None and FIRST_YEAR <= year <= this_year else this_year


@blueprint.get("/")
@requires(*BUSINESS_ROLES)
def index() -> BaseResponse:
    """One's own things begin with the record."""
    return redirect(url_for("me.record"))


@blueprint.get("/record")
@requires(*BUSINESS_ROLES)
def record() -> str:
    """One's own record of a year: figures, shifts, deeds, evidence, and who verified each."""
    if current_user.person_id is None:
        return render_template("portal/me/nobody.html")
    person_id, year = own_person(), asked_year()
    years = sorted({*own_record.years_with_records(person_id), clock.today().year}, reverse=True)
    return render_template(
        "portal/me/record.html",
        year=year,
        years=years,
        figures=own_record.record_figures(person_id, *own_record.year_bounds(year)),
        lines=own_record.lines_of(person_id, year),
        deeds=own_record.deeds_of(person_id, year),
        evidence=own_record.evidence_rows(person_id, year),
        facts=own_record.present_facts(person_id),
        line_states=LineState,
        deed_states=DeedState,
    )


@blueprint.get("/record.xlsx")
@requires(*BUSINESS_ROLES)
def export() -> Response:
    """A copy of one's own record of a year to take away (PIPL Art. 45)."""
    person_id, year = own_person(), asked_year()
    shifts = OutputSheet(
        _("Shifts"),
        [_("Number"), _("Shift"), _("Date"), _("Hours (h)"), _("Task"), _("State"), _("Verified by")],
        [
            [
                row.number or "",
                row.title,
                row.held_on,
                round(row.minutes / 60, 1),
                row.task,
                str(LineState(row.line_state).label),
                row.verified_by or "",
            ]
            for row in own_record.lines_of(person_id, year)
        ],
    )
    deeds = OutputSheet(
        _("Deeds"),
        [_("Number"), _("Title"), _("First day"), _("Last day"), _("State"), _("Verified by"), _("Reviewed by")],
        [
            [
                row.number or "",
                row.title,
                row.occurred_from,
                row.occurred_to,
                str(DeedState(row.state).label),
                row.verified_by or "",
                row.reviewed_by or "",
            ]
            for row in own_record.deeds_of(person_id, year)
        ],
    )
    evidence = OutputSheet(
        _("Evidence"),
        [_("Number"), _("Title"), _("First day"), _("Last day"), _("State"), _("Unit then"), _("Post then")],
        [
            [
                row.number,
                row.title,
                row.occurred_from,
                row.occurred_to,
                str(row.state.label),
                row.organization_then,
                row.post_then,
            ]
            for row in own_record.evidence_rows(person_id, year)
        ],
    )
    about = [(_("Exported by"), current_user.name), (_("Time"), date_time(clock.now()))]
    data = write_workbook([shifts, deeds, evidence], about=about, made_at=clock.now())
    return file_answer(data, f"{_('My record')} {year}.xlsx", Kind.XLSX.media_type)


def settings_page(form: RelativeForm) -> str:
    """The page of settings with the form for a relative."""
    person_id = current_user.person_id
    return render_template(
        "portal/me/settings.html",
        form=form,
        relatives=own_record.declared_relatives(person_id) if person_id is not None else [],
        sessions=sessions_of(current_user.account_id, clock.now()),
        mark_length=SHORTEST_MARK,
    )


@blueprint.get("/settings")
@signed_in
def settings() -> str:
    """Relatives for recusal, browsers, keys."""
    return settings_page(RelativeForm(formdata=None))


@blueprint.post("/relatives")
@requires(*BUSINESS_ROLES)
def add_relative() -> Any:
    """Declare a near relative."""
    person_id = own_person()
    form = RelativeForm()
    if form.validate():
        try:
            with once() as outcome:
                operations.declare_relative(
                    person_id, form.relative.data, form.relation.data or "", actor=current_user, now=clock.now()
                )
                outcome.location = url_for("me.settings")
            flash(_("Noted. You and this person will not judge each other's matters."), "success")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return settings_page(form), 422


@blueprint.post("/relatives/<int:relative_id>/actions/end")
@requires(*BUSINESS_ROLES)
def end_relative(relative_id: int) -> BaseResponse:
    """End a declaration of one's own."""
    row = db.session.get(Relative, relative_id)
    if row is None or row.person_id != own_person():
        abort(404)
    with once() as outcome:
        operations.end_relative(row, actor=current_user, now=clock.now())
        outcome.location = url_for("me.settings")
    flash(_("The declaration has ended."), "success")
    return redirect(outcome.location)


@blueprint.post("/sessions/<mark>/actions/end")
@signed_in
def end_session(mark: str) -> BaseResponse:
    """Sign out one of one's own browsers."""
    session = session_by_mark(mark, account_id=current_user.account_id)
    if session is None:
        abort(404)
    with once() as outcome:
        end_one_session(session, actor=current_user)
        outcome.location = url_for("me.settings")
    flash(_("That browser is signed out."), "success")
    return redirect(outcome.location)


@blueprint.post("/letter-keys")
@signed_in
def letter_keys() -> BaseResponse:
    """Switch the letter keys of this browser on or off; they are off until somebody wants them (WCAG 2.1.4)."""
    response = redirect(url_for("me.settings"))
    if request.cookies.get(LETTER_KEYS) == "1":
        response.delete_cookie(LETTER_KEYS)
    else:
        response.set_cookie(LETTER_KEYS, "1", max_age=365 * 24 * 3600, httponly=True, samesite="Lax", secure=request.is_secure)
    return response
