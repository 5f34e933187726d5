"""Pages of those who review and take back."""

from sqlalchemy import select

from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.enums import RemarkKind
from evaluation.procedures.workflow.models import Remark
from evaluation.publicity.stories.enums import CheckPoint, Stage, StoryState, Verdict
from tests.publicity.stories.pages import Enter
from tests.publicity.stories.scene import LEAD, Scene


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
