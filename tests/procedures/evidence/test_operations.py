"""Evidence is frozen once, withdrawn or corrected openly, and who leans on it is told."""

from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from evaluation.foundation.audit.operations import digest
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused, WrongState
from evaluation.procedures.evidence.enums import EvidenceKind, EvidenceState, Purpose
from evaluation.procedures.evidence.models import Citation, Evidence
from evaluation.procedures.evidence.operations import (
    Fact,
    PersonThen,
    cite,
    correct,
    is_intact,
    register,
    withdraw,
    withdraw_all,
)
from evaluation.procedures.evidence.queries import evidence_about, leaning_on
from evaluation.procedures.workflow.enums import Ask
from evaluation.procedures.workflow.models import Task
from evaluation.registry.accounts.enums import Role
from tests.procedures.conftest import commit
from tests.support.databases import both_databases


@pytest.fixture
def subject(make):
    return make.person("赵小燕")


@pytest.fixture
def source(room, clerk, subject):
    return room.matter(clerk, "北门夜班", about=subject)


@pytest.fixture
def actor(make, clerk):
    return make.actor_of(clerk)


def fact(make, subject, line="", **changes) -> Fact:
    facts = {
        "number": f"BC-2022-0405{'-' + line if line else ''}",
        "kind": EvidenceKind.SHIFT_LINE,
        "title": "北门夜班",
        "occurred_from": date(2022, 4, 5),
        "occurred_to": date(2022, 4, 5),
        "organization_id": make.college["department"].id,
        "people": [PersonThen(subject.id, "subject", "保卫处", "干事", "中共党员")],
        "frozen": {"title": "北门夜班", "minutes": 360},
        "line": line,
        "minutes": 360,
    }
    return Fact(**{**facts, **changes})


def registered(make, source, subject, actor, *lines: str) -> list[Evidence]:
    return register(source, [fact(make, subject, line) for line in lines or ("",)], actor=actor, now=clock.now())


@both_databases
def test_the_frozen_copy_keeps_its_hash(make, source, subject, actor):
    [row] = registered(make, source, subject, actor)
    commit()

    row = db.session.get_one(Evidence, row.id)
    assert row.frozen_hash == digest({"minutes": 360, "title": "北门夜班"})
    assert is_intact(row)
    db.session.execute(update(Evidence).values(frozen={"title": "北门夜班", "minutes": 3600}))
    db.session.refresh(row)
    assert not is_intact(row)


@both_databases
def test_an_item_is_registered_once(make, source, subject, actor):
    registered(make, source, subject, actor, "01")

    with pytest.raises(IntegrityError):
        registered(make, source, subject, actor, "01")
    db.session.rollback()


@both_databases
def test_whoever_leans_on_it_is_asked_to_look_again(room, make, source, subject, actor, officer, head):
    [row] = registered(make, source, subject, actor)
    leaning = [room.matter(account, title) for account, title in ((officer, "推荐一"), (head, "推荐二"))]
    for matter, account in zip(leaning, (officer, head), strict=True):
        cite([row.id], matter, purpose=Purpose.STATEMENT, actor=make.actor_of(account), now=clock.now())
    untouched = room.matter(officer, "推荐三")

    withdraw(row, reason="人没有到岗", actor=actor, now=clock.now())
    commit()

    assert (row.state, row.end_reason, row.ended_at) == (EvidenceState.WITHDRAWN, "人没有到岗", clock.now())
    asked = db.session.execute(
        select(Task.matter_id, Task.account_id, Task.due_on).where(Task.asks == Ask.LOOK_AGAIN).order_by(Task.matter_id)
    ).all()
    assert [tuple(one) for one in asked] == [
        (leaning[0].id, officer.id, date(2022, 4, 11)),
        (leaning[1].id, head.id, date(2022, 4, 11)),
    ]
    assert untouched.id not in {one.matter_id for one in asked}
    assert {one.matter.title for one in leaning_on(row.id)} == {"推荐一", "推荐二"}


@both_databases
def test_without_a_known_author_the_organization_department_looks(room, make, source, subject, actor, clerk):
    [row] = registered(make, source, subject, actor)
    matter = room.matter(clerk, "推荐")
    cite([row.id], matter, purpose=Purpose.STATEMENT, actor=None, now=clock.now())
    matter.opened_by_id = None

    withdraw(row, reason="人没有到岗", actor=actor, now=clock.now())
    db.session.flush()

    task = db.session.scalars(select(Task).where(Task.asks == Ask.LOOK_AGAIN)).one()
    assert (task.role, task.organization_id) == (Role.ORGANIZATION_OFFICER, matter.organization_id)


@both_databases
def test_a_correction_stands_beside_what_was(room, make, source, subject, actor, officer):
    [row] = registered(make, source, subject, actor)
    matter = room.matter(officer, "推荐")
    cite([row.id], matter, purpose=Purpose.STATEMENT, actor=make.actor_of(officer), now=clock.now())

    successor = correct(
        row,
        fact(make, subject, frozen={"title": "北门夜班", "minutes": 480}, minutes=480),
        reason="依据YY-2022-0003",
        actor=actor,
        now=clock.now(),
    )
    commit()

    assert (row.state, row.superseded_by_id, row.frozen["minutes"]) == (EvidenceState.CORRECTED, successor.id, 360)
    assert (successor.number, successor.edition, successor.state) == ("BC-2022-0405/2", 2, EvidenceState.VALID)
    assert db.session.scalars(select(Task.matter_id).where(Task.asks == Ask.LOOK_AGAIN)).all() == [matter.id]


def test_a_correction_that_corrects_nothing_is_refused(make, source, subject, actor):
    [row] = registered(make, source, subject, actor)

    with pytest.raises(Refused):
        correct(row, fact(make, subject), reason="再写一遍", actor=actor, now=clock.now())


def test_what_is_no_longer_valid_is_not_ended_again(make, source, subject, actor):
    [row] = registered(make, source, subject, actor)
    withdraw(row, reason="人没有到岗", actor=actor, now=clock.now())
    changed = fact(make, subject, minutes=1, frozen={"minutes": 1})

    with pytest.raises(WrongState):
        withdraw(row, reason="再撤一次", actor=actor, now=clock.now())
    with pytest.raises(WrongState):
        correct(row, changed, reason="改一改", actor=actor, now=clock.now())


@both_databases
def test_lines_of_a_source_end_one_by_one(make, source, subject, actor):
    rows = registered(make, source, subject, actor, "01", "02", "03")

    ended = withdraw_all(source, reason="退回", actor=actor, now=clock.now(), lines=["01", "03"])

    assert ended == 2
    assert [row.state for row in rows] == [EvidenceState.WITHDRAWN, EvidenceState.VALID, EvidenceState.WITHDRAWN]
    assert withdraw_all(source, reason="全部", actor=actor, now=clock.now()) == 1


@both_databases
def test_only_valid_evidence_is_cited_anew(room, make, source, subject, actor, officer):
    old, good = registered(make, source, subject, actor, "01", "02")
    matter = room.matter(officer, "推荐")
    editor = make.actor_of(officer)
    cite([old.id], matter, purpose=Purpose.STATEMENT, actor=editor, now=clock.now())
    withdraw(old, reason="人没有到岗", actor=actor, now=clock.now())
    late = room.matter(officer, "推荐二")

    with pytest.raises(Refused) as refusal:
        cite([good.id, old.id], late, purpose=Purpose.STATEMENT, actor=editor, now=clock.now())
    cite([old.id, good.id], matter, purpose=Purpose.STATEMENT, actor=editor, now=clock.now())

    assert refusal.value.field == "evidence"
    cited = db.session.scalars(select(Citation.evidence_id).where(Citation.matter_id == matter.id)).all()
    assert set(cited) == {old.id, good.id}


def test_citing_says_what_a_place_leans_on_now(room, make, source, subject, actor, officer):
    one, two, three = registered(make, source, subject, actor, "01", "02", "03")
    matter, editor = room.matter(officer, "推荐"), make.actor_of(officer)

    def cited(place: str) -> set[int]:
        return set(
            db.session.scalars(select(Citation.evidence_id).where(Citation.matter_id == matter.id, Citation.place == place))
        )

    common = {"purpose": Purpose.RATING, "actor": editor, "now": clock.now()}
    cite([one.id, two.id], matter, place="command", **common)
    cite([two.id], matter, place="responsibility", **common)
    cite([two.id, three.id], matter, place="command", **common)

    assert cited("command") == {two.id, three.id}
    assert cited("responsibility") == {two.id}
    cite([], matter, place="command", **common)
    assert (cited("command"), cited("responsibility")) == (set(), {two.id})


@pytest.mark.parametrize(
    ("begins_on", "ends_on", "found"),
    [
        (None, None, True),
        (date(2022, 4, 5), date(2022, 4, 5), True),
        (date(2022, 4, 6), None, False),
        (None, date(2022, 4, 4), False),
        (date(2022, 1, 1), date(2022, 12, 31), True),
    ],
)
def test_evidence_of_a_person_and_a_period(make, source, subject, actor, begins_on, ends_on, found):
    registered(make, source, subject, actor)

    rows = db.session.execute(evidence_about([subject.id], begins_on=begins_on, ends_on=ends_on)).all()

    assert bool(rows) is found
    assert db.session.execute(evidence_about([987])).all() == []
