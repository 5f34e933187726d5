"""Draft sentences say what the evidence says and nothing else."""

from datetime import date

from flask import Flask

from evaluation.appraisals.cycles.enums import AppraisalState
from evaluation.appraisals.cycles.queries.people import gathered
from evaluation.appraisals.materials.enums import Section
from evaluation.appraisals.materials.texts import basic_line, drafted, missing_basics
from evaluation.foundation.core.database import db
from evaluation.procedures.evidence.enums import Dimension, EvidenceKind
from evaluation.procedures.workflow.enums import Part
from evaluation.registry.people.enums import Sex
from tests.appraisals.scene import Scene
from tests.support.factories import Factory


def test_sentences_of_every_kind(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    named = scene.evidence(
        "li",
        title="把“生命线”打通",
        dimensions=[Dimension.COMMAND, Dimension.VIEW_OF_THE_WHOLE],
        day=date(2022, 3, 28),
        last=date(2022, 3, 30),
        part=Part.NAMED,
    )
    second = scene.evidence("li", kind=EvidenceKind.SHIFT_LINE, title="采样", place="体育馆", minutes=270, day=date(2022, 3, 20))
    appraisal = scene.appraisal(AppraisalState.JUDGING)

    drafts = drafted(gathered(appraisal, scene.people["li"].id))

    assert [(one.section, one.text, one.evidence_ids) for one in drafts] == [
        (
            Section.OVERVIEW,
            "2022年3月20日至4月1日，在一线到岗2班，合计10.5小时。",
            (second.id, scene.shift.id),
        ),
        (Section.OVERVIEW, "其中在体育馆到岗1班，4.5小时。", (second.id,)),
        (Section.OVERVIEW, "其中在北门到岗1班，6小时。", (scene.shift.id,)),
        (Section.OVERVIEW, "考核期内有2件先进事迹经核实入库。", (named.id, scene.deed.id)),
        (
            Section.VIEW_OF_THE_WHOLE,
            "2022年3月28日至3月30日，李思源的先进事迹“把‘生命线’打通”写到该同志。",
            (named.id,),
        ),
        (
            Section.COMMAND,
            "2022年3月28日至3月30日，李思源的先进事迹“把‘生命线’打通”写到该同志。",
            (named.id,),
        ),
        (
            Section.RESPONSIBILITY,
            "2022年4月1日，在东门采样点（采样），有先进事迹“雨夜里的采样员”，已核实入库。",
            (scene.deed.id,),
        ),
    ]


def test_every_sentence_has_a_source_and_none_is_written_without_evidence(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    scene.people["new"] = make.person("马俊")
    appraisal = scene.appraisal(AppraisalState.VERIFYING, person_ids=[person.id for person in scene.people.values()])

    assert drafted(gathered(appraisal, scene.people["new"].id)) == []
    for name in ("li", "wang"):
        assert all(one.evidence_ids for one in drafted(gathered(appraisal, scene.people[name].id)))


def test_the_line_of_basic_information(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    li = scene.people["li"]
    li.joined_on = date(2010, 6, 15)
    bare = make.person("马俊", post="")
    woman = make.person("阿依古丽·艾合买提", sex=Sex.FEMALE, ethnicity="维吾尔族", birth_date=date(1990, 1, 1), post="辅导员")
    scene.people.update(bare=bare, woman=woman)
    db.session.flush()
    appraisal = scene.appraisal(AppraisalState.VERIFYING, person_ids=[person.id for person in scene.people.values()])

    lines = {name: basic_line(scene.appraisee(appraisal, name)) for name in ("li", "bare", "woman")}

    assert lines == {
        "li": "李思源，男，汉族，1985年7月生，2010年6月加入中国共产党，现任保卫处学生科科长。",
        "bare": "马俊，政治面貌为中共党员，现任保卫处。",
        "woman": "阿依古丽·艾合买提，女，维吾尔族，1990年1月生，政治面貌为中共党员，现任保卫处辅导员。",
    }
    assert missing_basics(li, member=True) == ["籍贯", "学历学位", "参加工作时间", "近三年年度考核结果"]
    assert missing_basics(bare, member=True)[:4] == ["性别", "民族", "出生年月", "入党时间"]
    assert "入党时间" not in missing_basics(bare, member=False)
