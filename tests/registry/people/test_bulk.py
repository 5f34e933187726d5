from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import WrongState
from evaluation.registry.people.bulk import (
    Amendment,
    Enrolment,
    Holding,
    amend_people,
    enrol_people,
    remove_people,
    restore_people,
    touched_since,
)
from evaluation.registry.people.enums import AffiliationKind, PoliticalStatus, RoleGroup, Sex, Standing
from evaluation.registry.people.models import Affiliation, Person
from evaluation.registry.people.operations import affiliate
from evaluation.registry.people.queries import affiliations_on
from tests.support.databases import both_databases
from tests.support.factories import Factory

TODAY = date(2022, 4, 6)
EARLIER = date(2020, 1, 1)


def enrolled(make: Factory, number: str = "A1", name: str = "王芳", **identity: Any) -> Person:
    holds = {
        AffiliationKind.DEPARTMENT: Holding(make.college["department"].id),
        AffiliationKind.POLITICAL_STATUS: Holding(PoliticalStatus.ACTIVIST, EARLIER),
        AffiliationKind.POST: Holding("干事"),
    }
    (identity_number,) = enrol_people([Enrolment(number, {"name": name, **identity}, holds)], actor=None, now=clock.now())
    db.session.commit()
    return db.session.get_one(Person, identity_number)


def row_of(person: Person) -> Any:
    return db.session.execute(select(*Person.__table__.columns).where(Person.id == person.id)).one()


def history(person: Person) -> list[Any]:
    return db.session.execute(
        select(*Affiliation.__table__.columns).where(Affiliation.person_id == person.id).order_by(Affiliation.id)
    ).all()


@both_databases
def test_a_new_person_is_as_the_single_operations_would_make_it(make: Factory) -> None:
    person = enrolled(make, sex=Sex.FEMALE, birth_date=date(1988, 8, 1), birth_precision="month")
    other = make.person("王芳", branch=None, post="干事", political_status=PoliticalStatus.ACTIVIST)
    db.session.commit()

    alike = ("name", "pinyin", "initials", "department_id", "branch_id", "post", "political_status", "standing", "version")
    single = {name: getattr(other, name) for name in alike} | {"version": person.version}
    assert {name: getattr(person, name) for name in alike} == single
    assert (person.birth_precision, person.sex, person.role_group, person.version) == ("month", Sex.FEMALE, None, 1)
    held = affiliations_on([person.id], EARLIER)[person.id]
    assert {kind: (row.value, row.valid_from) for kind, row in held.items()} == {
        AffiliationKind.DEPARTMENT: (None, None),
        AffiliationKind.POLITICAL_STATUS: ("activist", EARLIER),
        AffiliationKind.POST: ("干事", None),
    }


@both_databases
def test_many_people_come_in_the_given_order(make: Factory) -> None:
    people = [Enrolment(f"N{number:04d}", {"name": f"王{number}"}) for number in range(1500, 0, -1)]

    ids = enrol_people(people, actor=None, now=clock.now())

    numbers = {identity: number for identity, number in db.session.execute(select(Person.id, Person.number))}
    assert [numbers[identity] for identity in ids] == [person.number for person in people]
    assert set(db.session.scalars(select(Person.standing))) == {Standing.ACTIVE}


@both_databases
def test_a_change_closes_what_held_before_and_is_taken_back_exactly(make: Factory) -> None:
    person = enrolled(make, phone="1")
    before, rows = row_of(person), history(person)
    holds = {
        AffiliationKind.DEPARTMENT: Holding(make.college["other_department"].id, TODAY),
        AffiliationKind.POLITICAL_STATUS: Holding(PoliticalStatus.PROBATIONARY_MEMBER, date(2021, 7, 1)),
        AffiliationKind.ROLE_GROUP: Holding(RoleGroup.STAFF, TODAY),
    }

    (amended,) = amend_people(
        [Amendment(row_of(person), {"name": "王方", "phone": "2", "joined_on": date(2021, 7, 1)}, holds)],
        actor=None,
        now=clock.now(),
    )
    db.session.commit()

    now = row_of(person)
    assert (now.name, now.pinyin, now.phone, now.department_id, now.political_status, now.role_group, now.version) == (
        "王方",
        "wangfang",
        "2",
        make.college["other_department"].id,
        PoliticalStatus.PROBATIONARY_MEMBER,
        RoleGroup.STAFF,
        2,
    )
    old = affiliations_on([person.id], date(2021, 6, 30))[person.id]
    new = affiliations_on([person.id], date(2021, 7, 1))[person.id]
    assert (old[AffiliationKind.POLITICAL_STATUS].value, new[AffiliationKind.POLITICAL_STATUS].value) == (
        "activist",
        "probationary_member",
    )
    assert new[AffiliationKind.DEPARTMENT].organization_id == make.college["department"].id

    restore_people({person.id: amended.before})
    db.session.commit()

    assert history(person) == rows
    again = row_of(person)
    assert {**again._mapping, "version": 1} == {**before._mapping}
    assert again.version == 3


def test_a_correction_replaces_what_was_wrong_from_its_own_day(make: Factory) -> None:
    person = enrolled(make)

    amend_people(
        [Amendment(row_of(person), {}, {AffiliationKind.POLITICAL_STATUS: Holding(PoliticalStatus.LEAGUE_MEMBER)})],
        actor=None,
        now=clock.now(),
    )

    rows = [row for row in history(person) if row.kind is AffiliationKind.POLITICAL_STATUS]
    assert [(row.value, row.valid_from, row.valid_to, row.superseded_at is not None) for row in rows] == [
        ("activist", EARLIER, None, True),
        ("league_member", EARLIER, None, False),
    ]


def test_a_value_never_begins_before_the_one_that_it_follows(make: Factory) -> None:
    person = enrolled(make)

    amend_people(
        [
            Amendment(
                row_of(person), {}, {AffiliationKind.POLITICAL_STATUS: Holding(PoliticalStatus.FULL_MEMBER, date(2019, 1, 1))}
            )
        ],
        actor=None,
        now=clock.now(),
    )

    rows = [row for row in history(person) if row.kind is AffiliationKind.POLITICAL_STATUS]
    assert [(row.value, row.valid_from, row.superseded_at is not None) for row in rows] == [
        ("activist", EARLIER, True),
        ("full_member", EARLIER, False),
    ]


@both_databases
def test_somebody_else_was_faster(make: Factory) -> None:
    person = enrolled(make)
    read = row_of(person)
    person.phone = "9"
    db.session.commit()

    with pytest.raises(WrongState):
        amend_people([Amendment(read, {"phone": "2"})], actor=None, now=clock.now())
    db.session.rollback()

    assert row_of(person).phone == "9"


def test_later_entries_are_noticed(make: Factory, frozen_clock: Callable[[datetime], None]) -> None:
    first, second = enrolled(make), enrolled(make, "A2", "李强")
    done = clock.now()
    assert touched_since([first.id, second.id], done) == set()

    frozen_clock(done + timedelta(minutes=1))
    affiliate(second, AffiliationKind.POST, "科员", valid_from=TODAY, actor=None, now=clock.now())

    assert touched_since([first.id, second.id], done) == {second.id}


@both_databases
def test_people_go_with_their_history(app: Flask, make: Factory) -> None:
    first, second = enrolled(make), enrolled(make, "A2", "李强")

    remove_people([first.id])

    assert list(db.session.scalars(select(Person.number))) == ["A2"]
    assert db.session.scalar(select(func.count()).select_from(Affiliation)) == 3
    assert {row.person_id for row in history(second)} == {second.id}
