"""Accounts and grants: one spelling, one account a person, three administrators apart."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, WrongState
from evaluation.registry.accounts import operations
from evaluation.registry.accounts.actors import Actor
from evaluation.registry.accounts.enums import ADMINISTRATORS, BUSINESS_ROLES, Role
from evaluation.registry.accounts.models import Account, Grant
from evaluation.registry.accounts.queries import roles_of
from evaluation.registry.accounts.security import operations as security
from tests.registry.accounts.door import word
from tests.support.databases import both_databases
from tests.support.factories import Factory

TODAY = date(2022, 4, 6)


def opened(login: str, **facts: Any) -> Account:
    """An account as the command line opens it."""
    return operations.create_account(
        actor=None, login=login, name=facts.pop("name", "某人"), password="Any-word-2022", now=clock.now(), **facts
    )


def given(account: Account, role: Role, organization_id: int | None = None, **facts: Any) -> Grant:
    return operations.grant_role(
        account,
        role=role,
        organization_id=organization_id,
        actor=facts.pop("actor", None),
        now=clock.now(),
        valid_from=facts.pop("valid_from", TODAY),
        **facts,
    )


@pytest.mark.parametrize("again", ["li", "LI", " li ", "ｌｉ"])
def test_a_login_is_taken_in_every_spelling(app: Flask, again: str) -> None:
    opened("Li", person_id=None)

    with pytest.raises(Refused) as refusal:
        opened(again, person_id=None)
    assert refusal.value.field == "login"


def test_a_person_has_one_account(app: Flask, make: Factory) -> None:
    person = make.person()
    opened("li", person_id=person.id)

    with pytest.raises(Refused) as refusal:
        opened("li2", person_id=person.id)
    assert refusal.value.field == "person"


@pytest.mark.parametrize(("first", "second"), list(permutations(sorted(ADMINISTRATORS), 2)))
def test_the_three_administrators_are_three_accounts(app: Flask, make: Factory, first: Role, second: Role) -> None:
    account = opened("li", person_id=None)
    given(account, first)

    with pytest.raises(Refused) as refusal:
        given(account, second)
    assert refusal.value.field == "role"


@pytest.mark.parametrize("administrator", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("role", sorted(BUSINESS_ROLES - {Role.MEMBER}))
def test_no_administrator_works_on_business(app: Flask, make: Factory, administrator: Role, role: Role) -> None:
    place = make.college["committee"].id
    one, other = opened("one", person_id=None), opened("other", person_id=None)
    given(one, administrator)
    given(other, role, place)

    with pytest.raises(Refused):
        given(one, role, place)
    with pytest.raises(Refused):
        given(other, administrator)


def test_a_role_of_the_past_stands_in_nobodys_way(app: Flask, make: Factory) -> None:
    account = opened("li", person_id=None)
    given(account, Role.AUDITOR, valid_from=date(2022, 1, 1), valid_to=date(2022, 4, 1))

    assert given(account, Role.SYSTEM_ADMINISTRATOR).role is Role.SYSTEM_ADMINISTRATOR


def test_nobody_raises_themselves(app: Flask, make: Factory) -> None:
    account = make.account(Role.SECURITY_ADMINISTRATOR)

    with pytest.raises(Refused):
        given(account, Role.AUDITOR, actor=make.actor_of(account))


def test_a_role_over_nothing_is_refused(app: Flask, make: Factory) -> None:
    with pytest.raises(Refused) as refusal:
        given(make.account(), Role.CLERK)
    assert refusal.value.field == "organization"


def test_an_administrator_has_no_scope(app: Flask, make: Factory) -> None:
    grant = given(opened("li", person_id=None), Role.AUDITOR, make.college["committee"].id)

    assert grant.organization_id is None


@both_databases
def test_the_database_knows_which_roles_have_a_scope(app: Flask, make: Factory) -> None:
    account = make.account()
    db.session.add(Grant(account_id=account.id, role=Role.CLERK, organization_id=None, valid_from=TODAY, granted_at=clock.now()))

    with pytest.raises(IntegrityError, match="scope_fits_role"):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "refused"),
    [
        (date(2022, 4, 6), None, True),
        (date(2022, 4, 1), date(2022, 4, 2), False),
        (date(2022, 4, 1), date(2022, 4, 3), True),
        (date(2022, 4, 9), date(2022, 4, 12), True),
        (date(2022, 4, 10), date(2022, 4, 12), False),
    ],
)
def test_the_same_role_is_not_given_twice_for_one_day(
    app: Flask, make: Factory, valid_from: date, valid_to: date | None, refused: bool
) -> None:
    account, place = make.account(), make.college["department"].id
    given(account, Role.CLERK, place, valid_from=date(2022, 4, 2), valid_to=date(2022, 4, 10))

    if refused:
        with pytest.raises(Refused):
            given(account, Role.CLERK, place, valid_from=valid_from, valid_to=valid_to)
    else:
        given(account, Role.CLERK, place, valid_from=valid_from, valid_to=valid_to)
    given(account, Role.CLERK, make.college["other_department"].id, valid_from=date(2022, 4, 2))


@both_databases
def test_a_role_counts_in_everything_below(app: Flask, make: Factory) -> None:
    college = make.college
    account = make.account(Role.BRANCH_SECRETARY, at="general_branch")

    assert roles_of(account.id, TODAY) == {
        "branch_secretary": frozenset(college[name].id for name in ("general_branch", "branch", "other_branch"))
    }


def test_an_ended_role_is_kept_and_one_of_today_never_was(app: Flask, make: Factory) -> None:
    account, place = make.account(), make.college["department"].id
    old = given(account, Role.CLERK, place, valid_from=date(2022, 4, 1))
    new = given(account, Role.CLERK, make.college["other_department"].id)

    for grant in (old, new):
        operations.revoke_grant(grant, actor=None, today=TODAY)
    db.session.flush()

    assert [(grant.valid_from, grant.valid_to) for grant in db.session.query(Grant)] == [(date(2022, 4, 1), TODAY)]


class TestSecurityAdministrator:
    """What one security administrator may do to others, and to nobody's own account."""

    def actor(self, make: Factory) -> Actor:
        return make.actor(Role.SECURITY_ADMINISTRATOR)

    def test_own_account_is_out_of_reach(self, app: Flask, make: Factory) -> None:
        actor = self.actor(make)
        account = db.session.get_one(Account, actor.account_id)
        grant = db.session.query(Grant).filter_by(account_id=account.id).one()

        for attempt in (
            lambda: security.disable(account, actor=actor, now=clock.now(), today=TODAY),
            lambda: security.enable(account, actor=actor),
            lambda: security.reset(account, actor=actor),
            lambda: security.take(grant, actor=actor, today=TODAY),
        ):
            with pytest.raises(NotAllowed):
                attempt()

    def test_the_last_one_stays(self, app: Flask, make: Factory) -> None:
        last = make.account(Role.SECURITY_ADMINISTRATOR)
        grant = db.session.query(Grant).filter_by(account_id=last.id).one()
        operator = Actor(account_id=0, name="命令行")

        with pytest.raises(Refused):
            security.disable(last, actor=operator, now=clock.now(), today=TODAY)
        with pytest.raises(Refused):
            security.take(grant, actor=operator, today=TODAY)
        make.account(Role.SECURITY_ADMINISTRATOR)
        security.disable(last, actor=operator, now=clock.now(), today=TODAY)

    def test_nothing_is_done_twice(self, app: Flask, make: Factory) -> None:
        actor, account = self.actor(make), make.account(Role.CLERK)
        security.disable(account, actor=actor, now=clock.now(), today=TODAY)

        with pytest.raises(WrongState):
            security.disable(account, actor=actor, now=clock.now(), today=TODAY)
        security.enable(account, actor=actor)
        with pytest.raises(WrongState):
            security.enable(account, actor=actor)
        with pytest.raises(WrongState):
            security.unlock("nobody", "10.0.0.1", actor=actor)

    def test_a_new_account_belongs_to_the_person_of_the_number(self, app: Flask, make: Factory) -> None:
        person = make.person("李思源", number="00017")

        account, password = security.open_account(login="Li", name="", number="00017", actor=self.actor(make), now=clock.now())

        assert (account.login, account.name, account.person_id) == ("li", "李思源", person.id)
        assert account.must_change_password
        assert password not in account.password_hash
        assert len(password) == 20

    @pytest.mark.parametrize(("number", "name", "field"), [("99999", "", "number"), ("", "", "name")])
    def test_an_account_of_nobody_is_refused(self, app: Flask, make: Factory, number: str, name: str, field: str) -> None:
        with pytest.raises(Refused) as refusal:
            security.open_account(login="li", name=name, number=number, actor=self.actor(make), now=clock.now())
        assert refusal.value.field == field


def test_one_time_passwords_do_not_repeat() -> None:
    assert len({operations.one_time_password() for _time in range(200)}) == 200


def test_argon2id_with_a_salt_of_its_own() -> None:
    kind, version, cost = word().split("$")[1:4]

    assert (kind, version, cost) == ("argon2id", "v=19", "m=19456,t=2,p=1")
