"""From draft to verified: by branch and by line, with returns that come back to who returned."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, Stale, WrongState
from evaluation.procedures.evidence.enums import EvidenceKind, EvidenceState
from evaluation.procedures.evidence.models import Evidence, EvidencePerson
from evaluation.procedures.workflow.models import Task, Transition
from evaluation.records.performance.enums import LineState as L
from evaluation.records.performance.enums import ShiftAction
from evaluation.records.performance.enums import ShiftState as S
from evaluation.records.performance.operations import shifts, verification
from evaluation.records.performance.operations.shifts import submit_shift
from evaluation.records.performance.plans import LinePlan
from evaluation.records.performance.workflow import SHIFT_FLOW
from evaluation.registry.accounts.enums import Role
from evaluation.registry.people.enums import AffiliationKind, PoliticalStatus, Standing
from evaluation.registry.people.operations import affiliate
from tests.records.performance.scene import Scene
from tests.support.databases import both_databases
from tests.support.factories import Factory


def states_of(shift) -> dict[str, str]:
    return {line.person.name: line.state.value for line in shift.lines}


def ids(shift, *names: str) -> list[int]:
    return [line.id for line in shift.lines if line.person.name in names]


@both_databases
def test_the_whole_way(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    shift = scene.submitted()
    college = make.college
    assert (shift.matter.number, shift.matter.state, shift.edition) == ("BC-2022-0001", S.SUBMITTED, 1)
    assert (shift.present_count, shift.absent_count, shift.minutes_total) == (4, 0, 4 * 360)
    assert (shift.matter.occurred_from, shift.matter.occurred_to) == (date(2022, 4, 5), date(2022, 4, 6))
    assert scene.open_tasks(shift) == [
        ("verify", "branch_secretary", college["branch"].id, None),
        ("verify", "branch_secretary", college["other_branch"].id, None),
        ("verify", "organization_officer", college["department"].id, None),
    ]

    first = verification.verify_lines(shift, actor=scene.actor("secretary"), now=clock.now())
    assert [line.person.name for line in first.verified] == ["马俊", "王志刚"]
    assert (first.transition.action, shift.matter.state) == ("verify_some", S.SUBMITTED)
    verification.verify_lines(shift, actor=scene.actor("other_secretary"), now=clock.now())
    last = verification.verify_lines(shift, actor=scene.actor("officer"), now=clock.now())
    db.session.commit()

    assert (last.transition.action, shift.matter.state) == ("verify", S.VERIFIED)
    assert states_of(shift) == {"马俊": "verified", "王志刚": "verified", "孔令涛": "verified", "张凯": "verified"}
    assert scene.open_tasks(shift) == []
    evidence = list(db.session.scalars(select(Evidence).order_by(Evidence.number)))
    assert [one.number for one in evidence] == [f"BC-2022-0001-0{n}" for n in (1, 2, 3, 4)]
    assert {(one.kind, one.minutes, one.state) for one in evidence} == {(EvidenceKind.SHIFT_LINE, 360, EvidenceState.VALID)}
    frozen = evidence[0].frozen
    assert (frozen["person"]["name"], frozen["starts_at"], frozen["ends_at"]) == ("马俊", "20:00", "次日02:00")
    assert (frozen["organization"], frozen["branch"], frozen["status"]) == ("保卫处", "机关第一党支部", "中共党员")
    assert frozen["verified_by"] == "刘建国"
    person = db.session.scalars(select(EvidencePerson).where(EvidencePerson.evidence_id == evidence[0].id)).one()
    assert (person.person_id, person.part, person.organization_then) == (scene.people["马俊"].id, "participant", "保卫处")


def test_other_tasks_keep_their_due_day_when_one_branch_decides(app: Flask, make: Factory, frozen_clock) -> None:
    scene = Scene(make)
    shift = scene.submitted()
    due = {row.organization_id: row.due_on for row in db.session.scalars(select(Task))}
    frozen_clock(datetime(2022, 4, 20, 1, 0, tzinfo=UTC))
    verification.verify_lines(shift, actor=scene.actor("secretary"), now=clock.now())
    db.session.commit()
    left = list(db.session.scalars(select(Task).where(Task.closed_at.is_(None))))
    assert {row.organization_id: row.due_on for row in left} == {
        place: day for place, day in due.items() if place != make.college["branch"].id
    }


def test_a_returned_line_waits_for_its_author_and_comes_back_to_who_returned_it(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    secretary = make.account(Role.BRANCH_SECRETARY, at="branch", name="副书记")
    shift = scene.submitted()
    decision = verification.decide_lines(
        shift, ids(shift, "马俊"), actor=make.actor_of(secretary), now=clock.now(), comment="王志刚只到四小时"
    )
    assert [line.person.name for line in decision.returned] == ["王志刚"]
    assert shift.matter.state == S.RETURNED
    assert scene.line_of(shift, "王志刚").reason == "王志刚只到四小时"
    college = make.college
    assert scene.open_tasks(shift) == [
        ("verify", "branch_secretary", college["other_branch"].id, None),
        ("verify", "organization_officer", college["department"].id, None),
        ("revise", None, None, scene.accounts["clerk"].id),
    ]

    verification.verify_lines(shift, actor=scene.actor("other_secretary"), now=clock.now())
    assert shift.matter.state == S.RETURNED

    plan = shifts.plan_of(shift, undecided_only=True)
    assert [line.person_id for line in plan.lines] == [scene.people["王志刚"].id, scene.people["张凯"].id]
    changed = [LinePlan(scene.people["王志刚"].id, minutes=240, note="换岗"), LinePlan(scene.people["张凯"].id)]
    shifts.change_shift(shift, scene.plan(lines=changed), actor=scene.actor("clerk"), now=clock.now())
    assert states_of(shift)["王志刚"] == "returned"
    submit_shift(shift, actor=scene.actor("clerk"), now=clock.now())
    db.session.commit()
    assert shift.matter.state == S.SUBMITTED
    assert scene.open_tasks(shift) == [
        ("verify", "organization_officer", college["department"].id, None),
        ("verify", "branch_secretary", college["branch"].id, secretary.id),
    ]
    assert scene.line_of(shift, "王志刚").ordinal == 2

    verification.verify_lines(shift, actor=make.actor_of(secretary), now=clock.now())
    verification.verify_lines(shift, actor=scene.actor("officer"), now=clock.now())
    db.session.commit()
    assert shift.matter.state == S.VERIFIED
    assert {one.number: one.minutes for one in db.session.scalars(select(Evidence))} == {
        "BC-2022-0001-01": 360,
        "BC-2022-0001-02": 240,
        "BC-2022-0001-03": 360,
        "BC-2022-0001-04": 360,
    }


def test_taking_out_everything_returned_completes_the_shift(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    shift = scene.submitted("马俊", "王志刚")
    verification.decide_lines(shift, ids(shift, "马俊"), actor=scene.actor("secretary"), now=clock.now(), comment="没有到岗记录")
    shifts.change_shift(shift, scene.plan(lines=[]), actor=scene.actor("clerk"), now=clock.now())
    transition = submit_shift(shift, actor=scene.actor("clerk"), now=clock.now())
    db.session.commit()
    assert (transition.action, shift.matter.state) == ("leave_out", S.VERIFIED)
    assert states_of(shift) == {"马俊": "verified"}
    assert (shift.present_count, shift.minutes_total) == (1, 360)


def test_absent_people_are_verified_but_are_no_evidence(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    shift = scene.submitted(lines=[scene.line("马俊"), scene.line("王志刚", present=False, note="调休")])
    verification.verify_lines(shift, actor=scene.actor("secretary"), now=clock.now())
    db.session.commit()
    assert states_of(shift) == {"马俊": "verified", "王志刚": "verified"}
    assert (shift.present_count, shift.absent_count, shift.minutes_total) == (1, 1, 360)
    assert [one.number for one in db.session.scalars(select(Evidence))] == ["BC-2022-0001-01"]


def test_the_secretarys_own_line_goes_to_the_organization_department(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    own = db.session.get_one(type(scene.people["马俊"]), scene.accounts["secretary"].person_id)
    shift = scene.submitted(lines=[scene.line("马俊"), LinePlan(own.id)])
    college = make.college
    assert scene.open_tasks(shift) == [
        ("verify", "branch_secretary", college["branch"].id, None),
        ("verify", "organization_officer", college["department"].id, None),
    ]
    decision = verification.verify_lines(shift, actor=scene.actor("secretary"), now=clock.now())
    assert [line.person.name for line in decision.verified] == ["马俊"]
    assert [line.person.name for line in decision.others] == ["刘建国"]
    assert shift.matter.state == S.SUBMITTED
    with pytest.raises(NotAllowed, match="刘建国"):
        verification.verify_lines(shift, actor=scene.actor("secretary"), now=clock.now(), line_ids=ids(shift, "刘建国"))
    verification.verify_lines(shift, actor=scene.actor("officer"), now=clock.now())
    assert shift.matter.state == S.VERIFIED


def test_a_second_secretary_of_the_branch_verifies_the_first(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    other = make.account(Role.BRANCH_SECRETARY, at="general_branch", name="总支书记")
    own_id = scene.accounts["secretary"].person_id
    shift = scene.submitted(lines=[LinePlan(own_id)])
    assert scene.open_tasks(shift) == [("verify", "branch_secretary", make.college["branch"].id, None)]
    verification.verify_lines(shift, actor=make.actor_of(other), now=clock.now())
    assert shift.matter.state == S.VERIFIED


def test_relatives_lines_go_elsewhere(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    make.relatives(scene.accounts["secretary"].person_id, scene.people["马俊"].id)
    shift = scene.submitted("马俊", "王志刚")
    assert {line.person.name: line.verifier_role for line in shift.lines} == {
        "马俊": Role.ORGANIZATION_OFFICER,
        "王志刚": Role.BRANCH_SECRETARY,
    }
    with pytest.raises(NotAllowed, match="马俊"):
        verification.verify_lines(shift, actor=scene.actor("secretary"), now=clock.now(), line_ids=ids(shift, "马俊"))


def test_nobody_verifies_what_they_handed_in(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    shift = scene.submitted("马俊", "张凯", by="officer")
    assert {line.person.name: line.verifier_role for line in shift.lines} == {
        "马俊": Role.BRANCH_SECRETARY,
        "张凯": Role.ORGANIZATION_HEAD,
    }
    with pytest.raises(NotAllowed):
        verification.verify_lines(shift, actor=scene.actor("officer"), now=clock.now())
    verification.verify_lines(shift, actor=scene.actor("head"), now=clock.now())
    assert states_of(shift) == {"马俊": "submitted", "张凯": "verified"}


def test_a_transferred_task_lets_its_holder_verify(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    shift = scene.submitted("马俊")
    task = db.session.scalars(select(Task).where(Task.closed_at.is_(None))).one()
    task.account_id = scene.accounts["member"].id
    db.session.commit()
    db.session.expire_all()
    verification.verify_lines(shift, actor=scene.actor("member"), now=clock.now())
    assert shift.matter.state == S.VERIFIED


def test_voiding_a_line_ends_its_evidence(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    shift = scene.shift(S.VERIFIED)
    verification.void_shift(
        shift, actor=scene.actor("officer"), now=clock.now(), comment="此人当天请假", line_ids=ids(shift, "王志刚")
    )
    db.session.commit()
    assert (shift.matter.state, states_of(shift)) == (S.VERIFIED, {"马俊": "verified", "王志刚": "voided"})
    assert (shift.present_count, shift.minutes_total) == (1, 360)
    assert {one.source_line: one.state for one in db.session.scalars(select(Evidence))} == {
        "01": EvidenceState.VALID,
        "02": EvidenceState.WITHDRAWN,
    }
    verification.void_shift(
        shift, actor=scene.actor("officer"), now=clock.now(), comment="整班登记有误", line_ids=ids(shift, "马俊")
    )
    assert (shift.matter.state, shift.minutes_total) == (S.VOIDED, 0)


def test_only_verified_lines_are_voided_one_by_one(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    shift = scene.submitted("马俊")
    with pytest.raises(WrongState, match="马俊"):
        verification.void_shift(
            shift, actor=scene.actor("officer"), now=clock.now(), comment="登记有误", line_ids=ids(shift, "马俊")
        )


@pytest.mark.parametrize("comment", [None, "", "  ", "不对"])
def test_returning_and_voiding_ask_for_a_reason(app: Flask, make: Factory, comment: str | None) -> None:
    scene = Scene(make)
    shift = scene.submitted("马俊")
    with pytest.raises(Refused) as refusal:
        verification.return_lines(shift, actor=scene.actor("secretary"), now=clock.now(), comment=comment)
    assert refusal.value.field == "comment"
    db.session.rollback()
    shift = scene.shift(S.VERIFIED)
    with pytest.raises(Refused):
        verification.void_shift(shift, actor=scene.actor("officer"), now=clock.now(), comment=comment)


def test_withdrawing_ends_with_the_first_decision(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    shift = scene.submitted("马俊", "孔令涛")
    verification.verify_lines(shift, actor=scene.actor("secretary"), now=clock.now())
    with pytest.raises(WrongState):
        shifts.withdraw_shift(shift, actor=scene.actor("clerk"), now=clock.now())


def test_a_withdrawn_shift_is_handed_in_again_under_its_number(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    shift = scene.shift(S.WITHDRAWN)
    number = shift.matter.number
    assert scene.open_tasks(shift) == []
    submit_shift(shift, actor=scene.actor("clerk"), now=clock.now())
    assert (shift.matter.number, shift.matter.state) == (number, S.SUBMITTED)


def test_a_verifier_does_not_decide_on_what_was_changed_meanwhile(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    shift = scene.submitted("马俊")
    seen = shift.edition
    shifts.withdraw_shift(shift, actor=scene.actor("clerk"), now=clock.now())
    shifts.change_shift(shift, scene.plan("马俊", place="北门"), actor=scene.actor("clerk"), now=clock.now())
    submit_shift(shift, actor=scene.actor("clerk"), now=clock.now())
    with pytest.raises(Stale):
        verification.verify_lines(shift, actor=scene.actor("secretary"), now=clock.now(), edition=seen)


def test_common_facts_stand_once_a_line_is_verified(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    shift = scene.submitted("马俊", "王志刚")
    verification.decide_lines(shift, ids(shift, "马俊"), actor=scene.actor("secretary"), now=clock.now(), comment="没有到岗记录")
    with pytest.raises(Refused) as refusal:
        shifts.change_shift(shift, scene.plan("王志刚", place="北门"), actor=scene.actor("clerk"), now=clock.now())
    assert refusal.value.field == "place"


def test_people_are_taken_down_as_they_were_on_that_day(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    person, college = scene.people["马俊"], make.college
    common = {"actor": None, "now": clock.now()}
    affiliate(person, AffiliationKind.DEPARTMENT, college["other_department"].id, valid_from=date(2022, 4, 6), **common)
    affiliate(person, AffiliationKind.BRANCH, college["other_branch"].id, valid_from=date(2022, 4, 6), **common)
    affiliate(person, AffiliationKind.POLITICAL_STATUS, PoliticalStatus.FULL_MEMBER, valid_from=date(2022, 4, 6), **common)
    affiliate(person, AffiliationKind.POST, "科长", valid_from=date(2022, 4, 5), **common)
    shift = scene.submitted("马俊")
    line = shift.lines[0]
    assert (line.department_id, line.branch_id, line.post) == (college["department"].id, college["branch"].id, "科长")


@pytest.mark.parametrize(
    ("standing", "since", "taken"),
    [
        (Standing.LEFT, date(2022, 4, 5), False),
        (Standing.LEFT, date(2022, 4, 6), True),
        (Standing.RETIRED, date(2022, 4, 1), True),
    ],
)
def test_people_who_left_before_that_day(app: Flask, make: Factory, standing: Standing, since: date, taken: bool) -> None:
    scene = Scene(make)
    affiliate(scene.people["马俊"], AffiliationKind.STANDING, standing, valid_from=since, actor=None, now=clock.now())
    shift = scene.draft("马俊", "王志刚")
    if taken:
        submit_shift(shift, actor=scene.actor("clerk"), now=clock.now())
        return
    with pytest.raises(shifts.RowsRefused) as refusal:
        submit_shift(shift, actor=scene.actor("clerk"), now=clock.now())
    assert [(one.person_id, one.check.value) for one in refusal.value.problems] == [(scene.people["马俊"].id, "left")]


def test_a_closed_campaign_takes_no_records(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    shift = scene.draft("马俊")
    scene.campaign.state = "closed"
    db.session.commit()
    with pytest.raises(Refused) as refusal:
        submit_shift(shift, actor=scene.actor("clerk"), now=clock.now())
    assert refusal.value.field == "campaign"
    with pytest.raises(Refused):
        scene.draft("王志刚")


def test_what_is_not_begun_or_empty_is_not_handed_in(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    for facts, field in (
        ({"day": date(2022, 4, 6)}, "held_on"),
        ({"lines": []}, "lines"),
        ({"lines": [scene.line("马俊", present=False)]}, "lines"),
    ):
        shift = scene.draft(**facts)
        with pytest.raises(Refused) as refusal:
            submit_shift(shift, actor=scene.actor("clerk"), now=clock.now())
        assert refusal.value.field == field


def test_a_draft_is_thrown_away_whole_but_nothing_with_a_number(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    shift = scene.draft()
    identity = shift.matter_id
    shifts.discard_draft(shift, actor=scene.actor("clerk"), now=clock.now())
    db.session.commit()
    assert db.session.get(type(shift), identity) is None
    with pytest.raises(WrongState):
        shifts.discard_draft(scene.shift(S.WITHDRAWN), actor=scene.actor("clerk"), now=clock.now())


ALLOWED = {
    ("clerk", S.DRAFT): {"submit"},
    ("clerk", S.WITHDRAWN): {"submit"},
    ("clerk", S.SUBMITTED): {"withdraw"},
    ("clerk", S.RETURNED): {"resubmit", "leave_out"},
    ("secretary", S.SUBMITTED): {"verify", "verify_some", "return"},
    ("secretary", S.RETURNED): {"verify_some", "return"},
    ("officer", S.SUBMITTED): {"void", "void_some"},
    ("officer", S.RETURNED): {"void", "void_some"},
    ("officer", S.VERIFIED): {"void", "void_some"},
    ("head", S.SUBMITTED): {"void", "void_some"},
    ("head", S.RETURNED): {"void", "void_some"},
    ("head", S.VERIFIED): {"void", "void_some"},
}


def test_truth_table_of_states_actions_and_roles(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    all_shifts = {state: scene.shift(state) for state in S}
    for state, shift in all_shifts.items():
        for name in scene.accounts:
            actor = scene.actor(name)
            for action in ShiftAction:
                expected = action.value in ALLOWED.get((name, state), set())
                assert SHIFT_FLOW.may(actor, shift, action) == expected, (name, state.value, action.value)
                if not expected:
                    before = db.session.query(Transition).count()
                    with pytest.raises((NotAllowed, WrongState)):
                        SHIFT_FLOW.advance(shift, action, actor=actor, now=clock.now(), comment="因为有这样的缘故")
                    assert db.session.query(Transition).count() == before
    assert {state: shift.matter.state for state, shift in all_shifts.items()} == {state: state.value for state in S}


def test_line_states_follow_the_shift(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    expected = {
        S.DRAFT: L.SUBMITTED,
        S.SUBMITTED: L.SUBMITTED,
        S.WITHDRAWN: L.SUBMITTED,
        S.RETURNED: L.RETURNED,
        S.VERIFIED: L.VERIFIED,
        S.VOIDED: L.VOIDED,
    }
    for state in S:
        assert {line.state for line in scene.shift(state).lines} == {expected[state]}


def test_another_clerk_hands_in_again_and_then_does_not_verify(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    both = make.account(Role.CLERK, Role.BRANCH_SECRETARY, at=("department", "branch"), name="代填")
    shift = scene.shift(S.RETURNED)
    actor = make.actor_of(both)
    shifts.change_shift(shift, scene.plan("马俊", place="returned岗"), actor=actor, now=clock.now())
    submit_shift(shift, actor=actor, now=clock.now())
    db.session.commit()
    assert (shift.matter.state, shift.submitted_by_id) == (S.SUBMITTED, both.id)
    assert [line.verifier_role for line in shift.lines] == [Role.BRANCH_SECRETARY]
    with pytest.raises(NotAllowed):
        verification.verify_lines(shift, actor=actor, now=clock.now())
    with pytest.raises(NotAllowed):
        shifts.withdraw_shift(shift, actor=actor, now=clock.now())
    verification.verify_lines(shift, actor=scene.actor("secretary"), now=clock.now())
    assert shift.matter.state == S.VERIFIED
