"""The pages, as each kind of account meets them: the whole way, lists, one story, who sees nothing."""

import io
import re
import zipfile

import pytest

from evaluation.foundation.core.clock import clock
from evaluation.procedures.consents.enums import ConsentState
from evaluation.publicity.stories.enums import CheckPoint, Stage, StoryState
from evaluation.publicity.stories.models import Story
from evaluation.publicity.stories.operations.asking import submit_story
from tests.publicity.stories.pages import HOSTILE, Enter, author_address, buttons, consent_address, count, links
from tests.publicity.stories.scene import BODY, LEAD, Scene
from tests.support.databases import statements

PATHS = (
    "", "/edit", "/check", "/diff", "/review/1", "/preview", "/preview?as=pdf", "/preview/wechat", "/preview/web/index.html",
    "/preview/pages/1", "/take-back", "/recall", "/release", "/correct", "/exports/1",
)  # fmt: skip


def test_from_a_deed_to_a_released_story(scene: Scene, enter: Enter) -> None:
    """The whole way, by click and form only."""
    deed = scene.deed()
    author = enter("author")
    answer = author.follow(author.submit("/stories/deeds", action="/stories/actions/write"))
    story_id = int(re.search(r"/stories/(\d+)/edit", author_address(answer))[1])  # type: ignore[index]
    first, _second = scene.pictures(deed.matter_id)

    answer = author.submit(
        f"/stories/{story_id}/edit",
        title="雨夜里的采样员",
        kicker="先锋故事 · 疫情防控一线",
        lead=LEAD,
        body=BODY,
        figures="1800余管 采样\n1夜 通宵值守",
        written_by="孙晓雯",
        **{f"photograph-{first.id}-place": "1", f"photograph-{first.id}-caption": "雨夜采样", "next": "1"},
    )
    assert answer.location == f"/stories/{story_id}/check"
    answer = author.submit(f"/stories/{story_id}/check", submit="1")
    assert answer.status_code == 422
    answer = author.submit(f"/stories/{story_id}/check", submit="1", looked="y", until="2023-05-09")
    assert answer.location == f"/stories/{story_id}"
    page = author.follow(answer)
    assert "GJ-2022-0001" in page.text
    assert "李思源：学院网站、印刷品和简报、微信公众号（待本人同意）" in page.text.replace(" ", "")

    for who in ("subject", "other"):
        person = enter(who)
        answer = person.follow(person.get(f"/me/consents/about/{story_id}"))
        assert LEAD in answer.text
        assert person.submit(str(consent_address(scene, story_id, who)), decision="given").status_code == 302
    page = author.get(f"/stories/{story_id}")
    assert author.submit(f"/stories/{story_id}", page=page, action="/send").location == f"/stories/{story_id}"

    for stage, who in ((Stage.FIRST, "first"), (Stage.SECOND, "second"), (Stage.FINAL, "third")):
        browser = enter(who)
        answer = browser.submit(
            f"/stories/{story_id}/review/{stage.value}",
            action="/decide",
            decision=stage.passing.value,
            checklist=[point.value for point in CheckPoint.of(stage)],
        )
        assert answer.status_code == 302, answer.text

    chief = enter("third")
    answer = chief.submit(f"/stories/{story_id}/preview?as=web", action="/actions/export")
    assert answer.status_code == 200
    assert zipfile.ZipFile(io.BytesIO(answer.data)).namelist()[0] == "GJ-2022-0001/index.html"
    answer = chief.submit(f"/stories/{story_id}/release", channel="campus_web", place="https://www.example.edu/1")
    assert answer.location == f"/stories/{story_id}"

    member = enter("member")
    assert "雨夜里的采样员" in member.get("/stories/released").text
    read = member.get(f"/stories/released/{story_id}")
    assert "三审三校：冯国栋" in read.text
    assert member.get(f"/stories/{story_id}").location == f"/stories/released/{story_id}"
    assert member.get(f"/stories/{story_id}/photographs/1").data.startswith(b"\xff\xd8")


@pytest.mark.parametrize("state", list(StoryState), ids=lambda state: state.value)
def test_every_state_has_its_page_in_few_statements(scene: Scene, enter: Enter, state: StoryState) -> None:
    story = scene.story(state)
    for who in ("author", "first", "second", "third", "officer"):
        browser = enter(who)
        browser.get("/stories/released")
        with statements() as seen:
            answer = browser.get(f"/stories/{story.matter_id}")
        if state is StoryState.DRAFT and who != "author":
            assert answer.status_code == 404
            continue
        assert answer.status_code == 200
        assert len(seen) <= 12, (who, len(seen), seen.texts)


def test_lists_take_few_statements_whatever_they_hold(scene: Scene, enter: Enter) -> None:
    chief, member = enter("third"), enter("member")
    addresses = {"/stories/": chief, "/stories/releases": chief, "/stories/released": member}
    numbers = []
    for rows in (1, 4):
        while count(Story) < rows:
            story = scene.draft(scene.deed())
            story = scene.agree(scene.submit(scene.choose(story)))
            enter("author").submit(f"/stories/{story.matter_id}", action="/send")
            story = scene.fresh(story)
            for stage in Stage:
                story = scene.review(story, stage)
            scene.release(scene.export(story))
        for address, browser in addresses.items():
            browser.get(address)
            with statements() as seen:
                browser.get(address)
            numbers.append((address, len(seen)))

    assert numbers[:3] == numbers[3:]
    assert max(number for _address, number in numbers) <= 8


@pytest.mark.parametrize("who", ["elsewhere", "member", "subject", "sysadmin"])
def test_foreign_and_unknown_stories_look_the_same(scene: Scene, enter: Enter, who: str) -> None:
    story = scene.story(StoryState.REVIEW1)
    browser = enter(who)
    for path in PATHS:
        foreign = browser.get(f"/stories/{story.matter_id}{path}")
        unknown = browser.get(f"/stories/987654{path}")
        assert foreign.status_code == unknown.status_code, path
        assert foreign.status_code in {403, 404}, path


def test_who_is_asked_sees_the_whole_with_its_pictures_and_nobody_else_does(scene: Scene, enter: Enter) -> None:
    story = scene.story(StoryState.CONSENT)
    person = enter("subject")
    answer = person.follow(person.get(f"/me/consents/about/{story.matter_id}"))
    assert f"/stories/{story.matter_id}/proof" in links(answer)

    page = person.get(f"/stories/{story.matter_id}/proof")
    assert LEAD in page.text
    assert person.get(f"/stories/{story.matter_id}/photographs/1").data.startswith(b"\xff\xd8")
    assert person.get(f"/stories/{story.matter_id}").status_code == 404
    for who in ("bystander", "member", "elsewhere", "sysadmin"):
        assert enter(who).get(f"/stories/{story.matter_id}/proof").status_code == 404
        assert enter(who).get(f"/stories/{story.matter_id}/photographs/1").status_code == 404

    answer = enter("author").submit(f"/stories/{story.matter_id}/take-back", comment="第二段要重写")
    enter("author").submit(f"/stories/{story.matter_id}/edit", lead="还没有给人看过的导语。", save="1")
    assert person.get(f"/stories/{story.matter_id}/proof").status_code == 404
    assert person.get(f"/stories/{story.matter_id}/photographs/1").status_code == 404


def test_administrators_read_no_released_story(scene: Scene, enter: Enter) -> None:
    story = scene.story(StoryState.RELEASED)
    browser = enter("sysadmin")

    assert "雨夜里的采样员" not in browser.get("/stories/released").text
    assert browser.get(f"/stories/released/{story.matter_id}").status_code == 404
    assert browser.get(f"/stories/{story.matter_id}/photographs/1").status_code == 404


def test_the_list_and_its_workbook_hold_the_same_rows(scene: Scene, enter: Enter) -> None:
    scene.story(StoryState.REVIEW1)
    scene.draft(scene.deed(), title="=SUM(A1)的另一篇")
    author, first = enter("author"), enter("first")

    for browser, query, titles in (
        (author, "", ["=SUM(A1)的另一篇", "雨夜里的采样员"]),
        (first, "", ["雨夜里的采样员"]),
        (author, "?state=draft", ["=SUM(A1)的另一篇"]),
        (author, "?q=GJ-2022", ["雨夜里的采样员"]),
        (author, "?q=%25", []),
        (first, "?mine=y", []),
    ):
        page = browser.get(f"/stories/{query}").page
        assert page is not None
        assert [link.get_text() for link in page.select("a.title")] == titles
        rows = scene.make.workbook_rows(browser.get(f"/stories/export.xlsx{query}").data)
        assert [row[1] for row in rows[1:]] == titles


def test_hostile_text_stays_text_on_every_page(scene: Scene, enter: Enter) -> None:
    body = f"{BODY}\n{HOSTILE}\n【小标题】{HOSTILE}\n【引语】{HOSTILE}"
    story = scene.draft(title=HOSTILE[:40], kicker=HOSTILE[:40], lead=HOSTILE, body=body, origin=HOSTILE, written_by=HOSTILE[:40])
    story = scene.choose(story)
    submit_story(story, actor=scene.actor("author"), now=clock.now())
    story = scene.fresh(story)
    browser = enter("author")

    for path in ("", "/preview", "/preview?as=pdf", "/diff"):
        answer = browser.get(f"/stories/{story.matter_id}{path}", check=False)
        assert answer.status_code == 200
        assert answer.page is not None
        assert answer.page.select("[onerror], img[src=x]") == []
        assert [tag for tag in answer.page.select("script") if not tag.get("src")] == []
        assert "49" not in answer.page.get_text()
    assert HOSTILE[:20] in browser.get("/stories/", check=False).text


def test_organization_roles_look_on_without_any_button(scene: Scene, enter: Enter) -> None:
    story = scene.story(StoryState.REVIEW1)
    browser = enter("officer")
    answer = browser.get(f"/stories/{story.matter_id}")

    assert "雨夜里的采样员" in answer.text
    assert [text for text in buttons(answer) if text not in {"打印"}] == []
    assert browser.get(f"/stories/{story.matter_id}/edit").status_code == 403
    assert browser.get(f"/stories/{story.matter_id}/preview").status_code == 403


def test_english_pages_carry_english_words(scene: Scene, enter: Enter) -> None:
    story = scene.story(StoryState.CONSENT)
    browser = enter("author")
    browser.get("/?lang=en")
    for path in ("/stories/", f"/stories/{story.matter_id}", f"/stories/{story.matter_id}/preview?as=wechat", "/stories/words"):
        page = browser.get(path).page
        assert page is not None
        for tag in page.select("main h1, main h2, main button, main a.button, main th, main label, main .tag, .crumbs a"):
            if tag.find_parent(class_="prose"):
                continue
            text = tag.get_text()
            if story.matter.title not in text:
                assert not re.search(r"[\u4e00-\u9fff]", text), text


def test_a_refused_consent_and_its_words_are_shown(scene: Scene, enter: Enter) -> None:
    story = scene.answer(scene.story(StoryState.CONSENT), ConsentState.REFUSED, who="other", comment="不愿意署名")
    answer = enter("author").get(f"/stories/{story.matter_id}")

    assert "不同意公开" in answer.text
    assert "“不愿意署名”" in answer.text
    assert "送审" not in buttons(answer)
