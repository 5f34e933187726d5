"""The roster: every habit of offices that the importer takes or refuses, each with a table made for it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from evaluation.foundation.core.database import db
from evaluation.registry.accounts.actors import Actor
from evaluation.registry.people.enums import AffiliationKind, PoliticalStatus, RoleGroup, Sex
from evaluation.registry.people.imports.columns import role_group_of
from evaluation.registry.people.models import Affiliation, Person
from tests.registry.people.roster_scene import WANG, figures, head_of, run
from tests.support.databases import both_databases
from tests.support.factories import Factory
from tests.support.tables import ROSTER_HEADINGS, file_of, roster


@pytest.fixture(autouse=True)
def page(app: Flask) -> Any:
    with app.test_request_context():
        yield


@pytest.fixture
def head(make: Factory) -> Actor:
    return head_of(make)


def taken(actor: Actor, **cells: Any) -> Person:
    """The person that one row becomes."""
    job = run(actor, roster({**WANG, **cells}))
    assert job.report["rejected"] == []
    return db.session.scalars(select(Person).order_by(Person.id.desc()).limit(1)).one()


def refusal(actor: Actor, **cells: Any) -> tuple[int, str, str, str]:
    """Row, column, value and reason of the one fault of one row."""
    job = run(actor, roster({**WANG, **cells}))
    assert (job.report["created"], len(job.report["rejected"])) == (0, 1)
    one = job.report["rejected"][0]
    return one["row"], one["column"], one["value"], one["reason"]


@both_databases
def test_a_person_with_all_that_a_roster_says(head: Actor, make: Factory) -> None:
    person = taken(
        head,
        **{
            "工号/学号": "００１７７",
            "姓名": " 王　芳 ",
            "性别": "女",
            "出生年月": date(1990, 12, 11),
            "民族": "汉",
            "部门": "机电系",
            "所在党支部": "机电系学生支部",
            "政治面貌": "中共 党员",
            "入党时间": "2019年11月18日",
            "职务": "辅导员",
            "级别": "副科",
            "手机号": "199 4753 6209",
            "备注": "借调",
        },
    )

    identity = (
        person.number,
        person.name,
        person.pinyin,
        person.sex,
        person.birth_date,
        person.birth_precision,
        person.ethnicity,
    )
    assert identity == ("00177", "王芳", "wangfang", Sex.FEMALE, date(1990, 12, 11), "day", "汉族")
    assert (person.post, person.cadre_level, person.phone, person.remark) == ("辅导员", "副科", "19947536209", "借调")
    assert (person.political_status, person.joined_on, person.role_group) == (
        PoliticalStatus.FULL_MEMBER,
        date(2019, 11, 18),
        RoleGroup.TEACHER,
    )
    since = {
        row.kind: row.valid_from for row in db.session.scalars(select(Affiliation).where(Affiliation.person_id == person.id))
    }
    assert since == {
        AffiliationKind.DEPARTMENT: None,
        AffiliationKind.BRANCH: None,
        AffiliationKind.POST: None,
        AffiliationKind.CADRE_LEVEL: None,
        AffiliationKind.ROLE_GROUP: None,
        AffiliationKind.POLITICAL_STATUS: date(2019, 11, 18),
    }


@pytest.mark.parametrize(
    ("cells", "attribute", "value"),
    [
        ({"姓名": "阿依古丽•艾合买提"}, "name", "阿依古丽·艾合买提"),
        ({"姓名": "陈  峰"}, "name", "陈峰"),
        ({"工号/学号": 177.0}, "number", "177"),
        ({"出生年月": "19710307"}, "birth_date", date(1971, 3, 7)),
        ({"出生年月": "1971.03"}, "birth_date", date(1971, 3, 1)),
        ({"出生年月": "1971.03"}, "birth_precision", "month"),
        ({"出生年月": "1971/3/7"}, "birth_precision", "day"),
        ({"政治面貌": "群 众"}, "political_status", PoliticalStatus.MASSES),
        ({"政治面貌": "积极分子"}, "political_status", PoliticalStatus.ACTIVIST),
        ({"政治面貌": "预备党员", "入党时间": "2021-07-07"}, "political_status", PoliticalStatus.PROBATIONARY_MEMBER),
        ({"政治面貌": "九三学社社员"}, "political_status", PoliticalStatus.OTHER_PARTY),
        ({"政治面貌": "无党派人士"}, "political_status", PoliticalStatus.MASSES),
        ({"政治面貌": ""}, "political_status", None),
        ({"所在党支部": ""}, "branch_id", None),
        ({"手机号": "+86 138-0000-0000"}, "phone", "13800000000"),
        ({"手机号": "8312345"}, "phone", "8312345"),
        ({"职务": ""}, "role_group", None),
        ({"职务": "护士"}, "role_group", RoleGroup.MEDICAL),
        ({"职务": "宿管员"}, "role_group", RoleGroup.STAFF),
        ({"职务": "学生"}, "role_group", RoleGroup.STUDENT),
    ],
)
def test_habits_of_offices_are_understood(head: Actor, cells: Mapping[str, Any], attribute: str, value: Any) -> None:
    assert getattr(taken(head, **cells), attribute) == value


@pytest.mark.parametrize(
    ("cells", "column", "shown", "reason"),
    [
        ({"工号/学号": ""}, "工号/学号", "", "没有工号或学号，请补上"),
        ({"姓名": " 　"}, "姓名", "", "没有名称或姓名，请补上"),
        ({"部门": ""}, "部门", "", "没有部门，请补上"),
        ({"部门": "后勤服务集团"}, "部门", "后勤服务集团", "没有“后勤服务集团”这个部门，请写登记的名称，或先导入这个部门"),
        ({"部门": "机电学院"}, "部门", "机电学院", "没有“机电学院”，是不是“机电工程系”？"),
        (
            {"所在党支部": "第九党支部"},
            "所在党支部",
            "第九党支部",
            "没有“第九党支部”这个党支部，请写登记的名称，或先导入这个党支部",
        ),
        ({"所在党支部": "机电二支部"}, "所在党支部", "机电二支部", "没有“机电二支部”，是不是“机电系学生党支部”？"),
        ({"所在党支部": "机关党总支"}, "所在党支部", "机关党总支", "“机关党总支”不是党支部，请写它下面的党支部"),
        (
            {"政治面貌": "良民"},
            "政治面貌",
            "良民",
            "不认识“良民”，请写：群众、共青团员、入党申请人、入党积极分子、发展对象、中共预备党员、中共党员、民主党派",
        ),
        ({"性别": "其它"}, "性别", "其它", "不认识“其它”，请写：男、女"),
        ({"出生年月": "2022-13-01"}, "出生年月", "2022-13-01", "“2022-13-01”：13月不存在，请写成2022-03-14这样"),
        ({"出生年月": "2014.02.30"}, "出生年月", "2014.02.30", "“2014.02.30”：2月30日不存在，请改成正确的日期"),
        ({"出生年月": "2031-07-01"}, "出生年月", "2031-07-01", "出生日期在今天之后，请改为真实日期"),
        ({"政治面貌": "中共党员", "入党时间": "2031-07-01"}, "入党时间", "2031-07-01", "入党时间在今天之后，请改为真实日期"),
        (
            {"出生年月": "1990-01-01", "政治面貌": "中共党员", "入党时间": "1980-07-01"},
            "入党时间",
            "1980-07-01",
            "入党时间早于出生，请改正其中一个",
        ),
        ({"手机号": "abc"}, "手机号", "abc", "“abc”不是电话号码，手机号应为11位"),
        ({"备注": "身份证110101199003070011"}, "备注", "身份证…", "这里像是身份证号，系统不保存身份证号，请从这一格删去"),
    ],
)
def test_faults_name_the_cell_the_reason_and_the_way_out(
    head: Actor, cells: Mapping[str, Any], column: str, shown: str, reason: str
) -> None:
    row, found_column, found_value, found_reason = refusal(head, **cells)

    assert (row, found_column, found_value) == (4, column, shown)
    assert found_reason == reason


def test_totals_notes_blank_rows_and_titles_are_no_rows(head: Actor) -> None:
    table = [
        ["测试学院花名册"],
        [],
        ["序号", *ROSTER_HEADINGS, "身份证号"],
        [1, "A1", "王芳", "", "", "", "保卫处", *[""] * 7, "110101199003070011"],
        [],
        [2, "A2", "李强", "", "", "", "保卫处"],
        ["合计", "教职工 人员见上"],
        ["注：涂改无效，由各单位盖章报送。"],
    ]

    job = run(head, file_of({"教职工": table}))

    assert figures(job) == (2, 2, 0, 0)
    assert job.report["ignored_columns"] == ["身份证号"]
    assert job.preview["heading_rows"] == {"教职工": 3}


def test_all_sheets_are_one_roster_and_a_sheet_of_students_means_students(head: Actor) -> None:
    head_row = ["学号", "姓名", "所在部门", "现任职务"]
    sheets = {"教职工": [head_row, ["A1", "王芳", "保卫处", ""]], "学生党员": [head_row, ["S1", "李强", "机电系", ""]]}

    job = run(head, file_of(sheets))

    assert figures(job) == (2, 2, 0, 0)
    groups = db.session.execute(
        select(Person.name, Person.role_group).where(Person.number.in_(["A1", "S1"])).order_by(Person.number)
    )
    assert groups.all() == [("王芳", None), ("李强", RoleGroup.STUDENT)]


@pytest.mark.parametrize(
    ("post", "sheet", "group"),
    [
        ("专任教师", "教职工", RoleGroup.TEACHER),
        ("护理教师", "教职工", RoleGroup.TEACHER),
        ("校医", "教职工", RoleGroup.MEDICAL),
        ("学生会主席", "学生", RoleGroup.STUDENT),
        ("学生工作处处长", "教职工", RoleGroup.STAFF),
        ("干事", "学生", RoleGroup.STAFF),
        ("", "学生", RoleGroup.STUDENT),
        ("", "教职工", None),
    ],
)
def test_the_group_follows_from_the_post(post: str, sheet: str, group: RoleGroup | None) -> None:
    assert role_group_of(post, sheet) == group


def test_the_same_person_twice_counts_once_and_another_one_is_refused(head: Actor) -> None:
    job = run(head, roster(WANG, {**WANG, "工号/学号": "Ａ１"}, {**WANG, "姓名": "李强"}))

    assert figures(job) == (3, 1, 0, 0)
    assert [(one["row"], one["value"], one["no"]) for one in job.report["duplicates"]] == [(5, "A1", "A1")]
    assert [(one["row"], one["column"], one["reason"]) for one in job.report["rejected"]] == [
        (6, "工号/学号", "与第4行（王芳）工号相同而内容不同，请只留对的那一行")
    ]


def test_a_refused_row_does_not_stand_in_the_way_of_a_good_one(head: Actor) -> None:
    job = run(head, roster({**WANG, "所在党支部": "第九党支部"}, WANG))

    assert (figures(job), len(job.report["rejected"])) == ((2, 1, 0, 0), 1)
