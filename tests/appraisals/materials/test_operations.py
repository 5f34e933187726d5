"""Writing, signing and changing a material, on both databases."""

from collections.abc import Callable

import pytest
from flask import Flask

from evaluation.appraisals.cycles.enums import AppraisalState
from evaluation.appraisals.materials.enums import MaterialState as S
from evaluation.appraisals.materials.enums import Section
from evaluation.appraisals.materials.models import Material
from evaluation.appraisals.materials.operations import (
    add_statement,
    begin_material,
    edit_basic,
    edit_statement,
    move_statement,
    regenerate,
    remove_statement,
    sign_material,
    submit_material,
)
from evaluation.appraisals.materials.queries import text_of
from evaluation.appraisals.materials.workflow import MATERIAL_FLOW
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, Stale, WrongState
from evaluation.procedures.evidence.enums import Dimension
from evaluation.procedures.evidence.models import Citation
from evaluation.procedures.evidence.operations import withdraw
from evaluation.procedures.workflow.enums import Ask
from evaluation.procedures.workflow.queries import open_tasks_of, timeline
from tests.appraisals.scene import Scene, done
from tests.support.databases import both_databases
from tests.support.factories import Factory


def sentences(material: Material, section: Section) -> list[tuple[str, tuple[int, ...]]]:
    return [(one.statement.text, one.numbers) for one in text_of(material).sections[section]]


@both_databases
def test_a_draft_is_made_of_evidence_alone(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING))

    text = text_of(material)
    assert material.matter.title == "李思源同志考察材料"
    assert material.matter.number is None
    assert [one.number for one in text.sources] == ["BC-2022-0002-01", "SJ-2022-0001"]
    assert sentences(material, Section.RESPONSIBILITY) == [
        ("2022年4月1日，在东门采样点（采样），有先进事迹“雨夜里的采样员”，已核实入库。", (2,))
    ]
    assert all(one.statement.generated and one.is_supported for one in text.sentences)
    assert text.missing == [one for one in Dimension if one is not Dimension.RESPONSIBILITY]
    assert (text.sections[Section.SHORTCOMINGS], text.sections[Section.OVERALL]) == ([], [])


def test_only_an_examiner_begins_it_and_once(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(AppraisalState.JUDGING)
    for name in ("officer", "head", "leader", "editor", "li"):
        with pytest.raises(NotAllowed):
            begin_material(scene.appraisee(appraisal), actor=scene.actor(name), now=clock.now())
    begin_material(scene.appraisee(appraisal), actor=scene.actor("one"), now=clock.now())
    with pytest.raises(WrongState, match="已经开始撰写"):
        begin_material(scene.appraisee(appraisal), actor=scene.actor("two"), now=clock.now())
    early = scene.appraisal(AppraisalState.VERIFYING, title="另一次")
    with pytest.raises(WrongState):
        begin_material(scene.appraisee(early), actor=scene.actor("one"), now=clock.now())


@both_databases
def test_a_changed_sentence_loses_its_automatic_mark(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING))
    one = scene.actor("one")
    [sentence] = text_of(material).sections[Section.RESPONSIBILITY]

    untouched = edit_statement(
        material,
        sentence,
        text=sentence.statement.text,
        evidence_ids=[scene.deed.id],
        actor=one,
        now=clock.now(),
    )
    assert (untouched, sentence.statement.generated) == (0, True)
    edit_statement(
        material,
        sentence,
        text="4月1日夜间，冒雨采样至次日清晨。",
        evidence_ids=[scene.shift.id, scene.deed.id],
        actor=one,
        now=clock.now(),
        version=sentence.statement.version,
    )
    done(material)

    [changed] = text_of(material).sections[Section.RESPONSIBILITY]
    assert (changed.statement.text, changed.statement.generated) == ("4月1日夜间，冒雨采样至次日清晨。", False)
    assert changed.statement.author_id == one.account_id
    assert {cited.evidence.number for cited in changed.sources} == {"BC-2022-0002-01", "SJ-2022-0001"}
    with pytest.raises(Stale):
        edit_statement(material, changed, text="又改", evidence_ids=[], actor=one, now=clock.now(), version=1)


@both_databases
def test_sentences_are_added_moved_and_removed(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING))
    one = scene.actor("one")

    def add(words: str) -> None:
        add_statement(material, section=Section.COMMAND, text=words, evidence_ids=[scene.deed.id], actor=one, now=clock.now())

    for words in ("第一句。", "第二句。", "第三句。"):
        add(words)
    text = text_of(material)
    third = text.sections[Section.COMMAND][2]
    move_statement(material, text, third, up=True, actor=one, now=clock.now())
    assert [words for words, _ in sentences(material, Section.COMMAND)] == ["第一句。", "第三句。", "第二句。"]
    text = text_of(material)
    with pytest.raises(WrongState):
        move_statement(material, text, text.sections[Section.COMMAND][0], up=True, actor=one, now=clock.now())
    remove_statement(material, text.sections[Section.COMMAND][0], actor=one, now=clock.now())
    done(material)

    assert [words for words, _ in sentences(material, Section.COMMAND)] == ["第三句。", "第二句。"]
    stored = {one.statement_id for one in db.session.query(Citation).all()}
    assert stored == {one.statement.id for one in text_of(material).sentences}


EDITS: dict[str, Callable[[Scene, Material], int]] = {
    "add": lambda scene, material: add_statement(
        material, section=Section.OVERALL, text="又一句。", evidence_ids=(), actor=scene.actor("two"), now=clock.now()
    ),
    "edit": lambda scene, material: edit_statement(
        material,
        text_of(material).sections[Section.OVERALL][0],
        text="改过的一句。",
        evidence_ids=(),
        actor=scene.actor("two"),
        now=clock.now(),
    ),
    "sources": lambda scene, material: edit_statement(
        material,
        text_of(material).sections[Section.OVERALL][0],
        text="该同志在一线经受了考验。",
        evidence_ids=[scene.deed.id],
        actor=scene.actor("two"),
        now=clock.now(),
    ),
    "remove": lambda scene, material: remove_statement(
        material, text_of(material).sections[Section.OVERVIEW][0], actor=scene.actor("two"), now=clock.now()
    ),
    "move": lambda scene, material: move_statement(
        material,
        text := text_of(material),
        text.sections[Section.OVERVIEW][0],
        up=False,
        actor=scene.actor("two"),
        now=clock.now(),
    ),
    "basic": lambda scene, material: edit_basic(material, text="李思源，男。", actor=scene.actor("officer"), now=clock.now()),
}


@pytest.mark.parametrize("name", list(EDITS))
def test_any_change_clears_the_signatures_and_says_so(app: Flask, make: Factory, name: str) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING), state=S.SIGNING)
    scene.sign(material)
    before = material.matter.version

    void = EDITS[name](scene, material)

    done(material)
    assert void == 2
    assert material.signatures == []
    assert material.matter.state == S.DRAFT
    assert material.matter.version > before
    newest = timeline(MATERIAL_FLOW, material.matter_id)[0]
    assert newest.quote == "文字有改动，已有的2个签名作废。"
    assert open_tasks_of(material.matter_id) == []


def test_a_change_after_a_return_clears_the_signatures_too(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING), state=S.SIGNING)
    sign_material(material, actor=scene.actor("two"), now=clock.now())
    scene.give_back(material)
    assert [one.signer_name for one in material.signatures] == ["周宁"]

    void = EDITS["add"](scene, material)

    assert (void, material.signatures, material.matter.state) == (1, [], S.RETURNED)
    quotes = [entry.quote for entry in timeline(MATERIAL_FLOW, material.matter_id)]
    assert "文字有改动，已有的1个签名作废。" in quotes


def test_an_approved_text_is_not_changed(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING), state=S.APPROVED)

    for name in EDITS:
        with pytest.raises(WrongState):
            EDITS[name](scene, material)
    with pytest.raises(WrongState):
        regenerate(material, actor=scene.actor("one"), now=clock.now())

    assert len(material.signatures) == 2


def test_shortcomings_are_mandatory(app: Flask, make: Factory) -> None:
    """EV-31."""
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING))

    with pytest.raises(Refused, match="“主要缺点和不足”还没有写"):
        submit_material(material, actor=scene.actor("one"), now=clock.now())

    assert (material.matter.state, material.matter.number) == (S.DRAFT, None)


def test_an_empty_frame_is_not_signed(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    scene.people["new"] = make.person("马俊")
    appraisal = scene.draft(person_ids=[scene.people["new"].id])
    scene.bring(appraisal, reason="考核期内一直休假")
    material = begin_material(scene.appraisee(appraisal, "new"), actor=scene.actor("one"), now=clock.now())
    assert text_of(material).sentences == []

    with pytest.raises(Refused, match="材料还是空的"):
        submit_material(material, actor=scene.actor("one"), now=clock.now())


@pytest.mark.parametrize("name", ["leader", "discipline", "head", "editor", "li", "clerk", "sysadmin"])
def test_others_do_not_write(app: Flask, make: Factory, name: str) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING))
    actor = scene.actor(name)

    with pytest.raises(NotAllowed):
        add_statement(material, section=Section.OVERALL, text="一句。", evidence_ids=(), actor=actor, now=clock.now())
    with pytest.raises(NotAllowed):
        regenerate(material, actor=actor, now=clock.now())


@both_databases
def test_drafting_anew_keeps_what_people_wrote(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING))
    one = scene.actor("one")
    [sentence] = text_of(material).sections[Section.RESPONSIBILITY]
    edit_statement(material, sentence, text="人工改过的一句。", evidence_ids=[scene.deed.id], actor=one, now=clock.now())
    scene.evidence("li", title="新入库的事迹", dimensions=[Dimension.COMMAND])

    count = regenerate(material, actor=one, now=clock.now())
    again = regenerate(material, actor=one, now=clock.now())
    done(material)

    assert count == again == 3
    assert [words for words, _ in sentences(material, Section.RESPONSIBILITY)] == ["人工改过的一句。"]
    assert [words for words, _ in sentences(material, Section.COMMAND)] == [
        "2022年4月1日，在东门采样点（采样），有先进事迹“新入库的事迹”，已核实入库。"
    ]
    assert [words for words, _ in sentences(material, Section.OVERVIEW)] == [
        "2022年4月1日，在一线到岗1班，合计6小时。",
        "考核期内有2件先进事迹经核实入库。",
    ]


@both_databases
def test_a_withdrawn_source_marks_the_sentence_and_asks_its_author(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING), state=S.SIGNING)

    withdraw(scene.deed, reason="与事实不符", actor=scene.actor("head"), now=clock.now())
    done(material)

    text = text_of(material)
    assert [one.statement.section for one in text.weak] == [Section.OVERVIEW, Section.RESPONSIBILITY]
    asked = {(task.asks, task.account_id) for task in open_tasks_of(material.matter_id)}
    assert (Ask.LOOK_AGAIN, scene.accounts["one"].id) in asked
    with pytest.raises(Refused, match="SJ-2022-0001：已失效"):
        sign_material(material, actor=scene.actor("one"), now=clock.now())
    for sentence in text.weak:
        edit_statement(
            material,
            sentence,
            text=sentence.statement.text,
            evidence_ids=[],
            actor=scene.actor("one"),
            now=clock.now(),
        )
    assert text_of(material).weak == []
    assert {one.evidence_id for one in db.session.query(Citation).all()} == {scene.shift.id}


@pytest.mark.parametrize("kind", ["other", "gone", "unknown"])
def test_only_evidence_about_the_person_is_a_source(app: Flask, make: Factory, kind: str) -> None:
    scene = Scene(make)
    gone = scene.evidence("li", title="已撤")
    withdraw(gone, reason="与事实不符", actor=None, now=clock.now())
    material = scene.material(scene.appraisal(AppraisalState.JUDGING))
    identity = {"other": scene.own_shift.id, "gone": gone.id, "unknown": 987654}[kind]

    with pytest.raises(Refused) as refusal:
        add_statement(
            material,
            section=Section.COMMAND,
            text="一句。",
            evidence_ids=[identity],
            actor=scene.actor("one"),
            now=clock.now(),
        )

    assert refusal.value.field == "evidence"
