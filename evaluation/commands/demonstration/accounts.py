"""Demonstration accounts by role; their one password is drawn at random for each installation."""

import os
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from flask_babel import force_locale
from sqlalchemy import select

from evaluation.commands.demonstration.college import College
from evaluation.foundation.core.database import db
from evaluation.registry.accounts.actors import Actor
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account
from evaluation.registry.accounts.operations import create_account, grant_role
from evaluation.registry.accounts.queries import actor_of_account
from evaluation.registry.people.models import Person


@dataclass(frozen=True)
class Sample:
    """An account of the table: login, role, whose it is (department and position, or nobody), over which organisation."""

    login: str
    role: Role
    department: str = ""
    position: int = 0
    scope: str = "P00"


SAMPLES = (
    Sample("clerk", Role.CLERK, "D07", 1, "D07"),
    Sample("clerk2", Role.CLERK, "D08", 1, "D08"),
    Sample("clerk3", Role.CLERK, "D05", 1, "D05"),
    Sample("branch", Role.BRANCH_SECRETARY, "D06", 0, "P13"),
    Sample("branch2", Role.BRANCH_SECRETARY, "D08", 0, "P14"),
    Sample("branch3", Role.BRANCH_SECRETARY, "D04", 1, "P12"),
    Sample("org", Role.ORGANIZATION_OFFICER, "D02", 1),
    Sample("org2", Role.ORGANIZATION_OFFICER, "D02", 2),
    Sample("orghead", Role.ORGANIZATION_HEAD, "D02", 0),
    Sample("leader", Role.COMMITTEE_LEADER, "D01", 0),
    Sample("discipline", Role.DISCIPLINE_OFFICER, "D04", 0),
    Sample("pub1", Role.PUBLICITY_EDITOR, "D03", 1),
    Sample("pub1b", Role.PUBLICITY_EDITOR, "D03", 2),
    Sample("pub2", Role.PUBLICITY_REVIEWER, "D03", 4),
    Sample("pub3", Role.PUBLICITY_CHIEF, "D03", 0),
    Sample("member", Role.MEMBER, "D08", 2, ""),
    Sample("cadre", Role.MEMBER, "D07", 0, ""),
    Sample("sysadmin", Role.SYSTEM_ADMINISTRATOR, scope=""),
    Sample("secadmin", Role.SECURITY_ADMINISTRATOR, scope=""),
    Sample("auditor", Role.AUDITOR, scope=""),
)


def demonstration_password(folder: Path) -> str:
    """The password of all demonstration accounts here: drawn once, kept readable by the owner only."""
    path = folder / "demonstration_password"
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(f"Try-{secrets.token_hex(4)}")
    return path.read_text().strip()


def make_accounts(college: College, *, password: str, now: datetime) -> dict[str, Actor]:
    """The accounts of the table; returns their actors by login."""
    assert college.committee is not None
    scopes = {organization.code: organization.id for organization in (*college.departments.values(), *college.branches.values())}
    scopes["P00"] = college.committee.id
    actors = {}
    for sample in SAMPLES:
        person = college.staff[sample.department][sample.position] if sample.department else None
        with force_locale("zh_Hans_CN"):
            name = person.name if person else str(sample.role.label)
        account = create_account(
            actor=None,
            login=sample.login,
            name=name,
            password=password,
            person_id=person.id if person else None,
            now=now,
            must_change=False,
        )
        roles = [sample.role] if person is None or sample.role is Role.MEMBER else [sample.role, Role.MEMBER]
        for role in roles:
            grant_role(
                account,
                role=role,
                organization_id=scopes.get(sample.scope) if role is sample.role else None,
                actor=None,
                now=now,
                valid_from=date(now.year - 1, 1, 1),
            )
        actors[sample.login] = actor_of_account(account, now.date())
    return actors


def account_table() -> list[tuple[str, str, str]]:
    """Login, role and name of the demonstration accounts that exist here."""
    rows = {
        account.login: account.name
        for account in db.session.scalars(select(Account).where(Account.login.in_([sample.login for sample in SAMPLES])))
    }
    with force_locale("zh_Hans_CN"):
        return [(sample.login, str(sample.role.label), rows[sample.login]) for sample in SAMPLES if sample.login in rows]


def nobody_is_registered() -> bool:
    """Whether the database is empty of people and accounts."""
    return db.session.scalar(select(Person.id).limit(1)) is None and db.session.scalar(select(Account.id).limit(1)) is None
