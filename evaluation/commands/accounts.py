"""``accounts create``: the first accounts of an installation, and any later one."""

import getpass

import click
from flask.cli import AppGroup
from sqlalchemy import select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db, transaction
from evaluation.foundation.core.errors import Refused
from evaluation.registry.accounts import operations, passwords
from evaluation.registry.accounts.enums import Role
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.models import Person

accounts = AppGroup("accounts", help="Accounts and their roles.")


@accounts.command("create")
@click.argument("login")
@click.option("--name", help="Name shown; the person's name where --person is given.")
@click.option("--person", "number", help="Staff or student number of the person.")
@click.option("--role", "roles", multiple=True, help="ROLE or ROLE:ORGANISATION-CODE; may be repeated.")
@click.option("--password-stdin", is_flag=True, help="Read the first password from standard input.")
def create(login: str, name: str | None, number: str | None, roles: tuple[str, ...], password_stdin: bool) -> None:
    """Create an account; its first password must be changed at the first sign-in."""
    password = click.get_text_stream("stdin").readline().rstrip("\n") if password_stdin else getpass.getpass("Password: ")
    now, today = clock.now(), clock.today()
    try:
        with transaction():
            person = None
            if number:
                person = db.session.scalar(select(Person).where(Person.number == number))
                if person is None:
                    raise Refused(f"nobody has the number {number}")
            shown = name or (person.name if person else login)
            passwords.check_new(password, login=operations.normal_login(login), name=shown)
            account = operations.create_account(
                actor=None, login=login, name=shown, password=password, person_id=person.id if person else None, now=now
            )
            for entry in roles:
                word, _colon, code = entry.partition(":")
                if word not in {role.value for role in Role}:
                    raise Refused(f"there is no role {word}; roles: {', '.join(Role)}")
                organization_id = None
                if code:
                    organization_id = db.session.scalar(select(Organization.id).where(Organization.code == code))
                    if organization_id is None:
                        raise Refused(f"there is no organisation with the code {code}")
                operations.grant_role(
                    account, role=Role(word), organization_id=organization_id, actor=None, now=now, valid_from=today
                )
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"account {operations.normal_login(login)} created")
