"""Pages on the way out: preview, export, register of releases."""

import pytest
from sqlalchemy import select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.consents.operations import withdraw_consent
from evaluation.procedures.consents.queries import live_consent
from evaluation.publicity.stories.enums import ExportFormat, StoryState
from evaluation.publicity.stories.models import Story, StoryExport, StoryRelease
from evaluation.publicity.stories.operations.releasing import file_digest
from tests.publicity.stories.pages import Enter, buttons, count
from tests.publicity.stories.scene import Scene
from tests.support.browser import Answer, Browser


def export(browser: Browser, story: Story, kind: str, page: Answer) -> Answer:
    return browser.submit(f"/stories/{story.matter_id}/preview?as={kind}", page=page, action="/actions/export")


def test_without_all_consents_there_is_no_export_and_the_names_are_listed(scene: Scene, enter: Enter) -> None:
    story = scene.story(StoryState.READY)
    browser = enter("first")
    for kind in ExportFormat:
        answer = browser.get(f"/stories/{story.matter_id}/preview?as={kind.value}")
        assert f"导出{kind.label}" in buttons(answer)

    consent = live_consent(story.matter_id, scene.person("subject"))
    assert consent is not None
    withdraw_consent(consent, actor=scene.actor("subject"), now=clock.now())
    db.session.commit()
    for kind in ExportFormat:
        answer = browser.get(f"/stories/{story.matter_id}/preview?as={kind.value}")
        assert [text for text in buttons(answer) if text.startswith("导出")] == []
        assert "本人同意：李思源" in answer.text
        assert "王小川" not in answer.text.split("现在不能导出")[1]


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
    consent = live_consent(story.matter_id, scene.person("subject"))
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


def test_the_register_shows_and_exports_what_was_released(scene: Scene, enter: Enter) -> None:
    story = scene.story(StoryState.CORRECTED)
    consent = live_consent(story.matter_id, scene.person("subject"))
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


@pytest.mark.parametrize("as_what", ["odt", "", "WEB", "../web"])
def test_unknown_formats_and_stages_are_not_found(scene: Scene, enter: Enter, as_what: str) -> None:
    story = scene.story(StoryState.REVIEW1)
    browser = enter("first")

    assert browser.get(f"/stories/{story.matter_id}/preview", query_string={"as": as_what}).status_code == 404
    assert browser.get(f"/stories/{story.matter_id}/review/4").status_code == 404
    assert browser.get(f"/stories/{story.matter_id}/preview/web/../../config.py", check=False).status_code == 404
