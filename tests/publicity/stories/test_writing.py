"""Writing: the draft out of a deed, what a change costs, how people appear, what is refused."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from evaluation.foundation.audit.models import AuditEvent
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, WrongState
from evaluation.procedures.consents.enums import Channel, ConsentState
from evaluation.procedures.consents.queries import consents_of
from evaluation.procedures.evidence.enums import Purpose
from evaluation.procedures.evidence.models import Citation
from evaluation.procedures.workflow.enums import Part
from evaluation.procedures.workflow.models import Matter
from evaluation.publicity.stories.enums import NameUse, Stage, StoryState, Verdict
from evaluation.publicity.stories.models import Story, StoryPerson
from evaluation.publicity.stories.operations.releasing import recall_story
from evaluation.publicity.stories.operations.writing import (
    PhotographChoice,
    choose_uses,
    delete_draft,
    draft_story,
    edit_story,
    write_mou,
)
from evaluation.publicity.stories.people import people_of_story
from evaluation.publicity.stories.presentation import review_rows
from tests.publicity.stories.scene import DEED_BODY, Scene
from tests.support.databases import both_databases


def events(action: str) -> int:
    """How often an act is in the audit."""
    return db.session.scalar(select(func.count()).select_from(AuditEvent).where(AuditEvent.action == action)) or 0


def edited(scene: Scene, story: Story, who: str = "author", **changes: Any) -> bool:
    changed = edit_story(story, scene.text(story, **changes), actor=scene.actor(who), now=clock.now())
    db.session.flush()
    return changed


@both_databases
def test_a_draft_begins_with_the_deed_and_cites_it(scene: Scene) -> None:
    deed = scene.deed()
    story = scene.fresh(draft_story(deed, actor=scene.actor("author"), now=clock.now()))

    assert (story.matter.title, story.kicker, story.body) == ("雨夜里的采样员", "先锋故事", DEED_BODY)
    assert (story.origin, story.written_by, story.edited_by) == ("保卫处", "沈若溪", "沈若溪")
    assert [one.number for one in story.evidence] == [deed.matter.number]
    citation = db.session.scalar(select(Citation).where(Citation.matter_id == story.matter_id))
    assert citation is not None
    assert citation.purpose is Purpose.STORY
    assert {(one.person.name, one.use, one.part) for one in people_of_story(story.matter_id)} == {
        ("李思源", NameUse.SHOW, Part.SUBJECT),
        ("王小川", NameUse.SHOW, Part.NAMED),
    }
    assert story.matter.organization_id == deed.matter.organization_id
    assert story.writer_ids == {scene.accounts["author"].id}


@pytest.mark.parametrize("who", ["first", "second", "third", "elsewhere", "officer", "member"])
def test_only_editors_of_the_unit_begin_a_story(scene: Scene, who: str) -> None:
    deed = scene.deed()
    if who == "first":
        assert draft_story(deed, actor=scene.actor(who), now=clock.now()).matter.state == StoryState.DRAFT
        return
    with pytest.raises(NotAllowed):
        draft_story(deed, actor=scene.actor(who), now=clock.now())


@both_databases
def test_one_deed_has_one_living_story(scene: Scene) -> None:
    deed = scene.deed()
    story = scene.submit(scene.choose(scene.draft(deed)))
    with pytest.raises(WrongState):
        draft_story(deed, actor=scene.actor("first"), now=clock.now())
    db.session.rollback()

    recall_story(scene.fresh(story), actor=scene.actor("third"), now=clock.now(), comment="另写一篇更合适")
    again = scene.fresh(draft_story(deed, actor=scene.actor("first"), now=clock.now()))
    assert again.matter_id != story.matter_id

    story = scene.fresh(story)
    story.ended_at = None
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_revoked_deed_cannot_be_told(scene: Scene) -> None:
    deed = scene.deed()
    scene.revoke(deed)
    db.session.commit()

    with pytest.raises(WrongState):
        draft_story(deed, actor=scene.actor("author"), now=clock.now())


def test_the_digest_knows_every_text_and_picture(scene: Scene) -> None:
    story = scene.draft()
    first, second = scene.pictures(story.deed_id)
    digests = {story.text_digest}
    choice = PhotographChoice(first.id, "雨夜，李思源在东门采样点采样。", "孙晓雯")
    for changes in (
        {"title": "雨夜里的采样员们"},
        {"kicker": "先锋"},
        {"lead": "一件雨衣。"},
        {"body": "，"},
        {"figures": ""},
        {"origin": "后勤处"},
        {"written_by": "周宁"},
        {"photographs": []},
        {"photographs": [PhotographChoice(first.id, "别的说明", "孙晓雯")]},
        {"photographs": [PhotographChoice(first.id, choice.caption, "别人")]},
        {"photographs": [PhotographChoice(second.id, choice.caption, choice.credit)]},
    ):
        assert edited(scene, story, **changes)
        digests.add(story.text_digest)

    assert len(digests) == 12
    assert edited(scene, story)
    assert story.text_digest in digests
    assert not edited(scene, story)


@pytest.mark.parametrize(
    ("field", "text"),
    [("title", ""), ("title", "长" * 41), ("lead", "长" * 401), ("body", "长" * 10_001), ("written_by", "长" * 41)],
)
def test_what_is_too_long_or_missing_is_refused_at_its_field(scene: Scene, field: str, text: str) -> None:
    story = scene.draft()
    with pytest.raises(Refused) as refusal:
        edited(scene, story, **{field: text})

    assert refusal.value.field == field


def test_only_photographs_of_the_deed_can_be_chosen(scene: Scene) -> None:
    other = scene.deed(title="另一件事迹")
    story = scene.draft()
    foreign = scene.pictures(other.matter_id)[0]

    with pytest.raises(Refused) as refusal:
        edited(scene, story, photographs=[PhotographChoice(foreign.id)])
    assert refusal.value.field == "photographs"


def test_whoever_is_in_a_chosen_picture_is_asked_but_not_named(scene: Scene) -> None:
    story = scene.draft()
    first, second = scene.pictures(story.deed_id)
    edited(scene, story, photographs=[PhotographChoice(first.id, "一"), PhotographChoice(second.id, "二")])
    story = scene.fresh(story)

    people = {one.person.name: (one.use, one.in_picture, len(one.scopes)) for one in people_of_story(story.matter_id)}
    assert people == {
        "李思源": (NameUse.SHOW, True, 3),
        "王小川": (NameUse.SHOW, False, 2),
        "何一鸣": (NameUse.LEAVE_OUT, True, 1),
    }
    assert len(story.people_concerned) == 3

    edited(scene, story, photographs=[])
    assert {one.person.name for one in people_of_story(story.matter_id)} == {"李思源", "王小川"}


def test_people_added_by_the_writer_stay_with_their_choice(scene: Scene) -> None:
    story = scene.draft()
    edited(scene, story, others=[scene.person("bystander")])
    scene.choose(story, {scene.person("bystander"): NameUse.MOU})
    edited(scene, story, others=[scene.person("bystander")], pictured=[scene.person("bystander")])

    [added] = [one for one in people_of_story(story.matter_id) if one.row.added]
    assert (added.person.name, added.use, added.in_picture, added.row.added_in_picture) == ("何一鸣", NameUse.MOU, True, True)


@pytest.mark.parametrize(
    "state",
    [state for state in StoryState if state not in (StoryState.DRAFT, StoryState.RETURNED)],
    ids=lambda state: state.value,
)
def test_a_story_under_way_cannot_be_changed(scene: Scene, state: StoryState) -> None:
    story = scene.story(state)
    with pytest.raises(WrongState):
        edited(scene, story)


def test_whoever_has_reviewed_a_story_cannot_write_at_it(scene: Scene) -> None:
    story = scene.story(StoryState.RETURNED)
    with pytest.raises(NotAllowed):
        edited(scene, story, "first", title="别的标题")

    assert edited(scene, story, "editor", title="别的标题")
    assert scene.fresh(story).writer_ids == {scene.accounts["author"].id, scene.accounts["editor"].id}


@both_databases
def test_one_comma_clears_later_reviews_and_marks_the_first(scene: Scene) -> None:
    story = scene.review(scene.story(StoryState.REVIEW2), Stage.SECOND)
    story = scene.review(story, Stage.FINAL, Verdict.RETURNED)
    assert edited(scene, story, lead=scene.text(story).lead + "，")
    story = scene.fresh(story)

    rows = {row["stage"]: (row["live"], row["changed"]) for row in review_rows(story)}
    assert rows[Stage.FIRST] == (True, True)
    assert rows[Stage.SECOND] == (False, True)
    assert rows[Stage.FINAL] == (False, False)
    assert {consent.state for consent, _person in consents_of(story.matter_id)} == {ConsentState.OUTDATED}


@both_databases
def test_a_bold_word_changes_the_reviews_but_not_the_consents(scene: Scene) -> None:
    story = scene.story(StoryState.RETURNED)
    body = scene.text(story).body.replace("**", "")
    assert edited(scene, story, body=body)

    assert {consent.state for consent, _person in consents_of(story.matter_id)} == {ConsentState.GIVEN}


def test_the_first_change_after_a_return_is_noted_once(scene: Scene) -> None:
    story = scene.story(StoryState.RETURNED)
    for number in range(3):
        edited(scene, story, lead=f"第{number}次修改的导语。")
    db.session.commit()

    assert events("story.change_text") == 1


def test_mou_is_written_everywhere_at_one_word(scene: Scene) -> None:
    story = scene.draft()
    write_mou(story, "李思源", actor=scene.actor("author"), now=clock.now())
    story = scene.fresh(story)

    whole = story.matter.title + story.lead + story.body + "".join(one.caption for one in story.photographs)
    assert "李思源" not in whole
    assert whole.count("李某") == 4


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"channels": []}, "channels"), ({"until": date(2022, 5, 9)}, "until"), ({"until": date(2020, 1, 1)}, "until")],
)
def test_where_and_until_when_must_make_sense(scene: Scene, changes: dict[str, Any], field: str) -> None:
    facts = {"channels": list(Channel), "until": None, **changes}
    with pytest.raises(Refused) as refusal:
        choose_uses(scene.draft(), {}, actor=scene.actor("author"), now=clock.now(), **facts)

    assert refusal.value.field == field


@both_databases
def test_a_draft_is_thrown_away_with_all_that_hangs_on_it(scene: Scene) -> None:
    deed = scene.deed()
    before = db.session.scalar(select(func.count()).select_from(Matter))
    story = scene.draft(deed)
    with pytest.raises(NotAllowed):
        delete_draft(story, actor=scene.actor("first"), now=clock.now())
    delete_draft(story, actor=scene.actor("author"), now=clock.now())
    db.session.commit()

    assert db.session.scalar(select(func.count()).select_from(Matter)) == before
    assert db.session.scalar(select(func.count()).select_from(StoryPerson)) == 0
    assert draft_story(deed, actor=scene.actor("first"), now=clock.now() + timedelta(minutes=1)).matter.number is None


def test_what_was_submitted_is_not_thrown_away(scene: Scene) -> None:
    story = scene.story(StoryState.RETURNED)
    with pytest.raises(WrongState):
        delete_draft(story, actor=scene.actor("author"), now=clock.now())
