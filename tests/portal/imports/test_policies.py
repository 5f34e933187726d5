"""Who enters which door, and who sees and acts on which import."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.importing.models import ImportJob
from evaluation.portal.imports.doors import BY_KIND, DEEDS, DOORS, NOMINATIONS, ORGANIZATIONS, PEOPLE, RECORDS, Door
from evaluation.portal.imports.policies import jobs_visible_to, may_change_job, may_import, may_see_job
from evaluation.registry.accounts.enums import Role
from tests.support.factories import Factory

ENTRANCE = {
    Role.ORGANIZATION_HEAD: [ORGANIZATIONS, PEOPLE, RECORDS, DEEDS, NOMINATIONS],
    Role.ORGANIZATION_OFFICER: [ORGANIZATIONS, PEOPLE, RECORDS, DEEDS, NOMINATIONS],
    Role.CLERK: [RECORDS, DEEDS],
    Role.BRANCH_SECRETARY: [NOMINATIONS],
}


@pytest.mark.parametrize("role", list(Role))
def test_doors_open_to_their_roles(make: Factory, role: Role) -> None:
    actor = make.actor(role)

    assert [door.kind for door in DOORS if may_import(actor, door)] == [door.kind for door in ENTRANCE.get(role, [])]


def test_the_tree_is_kept_by_who_keeps_the_whole_college(make: Factory) -> None:
    assert not may_import(make.actor(Role.ORGANIZATION_HEAD, at="department"), ORGANIZATIONS)
    assert may_import(make.actor(Role.ORGANIZATION_HEAD, at="department"), PEOPLE)


def test_every_importer_has_one_door() -> None:
    assert sorted(BY_KIND) == ["deeds", "frontline-log", "nominations", "organizations", "roster"]


def job(door: Door, account_id: int | None) -> ImportJob:
    made = ImportJob(
        kind=door.kind,
        file_name="表.xlsx",
        file_digest="0",
        files=[],
        options={},
        report={},
        counts={},
        preview={},
        account_id=account_id,
        actor_name="某人",
        created_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    return made


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.kind)
def test_predicate_and_filter_agree(app: Flask, make: Factory, door: Door) -> None:
    clerk, other = make.account(Role.CLERK, at="department"), make.account(Role.CLERK, at="department")
    jobs = [job(one, account_id) for one in DOORS for account_id in (clerk.id, other.id, None)]
    actors = {role: make.actor(role) for role in Role} | {"uploader": make.actor_of(clerk)}
    seen: dict[Any, list[int]] = {}
    for name, actor in actors.items():
        by_filter = set(db.session.scalars(select(ImportJob.id).where(jobs_visible_to(actor, door))))
        assert by_filter == {one.id for one in jobs if may_see_job(actor, door, one)}
        seen[name] = sorted(by_filter)

    mine, others, commands = (
        [one.id for one in jobs if one.kind == door.kind and one.account_id == account] for account in (clerk.id, other.id, None)
    )
    assert seen["uploader"] == mine
    assert seen[Role.ORGANIZATION_HEAD] == (commands if door is DEEDS else sorted([*mine, *others, *commands]))
    assert seen[Role.BRANCH_SECRETARY] == seen[Role.AUDITOR] == seen[Role.SYSTEM_ADMINISTRATOR] == []


def test_only_the_uploader_acts_and_the_organization_department_for_the_command_line(make: Factory) -> None:
    clerk, head = make.account(Role.CLERK, at="department"), make.actor(Role.ORGANIZATION_HEAD)
    own, by_command = job(RECORDS, clerk.id), job(RECORDS, None)
    uploader = make.actor_of(clerk)

    assert [may_change_job(actor, one) for actor in (uploader, head) for one in (own, by_command)] == [True, False, False, True]
    assert clock.today() == date(2022, 4, 6)
