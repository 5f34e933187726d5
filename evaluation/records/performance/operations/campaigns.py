"""Open, change and close special actions (专项行动)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, Stale, WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.workflow.models import Campaign
from evaluation.records.performance.enums import CampaignState
from evaluation.records.performance.policies import may_lead_campaigns

LONGEST_NAME = 60


def check_leader(actor: Any) -> None:
    """Special actions are opened and closed by the organization department."""
    if not may_lead_campaigns(actor):
        raise NotAllowed(_l("Special actions are opened and closed by the organization department; ask it."))


def check_facts(name: str, begins_on: date, ends_on: date | None, campaign_id: int | None = None) -> None:
    """Refuse a name that is missing, too long or taken, and days out of order."""
    if not name:
        raise Refused(_l("Give the special action a name."), field="name")
    if len(name) > LONGEST_NAME:
        raise Refused(_l("At most %(max)d characters; shorten the text.", max=LONGEST_NAME), field="name")
    if ends_on is not None and ends_on < begins_on:
        raise Refused(_l("The last day lies before the first day; change one of them."), field="ends_on")
    taken = db.session.scalar(select(Campaign.id).where(Campaign.name == name))
    if taken is not None and taken != campaign_id:
        raise Refused(_l("There is a special action of this name already; choose another name."), field="name")


def create_campaign(name: str, *, begins_on: date, ends_on: date | None, actor: Any, now: datetime) -> Campaign:
    """A special action that takes records from now on."""
    check_leader(actor)
    check_facts(name, begins_on, ends_on)
    campaign = Campaign(name=name, state=CampaignState.RUNNING, begins_on=begins_on, ends_on=ends_on)
    db.session.add(campaign)
    db.session.flush()
    record("campaign.create", actor=actor, object_kind="campaign", object_id=campaign.id, now=now, campaign=name)
    return campaign


def campaign_named(name: str, *, begins_on: date, ends_on: date | None, actor: Any, now: datetime) -> Campaign:
    """The special action of this name, made with this period where there is none."""
    campaign = db.session.scalar(select(Campaign).where(Campaign.name == name))
    return campaign or create_campaign(name, begins_on=begins_on, ends_on=ends_on, actor=actor, now=now)


def change_campaign(
    campaign: Campaign,
    *,
    name: str,
    begins_on: date,
    ends_on: date | None,
    actor: Any,
    now: datetime,
    version: int | None = None,
) -> None:
    """Correct name or period of a special action that runs."""
    check_leader(actor)
    if campaign.state not in (CampaignState.PLANNED, CampaignState.RUNNING):
        raise WrongState(_l("This special action is closed and stays as it is."))
    if version is not None and version != campaign.version:
        raise Stale(_l("Somebody changed this after you opened it. Nothing of yours was lost: compare and save again."))
    check_facts(name, begins_on, ends_on, campaign.id)
    campaign.name, campaign.begins_on, campaign.ends_on = name, begins_on, ends_on
    record("campaign.change", actor=actor, object_kind="campaign", object_id=campaign.id, now=now, campaign=name)
    db.session.flush()


def close_campaign(campaign: Campaign, *, actor: Any, now: datetime) -> None:
    """From now on it takes no new records; what was handed in is still verified."""
    check_leader(actor)
    if campaign.state != CampaignState.RUNNING:
        raise WrongState(_l("This special action is closed already."))
    campaign.state = CampaignState.CLOSED
    record("campaign.close", actor=actor, object_kind="campaign", object_id=campaign.id, now=now, campaign=campaign.name)
    db.session.flush()
