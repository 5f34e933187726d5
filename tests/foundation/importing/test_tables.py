import pytest
from flask import Flask

from evaluation.foundation.importing.options import Options
from evaluation.foundation.importing.sources import SourceFile
from evaluation.foundation.importing.tables import (
    ReadTables,
    RowReader,
    Shape,
    TablesRefused,
    read_tables,
    storable_unread,
    storable_workbook,
)
from evaluation.foundation.tabular.headings import Column
from evaluation.foundation.tabular.workbooks import read_workbook
from tests.support.tables import file_of

PEOPLE = Shape(
    "people",
    (Column("number", "工号", ("编号",), required=True), Column("name", "姓名", required=True), Column("post", "职务")),
    never_stored=(Column("identity", "身份证号", ("身份证",)),),
)
UNITS = Shape("units", (Column("code", "编码", ("编号",), required=True), Column("title", "部门名称", required=True)))
GOOD = [["工号", "姓名", "身份证号"], ["1", "王芳", "110101199003070011"]]


def read(sheets: dict[str, list[list[object]]], options: Options | None = None) -> ReadTables:
    return read_tables(file_of(sheets), [PEOPLE, UNITS], options or Options())


def test_every_sheet_is_read_by_the_shape_that_it_fits() -> None:
    found = read({"人员": GOOD, "部门": [["编码", "部门名称", "电话"], ["D1", "教务处", "1"]], "说明": [["请如实填写"]]})

    assert [(one.table.sheet, one.shape.key) for one in found.tables] == [("人员", "people"), ("部门", "units")]
    assert found.ignored == ["身份证号", "电话"]
    assert [(one.sheet, one.row) for one in found.warnings] == [("说明", None)]


def test_a_sheet_that_is_meant_and_lacks_a_column_refuses_the_file(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(TablesRefused) as refused:
        read({"人员": GOOD, "学生": [["工号", "名字", "职务"], ["2", "李强", "学生"]]})

    with app.test_request_context():
        assert str(refused.value) == "工作表“学生”：没有“姓名”列。现在有：工号、名字、职务。“名字”是姓名吗？"
    unclear = refused.value.unclear
    assert [(one.sheet, one.column.key) for one in unclear] == [("学生", "name")]
    assert unclear[0].candidates == [("工号", ["2"]), ("名字", ["李强"]), ("职务", ["学生"])]


def test_headings_count_as_the_reader_says() -> None:
    found = read({"学生": [["工号", "名字"], ["2", "李强"]]}, Options(headings={"名字": "name"}))

    assert found.tables[0].table.rows[0].values == {"number": "2", "name": "李强"}


def test_samples_never_show_identity_numbers(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(TablesRefused) as refused:
        read({"学生": [["工号", "名字", "证件"], ["2", "李强", "110101199003070011"]]})

    assert refused.value.unclear[0].candidates == [("工号", ["2"]), ("名字", ["李强"]), ("证件", [])]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["随便", "写写"]], "工作表“表”里没有找到表头，表头应有：工号、姓名"),
        ([["工号", "姓名"]], "表里没有数据行，请填好再上传"),
        ([["工号", "工号", "姓名"], ["1", "2", "王芳"]], "有两列都叫“工号”，请只留一列"),
    ],
)
def test_what_is_no_table_is_refused(app: Flask, rows: list[list[object]], words: str) -> None:
    with app.test_request_context(), pytest.raises(TablesRefused) as refused:
        read({"表": rows})

    with app.test_request_context():
        assert str(refused.value) == words
    assert refused.value.unclear == []


def test_a_mended_cell_counts_and_says_where_it_is() -> None:
    found = read({"人员": GOOD}).tables[0]
    row = found.table.rows[0]
    reader = RowReader(found, row, Options().with_correction("人员", 2, "name", "", "王方"))

    assert (reader.shown("name"), reader.shown("number")) == ("王方", "1")
    reader.refuse("name", "不对")
    fault = reader.faults[0]
    assert (fault.sheet, fault.row, fault.column, fault.value, fault.place) == ("人员", 2, "姓名", "王方", 1)


def test_a_waiting_file_holds_no_identity_number() -> None:
    found = read({"人员": [*GOOD, ["2", "李强", "123"], ["3", "赵云", ""]], "说明": [["110101199003070011", "备查"]]})

    kept = read_workbook(storable_workbook(found), "a.xlsx")

    assert [[row.cells for row in sheet.rows] for sheet in kept.sheets] == [
        [["工号", "姓名", "身份证号"], ["1", "王芳", ""], ["2", "李强", ""], ["3", "赵云", ""]],
        [["", "备查"]],
    ]


def test_a_file_without_them_waits_as_it_came() -> None:
    file = file_of({"人员": [["工号", "姓名"], ["1", "王芳"]]})

    assert storable_workbook(read_tables(file, [PEOPLE], Options())) == file.data
    assert storable_unread(file) == file.data


def test_an_unread_file_waits_without_identity_numbers() -> None:
    file = file_of({"人员": [["编号", "名字", "证件"], ["1", "王芳", "110101199003070011"]]})

    kept = read_workbook(storable_unread(SourceFile(file.name, file.data)), "a.xlsx")

    assert [row.cells for row in kept.sheets[0].rows] == [["编号", "名字", "证件"], ["1", "王芳", ""]]
