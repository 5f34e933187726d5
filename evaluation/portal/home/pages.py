"""What the home page of each role holds, in the order of importance. At most ten queries a page, sign-in included."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import g
from flask_babel import format_date

from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.portal import own_record
from evaluation.portal.home import queries
from evaluation.portal.places import Home
from evaluation.procedures.inbox.enums import Box
from evaluation.procedures.inbox.presentation import entries_of
from evaluation.procedures.inbox.queries import box_counts, started_rows, task_counts
from evaluation.procedures.workflow.addresses import matter_address
from evaluation.procedures.workflow.enums import MatterKind
from evaluation.procedures.workflow.models import Campaign, Matter
from evaluation.procedures.workflow.queries import running_campaigns
from evaluation.procedures.workflow.register import ROOMS
from evaluation.publicity.stories.enums import StoryState
from evaluation.publicity.stories.models import Story
from evaluation.publicity.stories.queries import told_rows, untold_deeds
from evaluation.records.deeds.models import Deed
from evaluation.records.performance.queries.campaigns import coverage, people_without_record
from evaluation.records.performance.queries.shifts import last_shifts, waiting_for
from evaluation.registry.accounts.enums import COLLEGE_ROLES, ORGANIZATION_ROLES, PUBLICITY_ROLES, Role
from evaluation.registry.organizations.enums import OrganizationKind

Facts = dict[str, Any]
NAMES_SHOWN = 12
SHIFTS_SHOWN = 8
STORIES_SHOWN = 3
FURTHEST_BEHIND = 2
OTHER_THAN_SHIFTS = Matter.kind != MatterKind.SHIFT


def todo(actor: Any, now: datetime, today: date, **limits: Any) -> Facts:
    """The tasks of the actor: how many, how many late, the first of them. Two queries."""
    count, late = task_counts(actor, today)
    g.inbox_count = count
    rows = queries.first_tasks(actor, **limits)
    return {"count": count, "late": late, "tasks": entries_of(Box.TODO, rows, actor, now)}


def campaign_facts(today: date) -> Facts:
    """The running special action with the number of its day. One query."""
    campaign = next(iter(running_campaigns()), None)
    return {
        "campaign": campaign,
        "campaign_day": (today - campaign.begins_on).days + 1 if campaign else None,
        "weekday": format_date(today, "EEEE"),
    }


def addressed(rows: list[Any]) -> list[Facts]:
    """Rows of matters with kind, state in words and address."""
    result = []
    for row in rows:
        facts = dict(row._mapping)
        kind = MatterKind(row.kind)
        facts["kind"], facts["address"] = kind, matter_address(kind, row.id)
        if "state" in facts:
            facts["state"] = ROOMS[kind].workflow.states(row.state)
        result.append(facts)
    return result


def organization_home(actor: Any, now: datetime, today: date) -> Home:
    """The organization department: to do, dates, coverage, the week."""
    units = actor.scope(*COLLEGE_ROLES)
    facts = todo(actor, now, today) | campaign_facts(today)
    campaign: Campaign | None = facts["campaign"]
    rows = coverage(campaign.id, units) if campaign else []
    facts |= {
        "boxes": box_counts(actor, facts["count"]),
        "coverage": rows,
        "figures": queries.unit_figures(campaign.id, units) if campaign else {},
        "hours_in_all": sum(row.minutes for row in rows),
        "notices": queries.running_notices(actor),
        "week": queries.week_figures(actor, today),
        "monday": queries.monday_of(today),
    }
    return Home("organization", facts)


def leader_home(actor: Any, now: datetime, today: date) -> Home:
    """A Party committee leader: approvals, the special action at a glance, where deeds stand, new stories."""
    units = actor.scope(Role.COMMITTEE_LEADER)
    facts = todo(actor, now, today) | campaign_facts(today)
    campaign: Campaign | None = facts["campaign"]
    rows = coverage(campaign.id, units) if campaign else []
    due, recorded = queries.share_of(rows)
    facts |= {
        "due": due,
        "recorded": recorded,
        "hours_in_all": sum(row.minutes for row in rows),
        "behind": sorted((row for row in rows if row.missing), key=lambda row: row.share)[:FURTHEST_BEHIND],
        "deeds": queries.deeds_by_state(actor),
        "notices": queries.running_notices(actor),
        "stories": stories(actor),
    }
    return Home("leader", facts)


def clerk_home(actor: Any, now: datetime, today: date) -> Home:
    """A department clerk: what came back, drafts, what is on its way, who is missing, shifts to copy."""
    units = actor.scope(Role.CLERK)
    count, _late = task_counts(actor, today)
    g.inbox_count = count
    facts: Facts = {"count": count} | campaign_facts(today)
    campaign: Campaign | None = facts["campaign"]
    started = list(db.session.execute(started_rows(actor).order_by(Matter.changed_at.desc(), Matter.id.desc()).limit(6)))
    missing = people_without_record(campaign.id, units) if campaign else []
    facts |= {
        "returned": addressed(queries.returned_to(actor)),
        "drafts": addressed(queries.drafts_of(actor)),
        "started": entries_of(Box.MINE, started, actor, now),
        "missing": missing,
        "missing_shown": missing[:NAMES_SHOWN],
        "shifts": last_shifts(actor, units),
    }
    return Home("clerk", facts)


def branch_home(actor: Any, now: datetime, today: date) -> Home:
    """A branch secretary: shifts to verify, other tasks, own people without record, notices."""
    branches = actor.scope(Role.BRANCH_SECRETARY)
    facts = todo(actor, now, today, condition=OTHER_THAN_SHIFTS) | campaign_facts(today)
    campaign: Campaign | None = facts["campaign"]
    missing = people_without_record(campaign.id, branches, kind=OrganizationKind.PARTY) if campaign else []
    facts |= {
        "shifts": list(db.session.execute(waiting_for(actor).limit(SHIFTS_SHOWN))),
        "lines": queries.lines_waiting(actor),
        "missing": missing,
        "missing_shown": missing[:NAMES_SHOWN],
        "notices": queries.running_notices(actor),
    }
    return Home("branch", facts)


def publicity_home(actor: Any, now: datetime, today: date) -> Home:
    """The publicity team: reviews, what waits for consent, deeds without a story, drafts, what can go out."""
    facts = todo(actor, now, today)
    work = addressed(queries.stories_in_work(actor))
    for story in work:
        nudged = story["nudged_at"]
        story["nudged_today"] = nudged if nudged is not None and local(nudged).date() == today else None
    facts |= {
        "weekday": format_date(today, "EEEE"),
        "blocked": [one for one in work if one["state"] is StoryState.CONSENT],
        "ready": [one for one in work if one["state"] is StoryState.READY],
        "drafts": [one for one in work if one["own"] and one["state"] in (StoryState.DRAFT, StoryState.RETURNED)],
        "untold": list(db.session.execute(untold_deeds(actor).order_by(Deed.accepted_at.desc(), Deed.matter_id.desc()).limit(6))),
    }
    return Home("publicity", facts)


def working_home(actor: Any, now: datetime, today: date) -> Home:
    """Discipline officers and others with a working role: to do and notices."""
    facts = todo(actor, now, today) | campaign_facts(today) | {"notices": queries.running_notices(actor)}
    return Home("working", facts)


def member_home(actor: Any, now: datetime, today: date) -> Home:
    """A member: what waits for an answer, one's record this year, notices, stories."""
    facts = todo(actor, now, today)
    figures, newest = (0, 0, 0), []
    if actor.person_id is not None:
        figures = own_record.record_figures(actor.person_id, date(today.year, 1, 1), today)
        newest = addressed(own_record.newest_about(actor.person_id))
    facts |= {
        "weekday": format_date(today, "EEEE"),
        "year": today.year,
        "figures": figures,
        "newest": newest,
        "notices": queries.running_notices(actor),
        "stories": stories(actor),
    }
    return Home("member", facts)


def stories(actor: Any) -> list[Any]:
    """The newest released stories. One query."""
    rows = told_rows(actor).order_by(Story.released_at.desc(), Story.matter_id.desc()).limit(STORIES_SHOWN)
    return list(db.session.execute(rows))


HOMES: tuple[tuple[frozenset[str], Callable[[Any, datetime, date], Home]], ...] = (
    (frozenset(ORGANIZATION_ROLES), organization_home),
    (frozenset({Role.COMMITTEE_LEADER}), leader_home),
    (frozenset(PUBLICITY_ROLES), publicity_home),
    (frozenset({Role.BRANCH_SECRETARY}), branch_home),
    (frozenset({Role.CLERK}), clerk_home),
    (frozenset({Role.DISCIPLINE_OFFICER, Role.CARE_OFFICER}), working_home),
)


def home_of(actor: Any, now: datetime, today: date) -> Home:
    """The home of the first working role that the actor holds, otherwise that of a member."""
    page = next((page for roles, page in HOMES if actor.holds(*roles)), member_home)
    return page(actor, now, today)
