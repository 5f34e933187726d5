import pytest

from evaluation.foundation.tabular.headings import Column, Heading, HeadingsRefused, find_table, heading_key
from evaluation.foundation.tabular.rows import RowKind, TableRow
from evaluation.foundation.tabular.workbooks import Row, Sheet

CODE = Column("code", "工号", ("工号/学号", "学号"), required=True)
NAME = Column("name", "姓名", required=True)
UNIT = Column("unit", "部门", ("所在部门",))
BEGAN = Column("began", "起始时间", ("时间（起）",))
ENDED = Column("ended", "结束时间", ("时间（止）",))
COLUMNS = (CODE, NAME, UNIT, BEGAN, ENDED)
IDENTITY = Column("identity", "身份证号", ("身份证号码", "居民身份证号"))
SECRET = "999999199012119316"


def sheet(*rows, name="教职工"):
    width = max(len(row) for row in rows)
    return Sheet(name, [Row(number, [*row, *[""] * (width - len(row))]) for number, row in enumerate(rows, start=1)])


def refusal(made, columns=COLUMNS, **options):
    with pytest.raises(HeadingsRefused) as caught:
        find_table(made, columns, **options)
    return caught.value


ROSTER = sheet(
    ["示范科技职业学院教职工花名册"],
    ["填报单位：组织人事部", "", "", "", "填报时间：2022年3月"],
    ["序号", "工号/学号", "姓 名", "部门", "身份证号", "备注"],
    [1.0, "00001", "赖贵浩", "党政办公室", SECRET, ""],
    ["", "", "", "", "", ""],
    [2.0, "", "唐祥学", "", SECRET, ""],
    [3.0, "00003", "", "党政办公室", SECRET, "产假"],
    [4.0, "", "", "", "", ""],
    ["合计", "教职工 人员见上", "", "", "", ""],
    ["注：涂改无效，由各单位盖章报送。", "", "", "", "", ""],
)


def test_a_roster_as_offices_write_it():
    table = find_table(ROSTER, COLUMNS, never_stored=[IDENTITY])
    assert table.rows == (
        TableRow(4, {"code": "00001", "name": "赖贵浩", "unit": "党政办公室"}),
        TableRow(6, {"code": "", "name": "唐祥学", "unit": ""}),
        TableRow(7, {"code": "00003", "name": "", "unit": "党政办公室"}),
    )
    assert table.passed_over == ((5, RowKind.BLANK), (8, RowKind.BLANK), (9, RowKind.TOTAL), (10, RowKind.NOTE))
    assert table.titles == ("示范科技职业学院教职工花名册", "填报单位：组织人事部 填报时间：2022年3月")
    assert (table.sheet, table.heading_row, table.last_column) == ("教职工", 3, 6)
    assert table.headings == {"code": Heading("工号/学号", 1), "name": Heading("姓名", 2), "unit": Heading("部门", 3)}
    assert (table.never_stored, table.unknown) == (("身份证号",), ("序号", "备注"))


def test_values_that_may_not_be_stored_do_not_leave():
    assert SECRET not in repr(find_table(ROSTER, COLUMNS, never_stored=[IDENTITY]))
    assert SECRET not in repr(find_table(ROSTER, COLUMNS))
    renamed = sheet(["工号", "姓名", "居民身份证号码（18位）", "身份证\n号 码"], ["1", "王芳", SECRET, SECRET])
    table = find_table(renamed, COLUMNS, never_stored=[IDENTITY])
    assert (table.never_stored, table.unknown) == (("身份证号码",), ("居民身份证号码（18位）",))
    assert SECRET not in repr(table)


@pytest.mark.parametrize(
    "heading",
    [
        "姓名",
        "姓 名",
        "姓　名",
        "姓\n名",
        " 姓名 ",
        "*姓名",
        "姓名*",
        "＊姓名：",
        "姓名（汉字）",
        "姓名(必填)",
        "姓名【必填】",
        "姓\u200b名",
    ],
)
def test_headings_are_known_in_every_spelling(heading):
    table = find_table(sheet(["部门", heading, "学号"], ["教务处", "王芳", "7"]), COLUMNS)
    assert table.rows == (TableRow(2, {"unit": "教务处", "name": "王芳", "code": "7"}),)


@pytest.mark.parametrize(
    ("heading", "key"), [("ＮＯ．１", "no.1"), ("工号／学号", "工号/学号"), ("", ""), (None, ""), (3.0, "3")]
)
def test_the_key_of_a_heading(heading, key):
    assert heading_key(heading) == key


def test_a_note_in_brackets_counts_where_it_has_a_meaning():
    table = find_table(sheet(["工号", "姓名", "时间（起）", "时间(止)"], ["1", "王芳", "8:00", "9:00"]), COLUMNS)
    assert {key: heading.place for key, heading in table.headings.items()} == {"code": 0, "name": 1, "began": 2, "ended": 3}


def test_the_plain_heading_wins_over_the_one_with_a_note():
    table = find_table(sheet(["工号", "姓名", "部门（简称）", "部门"], ["1", "王芳", "教务", "教务处"]), COLUMNS)
    assert (table.headings["unit"], table.unknown) == (Heading("部门", 3), ("部门（简称）",))


def test_a_missing_column_is_named_with_what_is_there_and_a_suggestion():
    refused = refusal(sheet(["工号", "名字", "部门"], ["1", "王芳", "教务处"]))
    assert str(refused) == ("There is no column “姓名”. The columns are: 工号、名字、部门. Is “名字” the column “姓名”?")
    [problem] = refused.problems
    assert (problem.reason_key, problem.column, problem.suggestion) == ("missing", NAME, Heading("名字", 1))
    assert refused.found == (Heading("工号", 0), Heading("名字", 1), Heading("部门", 2))


def test_long_headings_are_shortened_in_messages():
    refused = refusal(sheet(["工号", "字" * 5000], ["1", "x"]))
    assert str(refused) == f"There is no column “姓名”. The columns are: 工号、{'字' * 29}…."


def test_nothing_is_suggested_when_nothing_is_alike():
    refused = refusal(sheet(["工号", "电话", "部门"], ["1", "7", "教务处"]))
    assert str(refused) == "There is no column “姓名”. The columns are: 工号、电话、部门."


def test_the_reader_may_choose():
    made = sheet(["工号", "名字", "部门"], ["1", "王芳", "教务处"])
    table = find_table(made, COLUMNS, chosen={"名字": "name"})
    assert table.rows == (TableRow(2, {"code": "1", "name": "王芳", "unit": "教务处"}),)


@pytest.mark.parametrize(
    ("headings", "message"),
    [
        (["工号", "姓名", "部门", "部 门"], "There are two columns called “部门”. Keep one."),
        (["工号", "姓名", "部门", "部门", "部门"], "There are 3 columns called “部门”. Keep one."),
        (
            ["工号", "姓名", "部门（全称）", "部门（简称）"],
            "These columns mean the same: “部门（全称）”、“部门（简称）”. Keep one.",
        ),
        (["工号", "姓名", "部门", "所在部门"], "These columns mean the same: “部门”、“所在部门”. Keep one."),
    ],
)
def test_columns_that_mean_the_same_are_refused(headings, message):
    refused = refusal(sheet(headings, ["x"] * len(headings)))
    assert ([problem.reason_key for problem in refused.problems], str(refused)) == (["duplicate"], message)


def test_unknown_and_withheld_columns_may_stand_twice():
    made = sheet(["工号", "姓名", "备注", "备注", "身份证号", "身份证号"], ["1", "王芳", "", "", SECRET, SECRET])
    assert find_table(made, COLUMNS, never_stored=[IDENTITY]).unknown == ("备注", "备注")


def test_all_faults_are_told_at_once():
    refused = refusal(sheet(["部门", "部门", "名字"], ["教务处", "教务处", "王芳"]))
    assert [problem.reason_key for problem in refused.problems] == ["duplicate", "missing", "missing"]


@pytest.mark.parametrize("rows", [[["a", "b"], ["1", "2"]], [["部门名称是教务处"]], [[1.0, 2.0]]])
def test_a_sheet_without_headings_is_told_what_they_should_be(rows):
    refused = refusal(sheet(*rows))
    assert str(refused) == "No heading row was found in sheet “教职工”. Its headings should be: 工号、姓名."


def test_headings_in_two_rows_are_read_as_one():
    made = sheet(
        ["花名册"],
        ["工号", "姓名", "在岗", "", "联系方式", ""],
        ["", "", "起始时间", "结束时间", "手机", "邮箱"],
        ["1", "王芳", "8:00", "9:00", "7", "x"],
    )
    table = find_table(made, COLUMNS)
    assert table.rows == (TableRow(4, {"code": "1", "name": "王芳", "began": "8:00", "ended": "9:00"}),)
    assert (table.heading_row, table.titles, table.unknown) == (3, ("花名册",), ("手机", "邮箱"))


def test_two_rows_together_may_make_the_word():
    made = sheet(["工号", "姓名", "起始", "结束"], ["", "", "时间", "时间"], ["1", "王芳", "8:00", "9:00"])
    assert find_table(made, COLUMNS).rows == (TableRow(3, {"code": "1", "name": "王芳", "began": "8:00", "ended": "9:00"}),)


def test_a_heading_repeated_on_every_page_is_no_row():
    made = sheet(["工号", "姓名"], ["1", "王芳"], ["工 号", "姓名"], ["2", "李强"])
    table = find_table(made, COLUMNS)
    assert [row.number for row in table.rows] == [2, 4]
    assert table.passed_over == ((3, RowKind.HEADING),)


def test_the_heading_row_is_the_one_that_names_most():
    made = sheet(["姓名"], ["部门", "说明"], ["工号", "姓名", "部门"], ["1", "王芳", "教务处"])
    assert find_table(made, COLUMNS).heading_row == 3


def test_a_table_without_rows_is_a_table():
    table = find_table(sheet(["工号", "姓名"]), COLUMNS)
    assert (table.rows, table.passed_over) == ((), ())


def test_a_heading_row_far_below_is_not_looked_for():
    made = sheet(*[["x"]] * 30, ["工号", "姓名"])
    assert refusal(made).problems[0].reason_key == "no_headings"
