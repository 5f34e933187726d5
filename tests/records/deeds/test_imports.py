"""Deed forms: the table by meaning, the text, photographs by number, drafts and whose they are."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from flask import Flask
from sqlalchemy import func, select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused
from evaluation.foundation.importing import operations
from evaluation.foundation.importing.models import ImportJob
from evaluation.foundation.importing.options import Options
from evaluation.foundation.importing.sources import SourceFile
from evaluation.procedures.attachments.models import Attachment
from evaluation.procedures.workflow.enums import Part
from evaluation.procedures.workflow.models import Matter, MatterPerson, Remark
from evaluation.records.deeds.enums import SubjectKind
from evaluation.records.deeds.imports.document import read_form
from evaluation.records.deeds.imports.files import same_number, sorted_out
from evaluation.records.deeds.imports.importer import ACTING, AUTHOR, deed_importer
from evaluation.records.deeds.models import Deed
from evaluation.records.deeds.operations import DeedText, delete_draft, edit_deed
from evaluation.records.deeds.policies import is_author, may_see, visible_to
from evaluation.registry.accounts.actors import Actor
from evaluation.registry.accounts.enums import Role
from evaluation.registry.people.models import Person
from tests.foundation.files import hostile_files
from tests.foundation.files.hostile_files import RawEntry, RawZip, compound, document
from tests.support.databases import both_databases
from tests.support.factories import Factory
from tests.support.tables import deed_form, photograph

BODY = "3月14日起，王芳与李强值守南门夜班，登记核验车辆一千二百余台次。" * 2
FIELDS = {"姓名/集体名称": "王芳", "工号/学号": "W1", "所在部门": "保卫处", "所在党支部": "机关第一党支部"}
RED, GREEN = photograph((200, 0, 0)), photograph((0, 200, 0))


@pytest.fixture(autouse=True)
def page(app: Flask, frozen_clock: Callable[[datetime], None]) -> Any:
    frozen_clock(datetime(2022, 4, 20, 1, 0, tzinfo=UTC))
    with app.test_request_context():
        yield


@pytest.fixture
def clerk(make: Factory) -> Actor:
    """A clerk of 保卫处, where 王芳 works; 李强 works elsewhere; two people are called 方娜."""
    actor = make.actor(Role.CLERK, at="department")
    make.person("王芳", number="W1")
    make.person("李强", number="L1", department="other_department", branch="other_branch")
    make.person("方娜", number="F1")
    make.person("方娜", number="F2")
    db.session.commit()
    return actor


def run(actor: Actor, *files: SourceFile, **settings: str) -> ImportJob:
    job, _plan = operations.run(deed_importer, list(files), actor=actor, now=clock.now(), options=Options(settings))
    db.session.commit()
    return job


def refusals(job: ImportJob) -> list[tuple[str, str, str]]:
    return [(one["column"], one["value"], one["reason"]) for one in job.report["rejected"]]


def warnings(job: ImportJob) -> list[tuple[str, str, str]]:
    return [(one["sheet"], one["value"], one["reason"]) for one in job.report["warnings"]]


@both_databases
def test_a_form_becomes_a_draft_of_its_department(clerk: Actor, make: Factory) -> None:
    job = run(
        clerk,
        deed_form("01-夜班.docx", BODY, FIELDS, pictures=[RED]),
        SourceFile("photo-01.jpg", RED),
        SourceFile("01-2.jpg", GREEN),
    )

    assert job.report["files"] == [
        {
            "file": "01-夜班.docx",
            "kind": "个人",
            "subject": "王芳",
            "title": "门岗上的夜晚",
            "characters": len(BODY),
            "named": ["王芳", "李强"],
            "photo": "01-2.jpg",
        }
    ]
    deed = db.session.scalars(select(Deed)).one()
    assert (deed.matter.state, deed.matter.title, deed.matter.organization_id, deed.matter.opened_by_id) == (
        "draft",
        "门岗上的夜晚",
        make.college["department"].id,
        clerk.account_id,
    )
    assert (deed.body, deed.subject_kind, deed.matter.occurred_from, deed.matter.occurred_to) == (
        BODY,
        SubjectKind.INDIVIDUAL,
        date(2022, 3, 14),
        date(2022, 4, 1),
    )
    people = db.session.execute(
        select(Person.number, MatterPerson.part).join(MatterPerson, MatterPerson.person_id == Person.id).order_by(Person.number)
    ).all()
    assert people == [("L1", Part.NAMED), ("W1", Part.SUBJECT)]
    pictures = db.session.scalars(select(Attachment).order_by(Attachment.position)).all()
    assert [(one.name, one.file.width, one.file.height) for one in pictures] == [
        ("01-2.jpg", 120, 160),
        ("photo-01.jpg", 120, 160),
    ]
    assert b"TestPhone" not in b"".join(operations.storage().read(one.digest) for one in pictures)
    assert db.session.scalars(select(Remark.text)).all() == ["推荐单位意见：情况属实，同意推荐。"]
    assert warnings(job) == [("01-夜班.docx", "李强", "名册里李强是别的部门的，请核对是不是这个人")]


def test_fields_are_known_by_meaning_in_any_layout() -> None:
    fields = {**FIELDS, "发生地点": "南门", "证明人": "赵云"}

    form = read_form(deed_form("a.docx", "　　第一段\n第二段\n附件：照片", fields, columns=4, heading="事迹材料"))

    assert {key: form.value(key) for key in ("kind", "subject", "number", "department", "title", "place", "witnesses")} == {
        "kind": "个人",
        "subject": "王芳",
        "number": "W1",
        "department": "保卫处",
        "title": "门岗上的夜晚",
        "place": "南门",
        "witnesses": "赵云",
    }
    assert form.body == "第一段\n第二段\n附件：照片"


def test_the_text_may_stand_in_the_table() -> None:
    made = Document()
    table = made.add_table(rows=0, cols=4)
    for texts in (("姓 名：", "王芳", "单位", "保卫处"), ("事迹题目", "夜班", "", ""), ("主要事迹", "值守南门。", "", "")):
        cells = table.add_row().cells
        for cell, text in zip(cells, texts, strict=True):
            cell.text = text
    for row in (1, 2):
        table.cell(row, 1).merge(table.cell(row, 3))
    target = BytesIO()
    made.save(target)

    form = read_form(SourceFile("a.docx", target.getvalue()))

    assert (form.value("subject"), form.value("department"), form.value("title"), form.body) == (
        "王芳",
        "保卫处",
        "夜班",
        "值守南门。",
    )
    assert (form.label("subject"), form.row("title")) == ("姓名：", 2)


@pytest.mark.parametrize(
    ("form", "photo", "same"),
    [
        ("03-云端", "photo-03", True),
        ("03-云端", "3", True),
        ("第3号", "03-2", True),
        ("03-云端", "photo-13", False),
        ("03-云端", "IMG_20220303_03", False),
        ("2022年事迹", "2022", False),
        ("云端", "photo-03", False),
    ],
)
def test_photographs_belong_by_number(form: str, photo: str, same: bool) -> None:
    assert same_number(form, photo) is same


def test_photographs_that_fit_none_or_several_are_named(clerk: Actor) -> None:
    job = run(
        clerk,
        deed_form("01-甲.docx", BODY, {**FIELDS, "事迹标题": "甲"}),
        deed_form("1-乙.docx", BODY, {**FIELDS, "事迹标题": "乙"}),
        SourceFile("photo-01.jpg", RED),
        SourceFile("合影.jpg", RED),
        SourceFile("1-乙-2.jpg", GREEN),
        SourceFile("台账.xlsx", b"PK"),
    )

    assert sorted(warnings(job)[:3]) == sorted(
        [
            ("photo-01.jpg", "", "这张照片对得上好几份表，请按其中一份命名，如01-甲-1.jpg"),
            ("合影.jpg", "", "这张照片与哪份表都对不上，请把文件名开头写成表的序号，如03"),
            ("台账.xlsx", "", "这个文件不是申报表也不是照片，已跳过"),
        ]
    )
    assert [one["photo"] for one in job.report["files"]] == [None, "1-乙-2.jpg"]


def test_a_packed_folder_is_opened_whatever_wrote_its_names(clerk: Actor) -> None:
    form = deed_form("01-夜班.docx", BODY, FIELDS)
    names = {"事迹/01-夜班.docx": form.data, "photo-01.jpg": RED, "__MACOSX/._photo-01.jpg": b"x", "事迹/~$-夜班.docx": b"x"}
    by_windows = RawZip([RawEntry(name.encode("gb18030"), content, flags=0) for name, content in names.items()]).build()

    for packed in (by_windows, hostile_files.packed(names)):
        handed = sorted_out([SourceFile("事迹.zip", packed)])
        assert ([one.name for one in handed.forms], [one.name for one in handed.photographs]) == (
            ["01-夜班.docx"],
            ["photo-01.jpg"],
        )
    assert run(clerk, SourceFile("事迹.zip", by_windows)).report["created"] == 1


@pytest.mark.parametrize(
    ("fields", "body", "refused"),
    [
        ({"事迹标题": ""}, BODY, ("事迹标题", "", "没有事迹标题，请补上")),
        ({"事迹标题": "长" * 31}, BODY, ("事迹标题", "长" * 31, "事迹标题有31字，最多30字，请缩短")),
        ({"申报类别": "小组"}, BODY, ("申报类别", "小组", "请写“个人”或“集体”")),
        ({"所在部门": ""}, BODY, ("所在部门", "", "没有部门，请补上")),
        ({"所在部门": "炊事班"}, BODY, ("所在部门", "炊事班", "没有“炊事班”这个部门，请写部门全称或简称")),
        ({"所在部门": "总务处"}, BODY, ("所在部门", "总务处", "您只能报送本部门的事迹，请由总务处报送这份表")),
        ({"姓名/集体名称": ""}, BODY, ("姓名/集体名称", "", "没有名称或姓名，请补上")),
        ({"姓名/集体名称": "王方"}, BODY, ("工号/学号", "W1", "工号W1是王芳，表里写的是王方，请改正其中一个")),
        ({}, "", ("主要事迹", "", "“主要事迹”下面没有正文，请写明做了什么")),
    ],
)
def test_a_form_that_cannot_be_a_draft_is_refused(
    clerk: Actor, fields: dict[str, str], body: str, refused: tuple[str, str, str]
) -> None:
    job = run(clerk, deed_form("01.docx", body, {**FIELDS, **fields}))

    assert (job.report["created"], refusals(job)) == (0, [refused])


@pytest.mark.parametrize(
    ("fields", "body", "expected"),
    [
        ({"工号/学号": "X9"}, "值守南门。", ("X9", "名册里没有工号X9，请在草稿里选人")),
        ({"工号/学号": "", "姓名/集体名称": "方娜"}, "值守南门。", ("方娜", "方娜有同名的人（F1、F2），请在草稿里选定")),
        (
            {"工号/学号": "", "姓名/集体名称": "王芳芳"},
            "值守南门。",
            ("王芳芳", "这个部门没有“王芳芳”，是不是“王芳”？请在草稿里选人"),
        ),
        ({"发生时间": ""}, "值守南门。", ("", "没有写发生时间，请在草稿里补上")),
        (
            {"发生时间": "2022年3月14日至5月1日"},
            "值守南门。",
            ("2022年3月14日至5月1日", "有一部分在今天之后，请在草稿里补上日期"),
        ),
        ({"所在党支部": "后勤党支部"}, "值守南门。", ("后勤党支部", "名册里王芳在另一个党支部，以名册为准")),
        ({}, "方娜值守南门。", ("方娜", "方娜有同名的人（F1、F2），请在草稿里选定")),
        (
            {"申报类别": "集体", "姓名/集体名称": "南门突击队"},
            "值守南门。",
            ("", "正文里没有名册上的姓名，请在草稿里补上集体成员"),
        ),
    ],
)
def test_what_is_doubtful_stays_open_and_is_told(
    clerk: Actor, fields: dict[str, str], body: str, expected: tuple[str, str]
) -> None:
    job = run(clerk, deed_form("01.docx", body, {**FIELDS, **fields}))

    assert (job.report["created"], [one[1:] for one in warnings(job)]) == (1, [expected])


@both_databases
def test_a_second_import_changes_nothing(clerk: Actor) -> None:
    files = [deed_form("01-甲.docx", BODY, FIELDS, pictures=[RED]), SourceFile("photo-01.jpg", RED)]
    run(clerk, *files)
    saved_again = deed_form("甲的事迹.docx", BODY, FIELDS, pictures=[RED])

    jobs = [run(clerk, *files), run(clerk, saved_again)]

    assert [(job.report["created"], job.report["unchanged"]) for job in jobs] == [(0, 1), (0, 1)]
    assert db.session.scalar(select(func.count()).select_from(Deed)) == 1


def test_the_same_form_twice_counts_once(clerk: Actor) -> None:
    job = run(clerk, deed_form("01.docx", BODY, FIELDS), deed_form("02.docx", BODY, FIELDS))

    assert (job.report["rows"], job.report["created"]) == (2, 1)
    assert [(one["sheet"], one["reason"]) for one in job.report["duplicates"]] == [("02.docx", "与01.docx是同一份表，只算一次")]


def test_another_text_under_the_same_title_is_refused(clerk: Actor) -> None:
    run(clerk, deed_form("01.docx", BODY, FIELDS))

    job = run(clerk, deed_form("01.docx", BODY + "又及。", FIELDS))

    assert refusals(job) == [("事迹标题", "门岗上的夜晚", "这个部门已有同一对象、同一标题的事迹，内容不同，请直接修改那一件")]


def test_a_bad_file_among_good_ones_costs_itself_only(clerk: Actor) -> None:
    job = run(
        clerk,
        deed_form("01.docx", BODY, FIELDS),
        SourceFile("02.docx", compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y"})),
        SourceFile("03.docx", document()),
        SourceFile("01.jpg", b"\xff\xd8\xff no picture"),
    )

    assert (job.report["rows"], job.report["created"]) == (3, 1)
    assert [(one["sheet"], one["reason"]) for one in job.report["rejected"]] == [
        ("02.docx", "文件“02.docx”有密码，请去掉密码另存后再传"),
        ("03.docx", "这个文件里没有申报表的表格，请使用先进事迹申报表"),
    ]
    assert [one["value"] for one in job.report["warnings"]] == ["李强", "01.jpg"]


@pytest.mark.parametrize(
    "files",
    [
        [SourceFile("photo.jpg", RED)],
        [SourceFile("a.docx", compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}))],
        [SourceFile("a.docx", document())],
        [SourceFile("a.docx", b"PK\x03\x04broken")],
    ],
)
def test_files_without_any_form_are_refused(clerk: Actor, files: list[SourceFile]) -> None:
    with pytest.raises(Refused):
        run(clerk, *files)

    assert db.session.scalar(select(func.count()).select_from(ImportJob)) == 0


def test_whose_the_draft_is(make: Factory) -> None:
    officer = make.actor(Role.ORGANIZATION_OFFICER)
    make.person("王芳", number="W1")
    db.session.commit()

    def author(title: str, **settings: str) -> int | None:
        run(officer, deed_form("01.docx", BODY, {**FIELDS, "事迹标题": title}), **settings)
        return db.session.scalars(select(Matter.opened_by_id).where(Matter.title == title)).one()

    nobody = author("没有填报员")
    clerk = make.account(Role.CLERK, at="department")
    db.session.commit()
    one = author("一个填报员")
    make.account(Role.CLERK, at="department")
    db.session.commit()
    two = author("两个填报员")

    assert (nobody, one, two, author("指名", **{AUTHOR: ACTING})) == (None, clerk.id, None, officer.account_id)


@both_databases
def test_a_draft_without_an_author_is_taken_up_by_who_works_on_it(make: Factory) -> None:
    officer = make.actor(Role.ORGANIZATION_OFFICER)
    clerk, other = make.actor(Role.CLERK, at="department"), make.actor(Role.CLERK, at="department")
    stranger, secretary = make.actor(Role.CLERK, at="other_department"), make.actor(Role.BRANCH_SECRETARY, at="branch")
    make.person("王芳", number="W1")
    db.session.commit()
    run(officer, deed_form("01.docx", BODY, FIELDS))
    deed = db.session.scalars(select(Deed)).one()

    def seen(actor: Actor) -> tuple[bool, bool]:
        found = db.session.scalar(select(func.count()).select_from(Matter).where(visible_to(actor)))
        return found == 1, may_see(actor, deed)

    everybody = (officer, clerk, other, stranger, secretary)
    assert [seen(actor) for actor in everybody] == [(True, True)] * 3 + [(False, False)] * 2
    text = DeedText(title="新的标题", subject_kind=SubjectKind.INDIVIDUAL, body=BODY)
    with pytest.raises(NotAllowed):
        edit_deed(deed, text, actor=stranger, now=clock.now())

    edit_deed(deed, text, actor=clerk, now=clock.now())
    db.session.commit()

    assert deed.matter.opened_by_id == clerk.account_id
    assert [seen(actor) for actor in everybody] == [(False, False), (True, True), (False, False), (False, False), (False, False)]
    assert (is_author(clerk, deed), is_author(other, deed)) == (True, False)


@both_databases
def test_an_import_is_undone_but_for_what_was_worked_on(clerk: Actor) -> None:
    job = run(
        clerk,
        deed_form("01.docx", BODY, {**FIELDS, "事迹标题": "甲"}, pictures=[RED]),
        deed_form("02.docx", BODY, {**FIELDS, "事迹标题": "乙"}),
    )
    worked_on = db.session.scalars(select(Deed).join(Matter).where(Matter.title == "乙")).one()
    edit_deed(worked_on, DeedText(title="乙", subject_kind=SubjectKind.INDIVIDUAL, body="改过。"), actor=clerk, now=clock.now())
    db.session.commit()

    kept = operations.undo(deed_importer, job, actor=clerk, now=clock.now())
    db.session.commit()

    assert [(one.label, str(one.reason)) for one in kept] == [("乙", "导入之后有人改过")]
    assert db.session.scalars(select(Matter.title)).all() == ["乙"]
    assert db.session.scalar(select(func.count()).select_from(Attachment)) == 0
    assert run(clerk, deed_form("01.docx", BODY, {**FIELDS, "事迹标题": "甲"}, pictures=[RED])).report["created"] == 1


def test_a_draft_with_photographs_and_notes_can_be_thrown_away(clerk: Actor) -> None:
    run(clerk, deed_form("01.docx", BODY, FIELDS, pictures=[RED]))

    delete_draft(db.session.scalars(select(Deed)).one(), actor=clerk)
    db.session.commit()

    assert [db.session.scalar(select(func.count()).select_from(model)) for model in (Deed, Matter, Attachment, Remark)] == [0] * 4
