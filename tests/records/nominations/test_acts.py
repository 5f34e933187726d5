"""The 25 steps by the operations: each act under the rules of its own day, kept with the answer."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from evaluation.foundation.audit.models import AuditEvent
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, Stale
from evaluation.procedures.rules.enums import BodyKind, Edition
from evaluation.procedures.rules.facts import Authorisation, Body, Exclusion
from evaluation.procedures.workflow.models import Transition
from evaluation.records.nominations.enums import CompanionPart, NominationState
from evaluation.records.nominations.models.cases import ActRecord
from evaluation.records.nominations.models.parts import NominationBallot, NominationCompanion
from evaluation.records.nominations.operations.acts import take_act
from evaluation.records.nominations.operations.opening import open_case
from evaluation.records.nominations.operations.statuses import standing_from
from evaluation.registry.people.enums import PoliticalStatus
from tests.records.nominations.scene import DAYS, VOTES, Scene
from tests.support.databases import both_databases
from tests.support.factories import Factory

STATES = {
    "applied_on": NominationState.APPLICATION,
    "contacts_on": NominationState.ACTIVIST,
    "target_listed_on": NominationState.DEVELOPMENT_TARGET,
    "pre_review_on": NominationState.ADMISSION,
    "approved_on": NominationState.CONVERSION,
    "conversion_approved_on": NominationState.CONVERSION,
}


@both_databases
def test_the_whole_way_leaves_a_record_a_transition_and_an_audit_event_for_every_act(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    nomination = scene.case("conversion_approved_on")

    acts = {row.act: row for row in db.session.scalars(select(ActRecord))}
    assert {name: row.happened_on for name, row in acts.items()} == DAYS
    assert {row.recorded_at for row in acts.values()} == {clock.now()}
    taken = db.session.scalars(
        select(Transition.action).where(Transition.matter_id == nomination.matter_id).order_by(Transition.id)
    )
    assert list(taken) == list(DAYS)
    audited = set(db.session.scalars(select(AuditEvent.action).where(AuditEvent.object_kind == "nomination")))
    assert audited == {"nomination.open", *(f"nomination.{name}" for name in DAYS)}
    assert nomination.matter.number == "FZ-2022-0001"
    assert nomination.matter.state == NominationState.CONVERSION


@pytest.mark.parametrize(("act", "state"), STATES.items())
def test_a_stage_is_made_by_its_act(app: Flask, make: Factory, act: str, state: NominationState) -> None:
    assert Scene(make).case(act).matter.state == state


def test_status_follows_and_party_standing_counts_from_the_end_of_probation(app: Flask, make: Factory) -> None:
    """Art. 31 and 33: probation begins with the branch meeting, standing with its end, never with an approval."""
    scene = Scene(make)
    nomination = scene.case("conversion_approved_on")

    assert standing_from(nomination) == date(2024, 7, 20)
    assert nomination.person.political_status is PoliticalStatus.FULL_MEMBER
    assert nomination.person.joined_on == DAYS["meeting_on"]


def refusal(scene: Scene, nomination: object, act: str, **changes: object) -> str:
    with pytest.raises(Refused) as caught:
        scene.take(nomination, act, **changes)  # type: ignore[arg-type]
    db.session.rollback()
    return str(caught.value)


def test_a_year_of_cultivation_is_asked_for_to_the_day(app: Flask, make: Factory) -> None:
    """Art. 13 of both texts."""
    scene = Scene(make)
    nomination = scene.case("contacts_on")

    text = refusal(scene, nomination, "target_proposed_on", on=date(2023, 6, 14))
    assert "第十三条" in text
    assert "2023年6月15日" in text
    assert scene.take(nomination, "target_proposed_on").target_proposed_on == date(2023, 6, 15)


@pytest.mark.parametrize(
    ("votes", "words"),
    [
        ({"present": 5, "in_favour": 5}, "第二十条"),
        ({"in_favour": 5, "against": 5}, "第二十一条"),
        ({"in_favour": 9}, "第二十一条"),
        ({"secret": False}, "第二十一条"),
        ({"candidates_together": 2}, "第二十一条"),
        ({"written_in_favour": 1, "written_received_on": date(2023, 7, 21)}, "第二十一条"),
        ({"excluded": (Exclusion(1, " "),)}, "第二十条"),
    ],
)
def test_impossible_or_losing_votes_are_refused_with_the_article(
    app: Flask, make: Factory, votes: dict[str, object], words: str
) -> None:
    """Art. 20 and 21 of the 2014 text."""
    scene = Scene(make)
    nomination = scene.case("application_form_on")

    assert words in refusal(scene, nomination, "meeting_on", votes=replace(VOTES, **votes))
    assert db.session.scalars(select(NominationBallot)).all() == []


def test_totals_are_kept_and_nothing_of_who_voted(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    nomination = scene.case("application_form_on")
    scene.take(nomination, "meeting_on", votes=replace(VOTES, due=10, excluded=(Exclusion(1, "出国半年以上"),)))

    ballot = db.session.scalars(select(NominationBallot)).one()
    assert (ballot.due, ballot.present, ballot.in_favour, ballot.excluded) == (
        10,
        10,
        10,
        [{"number": 1, "reason": "出国半年以上"}],
    )
    assert {column.name for column in NominationBallot.__table__.columns if column.foreign_keys} == {"matter_id"}


def test_contacts_and_introducers_are_full_members_on_their_day(app: Flask, make: Factory) -> None:
    """Art. 9 and 14."""
    scene = Scene(make)
    nomination = scene.case("activist_filed_on")

    assert "第九条" in refusal(scene, nomination, "contacts_on", people=scene.ids("probationer"))
    assert "第九条" in refusal(scene, nomination, "contacts_on", people=scene.ids("contact", "introducer", "spare"))
    refusal(scene, nomination, "contacts_on", people=scene.ids("candidate"))
    scene.take(nomination, "contacts_on", people=scene.ids("contact"))
    rows = db.session.scalars(select(NominationCompanion)).all()
    assert [(row.part, row.begins_on, row.full_member) for row in rows] == [(CompanionPart.CONTACT, DAYS["contacts_on"], True)]


@pytest.mark.parametrize("kind", [BodyKind.GENERAL_BRANCH, BodyKind.PARTY_GROUP, BodyKind.TEMPORARY, BodyKind.COMMITTEE])
def test_a_body_without_the_right_does_not_approve(app: Flask, make: Factory, kind: BodyKind) -> None:
    """Art. 23 of the 2014 text: a Party committee with the right approves, nobody else."""
    scene = Scene(make)
    nomination = scene.case("approval_talk_on")
    facts = {**scene.entry("approved_on").facts, "approving_body": Body(kind, may_approve=False)}

    assert "第二十三条" in refusal(scene, nomination, "approved_on", facts=facts)


def test_a_temporary_organisation_approves_with_the_papers_of_its_exception(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    nomination = scene.case("approval_talk_on")
    exception = Authorisation("组发〔2023〕3号", date(2023, 6, 1), "中共某市委组织部", ("SJ-2022-0001",))
    facts = {**scene.entry("approved_on").facts, "approving_body": Body(BodyKind.TEMPORARY, exception=exception)}

    assert scene.take(nomination, "approved_on", facts=facts).matter.state == NominationState.CONVERSION


def test_a_rule_that_warns_asks_for_a_reason_that_stays(app: Flask, make: Factory) -> None:
    """DM-14 is practice under the 2014 text: a shorter notice needs a reason."""
    scene = Scene(make)
    nomination = scene.case("notice_posted_on")

    assert "请在下面写明理由" in refusal(scene, nomination, "notice_ended_on", on=date(2023, 6, 21))
    scene.take(nomination, "notice_ended_on", on=date(2023, 6, 21), reason="假期前提前结束，已另行征求意见")
    row = db.session.scalars(select(ActRecord).where(ActRecord.act == "notice_ended_on")).one()
    assert row.reason == "假期前提前结束，已另行征求意见"
    assert [one["rule"] for one in row.frozen["findings"]] == ["DM-14"]


def test_under_age_on_the_day_of_application(app: Flask, make: Factory) -> None:
    """Art. 5: eighteen on the day, not a day less."""
    scene = Scene(make)
    person = scene.people["candidate"]
    person.birth_date = date(2004, 5, 13)
    with pytest.raises(Refused, match="第五条"):
        scene.opened()
    db.session.rollback()
    scene.people["candidate"].birth_date = date(2004, 5, 12)
    assert scene.opened().applied_on == DAYS["applied_on"]


def test_days_to_come_and_days_before_the_step_before_are_refused(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    nomination = scene.opened()

    assert "今天是2026年11月24日" in refusal(scene, nomination, "talked_on", on=date(2026, 11, 25))
    assert "2022年5月12日" in refusal(scene, nomination, "talked_on", on=date(2022, 5, 11))
    assert "谈话" in refusal(scene, nomination, "activist_on")


def test_each_act_is_frozen_under_the_text_of_its_own_day(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    nomination = scene.opened()
    scene.take(nomination, "talked_on", on=date(2026, 5, 10), reason="补谈话，经办人更换")
    scene.take(nomination, "activist_on", on=date(2026, 5, 11))

    rows = {row.act: row.edition for row in db.session.scalars(select(ActRecord))}
    assert rows == {"applied_on": Edition.TEXT_2014, "talked_on": Edition.TEXT_2014, "activist_on": Edition.TEXT_2026}


def test_one_running_case_a_person_and_none_for_members(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    scene.opened()
    with pytest.raises(Refused, match="FZ-2022-0001"):
        scene.opened()
    with pytest.raises(Refused):
        scene.opened("contact")


@pytest.mark.parametrize(
    ("act", "by"),
    [
        ("talked_on", "other_secretary"),
        ("talked_on", "leader"),
        ("talked_on", "discipline"),
        ("talked_on", "clerk"),
        ("talked_on", "candidate"),
        ("activist_filed_on", "secretary"),
        ("approved_on", "officer"),
        ("approved_on", "head"),
        ("approved_on", "secretary"),
    ],
)
def test_steps_are_taken_by_whom_they_belong_to(app: Flask, make: Factory, act: str, by: str) -> None:
    scene = Scene(make)
    before = list(DAYS)[list(DAYS).index(act) - 1]
    nomination = scene.case(before)

    with pytest.raises(NotAllowed):
        scene.take(nomination, act, by=by)


def test_nobody_acts_on_a_relative(app: Flask, make: Factory) -> None:
    """EV-26: a declared near relative."""
    scene = Scene(make)
    make.relatives(scene.accounts["secretary"].person_id, scene.people["candidate"].id)
    db.session.commit()
    with pytest.raises(NotAllowed):
        scene.opened()


def test_a_secretary_opens_cases_of_the_own_branch_only(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    with pytest.raises(NotAllowed):
        scene.opened(actor=scene.actor("other_secretary"))


def test_a_shortened_cultivation_needs_its_papers(app: Flask, make: Factory) -> None:
    """DM-30: document number and date, approving committee, cited evidence."""
    scene = Scene(make)
    nomination = scene.case("contacts_on")
    facts = {**scene.entry("target_proposed_on").facts, "shortened": True, "shortening": Authorisation("组发〔2022〕9号")}

    text = refusal(scene, nomination, "target_proposed_on", on=date(2023, 1, 10), facts=facts)
    assert "缩短" in text
    facts["shortening"] = Authorisation("组发〔2022〕9号", date(2022, 12, 1), "中共某省委组织部", ("SJ-2022-0001",))
    scene.take(nomination, "target_proposed_on", on=date(2023, 1, 10), facts=facts)
    assert nomination.shortened is True
    assert nomination.facts["shortening"]["document_number"] == "组发〔2022〕9号"


def test_the_version_that_was_read_is_the_one_that_is_changed(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    nomination = scene.opened()
    with pytest.raises(Stale):
        take_act(
            nomination,
            "talked_on",
            scene.entry("talked_on"),
            actor=scene.actor("secretary"),
            now=clock.now(),
            version=nomination.matter.version - 1,
        )


def test_an_application_goes_to_a_branch(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    with pytest.raises(Refused, match="支部"):
        open_case(
            scene.people["candidate"],
            applied_on=DAYS["applied_on"],
            branch_id=make.college["committee"].id,
            actor=scene.actor("officer"),
            now=clock.now(),
        )
