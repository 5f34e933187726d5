"""Submitting and asking: who is asked about what, what silence, refusal, change and withdrawal do."""

from typing import Any

import pytest

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.errors import Refused, WrongState
from evaluation.procedures.consents.enums import Channel, ConsentState, Scope
from evaluation.procedures.consents.operations import record_on_paper, withdraw_consent
from evaluation.procedures.consents.queries import consents_of, live_consent
from evaluation.procedures.workflow.enums import Ask
from evaluation.procedures.workflow.queries import open_tasks_of, revisions_of
from evaluation.publicity.stories.enums import NameUse, Stage, StoryState, Verdict
from evaluation.publicity.stories.models import Story
from evaluation.publicity.stories.operations.asking import send_to_review, still_missing, submit_story, take_back
from evaluation.publicity.stories.operations.writing import PhotographChoice, edit_story, write_mou
from evaluation.publicity.stories.people import people_of_story
from evaluation.publicity.stories.texts import text_to_consent
from tests.publicity.stories.scene import Scene, picture
from tests.support.databases import both_databases


def states(story: Story) -> dict[str, ConsentState]:
    return {person.name: consent.state for consent, person in consents_of(story.matter_id)}


def asked(story: Story) -> set[int]:
    return {task.person_id for task in open_tasks_of(story.matter_id) if task.asks == Ask.GIVE_CONSENT and task.person_id}


def edited(scene: Scene, story: Story, **changes: Any) -> Story:
    edit_story(story, scene.text(story, **changes), actor=scene.actor("author"), now=clock.now())
    return scene.fresh(story)


@both_databases
def test_everybody_shown_is_asked_about_the_exact_text(scene: Scene) -> None:
    story = scene.draft()
    first, second = scene.pictures(story.deed_id)
    story = edited(scene, story, photographs=[PhotographChoice(first.id, "甲", "孙晓雯"), PhotographChoice(second.id, "乙")])
    story = scene.submit(scene.choose(story, channels=[Channel.CAMPUS_WEB, Channel.PRINT]))

    assert story.matter.state == StoryState.CONSENT
    rows = {person.name: consent for consent, person in consents_of(story.matter_id)}
    assert {name: set(consent.scopes) for name, consent in rows.items()} == {
        "李思源": {Scope.NAME, Scope.STORY, Scope.PHOTOGRAPH},
        "王小川": {Scope.NAME, Scope.STORY},
        "何一鸣": {Scope.PHOTOGRAPH},
    }
    for consent in rows.values():
        assert consent.text_shown == text_to_consent(story)
        assert set(consent.channels) == {Channel.CAMPUS_WEB, Channel.PRINT}
        assert consent.valid_until == story.consent_until
    shown = rows["李思源"].text_shown
    assert "照片1：甲，孙晓雯摄（文件指纹" in shown
    assert "我是党员，也是这个点上最年轻的人，我先上。——李思源，保卫处" in shown
    assert "**" not in shown
    assert asked(story) == {person_id for person_id in story.people_concerned}
    assert [revision.ordinal for revision in revisions_of(story.matter_id)] == [1]


@both_databases
def test_a_story_without_names_goes_straight_to_review(scene: Scene) -> None:
    story = scene.draft(photographs=[])
    for name in ("李思源", "王小川"):
        write_mou(story, name, actor=scene.actor("author"), now=clock.now())
    story = scene.fresh(story)
    uses = {one.person.id: NameUse.MOU for one in people_of_story(story.matter_id)}
    story = scene.submit(scene.choose(story, uses))

    assert story.matter.state == StoryState.REVIEW1
    assert consents_of(story.matter_id) == []


@pytest.mark.parametrize(
    ("subject", "other", "state"),
    [
        (ConsentState.GIVEN, ConsentState.GIVEN, StoryState.REVIEW1),
        (ConsentState.GIVEN, None, StoryState.CONSENT),
        (ConsentState.GIVEN, ConsentState.REFUSED, StoryState.CONSENT),
        (ConsentState.GIVEN, ConsentState.CHANGES_WANTED, StoryState.CONSENT),
        (ConsentState.REFUSED, ConsentState.REFUSED, StoryState.CONSENT),
        (None, None, StoryState.CONSENT),
    ],
)
def test_review_begins_when_everybody_agrees(
    scene: Scene, subject: ConsentState | None, other: ConsentState | None, state: StoryState
) -> None:
    story = scene.story(StoryState.CONSENT)
    for who, decision in (("subject", subject), ("other", other)):
        if decision is not None:
            story = scene.answer(story, decision, who=who, comment="请改第二段")

    if state is StoryState.REVIEW1:
        send_to_review(story, actor=scene.actor("author"), now=clock.now())
    else:
        with pytest.raises(Refused) as refusal:
            send_to_review(story, actor=scene.actor("author"), now=clock.now())
        missing = [name for name, decision in (("李思源", subject), ("王小川", other)) if decision is not ConsentState.GIVEN]
        assert [name for name in ("李思源", "王小川") if name in str(refusal.value)] == missing
    assert scene.fresh(story).matter.state == state


def test_who_refuses_is_written_mou_and_not_asked_again(scene: Scene) -> None:
    story = scene.story(StoryState.CONSENT)
    story = scene.answer(story, who="subject")
    story = scene.answer(story, ConsentState.REFUSED, who="other", comment="不愿意署名")
    take_back(story, actor=scene.actor("author"), now=clock.now(), comment="王小川不同意署名")
    story = scene.choose(scene.fresh(story), {scene.person("other"): NameUse.MOU})

    with pytest.raises(Refused) as refusal:
        submit_story(story, actor=scene.actor("author"), now=clock.now())
    assert "王小川" in str(refusal.value)

    write_mou(story, "王小川", actor=scene.actor("author"), now=clock.now())
    story = scene.submit(scene.fresh(story))
    assert story.matter.state == StoryState.CONSENT
    assert states(story) == {"李思源": ConsentState.ASKED, "王小川": ConsentState.REFUSED}
    assert asked(story) == {scene.person("subject")}


def test_the_same_question_is_not_put_twice_after_a_refusal(scene: Scene) -> None:
    story = scene.answer(scene.story(StoryState.CONSENT), ConsentState.REFUSED, who="other")
    take_back(story, actor=scene.actor("author"), now=clock.now(), comment="先收回再看看")
    story = scene.submit(scene.fresh(story))

    assert states(story) == {"李思源": ConsentState.ASKED, "王小川": ConsentState.REFUSED}
    assert asked(story) == {scene.person("subject")}


@both_databases
def test_a_changed_text_is_asked_about_anew(scene: Scene) -> None:
    story = scene.story(StoryState.RETURNED)
    assert set(states(story).values()) == {ConsentState.GIVEN}
    story = edited(scene, story, lead="换了一句导语。")
    assert set(states(story).values()) == {ConsentState.OUTDATED}
    story = scene.submit(story)

    assert story.matter.state == StoryState.CONSENT
    assert set(states(story).values()) == {ConsentState.ASKED}
    assert story.matter.returned_from is None


@both_databases
def test_an_unchanged_text_goes_back_to_whoever_returned_it(scene: Scene) -> None:
    story = scene.review(scene.story(StoryState.REVIEW2), Stage.SECOND, Verdict.RETURNED)
    story = scene.submit(story, comment="数字与支部核对过，无误")

    assert story.matter.state == StoryState.REVIEW2
    [task] = open_tasks_of(story.matter_id)
    assert (task.asks, task.account_id) == (Ask.REVIEW_SECOND, scene.accounts["second"].id)
    assert set(states(story).values()) == {ConsentState.GIVEN}


def test_after_a_change_each_review_comes_back_to_the_same_person(scene: Scene) -> None:
    story = scene.review(scene.story(StoryState.REVIEW2), Stage.SECOND, Verdict.RETURNED)
    story = scene.submit(edited(scene, story, lead="换了一句导语。"))
    send_to_review(scene.agree(story), actor=scene.actor("author"), now=clock.now())
    story = scene.fresh(story)
    [task] = open_tasks_of(story.matter_id)
    assert (task.asks, task.account_id) == (Ask.REVIEW_FIRST, scene.accounts["first"].id)

    story = scene.review(story, Stage.FIRST)
    [task] = open_tasks_of(story.matter_id)
    assert (task.asks, task.account_id) == (Ask.REVIEW_SECOND, scene.accounts["second"].id)


def test_taken_back_and_unchanged_it_needs_nobody_to_agree_again(scene: Scene) -> None:
    story = scene.story(StoryState.REVIEW2)
    take_back(story, actor=scene.actor("author"), now=clock.now(), comment="再看一遍照片")
    story = scene.submit(scene.fresh(story))

    assert story.matter.state == StoryState.REVIEW1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"lead": ""}, "lead"),
        ({"body": "太短。"}, "body"),
        ({"lead": "请打13812345678。"}, "lead"),
        ({"figures": "只有数字"}, "figures"),
    ],
)
def test_what_must_be_changed_stops_the_submission(scene: Scene, changes: dict[str, Any], field: str) -> None:
    story = scene.choose(scene.draft(**changes))
    with pytest.raises(Refused) as refusal:
        submit_story(story, actor=scene.actor("author"), now=clock.now())

    assert refusal.value.field == field
    assert scene.fresh(story).matter.state == StoryState.DRAFT


def test_a_picture_without_words_stops_the_submission(scene: Scene) -> None:
    story = scene.draft()
    story = edited(scene, story, photographs=[PhotographChoice(one.id) for one in scene.pictures(story.deed_id)])
    with pytest.raises(Refused) as refusal:
        submit_story(scene.choose(story), actor=scene.actor("author"), now=clock.now())

    assert refusal.value.field == "photographs"


def test_a_story_of_a_revoked_deed_cannot_go_on(scene: Scene) -> None:
    deed = scene.deed()
    story = scene.choose(scene.draft(deed))
    scene.revoke(deed)
    story = scene.fresh(story)

    with pytest.raises(WrongState):
        submit_story(story, actor=scene.actor("author"), now=clock.now())
    [task] = open_tasks_of(story.matter_id)
    assert (task.asks, task.account_id) == (Ask.LOOK_AGAIN, scene.accounts["author"].id)


def test_consent_on_paper_counts(scene: Scene) -> None:
    story = scene.answer(scene.story(StoryState.CONSENT), who="subject")
    consent = live_consent(story.matter_id, scene.person("other"))
    assert consent is not None
    record_on_paper(
        consent,
        ConsentState.GIVEN,
        sheet=picture(),
        name="同意书.jpg",
        decided_on=clock.today(),
        actor=scene.actor("author"),
        now=clock.now(),
    )
    send_to_review(scene.fresh(story), actor=scene.actor("author"), now=clock.now())

    assert scene.fresh(story).matter.state == StoryState.REVIEW1


def test_a_consent_for_other_channels_is_no_consent(scene: Scene) -> None:
    story = scene.agree(scene.submit(scene.choose(scene.draft(), channels=[Channel.PRINT])))
    assert still_missing(story, people_of_story(story.matter_id), now=clock.now()) == {}

    take_back(story, actor=scene.actor("author"), now=clock.now(), comment="还要发公众号")
    story = scene.choose(scene.fresh(story), channels=[Channel.PRINT, Channel.WECHAT])
    absent = still_missing(story, people_of_story(story.matter_id), now=clock.now())
    assert {channel: [one.name for one in several] for channel, several in absent.items()} == {
        Channel.WECHAT: ["李思源", "王小川"]
    }
    story = scene.submit(story)
    assert set(states(story).values()) == {ConsentState.ASKED}


def test_a_consent_withdrawn_while_the_story_waits_is_missing(scene: Scene) -> None:
    story = scene.agree(scene.story(StoryState.CONSENT))
    consent = live_consent(story.matter_id, scene.person("subject"))
    assert consent is not None
    withdraw_consent(consent, actor=scene.actor("subject"), now=clock.now())

    with pytest.raises(Refused):
        send_to_review(scene.fresh(story), actor=scene.actor("author"), now=clock.now())
