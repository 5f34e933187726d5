"""The pages, as each kind of account meets them."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.consents.enums import ConsentState
from evaluation.procedures.consents.operations import withdraw_consent
from evaluation.procedures.consents.queries import live_consent
from evaluation.procedures.workflow.enums import RemarkKind
from evaluation.procedures.workflow.models import Remark
from evaluation.publicity.stories.enums import CheckPoint, ExportFormat, NameUse, Stage, StoryState, Verdict
from evaluation.publicity.stories.models import BannedWord, Story, StoryExport, StoryRelease
from evaluation.publicity.stories.operations.asking import submit_story
from evaluation.publicity.stories.operations.releasing import file_digest
from evaluation.publicity.stories.operations.wordlist import ban_word
from evaluation.publicity.stories.operations.writing import edit_story
from evaluation.publicity.stories.queries import people_of_story
from tests.publicity.stories.scene import BODY, LEAD, Scene
from tests.support.browser import Answer, Browser
from tests.support.databases import statements

SignIn = Callable[..., Browser]
HOSTILE = "<script>alert(1)</script>\"'&{{7*7}}"


@pytest.fixture
def enter(scene: Scene, sign_in: SignIn) -> Callable[[str], Browser]:
    """A browser of one of the accounts."""
    return lambda who: sign_in(scene.accounts[who])


Enter = Callable[[str], Browser]


def count(table: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def links(answer: Answer) -> list[str]:
    assert answer.page is not None
    return [str(link.get("href")) for link in answer.page.select("main a[href]")]


def buttons(answer: Answer) -> list[str]:
    assert answer.page is not None
    return [button.get_text(strip=True) for button in answer.page.select("main button, main a.button")]


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


def author_address(answer: Answer) -> str:
    """Where the form of a page goes back to: its own address, found in the automatic save."""
    assert answer.page is not None
    return str(answer.page.select_one("form[data-autosave-url]")["data-autosave-url"]).replace("autosave", "edit")  # type: ignore[index]


def consent_address(scene: Scene, story_id: int, who: str) -> str:
    consent = live_consent(story_id, scene.actor(who).person_id or 0)
    assert consent is not None
    return f"/me/consents/{consent.id}"


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


def test_submitting_takes_few_statements(scene: Scene, enter: Enter) -> None:
    """On SQLite each consent is a row and a statement of its own; everything else is the same for any number of people."""
    scene.story(StoryState.CONSENT)
    author = enter("author")
    numbers = []
    for people in ((), (scene.other.id,), (scene.other.id, scene.bystander.id)):  # type: ignore[union-attr]
        story = scene.choose(scene.draft(scene.deed(named_ids=people)))
        page = author.get(f"/stories/{story.matter_id}/check")
        with statements() as seen:
            answer = author.submit("", page=page, action="/check", submit="1", looked="y", until="2023-05-09")
        assert answer.location == f"/stories/{story.matter_id}"
        numbers.append(len(seen))

    assert numbers[0] <= 15
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]


def test_who_did_the_first_review_is_offered_no_second_and_told_why(scene: Scene, enter: Enter) -> None:
    story = scene.review(scene.story(StoryState.REVIEW1), Stage.FIRST, who="everything")
    browser = enter("everything")
    answer = browser.get(f"/stories/{story.matter_id}/review/2")

    assert answer.page is not None
    assert answer.page.select("#decision") == []
    assert "您已是“一审一校”，“二审二校”要换人。" in answer.text
    browser.app.config["WTF_CSRF_ENABLED"] = False
    try:
        posted = browser.open(
            f"/stories/{story.matter_id}/review/2/actions/decide",
            method="POST",
            data={"decision": "pass2", "checklist": [point.value for point in CheckPoint.of(Stage.SECOND)]},
        )
    finally:
        browser.app.config["WTF_CSRF_ENABLED"] = True
    assert posted.status_code == 403
    assert "要换人" in posted.text
    assert scene.fresh(story).matter.state == StoryState.REVIEW2


def test_one_character_after_the_second_review_shows_what_must_be_seen_again(scene: Scene, enter: Enter) -> None:
    story = scene.review(scene.story(StoryState.REVIEW3), Stage.FINAL, Verdict.RETURNED)
    author = enter("author")
    answer = author.submit(f"/stories/{story.matter_id}/edit", lead=LEAD + "！", save="1")
    assert answer.location == f"/stories/{story.matter_id}/edit"

    page = author.get(f"/stories/{story.matter_id}")
    assert page.page is not None
    tags = [tag.get_text(strip=True) for tag in page.page.select(".tag")]
    assert tags.count("有改动，需再看") == 2
    reviews = {one.stage: one.is_live for one in scene.fresh(story).reviews if one.verdict is Verdict.PASSED}
    assert reviews == {Stage.FIRST: True, Stage.SECOND: False}

    story = scene.agree(scene.submit(scene.fresh(story)))
    author.submit(f"/stories/{story.matter_id}", action="/send")
    again = enter("first").get(f"/stories/{story.matter_id}/review/1")
    assert again.page is not None
    assert "！" in "".join(tag.get_text() for tag in again.page.select("ins"))


def test_without_all_consents_there_is_no_export_and_the_names_are_listed(scene: Scene, enter: Enter) -> None:
    story = scene.story(StoryState.READY)
    browser = enter("first")
    for kind in ExportFormat:
        answer = browser.get(f"/stories/{story.matter_id}/preview?as={kind.value}")
        assert f"导出{kind.label}" in buttons(answer)

    consent = live_consent(story.matter_id, scene.subject.id)
    assert consent is not None
    withdraw_consent(consent, actor=scene.actor("subject"), now=clock.now())
    db.session.commit()
    for kind in ExportFormat:
        answer = browser.get(f"/stories/{story.matter_id}/preview?as={kind.value}")
        assert [text for text in buttons(answer) if text.startswith("导出")] == []
        assert "本人同意：李思源" in answer.text
        assert "王小川" not in answer.text.split("现在不能导出")[1]


def export(browser: Browser, story: Story, kind: str, page: Answer) -> Answer:
    return browser.submit(f"/stories/{story.matter_id}/preview?as={kind}", page=page, action="/actions/export")


@pytest.mark.parametrize("kind", list(ExportFormat), ids=lambda kind: kind.value)
def test_an_export_is_the_file_of_the_register_and_comes_once(scene: Scene, enter: Enter, kind: ExportFormat) -> None:
    story = scene.story(StoryState.READY)
    browser = enter("first")
    page = browser.get(f"/stories/{story.matter_id}/preview?as={kind.value}")
    answer = export(browser, story, kind.value, page)

    assert answer.status_code == 200
    assert answer.response.headers["Content-Disposition"].startswith("attachment")
    [entry] = db.session.scalars(select(StoryExport)).all()
    assert (entry.format, entry.digest) == (kind, file_digest(answer.data))
    again = export(browser, story, kind.value, page)
    assert again.location == f"/stories/{story.matter_id}/exports/{entry.id}"
    assert browser.follow(again).data == answer.data
    assert count(StoryExport) == 1


def test_a_consent_withdrawn_between_page_and_post_stops_the_export(scene: Scene, enter: Enter) -> None:
    story = scene.story(StoryState.READY)
    browser = enter("first")
    page = browser.get(f"/stories/{story.matter_id}/preview?as=web")
    consent = live_consent(story.matter_id, scene.subject.id)
    assert consent is not None
    withdraw_consent(consent, actor=scene.actor("subject"), now=clock.now())
    db.session.commit()

    answer = export(browser, story, "web", page)
    assert answer.location == f"/stories/{story.matter_id}/preview?as=web"
    assert "李思源" in browser.follow(answer).text
    assert count(StoryExport) == 0


def test_a_file_of_the_register_is_not_handed_out_after_a_withdrawal_or_change(scene: Scene, enter: Enter) -> None:
    story = scene.story(StoryState.RELEASED)
    browser = enter("first")
    answer = export(browser, story, "web", browser.get(f"/stories/{story.matter_id}/preview?as=web"))
    entry = db.session.scalars(select(StoryExport).order_by(StoryExport.id.desc())).first()
    assert entry is not None
    address = f"/stories/{story.matter_id}/exports/{entry.id}"
    assert browser.get(address).data == answer.data

    enter("third").submit(f"/stories/{story.matter_id}/correct", correction="“东门”应为“西门”。", comment="支部来函更正")
    assert browser.get(address).status_code == 302
    assert browser.get(f"/stories/{story.matter_id}/exports/999").status_code == 404


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


def test_text_is_kept_while_it_is_written(scene: Scene, enter: Enter) -> None:
    story = scene.draft()
    author = enter("author")
    page = author.get(f"/stories/{story.matter_id}/edit")

    kept = autosave(author, story, page, lead="写到一半")
    assert kept.status_code == 200
    assert kept.json == {"saved_at": "09:00", "version": scene.fresh(story).matter.version}
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


PATHS = (
    "", "/edit", "/check", "/diff", "/review/1", "/preview", "/preview?as=pdf", "/preview/wechat", "/preview/web/index.html",
    "/preview/pages/1", "/take-back", "/recall", "/release", "/correct", "/exports/1",
)  # fmt: skip


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


@pytest.mark.parametrize("as_what", ["odt", "", "WEB", "../web"])
def test_unknown_formats_and_stages_are_not_found(scene: Scene, enter: Enter, as_what: str) -> None:
    story = scene.story(StoryState.REVIEW1)
    browser = enter("first")

    assert browser.get(f"/stories/{story.matter_id}/preview", query_string={"as": as_what}).status_code == 404
    assert browser.get(f"/stories/{story.matter_id}/review/4").status_code == 404
    assert browser.get(f"/stories/{story.matter_id}/preview/web/../../config.py", check=False).status_code == 404


def test_the_checks_lead_to_their_fields_and_help_with_names(scene: Scene, enter: Enter) -> None:
    story = scene.draft(lead="请打13812345678。李思源说。")
    author = enter("author")
    answer = author.submit(
        f"/stories/{story.matter_id}/check", keep="1", **{f"use-{scene.subject.id}": "mou", "until": "2023-05-09"}
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


def test_remarks_are_put_to_sentences_of_the_text(scene: Scene, enter: Enter) -> None:
    story = scene.story(StoryState.REVIEW1)
    browser = enter("first")
    address = f"/stories/{story.matter_id}/review/1"
    refused = browser.submit(address, action="/annotate", passage="文中没有的话", text="改")
    assert refused.status_code == 422
    assert "文中没有这句话" in refused.text

    answer = browser.submit(address, action="/annotate", passage="天亮以后，雨停了。", text="可以再写一句天亮后的事。")
    assert answer.location == f"{address}#notes"
    [note] = db.session.scalars(select(Remark).where(Remark.kind == RemarkKind.NOTE)).all()
    assert (note.passage, note.actor_name) == ("天亮以后，雨停了。", "周宁")
    assert "可以再写一句天亮后的事。" in browser.get(address).text
    assert scene.fresh(story).matter.state == StoryState.REVIEW1


def test_a_refused_review_keeps_the_comment(scene: Scene, enter: Enter) -> None:
    story = scene.story(StoryState.REVIEW1)
    answer = enter("first").submit(
        f"/stories/{story.matter_id}/review/1", action="/decide", decision="pass1", checklist=["1-names"], comment="写得好"
    )

    assert answer.status_code == 422
    assert answer.page is not None
    assert "写得好" in answer.page.select_one("#comment").get_text()  # type: ignore[union-attr]
    assert "逐项打勾，或者退回修改。" in answer.text
    assert scene.fresh(story).reviews == []


def test_taking_back_and_recalling_ask_for_a_reason(scene: Scene, enter: Enter) -> None:
    story = scene.story(StoryState.CONSENT)
    author = enter("author")
    assert author.submit(f"/stories/{story.matter_id}/take-back", comment="").status_code == 422
    answer = author.submit(f"/stories/{story.matter_id}/take-back", comment="第二段要重写")
    assert answer.location == f"/stories/{story.matter_id}/edit"
    answer = author.submit(f"/stories/{story.matter_id}/recall", comment="不再刊发此稿")
    assert answer.location == f"/stories/{story.matter_id}"
    assert scene.fresh(story).matter.state == StoryState.RECALLED
    assert "第二段要重写" in author.get(f"/stories/{story.matter_id}").text


def test_the_register_shows_and_exports_what_was_released(scene: Scene, enter: Enter) -> None:
    story = scene.story(StoryState.CORRECTED)
    consent = live_consent(story.matter_id, scene.subject.id)
    assert consent is not None
    withdraw_consent(consent, actor=scene.actor("subject"), now=clock.now())
    db.session.commit()
    browser = enter("third")

    assert "同意已撤回，请撤下" in browser.get("/stories/releases").text
    rows = scene.make.workbook_rows(browser.get("/stories/releases.xlsx").data)
    assert rows[0][:4] == ["编号", "标题", "渠道", "地址或期号"]
    assert rows[1][:4] == ["GJ-2022-0001", "雨夜里的采样员", "学院网站", "https://www.example.edu/1"]
    assert rows[1][-1] == "是"
    assert len(rows) == 2
    assert "还没有发布记录" in browser.get("/stories/releases?channel=print").text


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


def test_the_frames_of_the_preview_allow_nothing_but_what_they_hold(scene: Scene, enter: Enter) -> None:
    story = scene.story(StoryState.READY)
    browser = enter("first")
    web = browser.get(f"/stories/{story.matter_id}/preview/web/index.html", check=False)
    assert web.response.headers["Content-Security-Policy"] == (
        "default-src 'none'; img-src 'self'; style-src 'self'; frame-ancestors 'self'"
    )
    assert web.response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert browser.get(f"/stories/{story.matter_id}/preview/web/style.css").response.mimetype == "text/css"
    assert browser.get(f"/stories/{story.matter_id}/preview/web/images/01.jpg").data.startswith(b"\xff\xd8")
    assert browser.get(f"/stories/{story.matter_id}/preview/web/images/02.jpg").status_code == 404
    article = browser.get(f"/stories/{story.matter_id}/preview/wechat", check=False)
    policy = article.response.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert policy.startswith("default-src 'none'; style-src 'unsafe-hashes' 'sha256-")
    page = browser.get(f"/stories/{story.matter_id}/preview/pages/1", check=False)
    assert page.data.startswith(b"\x89PNG")
    assert browser.get(f"/stories/{story.matter_id}/preview/pages/9").status_code == 404


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


def main_form(answer: Answer) -> Answer:
    """The page without the forms of its rows, so that the form for a new word is the first."""
    assert answer.page is not None
    for form in answer.page.select("main td form"):
        form.decompose()
    return answer


def test_a_banned_word_stops_the_submission_with_its_advice(scene: Scene, enter: Enter) -> None:
    ban_word("通宵", "写“整夜”", actor=scene.actor("first"), now=clock.now())
    story = scene.choose(scene.draft())
    answer = enter("author").submit(f"/stories/{story.matter_id}/check", submit="1", looked="y", until="2023-05-09")

    assert answer.status_code == 422
    assert "写“整夜”" in answer.text
    assert scene.fresh(story).matter.state == StoryState.DRAFT


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


def test_releases_are_entered_by_the_chief_alone(scene: Scene, enter: Enter) -> None:
    story = scene.export(scene.story(StoryState.READY))
    for who in ("author", "first", "second"):
        assert enter(who).get(f"/stories/{story.matter_id}/release").status_code == 403
    chief = enter("third")
    assert chief.submit(f"/stories/{story.matter_id}/release", place="").status_code == 422
    page = chief.get(f"/stories/{story.matter_id}/release")
    address = f"/stories/{story.matter_id}/release"
    first = chief.submit(address, page=page, place="第17期")
    second = chief.submit(address, page=page, place="第17期")

    assert first.location == second.location == f"/stories/{story.matter_id}"
    assert count(StoryRelease) == 1
