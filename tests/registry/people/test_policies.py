"""Whom one may see and how much: the filter over rows and the predicate over one person say the same for every role."""

from itertools import combinations

import pytest
from flask import Flask
from sqlalchemy import select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.registry.accounts.actors import Actor
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.queries import actor_of_account
from evaluation.registry.organizations.policies import WORKING_ROLES
from evaluation.registry.people.models import Person
from evaluation.registry.people.operations import create_person
from evaluation.registry.people.policies import (
    Openness,
    may_edit,
    may_see,
    openness,
    visible_cards,
    visible_people,
)
from tests.support.databases import both_databases
from tests.support.factories import Factory

N, NAME, CARD, WHOLE = Openness.NOTHING, Openness.NAME, Openness.CARD, Openness.WHOLE
PEOPLE = ("here", "elsewhere", "same_branch", "nowhere")
"""Of the department and branch; of the other of both; of the other department in the same branch; of neither."""
EXPECTED = {
    (Role.CLERK, "department"): (CARD, N, N, N),
    (Role.BRANCH_SECRETARY, "branch"): (CARD, N, CARD, N),
    (Role.BRANCH_SECRETARY, "general_branch"): (CARD, CARD, CARD, N),
    (Role.ORGANIZATION_OFFICER, "committee"): (WHOLE, WHOLE, WHOLE, WHOLE),
    (Role.ORGANIZATION_HEAD, "committee"): (WHOLE, WHOLE, WHOLE, WHOLE),
    (Role.ORGANIZATION_OFFICER, "department"): (WHOLE, N, N, WHOLE),
    (Role.COMMITTEE_LEADER, "committee"): (CARD, CARD, CARD, N),
    (Role.DISCIPLINE_OFFICER, "committee"): (CARD, CARD, CARD, N),
    (Role.PUBLICITY_EDITOR, "committee"): (NAME, NAME, NAME, N),
    (Role.PUBLICITY_REVIEWER, "committee"): (NAME, NAME, NAME, N),
    (Role.PUBLICITY_CHIEF, "committee"): (NAME, NAME, NAME, N),
    (Role.CARE_OFFICER, "committee"): (N, N, N, N),
    (Role.MEMBER, "committee"): (N, N, N, N),
    (Role.SYSTEM_ADMINISTRATOR, "committee"): (N, N, N, N),
    (Role.SECURITY_ADMINISTRATOR, "committee"): (N, N, N, N),
    (Role.AUDITOR, "committee"): (N, N, N, N),
}


def people_of(make: Factory) -> dict[str, Person]:
    return {
        "here": make.person("甲"),
        "elsewhere": make.person("乙", department="other_department", branch="other_branch"),
        "same_branch": make.person("丙", department="other_department"),
        "nowhere": create_person(actor=None, now=clock.now(), number="n", name="丁"),
    }


def seen(actor: Actor, people: dict[str, Person]) -> tuple[list[str], list[str], list[str], list[str]]:
    """Names by filter and by predicate, once for being seen at all and once for the whole card."""
    found = set(db.session.scalars(select(Person.id).where(visible_people(actor))))
    cards = set(db.session.scalars(select(Person.id).where(visible_cards(actor))))
    return (
        [name for name in PEOPLE if people[name].id in found],
        [name for name in PEOPLE if may_see(actor, people[name])],
        [name for name in PEOPLE if people[name].id in cards],
        [name for name in PEOPLE if openness(actor, people[name]).value >= CARD.value],
    )


@both_databases
def test_filter_and_predicate_agree_for_every_role(app: Flask, make: Factory) -> None:
    people = people_of(make)

    for (role, at), expected in EXPECTED.items():
        actor = make.actor(role, at=at, without_person=True)
        by_filter, by_predicate, cards, cards_by_predicate = seen(actor, people)
        assert tuple(openness(actor, people[name]) for name in PEOPLE) == expected, (role, at)
        assert by_filter == by_predicate, (role, at)
        assert cards == cards_by_predicate, (role, at)


def test_filter_and_predicate_agree_for_every_pair_of_roles(app: Flask, make: Factory) -> None:
    people = people_of(make)
    working = [(role, at) for role, at in EXPECTED if role in WORKING_ROLES]

    for one, other in combinations(working, 2):
        account = make.account(one[0], at=one[1], without_person=True)
        more = make.account(other[0], at=other[1], without_person=True)
        first, second = (actor_of_account(each, clock.today()) for each in (account, more))
        both = Actor(account_id=1, name="兼任", roles={**first.roles, **second.roles})
        by_filter, by_predicate, cards, cards_by_predicate = seen(both, people)
        assert by_filter == by_predicate, (one, other)
        assert cards == cards_by_predicate, (one, other)


def test_everybody_may_see_themselves_whole(app: Flask, make: Factory) -> None:
    account = make.account(Role.MEMBER)
    actor, person = make.actor_of(account), db.session.get_one(Person, account.person_id)

    assert openness(actor, person) is WHOLE
    assert set(db.session.scalars(select(Person.id).where(visible_people(actor)))) == {person.id}
    assert not may_edit(actor, person)


@pytest.mark.parametrize(
    ("role", "at", "expected"),
    [
        (Role.ORGANIZATION_OFFICER, "committee", ["here", "elsewhere", "same_branch", "nowhere"]),
        (Role.ORGANIZATION_OFFICER, "branch", ["here", "same_branch", "nowhere"]),
        (Role.COMMITTEE_LEADER, "committee", []),
        (Role.CLERK, "department", []),
        (Role.PUBLICITY_CHIEF, "committee", []),
    ],
)
def test_the_organization_department_alone_keeps_the_register(
    app: Flask, make: Factory, role: Role, at: str, expected: list[str]
) -> None:
    people = people_of(make)
    actor = make.actor(role, at=at)

    assert [name for name in PEOPLE if may_edit(actor, people[name])] == expected


def test_roles_by_value_are_roles() -> None:
    """The room stands below that of accounts and knows the roles by their values only."""
    assert {role.value for role in Role} >= WORKING_ROLES
    assert {role.value for role in Role} - WORKING_ROLES == {
        "member",
        "system_administrator",
        "security_administrator",
        "auditor",
    }
