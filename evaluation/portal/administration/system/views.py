"""/admin/system/: health, storage, official calendar, counts of imports. For the system administrator alone."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.posting import once
from evaluation.portal.administration.system import calendar, queries
from evaluation.portal.administration.system.forms import CalendarForm
from evaluation.registry.accounts.enums import Role

blueprint = Blueprint("system", __name__, url_prefix="/admin/system")
guarded = requires(Role.SYSTEM_ADMINISTRATOR)
YEARS_BACK = 3


@blueprint.get("/")
@guarded
def index() -> str:
    """State of the installation."""
    today = clock.today()
    return render_template(
        "portal/administration/system.html",
        checks=queries.checks(today),
        storage=queries.storage_figures(),
        in_bytes=queries.in_bytes,
        imports=queries.import_figures(),
        years=queries.calendar_years(today.year - YEARS_BACK),
    )


@blueprint.route("/calendar", methods=["GET", "POST"])
@guarded
def load_calendar() -> Any:
    """Upload the official calendar of a year, look at it, confirm."""
    form = CalendarForm()
    read = None
    if not form.is_submitted():
        form.year.data = clock.today().year + 1
    if form.validate_on_submit() and form.year.data:
        try:
            if form.days.data:
                return confirmed(form)
            read = uploaded(form.year.data)
            form.days.data = "" if read.problems else calendar.packed(read.days)
        except Refused as refusal:
            form.days.data = ""
            form.refuse(refusal) if refusal.field else form.form_errors.append(refusal.message)
    status = 422 if form.errors or form.form_errors or (read and read.problems) else 200
    return render_template("portal/administration/calendar.html", form=form, read=read), status


def uploaded(year: int) -> calendar.ReadCalendar:
    """The table in the file that was sent."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Refused(_("Choose the workbook with the days of rest and the make-up working days."), field="file")
    return calendar.read_calendar(file.read(), file.filename, year)


def confirmed(form: CalendarForm) -> Any:
    """Take the checked table in."""
    year = form.year.data or 0
    days = calendar.unpacked(form.days.data or "", year)
    with once() as outcome:
        count = calendar.load(year, days, source=form.source.data or "", actor=current_user, now=clock.now())
        outcome.location = url_for("system.index")
    flash(_("The official calendar of %(year)s is loaded: %(count)s days.", year=year, count=count), "success")
    return redirect(outcome.location)
