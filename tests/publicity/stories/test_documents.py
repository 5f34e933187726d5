"""The four formats, opened and read: nothing from elsewhere, nothing that runs, the same bytes each time."""

import io
import re
import zipfile
from typing import Any

import docx
import pytest
from bs4 import BeautifulSoup
from flask import Flask

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.files.storage import StoredFileMissing
from evaluation.procedures.attachments.operations import storage
from evaluation.publicity.stories import presentation
from evaluation.publicity.stories.contents import Contents, contents_of
from evaluation.publicity.stories.documents.making import Made, made
from evaluation.publicity.stories.documents.wechat import LOOKS, allowed_looks
from evaluation.publicity.stories.enums import ExportFormat, StoryState
from evaluation.publicity.stories.models import Story
from evaluation.publicity.stories.operations.releasing import correct_story
from evaluation.publicity.stories.operations.writing import PhotographChoice, edit_story
from tests.publicity.stories.scene import BODY, LEAD, Scene

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;{{7*7}}${x}\\input{x}#set text(red)=SUM(A1)"
PARTS = (
    "雨夜里的采样员",
    "先锋故事 · 疫情防控一线",
    "来源：保卫处",
    LEAD,
    "雨里的东门",
    "累计采样1800余管",
    "我是党员，也是这个点上最年轻的人，我先上。",
    "李思源，保卫处",
    "东门采样点：",
    "四月一日设立",
    "通宵值守",
    "撰稿：孙晓雯",
    "编辑：沈若溪",
    "一审一校：",
    "二审二校：",
    "三审三校：",
    "本文经当事人同意公开，数据经支部核实。",
)


def file_of(story: Story, kind: ExportFormat) -> Made:
    contents = contents_of(story, names_people=True)
    return made(kind, contents, presentation.read_file(contents), organisation="测试学院党委", fonts_folder=None)


def two_pictures(scene: Scene, **changes: Any) -> Story:
    """A story that was reviewed three times, with a picture over the text and one in it."""
    story = scene.draft()
    first, second = scene.pictures(story.deed_id)
    choices = [PhotographChoice(first.id, "雨夜采样", "孙晓雯"), PhotographChoice(second.id, "交接班", "")]
    facts = {"photographs": choices, "body": BODY + "\n【图2】\n这是最后一段。", **changes}
    edit_story(story, scene.text(story, **facts), actor=scene.actor("author"), now=clock.now())
    return scene.fresh(story)


@pytest.fixture
def ready(scene: Scene) -> Story:
    return scene.story(StoryState.READY)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_the_word_file_reads_as_the_story(ready: Story) -> None:
    file = file_of(ready, ExportFormat.WORD)
    document = docx.Document(io.BytesIO(file.data))
    lines = [paragraph.text for paragraph in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = squeezed("".join([*lines, *cells]))

    assert file.name == "GJ-2022-0001 雨夜里的采样员.docx"
    assert [part for part in PARTS if squeezed(part) not in text] == []
    assert "一审一校：周　宁" in lines
    assert "二审二校：吴　岩" in lines
    assert "三审三校：冯国栋" in lines
    assert re.search(r"2022年5月9日", text)
    assert [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Title"] == ["雨夜里的采样员"]
    assert len(document.inline_shapes) == 1
    assert "累计采样1800余管" in [run.text for paragraph in document.paragraphs for run in paragraph.runs if run.bold]


def test_the_web_folder_is_whole_and_needs_nothing_else(scene: Scene) -> None:
    story = two_pictures(scene)
    archive = zipfile.ZipFile(io.BytesIO(file_of(story, ExportFormat.WEB).data))
    assert archive.namelist() == [
        "story/index.html",
        "story/style.css",
        "story/images/01.jpg",
        "story/images/02.jpg",
    ]
    html = archive.read("story/index.html").decode()
    page = BeautifulSoup(html, "html5lib")

    assert [part for part in PARTS if squeezed(part) not in squeezed(page.get_text())] == []
    linked = {
        str(tag.get(name)) for name in ("src", "href", "srcset", "action", "data", "poster") for tag in page.select(f"[{name}]")
    }
    assert linked == {"style.css", "images/01.jpg", "images/02.jpg"}
    assert page.select("script, style, iframe, object, embed, form, link:not([rel=stylesheet]), base") == []
    assert re.findall(r"https?:|//[a-z]|@import|url\(", html + archive.read("story/style.css").decode()) == []
    assert [tag for tag in page.find_all(True) if any(name.startswith("on") or name == "style" for name in tag.attrs)] == []
    assert [image["alt"] for image in page.select("img")] == ["雨夜采样", "交接班"]
    assert len(page.select("h1")) == 1
    for name in ("story/images/01.jpg", "story/images/02.jpg"):
        data = archive.read(name)
        assert data.startswith(b"\xff\xd8")
        assert b"Exif" not in data


def test_the_parts_stand_in_their_order(scene: Scene) -> None:
    contents = contents_of(two_pictures(scene), names_people=True)

    kinds = [type(part).__name__ for part in contents.parts]
    assert kinds == [
        "Photograph", "Lead", "Paragraph", "Figures", "Heading", "Paragraph", "Quotation", "FactBox", "Paragraph",
        "Photograph", "Paragraph",
    ]  # fmt: skip


def test_pictures_and_figures_go_where_the_text_puts_them(scene: Scene) -> None:
    body = "开头一段。\n【图1】\n【图1】\n【图9】\n又一段。\n【数字】"
    contents = contents_of(two_pictures(scene, body=body), names_people=True)

    kinds = [type(part).__name__ for part in contents.parts]
    assert kinds == ["Lead", "Paragraph", "Photograph", "Paragraph", "Figures", "Photograph"]
    assert [one.number for one in contents.photographs] == [1, 2]


def test_the_wechat_article_holds_only_what_its_editor_keeps(scene: Scene) -> None:
    archive = zipfile.ZipFile(io.BytesIO(file_of(two_pictures(scene), ExportFormat.WECHAT).data))
    assert archive.namelist() == ["article.html", "图1.jpg", "图2.jpg"]
    html = archive.read("article.html").decode()
    fragment = BeautifulSoup(html, "html.parser")

    assert [part for part in PARTS if squeezed(part) not in squeezed(fragment.get_text())] == []
    assert {tag.name for tag in fragment.find_all(True)} == {"section", "p", "strong"}
    assert {name for tag in fragment.find_all(True) for name in tag.attrs} == {"style"}
    assert re.findall(r"【图\d】", html) == ["【图1】", "【图2】"]
    assert re.findall(r"https?:|//|url\(|<img|class=|<script|<style|<ul|<ol", html) == []
    assert {str(tag["style"]) for tag in fragment.select("[style]")} <= set(LOOKS.values())
    assert allowed_looks().count("'sha256-") == len(LOOKS)


@pytest.mark.parametrize("kind", list(ExportFormat), ids=lambda kind: kind.value)
def test_the_same_story_gives_the_same_bytes(scene: Scene, ready: Story, kind: ExportFormat, app: Flask) -> None:
    first = file_of(ready, kind)
    clock_before = clock.source
    clock.source = lambda: clock_before().replace(year=2023)
    try:
        again = file_of(scene.fresh(ready), kind)
    finally:
        clock.source = clock_before

    assert again == first


@pytest.mark.parametrize("kind", list(ExportFormat), ids=lambda kind: kind.value)
def test_hostile_text_stays_text(scene: Scene, kind: ExportFormat) -> None:
    body = f"{HOSTILE}\n【小标题】{HOSTILE}\n【引语】{HOSTILE}——{HOSTILE[:9]}\n【资料】{HOSTILE}\n**{HOSTILE}**"
    story = two_pictures(scene, title=HOSTILE[:40], kicker=HOSTILE[:40], lead=HOSTILE, body=body, figures=f"{HOSTILE} a\n1 b")
    data = file_of(story, kind).data

    if kind in (ExportFormat.WEB, ExportFormat.WECHAT):
        archive = zipfile.ZipFile(io.BytesIO(data))
        html = archive.read(next(name for name in archive.namelist() if name.endswith(".html"))).decode()
        page = BeautifulSoup(html, "html5lib")
        assert page.select("script, [onerror], img[src=x]") == []
        assert page.get_text().count(HOSTILE) >= 5
        assert "49" not in page.get_text()
    elif kind is ExportFormat.WORD:
        texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]
        assert texts.count(HOSTILE) >= 3
    else:
        assert data.startswith(b"%PDF")
        assert b"/JavaScript" not in data


def test_a_correction_stands_at_the_foot_of_every_format(scene: Scene) -> None:
    story = scene.story(StoryState.RELEASED)
    before = file_of(story, ExportFormat.WEB)
    correct_story(story, "“东门”应为“西门”。", actor=scene.actor("third"), now=clock.now(), comment="支部来函更正")
    story = scene.fresh(story)
    words = "更正（2022年5月9日）：“东门”应为“西门”。"

    assert file_of(story, ExportFormat.WEB) != before
    web = zipfile.ZipFile(io.BytesIO(file_of(story, ExportFormat.WEB).data)).read("GJ-2022-0001/index.html").decode()
    assert words in web
    article = zipfile.ZipFile(io.BytesIO(file_of(story, ExportFormat.WECHAT).data)).read("article.html").decode()
    assert words in article
    word = docx.Document(io.BytesIO(file_of(story, ExportFormat.WORD).data))
    assert words in [paragraph.text for paragraph in word.paragraphs]


def test_a_review_of_another_text_is_not_named(scene: Scene) -> None:
    story = scene.story(StoryState.RETURNED)
    assert contents_of(story, names_people=True).credits[2:] == (
        ("一审一校", "（待审）"),
        ("二审二校", "（待审）"),
        ("三审三校", "（待审）"),
    )
    assert contents_of(story, names_people=False).note == "本文数据经支部核实。"


def test_a_missing_picture_is_named_by_its_number(ready: Story) -> None:
    contents: Contents = contents_of(ready, names_people=True)
    digest = contents.photographs[0].digest
    assert storage().delete(digest)
    with pytest.raises(StoredFileMissing):
        storage().read(digest)

    for kind in ExportFormat:
        with pytest.raises(Refused) as refusal:
            file_of(ready, kind)
        assert re.search(r"\b1\b|第1张", str(refusal.value))


def test_signs_that_no_font_draws_stop_the_pdf_and_are_named(scene: Scene) -> None:
    story = two_pictures(scene, lead="一个谁也不认得的字：𓀀。")
    with pytest.raises(Refused) as refusal:
        file_of(story, ExportFormat.PDF)

    assert "𓀀" in str(refusal.value)
