"""The home page: every role has its own, and each begins with what waits."""

from typing import Any

from flask import Blueprint, Response, render_template
from flask_login import current_user

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires, signed_in
from evaluation.foundation.web.downloads import workbook_answer
from evaluation.portal.administration.home import administrator_home
from evaluation.portal.home.pages import home_of
from evaluation.portal.home.queries import unit_figures
from evaluation.portal.places import actions
from evaluation.procedures.workflow.queries import running_campaigns
from evaluation.records.performance.queries.campaigns import coverage
from evaluation.registry.accounts.enums import COLLEGE_ROLES, ORGANIZATION_ROLES

blueprint = Blueprint("home", __name__)


def report_buttons(*, primary: bool) -> list[dict[str, Any]]:
    """The two large buttons of those who hand in; red only where no other button of the page is."""
    return actions((_("Record a shift"), "shifts.new", {}), (_("Report a deed"), "deeds.new", {}), primary=primary)


def often_used() -> list[dict[str, Any]]:
    """At most four usual actions of the organization department."""
    roster = [(_("Import the roster"), "roster_imports.upload", {})] if current_user.holds(*ORGANIZATION_ROLES) else []
    return actions(
        (_("Record a shift"), "shifts.new", {}),
        *roster,
        (_("Propose a public notice"), "deeds.notice", {}),
        (_("Begin an appraisal"), "appraisals.new", {}),
    )[:4]


@blueprint.get("/")
@signed_in
def index() -> str:
    """The home of the actor's role."""
    now, today = clock.now(), clock.today()
    home = administrator_home(current_user, today) or home_of(current_user, now, today)
    return render_template(
        f"portal/home/{home.template}.html",
        report=report_buttons(primary=home.template == "clerk"),
        often=often_used(),
        **home.facts,
    )


@blueprint.get("/coverage.xlsx")
@requires(*COLLEGE_ROLES)
def coverage_export() -> Response:
    """What each unit has handed in to the running special action, as a workbook."""
    units = current_user.scope(*COLLEGE_ROLES)
    campaign = next(iter(running_campaigns()), None)
    rows = coverage(campaign.id, units) if campaign else []
    figures = unit_figures(campaign.id, units) if campaign else {}
    headings = [_("Unit"), _("People due"), _("Recorded"), _("Share"), _("Hours (h)"), _("Deeds"), _("To verify")]
    return workbook_answer(
        _("What each unit has handed in"),
        headings,
        (
            [
                row.name,
                row.due,
                row.recorded,
                f"{row.share:.0%}",
                round(row.minutes / 60, 1),
                figures[row.organization_id].deeds if row.organization_id in figures else 0,
                figures[row.organization_id].waiting if row.organization_id in figures else 0,
            ]
            for row in rows
        ),
    )
