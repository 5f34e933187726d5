"""Leaving the house: what stops an export, what the registers keep, corrections and recalls."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from evaluation.foundation.audit.models import AuditEvent
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, WrongState
from evaluation.procedures.attachments.operations import remove
from evaluation.procedures.consents.enums import Channel, ConsentState
from evaluation.procedures.consents.operations import withdraw_consent
from evaluation.procedures.consents.queries import consents_of, live_consent
from evaluation.procedures.workflow.enums import Ask
from evaluation.procedures.workflow.queries import open_tasks_of
from evaluation.publicity.stories.enums import EXPORTABLE, ExportFormat, NameUse, StoryState
from evaluation.publicity.stories.models import Story, StoryPerson, StoryRelease
from evaluation.publicity.stories.operations.asking import take_back
from evaluation.publicity.stories.operations.releasing import (
    check_exportable,
    correct_story,
    recall_story,
    release_story,
)
from evaluation.publicity.stories.people import obstacles, people_of_story
from evaluation.publicity.stories.queries import exports_of, release_rows, releases_of
from evaluation.records.deeds.models import Deed
from tests.publicity.stories.scene import MAY, Scene
from tests.support.databases import both_databases


def withdrawn(scene: Scene, story: Story) -> Story:
    consent = live_consent(story.matter_id, scene.person("subject"))
    assert consent is not None
    withdraw_consent(consent, actor=scene.actor("subject"), now=clock.now())
    return scene.fresh(story)


def check(scene: Scene, story: Story, channel: Channel = Channel.CAMPUS_WEB, who: str = "first") -> None:
    check_exportable(story, channel, actor=scene.actor(who), now=clock.now())


def stops(story: Story, channel: Channel = Channel.CAMPUS_WEB, day: date | None = None) -> list[str]:
    reasons = obstacles(story, people_of_story(story.matter_id), channel, day or clock.today())
    return [str(reason) for reason in reasons]


@pytest.mark.parametrize("state", list(StoryState), ids=lambda state: state.value)
def test_only_what_was_reviewed_three_times_is_exported(scene: Scene, state: StoryState) -> None:
    story = scene.story(state)
    if state in EXPORTABLE:
        check(scene, story)
    else:
        with pytest.raises(WrongState):
            check(scene, story)


def test_only_the_team_of_the_unit_exports(scene: Scene) -> None:
    story = scene.story(StoryState.READY)
    for who in ("elsewhere", "officer", "head", "member", "subject"):
        with pytest.raises(NotAllowed):
            check(scene, story, who=who)


def test_consent_is_asked_for_by_the_channel_of_the_format(scene: Scene) -> None:
    story = scene.choose(scene.draft(), channels=[Channel.PRINT])
    story = scene.agree(scene.submit(story))

    for kind in ExportFormat:
        names = [reason for reason in stops(story, kind.channel) if "李思源" in reason and "王小川" in reason]
        assert (names == []) == (kind.channel is Channel.PRINT)


@both_databases
def test_a_consent_withdrawn_before_export_blocks_it(scene: Scene) -> None:
    story = scene.story(StoryState.READY)
    assert stops(story) == []
    story = withdrawn(scene, story)

    with pytest.raises(Refused) as refusal:
        check(scene, story)
    assert "李思源" in str(refusal.value)
    assert "王小川" not in str(refusal.value)
    assert exports_of(story.matter_id) == []


def test_a_consent_that_ran_out_blocks(scene: Scene) -> None:
    story = scene.story(StoryState.READY)
    assert story.consent_until is not None

    assert stops(story, day=story.consent_until) == []
    assert len(stops(story, day=story.consent_until + timedelta(days=1))) == 1


@pytest.mark.parametrize(
    ("spoil", "count"),
    [
        (lambda scene, story: setattr(story, "text_digest", "another"), 1),
        (lambda scene, story: setattr(story, "body", story.body + "改了一句。"), 1),
        (lambda scene, story: setattr(story, "channels", ["print"]), 1),
        (lambda scene, story: remove(story.photographs[0].attachment, actor=scene.actor("author"), now=clock.now()), 1),
        (lambda scene, story: db.session.execute(uses(story, NameUse.MOU)), 1),
        (lambda scene, story: db.session.execute(uses(story, NameUse.LEAVE_OUT)), 1),
    ],
    ids=["reviews", "consents", "channel", "photograph", "mou", "left out"],
)
def test_each_thing_that_stands_against_leaving_is_named(scene: Scene, spoil: Callable[[Scene, Story], Any], count: int) -> None:
    story = scene.story(StoryState.READY)
    assert stops(story) == []
    spoil(scene, story)
    db.session.flush()
    db.session.expire_all()

    found = stops(scene.fresh(story))
    assert len(found) >= count
    with pytest.raises(Refused):
        check(scene, scene.fresh(story))


def uses(story: Story, use: NameUse) -> Any:
    """Everybody is written in another way, behind the back of the operations."""
    return StoryPerson.__table__.update().where(StoryPerson.story_id == story.matter_id).values(use=use)


def test_a_revoked_deed_stops_the_export_and_asks_the_writer(scene: Scene) -> None:
    story = scene.story(StoryState.READY)
    deed = db.session.get_one(Deed, story.deed_id)
    scene.revoke(deed)
    story = scene.fresh(story)

    assert [reason for reason in stops(story) if deed.matter.number in reason] != []
    assert Ask.LOOK_AGAIN in {task.asks for task in open_tasks_of(story.matter_id)}


@both_databases
def test_every_export_is_in_the_register_and_in_the_audit(scene: Scene) -> None:
    story = scene.export(scene.story(StoryState.READY), ExportFormat.PDF, b"%PDF")
    story = scene.export(story, ExportFormat.WEB, b"PK")

    newest, oldest = exports_of(story.matter_id)
    assert (newest.format, newest.channel, newest.size) == (ExportFormat.WEB, Channel.CAMPUS_WEB, 2)
    assert (oldest.format, oldest.channel, oldest.actor_name) == (ExportFormat.PDF, Channel.PRINT, "周宁")
    assert oldest.exported_at == MAY
    assert oldest.text_digest == story.text_digest
    event = db.session.scalar(select(AuditEvent).where(AuditEvent.id == oldest.audit_id))
    assert event is not None
    assert (event.action, event.body["digest"], event.object_number) == ("story.export", oldest.digest, story.matter.number)


@both_databases
def test_a_release_needs_an_export_for_its_channel(scene: Scene) -> None:
    story = scene.story(StoryState.READY)
    with pytest.raises(Refused) as refusal:
        scene.release(story)
    assert refusal.value.field == "channel"
    db.session.rollback()

    story = scene.release(scene.export(scene.fresh(story)))
    assert story.matter.state == StoryState.RELEASED
    with pytest.raises(Refused):
        scene.release(story, Channel.WECHAT)
    db.session.rollback()
    story = scene.release(scene.export(scene.fresh(story), ExportFormat.WECHAT), Channel.WECHAT, "校园公众号第17期")

    assert [(one.channel, one.place) for one in releases_of(story.matter_id)] == [
        (Channel.CAMPUS_WEB, "https://www.example.edu/1"),
        (Channel.WECHAT, "校园公众号第17期"),
    ]
    assert open_tasks_of(story.matter_id) == []


def test_what_is_entered_in_the_register_must_make_sense(scene: Scene) -> None:
    story = scene.story(StoryState.RELEASED)
    for place, day, field in (
        ("  ", date(2022, 5, 9), "place"),
        ("长" * 301, date(2022, 5, 9), "place"),
        ("第17期", date(2022, 5, 8), "released_on"),
        ("第17期", date(2022, 5, 10), "released_on"),
        ("https://www.example.edu/1", date(2022, 5, 9), "place"),
    ):
        with pytest.raises(Refused) as refusal:
            release_story(story, Channel.CAMPUS_WEB, place, day, actor=scene.actor("third"), now=clock.now())
        assert refusal.value.field == field


@both_databases
def test_a_correction_stands_in_the_register_and_can_be_followed_by_another(scene: Scene) -> None:
    story = scene.story(StoryState.CORRECTED)
    with pytest.raises(Refused) as refusal:
        correct_story(story, "短", actor=scene.actor("third"), now=clock.now(), comment="支部来函更正")
    assert refusal.value.field == "correction"

    correct_story(story, "“东门”应为“西门”。", actor=scene.actor("third"), now=clock.now(), comment="支部来函更正")
    story = scene.fresh(story)
    assert story.matter.state == StoryState.CORRECTED
    assert [one.correction for one in releases_of(story.matter_id)] == ["“东门”应为“西门”。"]
    story = scene.release(scene.export(story, ExportFormat.WORD), Channel.PRINT, "简报第5期")
    assert story.matter.state == StoryState.CORRECTED


@both_databases
def test_a_withdrawal_after_the_release_leads_to_a_recall(scene: Scene) -> None:
    story = withdrawn(scene, scene.story(StoryState.RELEASED))
    [task] = open_tasks_of(story.matter_id)
    assert (task.asks, task.account_id) == (Ask.TAKE_DOWN, scene.accounts["author"].id)
    [row] = db.session.execute(release_rows(scene.actor("third")))
    assert row.taken_back

    recall_story(story, actor=scene.actor("third"), now=clock.now(), comment="当事人撤回同意")
    story = scene.fresh(story)
    assert story.matter.state == StoryState.RECALLED
    assert story.ended_at == clock.now()
    assert [(one.recall_reason, one.recalled_at) for one in releases_of(story.matter_id)] == [("当事人撤回同意", clock.now())]
    assert open_tasks_of(story.matter_id) == []
    with pytest.raises(WrongState):
        check(scene, story)


def test_giving_up_before_the_release_stops_all_questions(scene: Scene) -> None:
    story = scene.story(StoryState.CONSENT)
    recall_story(story, actor=scene.actor("author"), now=clock.now(), comment="两人都不愿公开")
    story = scene.fresh(story)

    assert open_tasks_of(story.matter_id) == []
    assert {consent.state for consent, _person in consents_of(story.matter_id)} == {ConsentState.ASKED}


def test_taken_back_when_ready_it_is_not_ready_any_more(scene: Scene) -> None:
    story = scene.story(StoryState.READY)
    take_back(story, actor=scene.actor("author"), now=clock.now(), comment="标题要改一个字")
    story = scene.fresh(story)

    assert (story.matter.state, story.ready_at) == (StoryState.RETURNED, None)


@both_databases
def test_the_database_knows_what_released_and_corrected_mean(scene: Scene) -> None:
    story = scene.story(StoryState.DRAFT)
    for changes in ({"released_at": MAY}, {"corrected_at": MAY, "correction": "更正"}, {"correction": "更正"}):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(Story.__table__.update().where(Story.matter_id == story.matter_id).values(**changes))
    for changes in ({"place": ""}, {"correction": "更正"}, {"recall_reason": "原因"}):
        facts: dict[str, Any] = {"place": "第1期", **changes}
        release = StoryRelease(
            story_id=story.matter_id,
            channel=Channel.PRINT,
            released_on=date(2022, 5, 9),
            account_id=scene.accounts["third"].id,
            actor_name="冯国栋",
            recorded_at=MAY,
            **facts,
        )
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.add(release)
