"""People as of a date: nothing overlaps, corrections stay readable, the card shows what holds."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from evaluation.foundation.audit.models import AuditEvent
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused, WrongState
from evaluation.registry.people.enums import AffiliationKind, PoliticalStatus, Standing
from evaluation.registry.people.history import Then, people_then
from evaluation.registry.people.models import Affiliation, Person, Relative
from evaluation.registry.people.operations import (
    affiliate,
    change_identity,
    correct_history,
    declare_relative,
    end_relative,
    enter_person,
    note_change,
)
from evaluation.registry.people.queries import affiliations_on
from tests.support.databases import both_databases
from tests.support.factories import Factory

POST = AffiliationKind.POST
JOINED = date(2015, 9, 1)


def hold(person: Person, kind: AffiliationKind, value: Any, since: date | None) -> Affiliation | None:
    return affiliate(person, kind, value, valid_from=since, actor=None, now=clock.now())


def posts(person: Person) -> list[tuple[str | None, date | None, date | None, bool]]:
    rows = db.session.scalars(
        select(Affiliation).where(Affiliation.person_id == person.id, Affiliation.kind == POST).order_by(Affiliation.id)
    )
    return [(row.value, row.valid_from, row.valid_to, row.superseded_at is not None) for row in rows]


def post_on(person: Person, day: date) -> str | None:
    row = affiliations_on([person.id], day)[person.id].get(POST)
    return row.value if row else None


@both_databases
def test_a_new_post_ends_the_one_before_on_its_day(app: Flask, make: Factory) -> None:
    person = make.person(post="干事")

    hold(person, POST, "副处长", date(2020, 3, 1))

    assert posts(person) == [("干事", JOINED, date(2020, 3, 1), False), ("副处长", date(2020, 3, 1), None, False)]
    assert [post_on(person, day) for day in (date(2020, 2, 29), date(2020, 3, 1))] == ["干事", "副处长"]
    assert person.post == "副处长"


def test_the_same_again_changes_nothing(app: Flask, make: Factory) -> None:
    person = make.person(post="干事")

    hold(person, POST, "干事", JOINED)
    hold(person, POST, "干事", None)

    assert posts(person) == [("干事", JOINED, None, False)]


def test_nothing_any_more_leaves_a_gap(app: Flask, make: Factory) -> None:
    person = make.person(post="干事")

    hold(person, POST, None, date(2021, 1, 1))
    hold(person, POST, "处长", date(2022, 1, 1))

    assert [post_on(person, day) for day in (date(2020, 12, 31), date(2021, 6, 1), date(2022, 1, 1))] == ["干事", None, "处长"]


def test_another_value_from_the_same_day_is_a_correction(app: Flask, make: Factory) -> None:
    person = make.person(post="干事")

    hold(person, POST, "科员", JOINED)

    assert posts(person) == [("干事", JOINED, None, True), ("科员", JOINED, None, False)]


def test_a_day_before_a_recorded_change_is_refused(app: Flask, make: Factory) -> None:
    person = make.person(post="干事")
    hold(person, POST, "处长", date(2020, 3, 1))

    with pytest.raises(Refused) as refusal:
        hold(person, POST, "副处长", date(2019, 1, 1))
    assert refusal.value.field == "valid_from"


def test_days_that_are_taken_are_refused(app: Flask, make: Factory) -> None:
    """The post ended; a new one cannot begin while the old one still held."""
    person = make.person(post="干事")
    hold(person, POST, None, date(2021, 1, 1))

    with pytest.raises(Refused) as refusal:
        hold(person, POST, "处长", date(2020, 6, 1))
    assert refusal.value.field == "valid_from"
    assert "2021-01-01" in str(refusal.value)


@both_databases
def test_the_database_keeps_one_open_value_of_a_kind(app: Flask, make: Factory) -> None:
    person = make.person(post="干事")
    db.session.add(Affiliation(person_id=person.id, kind=POST, value="处长", recorded_at=clock.now()))

    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"valid_from": date(2022, 1, 2), "valid_to": date(2022, 1, 2)}, "ends_after_it_begins"),
        ({"kind": AffiliationKind.DEPARTMENT}, "organization_for_membership"),
    ],
)
@both_databases
def test_the_database_knows_what_an_entry_is(app: Flask, make: Factory, facts: dict[str, Any], name: str) -> None:
    person = make.person()
    row = {"person_id": person.id, "kind": AffiliationKind.CADRE_LEVEL, "value": "x", "recorded_at": clock.now()}
    db.session.add(Affiliation(**{**row, **facts}))

    with pytest.raises(IntegrityError, match=name):
        db.session.flush()
    db.session.rollback()


@both_databases
def test_a_correction_takes_the_place_of_the_wrong_entry(app: Flask, make: Factory) -> None:
    person, actor = make.person(post="干事"), make.actor()
    [row] = db.session.scalars(select(Affiliation).where(Affiliation.person_id == person.id, Affiliation.kind == POST))

    correct_history(
        person, row, "工程师", valid_from=date(2016, 1, 1), valid_to=None, reason="任职文件", actor=actor, now=clock.now()
    )

    assert posts(person) == [("干事", JOINED, None, True), ("工程师", date(2016, 1, 1), None, False)]
    assert [post_on(person, day) for day in (date(2015, 12, 31), date(2016, 1, 1))] == [None, "工程师"]
    assert person.post == "工程师"


def test_a_corrected_end_takes_the_value_off_the_card(app: Flask, make: Factory) -> None:
    person = make.person(post="干事")
    [row] = db.session.scalars(select(Affiliation).where(Affiliation.person_id == person.id, Affiliation.kind == POST))

    correct_history(
        person, row, "干事", valid_from=JOINED, valid_to=date(2020, 1, 1), reason="早已离任", actor=None, now=clock.now()
    )

    assert person.post is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"valid_from": date(2021, 1, 1), "valid_to": date(2020, 1, 1)}, "valid_to"),
        ({"valid_from": date(2019, 1, 1), "valid_to": date(2020, 6, 1)}, "valid_from"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(app: Flask, make: Factory, changes: dict[str, Any], field: str) -> None:
    person = make.person(post="干事")
    hold(person, POST, "处长", date(2020, 3, 1))
    db.session.commit()
    first = db.session.scalars(select(Affiliation).where(Affiliation.person_id == person.id, Affiliation.value == "干事")).one()
    facts = {"valid_from": JOINED, "valid_to": date(2020, 3, 1), "reason": "文件", **changes}

    with pytest.raises(Refused) as refusal:
        correct_history(person, first, "科员", actor=None, now=clock.now(), **facts)
    db.session.rollback()

    assert refusal.value.field == field
    assert [entry[3] for entry in posts(person)] == [False, False]


def test_what_was_corrected_is_not_corrected_again(app: Flask, make: Factory) -> None:
    person = make.person(post="干事")
    [row] = db.session.scalars(select(Affiliation).where(Affiliation.person_id == person.id, Affiliation.kind == POST))
    common: dict[str, Any] = {"valid_from": JOINED, "valid_to": None, "reason": "文件", "actor": None, "now": clock.now()}
    correct_history(person, row, "科员", **common)

    with pytest.raises(WrongState):
        correct_history(person, row, "工程师", **common)


def test_a_change_to_come_is_not_recorded(app: Flask, make: Factory) -> None:
    person = make.person()

    with pytest.raises(Refused) as refusal:
        note_change(person, POST, "处长", valid_from=date(2022, 4, 7), actor=None, now=clock.now())
    assert refusal.value.field == "valid_from"


@both_databases
def test_people_then_in_chinese_words_for_the_record(app: Flask, make: Factory) -> None:
    person = make.person("李思源", post="干事")
    hold(person, AffiliationKind.DEPARTMENT, make.college["other_department"].id, date(2021, 1, 1))
    hold(person, POST, "处长", date(2021, 1, 1))
    branch = make.college["branch"].id

    assert people_then([person.id], date(2020, 5, 1)) == {person.id: Then("保卫处", "干事", "中共党员", branch)}
    assert people_then([person.id], date(2021, 5, 1)) == {person.id: Then("总务处", "处长", "中共党员", branch)}
    assert people_then([person.id, 987], date(2010, 1, 1)) == {person.id: Then(), 987: Then()}
    assert people_then([], date(2020, 5, 1)) == {}


def test_leaving_and_coming_back(app: Flask, make: Factory) -> None:
    person = make.person()

    hold(person, AffiliationKind.STANDING, Standing.LEFT, date(2021, 1, 1))
    assert person.standing is Standing.LEFT
    hold(person, AffiliationKind.STANDING, None, date(2022, 1, 1))
    assert person.standing is Standing.ACTIVE


class TestCard:
    """Entering and correcting the card."""

    def entered(self, **facts: Any) -> Person:
        card = {"number": "00017", "name": "李 思源", **facts}
        return enter_person(facts=card, holds={}, valid_from=None, actor=None, now=clock.now())

    def test_a_new_person_with_what_holds(self, app: Flask, make: Factory) -> None:
        person = enter_person(
            facts={"number": "00017", "name": "李 思源", "phone": "138 0000 1234"},
            holds={
                AffiliationKind.DEPARTMENT: make.college["department"].id,
                AffiliationKind.POLITICAL_STATUS: PoliticalStatus.ACTIVIST,
                POST: "",
            },
            valid_from=date(2022, 3, 1),
            actor=None,
            now=clock.now(),
        )

        assert (person.name, person.pinyin, person.initials) == ("李思源", "lisiyuan", "lsy")
        assert (person.department_id, person.political_status, person.post) == (
            make.college["department"].id,
            PoliticalStatus.ACTIVIST,
            None,
        )

    @pytest.mark.parametrize(
        ("facts", "field"),
        [
            ({"number": ""}, "number"),
            ({"name": "　"}, "name"),
            ({"birth_date": date(2022, 4, 7)}, "birth_date"),
            ({"birth_date": date(1809, 1, 1)}, "birth_date"),
            ({"joined_on": date(2023, 1, 1)}, "joined_on"),
            ({"phone": "打座机"}, "phone"),
            ({"remark": "身份证37040219900101123X"}, "remark"),
            ({"number": "370402199001011234"}, "number"),
        ],
    )
    def test_what_cannot_be_is_refused_at_its_field(self, app: Flask, facts: dict[str, Any], field: str) -> None:
        with pytest.raises(Refused) as refusal:
            self.entered(**facts)
        assert refusal.value.field == field

    def test_a_number_belongs_to_one_person(self, app: Flask, make: Factory) -> None:
        make.person("王芳", number="00017")

        with pytest.raises(Refused, match="王芳") as refusal:
            self.entered()
        assert refusal.value.field == "number"

    def test_a_correction_names_fields_in_the_log_and_values_apart(self, app: Flask, make: Factory) -> None:
        person = self.entered(phone="13800001234")
        facts = {"number": "00017", "name": "李思远", "phone": "13800009999"}

        changed = change_identity(person, facts, actor=None, now=clock.now())
        db.session.commit()

        event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "person.change")).one()
        assert changed == ["name", "phone"]
        assert (person.pinyin, person.phone) == ("lisiyuan", "13800009999")
        assert event.body == {"fields": ["name", "phone"]}
        assert event.private is not None
        assert event.private["after"] == {"name": "李思远", "phone": "13800009999"}

    def test_no_change_is_no_event(self, app: Flask) -> None:
        person = self.entered()
        db.session.commit()

        assert change_identity(person, {"number": "00017", "name": "李思源"}, actor=None, now=clock.now()) == []
        db.session.commit()
        assert db.session.scalars(select(AuditEvent).where(AuditEvent.action == "person.change")).all() == []

    def test_the_place_in_rosters_follows_the_name(self, app: Flask, make: Factory) -> None:
        for number, name in enumerate(("赵敏", "丁一", "王芳", "王小二", "马超")):
            enter_person(facts={"number": str(number), "name": name}, holds={}, valid_from=None, actor=None, now=clock.now())
        db.session.execute(Person.__table__.insert(), [bare("9", "卜算")])
        first = db.session.scalars(select(Person).where(Person.name == "丁一")).one()
        change_identity(first, {"number": "1", "name": "魏一"}, actor=None, now=clock.now())

        ordered = db.session.scalars(select(Person.name).order_by(Person.stroke_order)).all()

        assert ordered == ["卜算", "马超", "王芳", "王小二", "赵敏", "魏一"]


def bare(number: str, name: str) -> dict[str, Any]:
    """A row as an import writes it, past the operations."""
    return {"number": number, "name": name, "pinyin": "x", "initials": "x", "created_at": clock.now(), "version": 1}


class TestRelatives:
    """Declared by oneself, in force in both directions, ended and taken up again."""

    def test_both_sides_are_recused(self, app: Flask, make: Factory) -> None:
        accounts = [make.account(), make.account()]
        one, other = (account.person_id or 0 for account in accounts)

        def recused() -> list[bool]:
            mine, theirs = (make.actor_of(account) for account in accounts)
            return [mine.close_to({other}), theirs.close_to({one})]

        before = recused()
        row = declare_relative(one, other, "配偶", actor=None, now=clock.now())
        declared = recused()
        end_relative(row, actor=None, now=clock.now())

        assert (before, declared, recused()) == ([False, False], [True, True], [False, False])

    def test_declared_again_it_is_the_same_row(self, app: Flask, make: Factory) -> None:
        one, other = make.person(), make.person()
        row = declare_relative(one.id, other.id, "兄弟", actor=None, now=clock.now())
        end_relative(row, actor=None, now=clock.now())

        again = declare_relative(one.id, other.id, "表兄弟", actor=None, now=clock.now())

        assert (again.id, again.relation, again.ended_at) == (row.id, "表兄弟", None)
        assert db.session.query(Relative).count() == 1

    @pytest.mark.parametrize(("relation", "field"), [("", "relation"), ("关" * 21, "relation"), ("本人", "relative")])
    def test_what_cannot_be_is_refused(self, app: Flask, make: Factory, relation: str, field: str) -> None:
        one, other = make.person(), make.person()
        relative = one if relation == "本人" else other

        with pytest.raises(Refused) as refusal:
            declare_relative(one.id, relative.id, relation, actor=None, now=clock.now())
        assert refusal.value.field == field

    def test_twice_declared_is_told(self, app: Flask, make: Factory) -> None:
        one, other = make.person(), make.person()
        row = declare_relative(one.id, other.id, "配偶", actor=None, now=clock.now())

        with pytest.raises(Refused):
            declare_relative(one.id, other.id, "配偶", actor=None, now=clock.now())
        end_relative(row, actor=None, now=clock.now())
        with pytest.raises(WrongState):
            end_relative(row, actor=None, now=clock.now())
