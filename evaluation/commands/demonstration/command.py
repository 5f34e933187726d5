"""``demo``: load the demonstration college when the database is empty, and print its accounts."""

import unicodedata
from datetime import timedelta

import click
from flask import current_app
from flask.cli import with_appcontext

from evaluation.commands.demonstration.accounts import (
    account_table,
    demonstration_password,
    make_accounts,
    nobody_is_registered,
)
from evaluation.commands.demonstration.appraisal import make_appraisal
from evaluation.commands.demonstration.college import College, make_organizations, make_people
from evaluation.commands.demonstration.deeds import make_deeds
from evaluation.commands.demonstration.shifts import make_shifts
from evaluation.commands.demonstration.stories import make_stories
from evaluation.foundation.core.clock import clock, local
from evaluation.foundation.core.database import db, transaction
from evaluation.procedures.workflow.models import Campaign

CAMPAIGN = "疫情防控阻击战"


@click.command()
@with_appcontext
def demo() -> None:
    """Load an invented college through the real operations, when nobody is registered yet; print the accounts."""
    password = demonstration_password(current_app.config["INSTANCE"])
    if nobody_is_registered():
        with transaction():
            load(password)
    print_accounts(password)


def load(password: str) -> None:
    """Organisations, people, accounts, a campaign and what happened in it, all before now."""
    yesterday = local(clock.now()) - timedelta(days=1)
    now = yesterday.replace(hour=16, minute=20, second=0, microsecond=0)
    began = now - timedelta(days=75)
    college = College()
    make_organizations(college)
    make_people(college, now=began)
    actors = make_accounts(college, password=password, now=began)
    campaign = Campaign(name=CAMPAIGN, state="running", begins_on=local(began).date())
    db.session.add(campaign)
    db.session.flush()
    make_shifts(college, actors, campaign=campaign, now=now)
    deeds = make_deeds(college, actors, campaign=campaign, now=now)
    make_appraisal(college, actors, campaign=campaign, now=now)
    make_stories(deeds, actors, now=now)


def width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def print_accounts(password: str) -> None:
    """The table of accounts by role."""
    rows = account_table()
    if not rows:
        return
    table = [("login", "角色 role", "姓名 name"), *rows]
    for login, role, name in table:
        click.echo(f"  {login:<12}{role}{' ' * (24 - width(role))}{name}")
    click.echo(f"  密码 password: {password}")
