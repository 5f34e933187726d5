"""What is not the plain way: extension, transfer, cancellation, another text, an end, a corrected day, a stopped notice."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, WrongState
from evaluation.procedures.notices.operations import close_notice, post_notice, stop_notice
from evaluation.procedures.rules.enums import BodyKind, Edition, Outcome
from evaluation.procedures.rules.facts import Body
from evaluation.records.nominations.enums import CompanionPart, NominationAction, NominationState, Recurring
from evaluation.records.nominations.models.cases import ActRecord, Nomination
from evaluation.records.nominations.models.parts import NominationCompanion, NominationExamination
from evaluation.records.nominations.operations.acts import Entry, look_at, take_act
from evaluation.records.nominations.operations.companions import name_contact, replace_contact
from evaluation.records.nominations.operations.cultivation import record_examination
from evaluation.records.nominations.operations.exceptions import (
    cancel_membership,
    choose_text,
    correct_day,
    end_case,
    extend_probation,
    move_in,
    move_to_branch,
    postpone_discussion,
)
from evaluation.records.nominations.operations.notices import propose_notice
from evaluation.records.nominations.operations.statuses import standing_from
from evaluation.registry.people.enums import PoliticalStatus
from tests.records.nominations.scene import LATER, VOTES, Scene
from tests.support.factories import Factory


def extend(scene: Scene, nomination: Nomination, **changes: Any) -> None:
    given = {
        "decided_on": date(2024, 7, 22),
        "months": 6,
        "approved_on": date(2024, 8, 1),
        "votes": VOTES,
        "reason": "需要继续考察和教育",
        "actor": scene.actor("leader"),
        "now": clock.now(),
        **changes,
    }
    extend_probation(nomination, **given)
    db.session.commit()


def test_probation_is_extended_once_by_six_to_twelve_months(app: Flask, make: Factory) -> None:
    """Art. 31 (2014: 32), DM-39."""
    scene = Scene(make)
    nomination = scene.case("oath_on")
    scene.take(nomination, "conversion_applied_on")

    for months in (5, 13):
        with pytest.raises(Refused, match="第三十二条"):
            extend(scene, nomination, months=months)
        db.session.rollback()
    extend(scene, nomination)
    with pytest.raises(Refused, match="第三十二条"):
        extend(scene, nomination)
    db.session.rollback()
    blocked = look_at(nomination, "conversion_meeting_on", scene.entry("conversion_meeting_on"), date(2026, 11, 24))
    assert [(one.rule.id, one.day) for one in blocked.blocks] == [("DM-38", date(2025, 1, 20))]
    scene.take(nomination, "conversion_meeting_on", on=date(2025, 1, 20))
    scene.take(nomination, "conversion_approved_on", on=date(2025, 2, 10))
    assert standing_from(nomination) == date(2025, 1, 20)


def test_an_extension_needs_its_majority(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    nomination = scene.case("oath_on")
    with pytest.raises(Refused, match="赞成"):
        extend(scene, nomination, votes=replace(VOTES, in_favour=5, against=5))


def test_only_a_leader_extends(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    nomination = scene.case("oath_on")
    with pytest.raises(NotAllowed):
        extend(scene, nomination, actor=scene.actor("officer"))


def test_cancellation_ends_the_case_before_probation_ends(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    nomination = scene.case("oath_on")
    cancel_membership(
        nomination,
        decided_on=date(2024, 3, 1),
        approved_on=date(2024, 3, 20),
        votes=VOTES,
        reason="不履行党员义务，不具备党员条件",
        actor=scene.actor("leader"),
        now=clock.now(),
    )
    db.session.commit()

    assert nomination.matter.state == NominationState.CLOSED
    assert (nomination.conversion_outcome, nomination.closed_on) == (Outcome.CANCELLED, date(2024, 3, 20))
    assert standing_from(nomination) is None


def test_time_is_carried_over_when_the_person_moves(app: Flask, make: Factory) -> None:
    """Art. 12 and 35: cultivation goes on, and conversion may be put off by six months at most."""
    scene = Scene(make)
    nomination = scene.case("oath_on")
    move_to_branch(
        nomination,
        make.college["other_branch"],
        on=date(2024, 6, 1),
        reason="工作调动",
        actor=scene.actor("officer"),
        now=clock.now(),
    )
    db.session.commit()
    with pytest.raises(NotAllowed):
        scene.take(nomination, "conversion_applied_on")
    db.session.rollback()
    with pytest.raises(Refused, match="第三十五条"):
        postpone_discussion(
            nomination, date(2025, 1, 21), reason="需要进一步了解情况", actor=scene.actor("officer"), now=clock.now()
        )
    db.session.rollback()
    postpone_discussion(nomination, date(2025, 1, 20), reason="需要进一步了解情况", actor=scene.actor("officer"), now=clock.now())
    db.session.commit()
    assert (nomination.transferred_in, nomination.postponed_until) == (True, date(2025, 1, 20))
    scene.take(nomination, "conversion_applied_on", by="other_secretary")
    scene.take(nomination, "conversion_meeting_on", by="other_secretary", on=date(2025, 1, 20))
    scene.take(nomination, "conversion_approved_on", on=date(2025, 2, 20))
    assert standing_from(nomination) == date(2024, 7, 20)


def test_time_of_cultivation_elsewhere_counts(app: Flask, make: Factory) -> None:
    """Art. 12 and 13: a year in all, wherever it was spent."""
    scene = Scene(make)
    nomination = scene.case("contacts_on")
    given = {"on": date(2022, 6, 1), "organization": "中共某学院委员会", "reason": "毕业后调入本院工作", "now": clock.now()}
    with pytest.raises(NotAllowed):
        move_in(nomination, cultivated_since=date(2022, 1, 10), actor=scene.actor("secretary"), **given)
    db.session.rollback()
    for since in (date(2022, 6, 16), date(1999, 1, 1)):
        with pytest.raises(Refused):
            move_in(nomination, cultivated_since=since, actor=scene.actor("officer"), **given)
        db.session.rollback()
    move_in(nomination, cultivated_since=date(2022, 1, 10), actor=scene.actor("officer"), **given)
    db.session.commit()
    early = look_at(nomination, "target_proposed_on", scene.entry("target_proposed_on", on=date(2023, 1, 9)), LATER.date())
    assert [(one.rule.id, one.day) for one in early.blocks] == [("DM-09", date(2023, 1, 10))]
    assert scene.take(nomination, "target_proposed_on", on=date(2023, 1, 10)).target_proposed_on == date(2023, 1, 10)


def test_a_person_is_recognised_posthumously_by_the_province_only(app: Flask, make: Factory) -> None:
    """Art. 27 (2014: 28), DM-44: who had applied, approved by the provincial committee."""
    scene = Scene(make)
    nomination = scene.opened()
    day = date(2022, 12, 1)
    for body in (Body(BodyKind.COMMITTEE, may_approve=True), Body(BodyKind.TEMPORARY, is_provincial=True)):
        with pytest.raises(Refused, match="省"):
            take_act(
                nomination,
                "recognised_on",
                Entry(on=day, facts={"approving_body": body}),
                actor=scene.actor("leader"),
                now=clock.now(),
            )
        db.session.rollback()
    province = Body(BodyKind.COMMITTEE, may_approve=True, is_provincial=True)
    entry = Entry(on=day, facts={"approving_body": province})
    with pytest.raises(NotAllowed):
        take_act(nomination, "recognised_on", entry, actor=scene.actor("head"), now=clock.now())
    take_act(nomination, "recognised_on", entry, actor=scene.actor("leader"), now=clock.now())
    db.session.commit()
    assert nomination.matter.state == NominationState.RECOGNISED
    assert nomination.person.political_status is PoliticalStatus.FULL_MEMBER


def test_a_notice_that_was_never_posted_does_not_end(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    nomination = scene.case("target_agreed_on")
    with pytest.raises(Refused, match="公示开始"):
        scene.take(nomination, "notice_ended_on", reason="没有张贴公示，直接结束")


def test_a_contact_who_leaves_is_replaced_by_a_full_member(app: Flask, make: Factory) -> None:
    """Art. 9, DM-06."""
    scene = Scene(make)
    nomination = scene.case("contacts_on")
    common = {"on": date(2022, 9, 1), "actor": scene.actor("secretary"), "now": clock.now()}
    contact, spare, probationer = scene.ids("contact", "spare", "probationer")

    with pytest.raises(Refused, match="第九条"):
        replace_contact(nomination, contact, probationer, reason="工作调动", **common)
    db.session.rollback()
    replace_contact(nomination, contact, None, reason="工作调动", **common)
    db.session.commit()
    assert nomination.contact_to_replace is True
    name_contact(nomination, spare, **common)
    db.session.commit()
    rows = db.session.scalars(
        select(NominationCompanion.person_id).where(
            NominationCompanion.part == CompanionPart.CONTACT, NominationCompanion.ends_on.is_(None)
        )
    )
    assert set(rows) == set(scene.ids("introducer", "spare"))
    assert nomination.contact_to_replace is False


def test_examinations_come_round_every_half_year(app: Flask, make: Factory) -> None:
    """Art. 11, DM-07, DM-08."""
    scene = Scene(make)
    nomination = scene.case("contacts_on")
    given = {"opinion": "思想上积极要求进步，工作踏实", "now": clock.now()}

    with pytest.raises(NotAllowed, match="第十一条"):
        record_examination(nomination, Recurring.ANALYSIS, done_on=date(2022, 12, 1), actor=scene.actor("secretary"), **given)
    db.session.rollback()
    record_examination(nomination, Recurring.ANALYSIS, done_on=date(2022, 12, 1), actor=scene.actor("officer"), **given)
    record_examination(nomination, Recurring.EXAMINATION, done_on=date(2022, 12, 1), actor=scene.actor("secretary"), **given)
    db.session.commit()
    assert (nomination.last_analysed_on, nomination.last_examined_on) == (date(2022, 12, 1), date(2022, 12, 1))
    with pytest.raises(Refused):
        record_examination(nomination, Recurring.EXAMINATION, done_on=date(2022, 6, 14), actor=scene.actor("secretary"), **given)
    db.session.rollback()
    assert len(db.session.scalars(select(NominationExamination)).all()) == 2


def test_a_corrected_day_keeps_the_first_record_and_breaks_no_rule(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    nomination = scene.case("target_proposed_on")
    common = {"reason": "会议记录日期登记有误", "actor": scene.actor("secretary"), "now": clock.now()}

    with pytest.raises(Refused, match="2023年6月16日"):
        correct_day(nomination, "activist_on", date(2022, 6, 16), **common)
    db.session.rollback()
    correct_day(nomination, "activist_on", date(2022, 6, 14), **common)
    db.session.commit()
    rows = db.session.execute(
        select(ActRecord.happened_on, ActRecord.superseded_reason).where(ActRecord.act == "activist_on").order_by(ActRecord.id)
    ).all()
    assert [tuple(row) for row in rows] == [(date(2022, 6, 15), "会议记录日期登记有误"), (date(2022, 6, 14), None)]
    assert nomination.activist_on == date(2022, 6, 14)


def test_a_text_is_chosen_for_one_case_with_a_reason(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    nomination = scene.case("contacts_on")
    before = [row.frozen for row in db.session.scalars(select(ActRecord).order_by(ActRecord.id))]
    with pytest.raises(NotAllowed):
        choose_text(nomination, Edition.TEXT_2014, reason="按老办法办完", actor=scene.actor("secretary"), now=clock.now())
    db.session.rollback()
    choose_text(nomination, Edition.TEXT_2014, reason="文件规定按原细则办完", actor=scene.actor("officer"), now=clock.now())
    db.session.commit()

    test = look_at(nomination, "target_proposed_on", scene.entry("target_proposed_on", on=date(2026, 6, 1)), LATER.date())
    assert test.frame.pack.edition is Edition.TEXT_2014
    assert [row.frozen for row in db.session.scalars(select(ActRecord).order_by(ActRecord.id))] == before


def test_an_ended_case_frees_the_person_for_another(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    nomination = scene.case("contacts_on")
    with pytest.raises(Refused, match="2022年6月17日"):
        end_case(
            nomination,
            NominationAction.CLOSE,
            on=date(2022, 6, 16),
            reason="本人提出不再申请",
            actor=scene.actor("secretary"),
            now=clock.now(),
        )
    db.session.rollback()
    end_case(
        nomination,
        NominationAction.CLOSE,
        on=date(2022, 9, 1),
        reason="本人提出不再申请",
        actor=scene.actor("secretary"),
        now=clock.now(),
    )
    db.session.commit()
    assert nomination.matter.state == NominationState.CLOSED
    assert scene.opened(applied_on=date(2023, 5, 4)).matter.number == "FZ-2023-0001"


def test_a_notice_of_the_notices_room_records_its_days(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    nomination = scene.case("target_agreed_on")
    given = {"title": "发展对象公示", "body": "公示内容", "contact": "组织部8016", "working_days": 5}
    notice = propose_notice(nomination, **given, actor=scene.actor("officer"), now=clock.now())
    post_notice(notice, actor=scene.actor("head"), now=clock.now())
    db.session.commit()
    assert nomination.notice_posted_on == date(2026, 11, 24)
    stop_notice(notice, reason="公示内容有误，重新公示", actor=scene.actor("head"), now=clock.now())
    db.session.commit()
    assert nomination.notice_posted_on is None
    again = propose_notice(nomination, **given, actor=scene.actor("officer"), now=clock.now())
    post_notice(again, actor=scene.actor("head"), now=clock.now())
    db.session.commit()
    with pytest.raises(WrongState):
        close_notice(again, actor=scene.actor("head"), now=clock.now())
    db.session.rollback()
    later = LATER.replace(month=12, day=2)
    close_notice(again, actor=scene.actor("head"), now=later)
    db.session.commit()
    assert nomination.notice_ended_on == date(2026, 12, 1)
