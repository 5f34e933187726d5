"""Special actions: the list, coverage by department, opening and closing."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.posting import once
from evaluation.records.performance.documents import coverage_workbook
from evaluation.records.performance.enums import CampaignState
from evaluation.records.performance.forms.arrangements import CampaignForm
from evaluation.records.performance.operations import campaigns
from evaluation.records.performance.policies import CAMPAIGN_READERS, UNIT_READERS, may_lead_campaigns, may_record
from evaluation.records.performance.queries.campaigns import (
    MOST_NAMES,
    campaign_by_id,
    campaign_rows,
    coverage,
    people_without_record,
)
from evaluation.registry.accounts.enums import ORGANIZATION_ROLES, Role
from evaluation.registry.organizations.enums import OrganizationKind

MOST_EXPORTED = 100_000


@requires(*CAMPAIGN_READERS)
def index() -> str:
    """All special actions."""
    return render_template(
        "records/performance/campaigns.html",
        rows=db.session.execute(campaign_rows().limit(200)).all(),
        states=CampaignState,
        may_lead=may_lead_campaigns(current_user),
    )


def reach() -> tuple[OrganizationKind, frozenset[int]]:
    """What the actor sees coverage of: departments within the scope, else the branches of a branch secretary."""
    units = current_user.scope(*UNIT_READERS)
    if units:
        return OrganizationKind.DEPARTMENT, units
    return OrganizationKind.PARTY, current_user.scope(Role.BRANCH_SECRETARY)


@requires(*CAMPAIGN_READERS)
def detail(campaign_id: int) -> str:
    """Who has a record in a special action and who has none, for the units that the actor reaches."""
    campaign = campaign_by_id(campaign_id)
    kind, places = reach()
    rows = coverage(campaign_id, places, kind=kind)
    shown = request.args.get("place", type=int)
    if shown is None and len(rows) == 1:
        shown = rows[0].organization_id
    missing = people_without_record(campaign_id, {shown}, kind=kind) if shown in places else []
    return render_template(
        "records/performance/campaign.html",
        campaign=campaign,
        state=CampaignState(campaign.state),
        by_branch=kind is OrganizationKind.PARTY,
        rows=rows,
        missing=missing,
        most=MOST_NAMES,
        shown=next((row for row in rows if row.organization_id == shown), None),
        may_lead=may_lead_campaigns(current_user),
        may_record=may_record(current_user) and campaign.state == CampaignState.RUNNING,
    )


@requires(*CAMPAIGN_READERS)
def export(campaign_id: int) -> Response:
    """Coverage as a workbook, with the names of those without record."""
    campaign = campaign_by_id(campaign_id)
    kind, places = reach()
    place = _("Branch") if kind is OrganizationKind.PARTY else _("Department")
    missing = people_without_record(campaign_id, places, kind=kind, limit=MOST_EXPORTED)
    return coverage_workbook(campaign, place, coverage(campaign_id, places, kind=kind), missing, current_user.name)


def facts(form: CampaignForm) -> dict[str, Any]:
    """What the form says."""
    return {"name": form.name.data or "", "begins_on": form.begins_on.data, "ends_on": form.ends_on.data}


@requires(*ORGANIZATION_ROLES)
def new() -> Any:
    """Open a special action."""
    form = CampaignForm(begins_on=clock.today())
    if form.validate_on_submit():
        try:
            with once() as outcome:
                made = campaigns.create_campaign(**facts(form), actor=current_user, now=clock.now())
                outcome.location = url_for("campaigns.detail", campaign_id=made.id)
            flash(_("The special action is open and takes records."))
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("records/performance/campaign_form.html", form=form, campaign=None), 422 if form.errors else 200


@requires(*ORGANIZATION_ROLES)
def edit(campaign_id: int) -> Any:
    """Correct name or period."""
    campaign = campaign_by_id(campaign_id)
    form = CampaignForm(obj=campaign)
    if form.validate_on_submit():
        try:
            with once() as outcome:
                campaigns.change_campaign(campaign, **facts(form), actor=current_user, now=clock.now(), version=form.version.data)
                outcome.location = url_for("campaigns.detail", campaign_id=campaign_id)
            flash(_("Saved."))
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("records/performance/campaign_form.html", form=form, campaign=campaign), 422 if form.errors else 200


@requires(*ORGANIZATION_ROLES)
def close_page(campaign_id: int) -> str:
    """The page before closing: what that means."""
    return render_template("records/performance/campaign_close.html", campaign=campaign_by_id(campaign_id))


@requires(*ORGANIZATION_ROLES)
def close(campaign_id: int) -> Response:
    """Take no new records any more."""
    campaign = campaign_by_id(campaign_id)
    with once() as outcome:
        campaigns.close_campaign(campaign, actor=current_user, now=clock.now())
        outcome.location = url_for("campaigns.detail", campaign_id=campaign_id)
    flash(_("The special action is closed. What was handed in is still verified."))
    return redirect(outcome.location)
