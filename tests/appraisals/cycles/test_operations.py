"""What happens to appraisals: frozen as of a day, verified, rated, concluded, told, on both databases."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from evaluation.appraisals.cycles.enums import AppraisalAction, Manner, Opinion
from evaluation.appraisals.cycles.enums import AppraisalState as S
from evaluation.appraisals.cycles.models import Appraisal, Appraisee, Assessment, Feedback
from evaluation.appraisals.cycles.operations.feedback import give_opinion, tell
from evaluation.appraisals.cycles.operations.rating import DimensionRating, conclude, save_assessment
from evaluation.appraisals.cycles.operations.scope import (
    discard_appraisal,
    draft_appraisal,
    edit_appraisal,
    freeze_appraisal,
)
from evaluation.appraisals.cycles.operations.steps import (
    archive_appraisal,
    begin_feedback,
    begin_judging,
    judge_again,
    stop_appraisal,
)
from evaluation.appraisals.cycles.operations.verification import add_finding, note_looked_at
from evaluation.appraisals.cycles.queries.people import assessments_of, joint_of
from evaluation.appraisals.cycles.workflow import APPRAISAL_FLOW
from evaluation.appraisals.materials.enums import MaterialState
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, Stale, WrongState
from evaluation.procedures.evidence.enums import Dimension, Purpose
from evaluation.procedures.evidence.models import Citation, Statement
from evaluation.procedures.evidence.operations import withdraw
from evaluation.procedures.evidence.queries import leaning_on
from evaluation.procedures.workflow.enums import Ask
from evaluation.procedures.workflow.models import Copy, Matter, Task, Transition
from evaluation.procedures.workflow.queries import open_tasks_of
from evaluation.registry.accounts.enums import Role
from evaluation.registry.people.enums import AffiliationKind, PoliticalStatus, Standing
from evaluation.registry.people.operations import affiliate
from tests.appraisals.scene import Scene, done, later
from tests.support.databases import both_databases
from tests.support.factories import Factory


def asks_of(appraisal: Appraisal) -> set[tuple[str, int | None]]:
    return {(task.asks, task.account_id) for task in open_tasks_of(appraisal.matter_id)}


@both_databases
def test_the_list_is_frozen_as_of_the_day_in_stroke_order(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    for name in ("孟繁星", "马俊", "张伟国", "欧阳文", "马勇勇"):
        scene.people[name] = make.person(name)
    ids = [person.id for person in scene.people.values()]
    appraisal = scene.draft(person_ids=ids)

    freeze_appraisal(appraisal, actor=scene.actor("officer"), now=clock.now())
    common: dict[str, Any] = {"valid_from": date(2022, 4, 7), "actor": None, "now": later(1)}
    affiliate(scene.people["li"], AffiliationKind.POST, "学生处处长", **common)
    affiliate(scene.people["li"], AffiliationKind.DEPARTMENT, make.college["other_department"].id, **common)
    affiliate(scene.people["li"], AffiliationKind.POLITICAL_STATUS, PoliticalStatus.OTHER_PARTY, **common)
    done(appraisal)

    db.session.expire_all()
    rows = db.session.scalars(select(Appraisee).order_by(Appraisee.position)).all()
    assert [row.person.name for row in rows] == ["马俊", "马勇勇", "王二", "李思源", "张伟国", "欧阳文", "孟繁星"]
    li = rows[3]
    assert (li.organization_then, li.post_then, li.status_then) == ("保卫处", "学生科科长", "中共党员")
    assert (appraisal.matter.number, appraisal.frozen_on) == ("KH-2022-0001", date(2022, 4, 6))
    assert asks_of(appraisal) == {(Ask.GATHER_EVIDENCE, scene.accounts[name].id) for name in ("one", "two")}


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"person_ids": []}, "people", "至少选一名考核对象"),
        ({"examiner_ids": []}, "examiners", "考察组至少要有2人"),
        ({"notice_on": None}, "without_notice", "没有登记考察预告"),
    ],
)
def test_freezing_is_refused(app: Flask, make: Factory, changes: dict[str, Any], field: str, message: str) -> None:
    scene = Scene(make)
    appraisal = scene.draft(**changes)

    with pytest.raises(Refused) as refusal:
        freeze_appraisal(appraisal, actor=scene.actor("officer"), now=clock.now())

    assert refusal.value.field == field
    assert message in str(refusal.value)
    assert (appraisal.matter.state, appraisal.matter.number) == (S.DRAFT, None)


def test_one_examiner_is_not_enough(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.draft(examiner_ids=[scene.accounts["one"].person_id])

    with pytest.raises(Refused, match="考察组至少要有2人"):
        freeze_appraisal(appraisal, actor=scene.actor("officer"), now=clock.now())


def test_two_examiners_are_needed_for_everybody_once_relatives_keep_out(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    make.relatives(scene.people["li"].id, scene.accounts["two"].person_id)
    appraisal = scene.draft()

    with pytest.raises(Refused, match="李思源：近亲属回避后考察人不足2人"):
        freeze_appraisal(appraisal, actor=scene.actor("officer"), now=clock.now())


def test_going_on_without_prior_notice_is_kept_in_the_history(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.draft(notice_on=None)

    transition = freeze_appraisal(appraisal, actor=scene.actor("officer"), now=clock.now(), without_notice=True)

    assert transition.details == {"people": 2, "prior_notice": False}


def test_who_left_is_not_appraised(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.draft()
    left: dict[str, Any] = {"valid_from": date(2022, 4, 1), "actor": None, "now": clock.now()}
    affiliate(scene.people["li"], AffiliationKind.STANDING, Standing.LEFT, **left)

    with pytest.raises(Refused, match="李思源：已经离岗"):
        freeze_appraisal(appraisal, actor=scene.actor("officer"), now=clock.now())
    with pytest.raises(Refused, match="李思源：已经离岗"):
        scene.draft()


def test_people_outside_the_grant_are_not_appraised(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    officer = make.actor(Role.ORGANIZATION_OFFICER, at="other_department")

    with pytest.raises(Refused, match="不在您负责的部门和支部范围内"):
        draft_appraisal(scene.scope(), organization_id=make.college["other_department"].id, actor=officer, now=clock.now())
    with pytest.raises(NotAllowed):
        draft_appraisal(scene.scope(), organization_id=make.college["committee"].id, actor=officer, now=clock.now())


@pytest.mark.parametrize("role", [Role.PUBLICITY_EDITOR, Role.PUBLICITY_CHIEF])
def test_publicity_does_not_examine(app: Flask, make: Factory, role: Role) -> None:
    scene = Scene(make)
    account = make.account(role)

    with pytest.raises(Refused, match="是宣传或管理人员"):
        scene.draft(examiner_ids=[account.person_id, scene.accounts["one"].person_id])


def test_an_examiner_needs_an_account(app: Flask, make: Factory) -> None:
    scene = Scene(make)

    with pytest.raises(Refused, match="赵六：没有账号"):
        scene.draft(examiner_ids=[make.person("赵六").id, scene.accounts["one"].person_id])


@both_databases
def test_a_draft_is_changed_by_its_author_and_thrown_away_whole(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.draft()
    third = make.person("马俊")
    officer = scene.actor("officer")

    edit_appraisal(
        appraisal,
        scene.scope(person_ids=[scene.people["li"].id, third.id], examiner_ids=[scene.accounts["two"].person_id]),
        actor=officer,
        now=clock.now(),
    )
    done(appraisal)
    assert {one.person.name for one in appraisal.people} == {"李思源", "马俊"}
    assert [one.account_id for one in appraisal.examiners] == [scene.accounts["two"].id]
    with pytest.raises(NotAllowed):
        edit_appraisal(appraisal, scene.scope(), actor=scene.actor("head"), now=clock.now())
    with pytest.raises(Stale):
        edit_appraisal(appraisal, scene.scope(), actor=officer, now=clock.now(), version=0)

    discard_appraisal(appraisal, actor=officer)
    db.session.commit()
    assert db.session.query(Appraisal).count() == 0
    assert db.session.query(Appraisee).count() == 0
    assert db.session.query(Matter).filter_by(kind="appraisal").count() == 0


def test_a_frozen_list_is_not_changed(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.VERIFYING)

    with pytest.raises(WrongState):
        edit_appraisal(appraisal, scene.scope(), actor=scene.actor("officer"), now=clock.now())
    with pytest.raises(WrongState):
        discard_appraisal(appraisal, actor=scene.actor("officer"))


@both_databases
def test_judging_begins_when_everybody_was_looked_at(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.VERIFYING)
    officer = scene.actor("officer")

    note_looked_at(scene.appraisee(appraisal, "wang"), actor=scene.actor("one"), now=clock.now())
    with pytest.raises(Refused, match=r"^李思源：还没有人核看依据"):
        begin_judging(appraisal, actor=officer, now=clock.now())
    note_looked_at(scene.appraisee(appraisal, "li"), actor=scene.actor("two"), now=clock.now())
    assert asks_of(appraisal) == {(Ask.JUDGE, officer.account_id)}
    begin_judging(appraisal, actor=officer, now=clock.now())

    assert appraisal.verified_at == clock.now()
    assert scene.appraisee(appraisal).looked_count == 2
    examiners = {(Ask.RATE, scene.accounts[name].id) for name in ("one", "two")}
    assert asks_of(appraisal) == {*examiners, (Ask.JUDGE, None)}


def test_only_examiners_look_find_and_rate(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    verifying, judging = scene.appraisal(S.VERIFYING), scene.appraisal(S.JUDGING)
    for name in ("officer", "head", "leader", "editor", "li"):
        actor = scene.actor(name)
        with pytest.raises(NotAllowed):
            note_looked_at(scene.appraisee(verifying), actor=actor, now=clock.now())
        with pytest.raises(NotAllowed):
            add_finding(scene.appraisee(verifying), text="三次主动替班", source="同事", actor=actor, now=clock.now())
        with pytest.raises(NotAllowed):
            save_assessment(scene.appraisee(judging), scene.ratings(judging), actor=actor, now=clock.now())
    with pytest.raises(WrongState):
        note_looked_at(scene.appraisee(judging), actor=scene.actor("one"), now=clock.now())
    with pytest.raises(WrongState):
        save_assessment(scene.appraisee(verifying), scene.ratings(judging), actor=scene.actor("one"), now=clock.now())


@both_databases
def test_a_rating_cites_its_evidence_by_dimension(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.JUDGING)
    best = scene.grade(appraisal, "优秀")
    both = [scene.deed.id, scene.shift.id]

    scene.rate(
        appraisal,
        command=DimensionRating(best, "指挥果断。", both),
        responsibility=DimensionRating(best, "敢于担当。", [scene.deed.id]),
    )
    scene.rate(appraisal, command=DimensionRating(best, "指挥果断。", [scene.shift.id]))
    db.session.commit()

    rows = db.session.execute(
        select(Citation.place, Citation.evidence_id, Citation.purpose, Statement.text).join(
            Statement, Statement.id == Citation.statement_id
        )
    ).all()
    assert [tuple(row) for row in rows] == [("command", scene.shift.id, Purpose.RATING, "李思源：驾驭能力")]
    assessment = db.session.query(Assessment).one()
    assert (len(assessment.ratings), assessment.version) == (5, 2)


def test_not_known_well_enough_is_no_low_mark(app: Flask, make: Factory) -> None:
    """EV-30: whoever does not know enough says so; it needs neither evidence nor reason and gives no word."""
    scene = Scene(make)
    appraisal = scene.appraisal(S.JUDGING)
    for name in ("one", "two"):
        scene.rate(appraisal, by=name, command=DimensionRating(None, "没有共事，了解不够。"))

    words: dict[Dimension, int | None] = dict.fromkeys(Dimension, scene.grade(appraisal, "良好"))
    with pytest.raises(Refused) as refusal:
        conclude(scene.appraisee(appraisal), words, actor=scene.actor("head"), now=clock.now())
    assert refusal.value.field == "command"
    words[Dimension.COMMAND] = None
    conclude(scene.appraisee(appraisal), words, actor=scene.actor("head"), now=clock.now())

    joint = joint_of(assessments_of(scene.appraisee(appraisal).id))
    assert joint is not None
    assert joint.ratings[Dimension.COMMAND].grade_id is None


@both_databases
def test_the_joint_result_is_chosen_among_given_words_by_the_head(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.JUDGING)
    appraisee = scene.appraisee(appraisal)
    good, fair = scene.grade(appraisal, "良好"), scene.grade(appraisal, "一般")
    words = dict.fromkeys(Dimension, good)
    scene.rate(appraisal, by="one")
    with pytest.raises(Refused, match="至少要有2名考察人"):
        conclude(appraisee, words, actor=scene.actor("head"), now=clock.now())
    scene.rate(appraisal, by="two")
    assert joint_of(assessments_of(appraisee.id)) is None

    with pytest.raises(NotAllowed):
        conclude(appraisee, words, actor=scene.actor("officer"), now=clock.now())
    with pytest.raises(Refused, match="担当精神：从考察人给出的用词中选一个"):
        conclude(appraisee, {**words, Dimension.RESPONSIBILITY: fair}, actor=scene.actor("head"), now=clock.now())
    conclude(appraisee, words, actor=scene.actor("head"), now=clock.now())
    with pytest.raises(Stale):
        conclude(appraisee, words, actor=scene.actor("head"), now=clock.now(), version=0)
    db.session.commit()

    joint = joint_of(assessments_of(appraisee.id))
    assert joint is not None
    assert {rating.grade_id for rating in joint.ratings.values()} == {good}


def test_a_changed_rating_takes_the_joint_result_back(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.JUDGING)
    for name in ("one", "two"):
        scene.rate(appraisal, by=name)
    scene.conclude(appraisal)
    appraisee = scene.appraisee(appraisal)

    taken_back = save_assessment(appraisee, scene.ratings(appraisal, "一般"), actor=scene.actor("one"), now=clock.now())

    assert taken_back
    db.session.commit()
    assert joint_of(assessments_of(appraisee.id)) is None
    assert len(assessments_of(appraisee.id)) == 2


def test_the_task_of_an_examiner_ends_with_the_last_person(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.JUDGING)
    task = (Ask.RATE, scene.accounts["one"].id)

    scene.rate(appraisal, "li")
    assert task in asks_of(appraisal)
    scene.rate(appraisal, "wang")

    assert task not in asks_of(appraisal)
    assert (Ask.RATE, scene.accounts["two"].id) in asks_of(appraisal)


def test_feedback_begins_with_results_and_approved_materials(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.JUDGING)
    head = scene.actor("head")
    for name in scene.people:
        for examiner in ("one", "two"):
            scene.rate(appraisal, name, by=examiner)

    with pytest.raises(Refused, match="王二、李思源：还没有记录研判结果"):
        begin_feedback(appraisal, actor=head, now=clock.now())
    for name in scene.people:
        scene.conclude(appraisal, name)
    scene.material(appraisal, "wang", MaterialState.APPROVED)
    scene.material(appraisal, "li", MaterialState.SIGNING)
    with pytest.raises(Refused, match=r"^李思源：考察材料还没有经两名考察人签名并批准"):
        begin_feedback(appraisal, actor=head, now=clock.now())

    assert appraisal.matter.state == S.JUDGING


def test_feedback_does_not_begin_on_evidence_that_no_longer_holds(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.JUDGING)
    scene.judge(appraisal)
    withdraw(scene.deed, reason="与事实不符", actor=scene.actor("head"), now=clock.now())

    with pytest.raises(Refused, match="SJ-2022-0001：已失效"):
        begin_feedback(appraisal, actor=scene.actor("head"), now=clock.now())


@both_databases
def test_everybody_is_told_before_the_archive(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.FEEDBACK)
    officer = scene.actor("officer")
    assert asks_of(appraisal) == {(Ask.GIVE_FEEDBACK, officer.account_id)}

    scene.tell(appraisal, "li")
    with pytest.raises(Refused, match=r"^王二：还没有告知结果"):
        archive_appraisal(appraisal, actor=officer, now=clock.now())
    scene.tell(appraisal, "wang", opinion=Opinion.AGREES)
    assert {(task.asks, task.person_id) for task in open_tasks_of(appraisal.matter_id)} == {
        (Ask.GIVE_FEEDBACK, None),
        (Ask.READ_FEEDBACK, scene.people["li"].id),
    }
    archive_appraisal(appraisal, actor=officer, now=clock.now())
    db.session.commit()

    assert (appraisal.matter.state, appraisal.archived_at) == (S.ARCHIVED, clock.now())
    assert open_tasks_of(appraisal.matter_id) == []


def test_the_answer_reaches_who_told(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.FEEDBACK)
    told = scene.tell(appraisal)

    with pytest.raises(NotAllowed):
        give_opinion(told, opinion=Opinion.AGREES, text="", actor=scene.actor("one"), now=clock.now())
    with pytest.raises(Refused, match="写明不同意见的内容"):
        give_opinion(told, opinion=Opinion.DIFFERS, text="", actor=scene.actor("li"), now=clock.now())
    give_opinion(told, opinion=Opinion.DIFFERS, text="漏了西门值守。", actor=scene.actor("li"), now=clock.now())
    with pytest.raises(WrongState, match="已经有本人意见"):
        give_opinion(told, opinion=Opinion.AGREES, text="", actor=scene.actor("li"), now=clock.now())

    assert db.session.query(Copy.account_id).all() == [(scene.accounts["officer"].id,)]
    assert (told.opinion, told.opinion_by_id) == (Opinion.DIFFERS, scene.accounts["li"].id)


def test_telling_is_for_the_department_and_not_about_relatives(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.FEEDBACK)
    facts: dict[str, Any] = {"told_on": clock.today(), "manner": Manner.TALK, "now": clock.now()}
    for name in ("one", "leader", "discipline", "li", "editor"):
        with pytest.raises(NotAllowed):
            tell(scene.appraisee(appraisal), actor=scene.actor(name), **facts)
    make.relatives(scene.people["li"].id, scene.accounts["officer"].person_id)
    with pytest.raises(NotAllowed):
        tell(scene.appraisee(appraisal), actor=scene.actor("officer"), **facts)

    tell(scene.appraisee(appraisal), actor=scene.actor("head"), **facts)

    assert db.session.query(Feedback).count() == 1


def test_judging_again_means_telling_again(app: Flask, make: Factory, frozen_clock: Callable[[datetime], None]) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.FEEDBACK)
    head = scene.actor("head")
    for name in scene.people:
        scene.tell(appraisal, name)
    judge_again(appraisal, actor=head, now=clock.now(), comment="李思源提出不同意见，经核实成立")
    assert appraisal.judged_at is None

    frozen_clock(datetime(2022, 4, 7, 1, tzinfo=UTC))
    scene.rate(appraisal, "li", word="一般")
    with pytest.raises(Refused, match=r"^李思源：还没有记录研判结果"):
        begin_feedback(appraisal, actor=head, now=clock.now())
    scene.conclude(appraisal, "li")
    begin_feedback(appraisal, actor=head, now=clock.now())

    with pytest.raises(Refused, match=r"^李思源：还没有告知结果"):
        archive_appraisal(appraisal, actor=head, now=clock.now())
    with pytest.raises(Refused, match="这一天结果还没有形成"):
        scene.tell(appraisal, "li", told_on=date(2022, 4, 6))
    scene.tell(appraisal, "li")
    archive_appraisal(appraisal, actor=head, now=clock.now())
    rows = db.session.scalars(select(Feedback).order_by(Feedback.id)).all()
    assert [row.superseded_at is None for row in rows] == [False, True, True] or [row.superseded_at is None for row in rows] == [
        True,
        False,
        True,
    ]


def test_stopping_needs_a_reason_and_ends_every_task(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.JUDGING)
    scene.material(appraisal, "li", MaterialState.SIGNING)

    with pytest.raises(Refused):
        stop_appraisal(appraisal, actor=scene.actor("head"), now=clock.now(), comment="不办")
    stop_appraisal(appraisal, actor=scene.actor("head"), now=clock.now(), comment="专项行动提前结束")
    db.session.commit()

    assert db.session.query(Task).filter_by(closed_at=None).all() == []
    assert appraisal.matter.state == S.STOPPED


def test_nothing_sets_a_grade_by_itself(app: Flask, make: Factory) -> None:
    """EV-21, PIPL Art. 24: two equal ratings give no result; only the act of the head does."""
    scene = Scene(make)
    appraisal = scene.appraisal(S.JUDGING)
    for name in ("one", "two"):
        scene.rate(appraisal, by=name)

    assert db.session.query(Assessment).filter(Assessment.examiner_id.is_(None)).count() == 0


def test_a_withdrawn_deed_names_the_rating_that_leans_on_it(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.JUDGING)
    best = scene.grade(appraisal, "优秀")
    scene.rate(appraisal, responsibility=DimensionRating(best, "敢于担当。", [scene.deed.id]))

    withdraw(scene.deed, reason="与事实不符", actor=scene.actor("head"), now=clock.now())
    db.session.commit()

    [leaning] = leaning_on(scene.deed.id)
    assert (leaning.matter.id, leaning.statement_text, leaning.place) == (
        appraisal.matter_id,
        "李思源：担当精神",
        "responsibility",
    )
    assert (Ask.LOOK_AGAIN, scene.accounts["one"].id) in asks_of(appraisal)
    scene.rate(appraisal)
    assert leaning_on(scene.deed.id) == []


def test_a_stale_step_changes_nothing(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.VERIFYING)
    scene.look(appraisal)
    before = db.session.query(Transition).count()

    with pytest.raises(Stale):
        begin_judging(appraisal, actor=scene.actor("officer"), now=clock.now(), version=appraisal.matter.version - 1)

    assert (appraisal.matter.state, appraisal.verified_at) == (S.VERIFYING, None)
    assert db.session.query(Transition).count() == before


def test_who_and_when_fail_differently(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.VERIFYING)

    with pytest.raises(NotAllowed):
        begin_feedback(appraisal, actor=scene.actor("one"), now=clock.now())
    with pytest.raises(WrongState):
        begin_feedback(appraisal, actor=scene.actor("head"), now=clock.now())
    assert APPRAISAL_FLOW.step(AppraisalAction.ARCHIVE, S.VERIFYING) is None


def test_evidence_outside_the_period_or_no_longer_valid_is_not_ticked(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    before = scene.evidence("li", title="旧事", day=date(2022, 3, 13))
    touching = scene.evidence("li", title="跨期", day=date(2022, 3, 1), last=date(2022, 3, 14))
    gone = scene.evidence("li", title="已撤")
    withdraw(gone, reason="与事实不符", actor=None, now=clock.now())
    appraisal = scene.appraisal(S.JUDGING)
    good = scene.grade(appraisal, "良好")

    for evidence in (before, gone):
        with pytest.raises(Refused) as refusal:
            scene.rate(appraisal, command=DimensionRating(good, "一句话。", [evidence.id]))
        assert refusal.value.field == "command_evidence"
    scene.rate(appraisal, command=DimensionRating(good, "一句话。", [touching.id]))

    assert db.session.query(Citation).count() == 1


def test_an_account_that_ended_is_not_asked_to_read(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.FEEDBACK)
    table = type(scene.accounts["li"])
    db.session.execute(update(table).where(table.id == scene.accounts["li"].id).values(disabled_at=clock.now()))

    scene.tell(appraisal, "li")

    assert (Ask.READ_FEEDBACK, None) not in asks_of(appraisal)
