import io
import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal

import openpyxl
import pytest

from evaluation.foundation.files.refusals import FileRefused
from evaluation.foundation.tabular.output import (
    CellMark,
    OutputSheet,
    column_widths,
    mark_workbook,
    write_workbook,
)
from evaluation.foundation.tabular.workbooks import read_workbook
from tests.foundation.files.hostile_files import old_workbook, workbook

FORMULA_LIKE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "=cmd|' /C calc'!A0",
    "http://a.example",
    "mailto:a@a.example",
    "external:\\\\a\\b",
    "internal:Sheet1!A1",
    "{=1}",
    "007",
    "1e5",
    "TRUE",
    "#N/A",
    "'=1",
    " =1 ",
    "_x0041_",
    "a\x07b",
    "<b>&\"'",
    '=HYPERLINK("x")',
    "\x00=1",
]


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def written(rows, headings=("甲", "乙"), **options):
    return write_workbook([OutputSheet("名单", headings, rows)], **options)


def test_values_come_back_as_what_they_are():
    rows = [
        ["00177", 177, 2.5, date(2022, 3, 14), datetime(2022, 3, 14, 8, 30), time(8, 30), None, Decimal("7.5"), True],
    ]
    sheet = opened(written(rows, "ABCDEFGHI"))["名单"]
    values = [(cell.value, cell.number_format) for cell in sheet[2]]
    assert values == [
        ("00177", "General"),
        (177, "General"),
        (2.5, "General"),
        (datetime(2022, 3, 14), "yyyy-mm-dd"),
        (datetime(2022, 3, 14, 8, 30), "yyyy-mm-dd hh:mm"),
        (time(8, 30), "hh:mm"),
        (None, "General"),
        (7.5, "General"),
        ("yes", "General"),
    ]


@pytest.mark.parametrize("text", FORMULA_LIKE)
def test_text_stays_text_in_cells_headings_and_names(text):
    data = write_workbook([OutputSheet("名单", [text], [[text]])], about=[(text, text)])
    read = read_workbook(data, "a.xlsx")
    assert [[row.cells for row in sheet.rows] for sheet in read.sheets] == [[[text], [text]], [["Item", "Content"], [text, text]]]
    for sheet in opened(data).worksheets:
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = b"".join(package.read(name) for name in package.namelist())
    assert (b"<f>" in parts, b"<hyperlink" in parts) == (False, False)


def test_numbers_that_would_lose_digits_and_old_dates_are_text():
    rows = [[999999199012119316, date(1899, 12, 31)], [float("nan"), float("inf")], [10**15 - 1, datetime(1899, 1, 1, 8)]]
    assert [row.cells for row in read_workbook(written(rows), "a.xlsx").sheets[0].rows[1:]] == [
        ["999999199012119316", "1899-12-31"],
        ["nan", "inf"],
        [999999999999999.0, "1899-01-01 08:00"],
    ]


def test_aware_times_are_shown_as_in_shanghai():
    rows = [[datetime(2022, 3, 14, 20, 0, tzinfo=UTC)]]
    assert read_workbook(written(rows), "a.xlsx").sheets[0].rows[1].cells[0] == datetime(2022, 3, 15, 4, 0)


def test_what_no_file_may_hold_is_replaced_and_long_text_says_that_it_was_cut():
    rows = [["a\ud800b\ufffe", "长" * 40_000], ["𠮷" * 16_383, "𠮷" * 16_384]]
    cells = [row.cells for row in read_workbook(written(rows), "a.xlsx").sheets[0].rows[1:]]
    assert cells[0] == ["a\ufffdb\ufffd", "长" * 32_667 + "… (7333 more characters)"]
    assert (cells[1][0] == "𠮷" * 16_383, cells[1][1]) == (True, "𠮷" * 16_333 + "… (51 more characters)")


def test_the_heading_is_bold_frozen_and_filtered():
    sheet = opened(written([["x", "部门" * 10], ["y", "z"]]))["名单"]
    assert [cell.font.bold for cell in sheet[1]] == [True, True]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")
    assert (sheet.print_title_rows, sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("$1:$1", "landscape", 9)
    assert [round(sheet.column_dimensions[column].width) for column in "AB"] == [7, 43]


def test_widths_count_chinese_signs_twice_and_have_bounds():
    assert column_widths([["abc", "部门名称"], ["a\nlonger line", date(2022, 3, 14), 1]]) == [13, 12, 6]
    sheet = opened(written([["长" * 60, "x"]]))["名单"]
    assert round(sheet.column_dimensions["A"].width) == 49
    assert [cell.alignment.wrap_text for cell in sheet[2]] == [True, None]


def test_about_is_a_last_sheet():
    data = written([["x", "y"]], about=[("导出人", "王芳"), ("时间", datetime(2022, 4, 6, 9, 0)), ("部门", "教务处")])
    sheets = read_workbook(data, "a.xlsx").sheets
    assert [sheet.name for sheet in sheets] == ["名单", "About this table"]
    assert [row.cells for row in sheets[1].rows[1:]] == [
        ["导出人", "王芳"],
        ["时间", datetime(2022, 4, 6, 9, 0)],
        ["部门", "教务处"],
    ]


def test_the_same_input_gives_the_same_bytes():
    made_at = datetime(2022, 4, 6, 1, 0, tzinfo=UTC)
    first, second = (written([["x", 1.5]], about=[("a", "b")], made_at=made_at) for _ in range(2))
    assert first == second
    assert opened(first).properties.created == datetime(2022, 4, 6, 9, 0)
    assert opened(written([])).properties.created == datetime(2000, 1, 1)


def test_rows_come_from_a_generator_one_by_one():
    taken = []

    def rows():
        for number in range(1000):
            taken.append(number)
            yield [number, "x"]

    assert len(read_workbook(written(rows()), "a.xlsx").sheets[0].rows) == 1001
    assert taken == list(range(1000))


@pytest.mark.parametrize(
    ("count", "lengths"),
    [(0, [1]), (1, [2]), (4, [5]), (5, [5, 2]), (8, [5, 5]), (9, [5, 5, 2])],
)
def test_a_long_sheet_goes_on_in_the_next(count, lengths):
    data = write_workbook([OutputSheet("名单", ["甲"], ([number] for number in range(count)))], last_row=5)
    sheets = opened(data).worksheets
    assert [sheet.max_row for sheet in sheets] == lengths
    assert [sheet.title for sheet in sheets] == ["名单", "名单（2）", "名单（3）"][: len(lengths)]
    assert [cell.value for sheet in sheets for cell in sheet["A"][1:]] == list(range(count))
    assert {sheet["A1"].value for sheet in sheets} == {"甲"}


@pytest.mark.parametrize(
    ("names", "titles"),
    [
        (["a/b[c]:*?\\"], ["a b c"]),
        (["x" * 40, "X" * 40], ["x" * 31, "X" * 28 + "（2）"]),
        (["", "'"], ["1", "1（2）"]),
        (["名单", "名单"], ["名单", "名单（2）"]),
    ],
)
def test_names_of_sheets_are_made_fit(names, titles):
    data = write_workbook([OutputSheet(name, ["甲"], [["x"]]) for name in names])
    assert opened(data).sheetnames == titles


def test_a_workbook_without_sheets_can_be_opened():
    assert opened(write_workbook([])).sheetnames == ["1"]


def test_a_failing_source_leaves_no_file_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def rows():
        yield ["x", "y"]
        raise LookupError("row source")

    with pytest.raises(LookupError):
        written(rows())
    written([["x", "y"]])
    assert list(tmp_path.iterdir()) == []


ROSTER = [
    ["花名册", "", ""],
    ["工号", "姓名", "入党时间"],
    ["00001", "王芳", date(2031, 7, 1)],
    ["", "李强", 2.0],
    ["00003", "赵六", ""],
]
MARKS = [
    CellMark("名单", 3, 2, "入党时间在今天之后"),
    CellMark("名单", 4, 0, "没有工号"),
    CellMark("名单", 4, None, "姓名重复"),
    CellMark("名单", 5, 2, "没有入党时间"),
    CellMark("名单", 5, 2, "没有入党时间"),
]


def roster():
    return write_workbook([OutputSheet("名单", ROSTER[0], ROSTER[1:]), OutputSheet("备查", ["x"], [])])


def red(sheet):
    return sorted(
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb == "FFFFC7CE"
    )


def test_the_same_table_comes_back_with_red_cells_and_reasons():
    marked = mark_workbook(roster(), MARKS, heading_rows={"名单": 2}, name="名单.xlsx")
    read = read_workbook(marked, "a.xlsx")
    assert [sheet.name for sheet in read.sheets] == ["名单", "备查"]
    assert [row.cells for row in read.sheets[0].rows] == [
        ["花名册", "", "", ""],
        ["工号", "姓名", "入党时间", "Reason"],
        ["00001", "王芳", date(2031, 7, 1), "入党时间在今天之后"],
        ["", "李强", 2.0, "没有工号；姓名重复"],
        ["00003", "赵六", "", "没有入党时间"],
    ]
    sheet = opened(marked)["名单"]
    assert red(sheet) == ["A4", "C3", "C5"]
    assert (sheet.freeze_panes, sheet["D2"].font.bold, sheet["C3"].number_format) == ("A3", True, "yyyy-mm-dd")


def test_reasons_of_an_earlier_time_are_replaced():
    once = mark_workbook(roster(), MARKS, heading_rows={"名单": 2})
    again = mark_workbook(once, [CellMark("名单", 5, 1, "新的原因")], heading_rows={"名单": 2})
    rows = [row.cells for row in read_workbook(again, "a.xlsx").sheets[0].rows]
    assert [row[3:] for row in rows] == [[""], ["Reason"], [""], [""], ["新的原因"]]
    assert red(opened(again)["名单"]) == ["B5"]


def test_formula_like_text_stays_text_when_marked():
    data = workbook([["工号", "姓名"], ["=1+1", "@x"]])
    marked = mark_workbook(data, [CellMark("名单", 2, 0, "=1+1")], heading_rows={"名单": 1})
    assert {cell.data_type for row in opened(marked)["名单"].iter_rows() for cell in row} == {"s"}
    assert read_workbook(marked, "a.xlsx").sheets[0].rows[1].cells == ["=1+1", "@x", "=1+1"]


def test_an_old_workbook_comes_back_as_xlsx():
    marked = mark_workbook(old_workbook(), [CellMark("名单", 2, 1, "重名")], heading_rows={"名单": 1}, name="a.xls")
    assert read_workbook(marked, "a.xlsx").sheets[0].rows[1].cells == ["00001", "王芳", "重名"]


def test_what_cannot_be_read_cannot_be_marked():
    with pytest.raises(FileRefused):
        mark_workbook(b"x", [], heading_rows={})
