"""Pages of the writer: begin, edit, keep, check, submit; the list of words."""

from typing import Any

from sqlalchemy import select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.publicity.stories.enums import NameUse, StoryState
from evaluation.publicity.stories.models import BannedWord, Story
from evaluation.publicity.stories.operations.wordlist import ban_word
from evaluation.publicity.stories.operations.writing import edit_story
from evaluation.publicity.stories.people import people_of_story
from tests.publicity.stories.pages import Enter, count, links
from tests.publicity.stories.scene import BODY, Scene
from tests.support.browser import Answer, Browser
from tests.support.databases import statements


def autosave(browser: Browser, story: Story, page: Answer, **changes: str) -> Any:
    form = page.form()
    token = form.select_one("input[name=csrf_token]")
    version = form.select_one("input[name=version]")
    assert token is not None
    assert version is not None
    data = {"csrf_token": token["value"], "version": version["value"], "title": "雨夜里的采样员", "body": BODY, **changes}
    return browser.open(
        f"/stories/{story.matter_id}/autosave", method="POST", data=data, headers={"Accept": "application/json"}, check=False
    ).response


def main_form(answer: Answer) -> Answer:
    """The page without the forms of its rows, so that the form for a new word is the first."""
    assert answer.page is not None
    for form in answer.page.select("main td form"):
        form.decompose()
    return answer


def test_a_stale_form_shows_both_texts_and_keeps_theirs(scene: Scene, enter: Enter) -> None:
    story = scene.story(StoryState.RETURNED)
    author = enter("author")
    page = author.get(f"/stories/{story.matter_id}/edit")
    edit_story(story, scene.text(story, lead="别人改的导语。"), actor=scene.actor("editor"), now=clock.now())
    db.session.commit()

    answer = author.submit(f"/stories/{story.matter_id}/edit", page=page, lead="我改的导语。", save="1")
    assert answer.status_code == 409
    assert "我改的导语。" in answer.text
    assert "别人改的导语。" in answer.text
    assert scene.fresh(story).lead == "别人改的导语。"
    name = scene.accounts["editor"].name
    assert f"0分钟前{name}改过这篇稿件" in author.get(f"/stories/{story.matter_id}/edit").text


def test_text_is_kept_while_it_is_written(scene: Scene, enter: Enter) -> None:
    story = scene.draft()
    author = enter("author")
    page = author.get(f"/stories/{story.matter_id}/edit")

    kept = autosave(author, story, page, lead="写到一半")
    assert kept.status_code == 200
    address = f"/stories/{story.matter_id}"
    assert kept.json == {
        "saved_at": "09:00",
        "version": scene.fresh(story).matter.version,
        "autosave_url": f"{address}/autosave",
        "action": f"{address}/edit",
    }
    assert scene.fresh(story).lead == "写到一半"
    stale = autosave(author, story, page, lead="另一个窗口")
    assert stale.status_code == 409
    long = autosave(author, story, author.get(f"/stories/{story.matter_id}/edit"), lead="长" * 401)
    assert long.status_code == 422
    assert "401" not in scene.fresh(story).lead


def test_beginning_twice_with_one_press_makes_one_story(scene: Scene, enter: Enter) -> None:
    scene.deed()
    author = enter("author")
    page = author.get("/stories/deeds")
    first = author.submit("/stories/deeds", page=page, action="/stories/actions/write")
    second = author.submit("/stories/deeds", page=page, action="/stories/actions/write")

    assert second.location == first.location
    assert count(Story) == 1
    assert author.get("/stories/deeds").page.select("main form") == []  # type: ignore[union-attr]


def test_the_checks_lead_to_their_fields_and_help_with_names(scene: Scene, enter: Enter) -> None:
    story = scene.draft(lead="请打13812345678。李思源说。")
    author = enter("author")
    answer = author.submit(
        f"/stories/{story.matter_id}/check", keep="1", **{f"use-{scene.person('subject')}": "mou", "until": "2023-05-09"}
    )
    page = author.follow(answer)

    assert "13812345678" in page.text
    assert f"/stories/{story.matter_id}/edit#lead" in links(page)
    answer = author.submit(f"/stories/{story.matter_id}/check", page=page, action="/check", submit="1", looked="y")
    assert answer.status_code == 422
    page = author.get(f"/stories/{story.matter_id}/check")
    answer = author.submit(f"/stories/{story.matter_id}/check", page=page, action="/write-mou")
    assert answer.location == f"/stories/{story.matter_id}/check"
    story = scene.fresh(story)
    assert "李思源" not in story.lead + story.body
    uses = {one.person.name: one.use for one in people_of_story(story.matter_id)}
    assert uses == {"李思源": NameUse.MOU, "王小川": NameUse.SHOW}


def test_the_list_of_words_is_kept_by_the_team(scene: Scene, enter: Enter) -> None:
    browser = enter("second")
    answer = browser.submit("/stories/words", action=None, word="最 美", advice="可写“先进”")
    assert answer.location == "/stories/words"
    assert db.session.scalars(select(BannedWord.word)).all() == ["最美"]
    browser.submit("/stories/words", page=main_form(browser.get("/stories/words")), word="最美", advice="写“先进”")
    assert count(BannedWord) == 1
    assert browser.submit("/stories/words", action="/allow").location == "/stories/words"
    assert count(BannedWord) == 0
    assert enter("officer").get("/stories/words").status_code == 403


def test_a_banned_word_stops_the_submission_with_its_advice(scene: Scene, enter: Enter) -> None:
    ban_word("通宵", "写“整夜”", actor=scene.actor("first"), now=clock.now())
    story = scene.choose(scene.draft())
    answer = enter("author").submit(f"/stories/{story.matter_id}/check", submit="1", looked="y", until="2023-05-09")

    assert answer.status_code == 422
    assert "写“整夜”" in answer.text
    assert scene.fresh(story).matter.state == StoryState.DRAFT


def test_submitting_takes_few_statements(scene: Scene, enter: Enter) -> None:
    """On SQLite each consent is a row and a statement of its own; everything else is the same for any number of people."""
    scene.story(StoryState.CONSENT)
    author = enter("author")
    numbers = []
    for people in ((), (scene.person("other"),), (scene.person("other"), scene.person("bystander"))):
        story = scene.choose(scene.draft(scene.deed(named_ids=people)))
        page = author.get(f"/stories/{story.matter_id}/check")
        with statements() as seen:
            answer = author.submit("", page=page, action="/check", submit="1", looked="y", until="2023-05-09")
        assert answer.location == f"/stories/{story.matter_id}"
        numbers.append(len(seen))

    assert numbers[0] <= 15
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]
