"""The roster: every habit of offices that the importer takes or refuses, each with a table made for it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.importing import operations
from evaluation.foundation.importing.models import ImportJob
from evaluation.foundation.importing.options import Options
from evaluation.foundation.importing.sources import SourceFile
from evaluation.registry.accounts.actors import Actor
from evaluation.registry.accounts.enums import Role
from evaluation.registry.organizations.enums import OrganizationKind
from evaluation.registry.people.enums import AffiliationKind, PoliticalStatus, RoleGroup, Sex
from evaluation.registry.people.imports.columns import role_group_of
from evaluation.registry.people.imports.importer import EFFECTIVE, RosterImporter
from evaluation.registry.people.models import Affiliation, Person
from evaluation.registry.people.operations import affiliate
from evaluation.registry.people.queries import affiliations_on
from tests.support.databases import both_databases, statements
from tests.support.factories import Factory
from tests.support.tables import ROSTER_HEADINGS, file_of, roster

IMPORTER = RosterImporter([Role.ORGANIZATION_HEAD])
WANG = {"工号/学号": "A1", "姓名": "王芳", "部门": "保卫处"}


@pytest.fixture(autouse=True)
def page(app: Flask) -> Any:
    with app.test_request_context():
        yield


@pytest.fixture
def head(make: Factory) -> Actor:
    """The head of the organization department of the small college."""
    make.organization("机电工程系", short_name="机电系")
    make.organization("机电系学生党支部", kind=OrganizationKind.PARTY, parent_id=make.college["general_branch"].id)
    actor = make.actor(Role.ORGANIZATION_HEAD)
    db.session.commit()
    return actor


def run(actor: Actor, file: SourceFile, **settings: str) -> ImportJob:
    job, _plan = operations.run(IMPORTER, [file], actor=actor, now=clock.now(), options=Options(settings))
    db.session.commit()
    return job


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


def figures(job: ImportJob) -> tuple[int, int, int, int]:
    return tuple(job.report[name] for name in ("rows", "created", "updated", "unchanged"))  # type: ignore[return-value]


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


@both_databases
def test_a_second_import_changes_nothing(head: Actor) -> None:
    file = roster({**WANG, "出生年月": "1971.03", "政治面貌": "党员", "入党时间": "2010-01-01", "职务": "干事"})
    run(head, file)
    before = db.session.scalar(select(func.count()).select_from(Affiliation))

    job = run(head, file)

    assert figures(job) == (1, 0, 0, 1)
    assert db.session.scalar(select(func.count()).select_from(Affiliation)) == before
    assert db.session.scalar(select(Person.version).where(Person.number == "A1")) == 1


@both_databases
def test_changes_are_old_and_new_with_history_and_undone_exactly(head: Actor, make: Factory) -> None:
    run(head, roster({**WANG, "政治面貌": "积极分子", "职务": "干事", "手机号": "13800000000"}))
    person = db.session.scalars(select(Person).where(Person.number == "A1")).one()
    before = db.session.execute(select(*Person.__table__.columns).where(Person.id == person.id)).one()
    rows = db.session.execute(select(*Affiliation.__table__.columns).order_by(Affiliation.id)).all()

    job = run(
        head,
        roster(
            {
                **WANG,
                "部门": "机电系",
                "政治面貌": "预备党员",
                "入党时间": "2021-04-10",
                "职务": "辅导员",
                "手机号": "13900000000",
            }
        ),
        **{EFFECTIVE: "2022-03-01"},
    )

    assert figures(job) == (1, 0, 1, 0)
    change = job.preview["changed"][0]
    assert (change["row"], change["before"]) == (
        4,
        {
            "department": "保卫处",
            "political_status": "入党积极分子",
            "joined_on": "",
            "post": "干事",
            "phone": "13800000000",
            "role_group": "职工",
        },
    )
    assert {key: change["cells"][key] for key in ("department", "political_status", "joined_on", "role_group")} == {
        "department": "机电工程系",
        "political_status": "中共预备党员",
        "joined_on": "2021-04-10",
        "role_group": "教师",
    }
    days = {"before": date(2021, 4, 9), "joined": date(2021, 4, 10), "moved": date(2022, 3, 1)}
    held = {name: affiliations_on([person.id], day)[person.id] for name, day in days.items()}
    assert [held[name][AffiliationKind.POLITICAL_STATUS].value for name in days] == [
        "activist",
        "probationary_member",
        "probationary_member",
    ]
    assert [held[name][AffiliationKind.POST].value for name in days] == ["干事", "干事", "辅导员"]

    assert operations.undo(IMPORTER, job, actor=head, now=clock.now()) == []
    db.session.commit()

    after = db.session.execute(select(*Person.__table__.columns).where(Person.id == person.id)).one()
    assert {**after._mapping, "version": before.version} == dict(before._mapping)
    assert db.session.execute(select(*Affiliation.__table__.columns).order_by(Affiliation.id)).all() == rows


def test_imports_are_undone_one_after_the_other(head: Actor) -> None:
    first = run(head, roster({**WANG, "职务": "干事"}))
    second = run(head, roster({**WANG, "职务": "科员"}))

    kept = operations.undo(IMPORTER, first, actor=head, now=clock.now())
    assert [one.label for one in kept] == ["A1 王芳"]
    first.state, first.undone_at = "done", None

    assert operations.undo(IMPORTER, second, actor=head, now=clock.now()) == []
    assert operations.undo(IMPORTER, first, actor=head, now=clock.now()) == []
    assert db.session.scalar(select(func.count()).where(Person.number == "A1")) == 0


def test_who_was_changed_or_is_used_since_stays_and_is_named(
    head: Actor, make: Factory, frozen_clock: Callable[[datetime], None]
) -> None:
    job = run(head, roster(WANG, {**WANG, "工号/学号": "A2", "姓名": "李强"}, {**WANG, "工号/学号": "A3", "姓名": "赵云"}))
    people = {one.number: one for one in db.session.scalars(select(Person).where(Person.number.like("A%")))}
    frozen_clock(clock.now() + timedelta(minutes=1))
    affiliate(people["A1"], AffiliationKind.POST, "科员", valid_from=None, actor=None, now=clock.now())
    make.account(Role.MEMBER, person=people["A2"])
    db.session.commit()

    kept = operations.undo(IMPORTER, job, actor=head, now=clock.now())

    assert [(one.label, str(one.reason)) for one in kept] == [("A1 王芳", "导入之后被改过"), ("A2 李强", "已经被别的记录用到")]
    assert list(db.session.scalars(select(Person.number).where(Person.number.like("A%")).order_by(Person.number))) == ["A1", "A2"]


def test_an_empty_cell_takes_nothing_away_and_says_so(head: Actor) -> None:
    run(head, roster({**WANG, "手机号": "13800000000", "职务": "干事"}))

    job = run(head, roster(WANG))

    assert figures(job) == (1, 0, 0, 1)
    assert sorted(one["reason"] for one in job.report["warnings"]) == [
        "“手机号”有1格是空的而系统里有值，系统里的值保留不变",
        "“职务”有1格是空的而系统里有值，系统里的值保留不变",
    ]


@pytest.mark.parametrize(
    ("earlier", "later", "changed"),
    [
        ("1990-12-11", "1990.12", 0),
        ("1990.12", "1990-12-11", 1),
        ("1990-12-11", "1990.11", 1),
        ("1990.12", "1990.12", 0),
        ("1990-12-01", "1990.12", 0),
    ],
)
def test_the_more_exact_birth_date_stays(head: Actor, earlier: str, later: str, changed: int) -> None:
    run(head, roster({**WANG, "出生年月": earlier}))

    assert figures(run(head, roster({**WANG, "出生年月": later}))) == (1, 0, changed, 1 - changed)


def test_a_slip_in_a_name_is_corrected_and_another_name_is_refused(head: Actor) -> None:
    run(head, roster({**WANG, "姓名": "王芳芳"}, {**WANG, "工号/学号": "A2", "姓名": "李强"}))

    job = run(head, roster(WANG, {**WANG, "工号/学号": "A2", "姓名": "赵云"}))

    assert figures(job) == (2, 0, 1, 0)
    assert [one["reason"] for one in job.report["warnings"]] == ["系统里原来写作王芳芳，这次改正姓名"]
    assert [one["reason"] for one in job.report["rejected"]] == [
        "工号A2在系统里是李强，请核对工号；如果是改名，请先在本人页面上改"
    ]


def test_people_who_are_missing_are_listed_and_stay(head: Actor, make: Factory) -> None:
    make.person("张三", number="M1")
    make.person("李四", number="M2", department="other_department")
    db.session.commit()

    job = run(head, roster(WANG))

    listed = [row["cells"]["number"] for row in job.preview["missing"]]
    assert ("M1" in listed, "M2" in listed, "A1" in listed) == (True, False, False)
    assert db.session.scalar(select(func.count()).where(Person.number.in_(["M1", "M2"]))) == 2


@pytest.mark.parametrize(
    ("setting", "starts"),
    [("", date(2022, 4, 6)), ("2022-01-01", date(2022, 1, 1)), ("correction", None)],
)
def test_a_difference_is_a_change_from_a_day_on_or_a_correction(head: Actor, setting: str, starts: date | None) -> None:
    run(head, roster({**WANG, "职务": "干事"}))

    run(head, roster({**WANG, "职务": "科员"}), **{EFFECTIVE: setting})

    posts = db.session.execute(
        select(Affiliation.value, Affiliation.valid_from, Affiliation.valid_to, Affiliation.superseded_at.is_not(None))
        .join(Person)
        .where(Person.number == "A1", Affiliation.kind == AffiliationKind.POST)
        .order_by(Affiliation.id)
    ).all()
    assert posts == [("干事", None, starts, starts is None), ("科员", starts, None, False)]


@pytest.mark.parametrize(("setting", "words"), [("2031-01-01", "变动发生之后才登记"), ("昨天", "“昨天”")])
def test_a_day_that_cannot_be_is_refused(head: Actor, setting: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        run(head, roster(WANG), **{EFFECTIVE: setting})

    assert str(refused.value).startswith(words)
    assert refused.value.field == EFFECTIVE


def test_a_department_outside_the_scope_is_left_alone(head: Actor, make: Factory) -> None:
    officer = make.actor(Role.ORGANIZATION_HEAD, at="department")
    run(head, roster({**WANG, "工号/学号": "A2", "姓名": "李强", "部门": "总务处"}))

    job = run(officer, roster(WANG, {**WANG, "部门": "总务处", "工号/学号": "A9"}, {**WANG, "工号/学号": "A2", "姓名": "李强"}))

    assert figures(job) == (3, 1, 0, 0)
    assert [(one["row"], one["column"], one["reason"]) for one in job.report["rejected"]] == [
        (row, "部门", "这个部门不在您的管理范围内，请由管理它的组织部门导入") for row in (5, 6)
    ]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"出生年月": "2004-05-01", "政治面貌": "中共党员", "入党时间": "2021-01-01"}, "入党时间"),
        ({"政治面貌": "群众", "入党时间": "2019-01-01"}, "入党时间"),
        ({"政治面貌": "中共党员", "入党时间": ""}, "入党时间"),
        ({"政治面貌": "中共党员", "入党时间": "2019.11"}, "入党时间"),
        ({"政治面貌": "中共党员", "入党时间": "2021-12-01"}, "政治面貌"),
    ],
)
def test_what_is_odd_is_taken_with_a_warning(head: Actor, cells: Mapping[str, Any], column: str) -> None:
    job = run(head, roster({**WANG, **cells}))

    assert (job.report["created"], [one["column"] for one in job.report["warnings"]]) == (1, [column])


def thousands(count: int, post: str) -> SourceFile:
    rows = ({**WANG, "工号/学号": f"T{number:05d}", "职务": post, "政治面貌": "群众"} for number in range(count))
    return roster(*rows)


@pytest.mark.parametrize(("backend", "many"), [("sqlite", 10_000), ("postgresql", 2_000)], indirect=["backend"])
def test_ten_thousand_people_need_few_statements(head: Actor, many: int) -> None:
    with statements() as few:
        run(head, thousands(500, "干事"))
    with statements() as seen:
        job = run(head, thousands(many, "干事"))

    assert figures(job) == (many, many - 500, 0, 500)
    assert len(seen) <= len(few) + many // 1_000 + 5
    assert len(seen) <= 40

    with statements() as seen:
        job = run(head, thousands(2_000, "科员"))
    assert figures(job) == (2_000, 0, 2_000, 0)
    assert len(seen) <= 40
