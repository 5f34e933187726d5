"""The Word file: its paragraphs in order, the marks and their sources, what it says while it is not approved."""

import io
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from flask import Flask

from evaluation.appraisals.cycles.enums import AppraisalState
from evaluation.appraisals.materials.documents import material_document
from evaluation.appraisals.materials.enums import MaterialState as S
from evaluation.appraisals.materials.enums import Section
from evaluation.appraisals.materials.models import Material
from evaluation.appraisals.materials.operations import add_statement, remove_statement
from evaluation.appraisals.materials.queries import known_dimensions, text_of
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.documents.word import render_word
from evaluation.procedures.evidence.enums import Dimension
from evaluation.procedures.evidence.operations import withdraw
from tests.appraisals.scene import Scene
from tests.support.factories import Factory

GOLDEN = Path(__file__).with_name("golden")


def word_of(material: Material) -> bytes:
    document = material_document(
        material,
        text_of(material),
        known=known_dimensions(material),
        organisation="中共测试学院委员会",
        exported_by="陈立言",
        now=clock.now(),
    )
    return render_word(document)


def outline(data: bytes) -> list[str]:
    """Style and text of each paragraph; links as [text→bookmark], bookmarks as {name}."""
    lines = []
    for paragraph in docx.Document(io.BytesIO(data)).paragraphs:
        words = ""
        for child in paragraph._p:
            text = "".join(node.text or "" for node in child.iter(qn("w:t")))
            if child.tag == qn("w:hyperlink"):
                words += f"[{text}→{child.get(qn('w:anchor'))}]"
            elif child.tag == qn("w:bookmarkStart"):
                words += f"{{{child.get(qn('w:name'))}}}"
            else:
                words += text
        lines.append(f"{paragraph.style.style_id}｜{words}")
    return lines


def feet(data: bytes) -> set[str]:
    section = docx.Document(io.BytesIO(data)).sections[0]
    return {paragraph.text for foot in (section.footer, section.even_page_footer) for paragraph in foot.paragraphs}


@pytest.mark.parametrize("state", [S.DRAFT, S.APPROVED], ids=lambda state: state.value)
def test_the_structure_is_the_golden_one(app: Flask, make: Factory, state: S) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING), state=state)

    found = "\n".join(outline(word_of(material))) + "\n"

    assert found == (GOLDEN / f"{state.value}.txt").read_text(encoding="utf-8")


def test_the_same_material_gives_the_same_bytes(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING), state=S.APPROVED)

    assert word_of(material) == word_of(material)


def test_it_says_draft_for_comment_until_it_is_approved(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(AppraisalState.JUDGING)
    for state, name in ((S.DRAFT, "li"), (S.SIGNING, "wang")):
        data = word_of(scene.material(appraisal, name, state=state))
        assert outline(data)[1].endswith("｜（征求意见稿）")
        assert any(foot.endswith("征求意见稿") for foot in feet(data))
    other = scene.appraisal(AppraisalState.JUDGING, title="另一次")
    data = word_of(scene.material(other, state=S.APPROVED))

    assert all("征求意见稿" not in line for line in outline(data))
    assert "导出人：陈立言　时间：2022年4月6日09:00　编号：CL-2022-0002" in feet(data)


def test_a_sentence_without_source_and_a_withdrawn_source_say_so(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING))
    add_statement(
        material, section=Section.COMMAND, text="指挥有序。", evidence_ids=(), actor=scene.actor("one"), now=clock.now()
    )
    withdraw(scene.deed, reason="与事实不符", actor=None, now=clock.now())
    db.session.expire_all()

    lines = [line.split("｜")[1] for line in outline(word_of(material))]

    assert "指挥有序。（未列依据）" in lines
    assert "{source_2}〔2〕先进事迹SJ-2022-0001《雨夜里的采样员》，2022年4月1日（已撤回）。" in lines
    assert "未写到：政治素质、宗旨意识、全局观念（没有依据）。" in lines


def test_evidence_that_is_passed_over_is_named(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    scene.evidence("li", title="指挥转运", dimensions=[Dimension.COMMAND])
    material = scene.material(scene.appraisal(AppraisalState.JUDGING))
    [sentence] = text_of(material).sections[Section.COMMAND]
    remove_statement(material, sentence, actor=scene.actor("one"), now=clock.now())

    lines = [line.split("｜")[1] for line in outline(word_of(material))]

    assert "未写到：政治素质、宗旨意识、全局观念（没有依据）；驾驭能力（有依据而未采用）。" in lines


def test_hostile_text_stays_text(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING))
    hostile = "{{7*7}} <w:p/> =1+1 #let x=1 \u202e"
    add_statement(material, section=Section.OVERALL, text=hostile, evidence_ids=(), actor=scene.actor("one"), now=clock.now())

    lines = [line.split("｜")[1] for line in outline(word_of(material))]

    assert "{{7*7}} <w:p/> =1+1 #let x=1" in [line.strip() for line in lines]
