import io
import tracemalloc
from datetime import date
from datetime import time as clock_time

import openpyxl
import pytest
import xlsxwriter

from evaluation.foundation.files.archives import ArchiveLimits
from evaluation.foundation.files.inspection import InspectionLimits
from evaluation.foundation.files.refusals import MEGABYTE, FileRefused
from evaluation.foundation.tabular.cells import normalise_code, normalise_label, normalise_name
from evaluation.foundation.tabular.dates import read_date
from evaluation.foundation.tabular.extents import column_letters, column_number
from evaluation.foundation.tabular.headings import Column, find_table
from evaluation.foundation.tabular.workbooks import Row, Sheet, WorkbookLimits, read_workbook
from tests.foundation.files.hostile_files import (
    RawEntry,
    RawZip,
    compound,
    document,
    old_workbook,
    picture,
    record,
    relationships,
    with_named_parts,
    workbook,
)

SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def refusal(data, name="名单.xlsx", **limits):
    with pytest.raises(FileRefused) as caught:
        read_workbook(data, name, limits=WorkbookLimits(**limits))
    return caught.value


def with_rows(rows: bytes, after: bytes = b"") -> bytes:
    body = b"<worksheet " + NAMESPACE + b"><sheetData>" + rows + b"</sheetData>" + after + b"</worksheet>"
    return with_named_parts(workbook(), {SHEET: body})


def filled(count: int, columns: int = 3) -> bytes:
    cells = [b'<c r="%s%%d"><v>7</v></c>' % column_letters(column + 1).encode() for column in range(columns)]
    template = b'<row r="%d">' + b"".join(cells) + b"</row>"
    return b"".join(template % ((number,) * (columns + 1)) for number in range(1, count + 1))


def test_rows_are_numbered_as_in_excel_and_cells_are_what_was_stored():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("台账")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        hour = book.add_format({"num_format": "hh:mm"})
        sheet.write_string(2, 1, "00001")
        sheet.write_number(2, 2, 177)
        sheet.write_datetime(2, 3, date(2022, 3, 14), day)
        sheet.write_boolean(4, 1, True)
        sheet.write_formula(4, 2, "=1+1", None, 2)
        sheet.write_datetime(4, 3, clock_time(8, 30), hour)
        sheet.write_string(4, 4, " =x ")
        book.add_worksheet("空")
        book.add_worksheet("备查").write_string(0, 0, "x")
        book.get_worksheet_by_name("备查").hide()
    read = read_workbook(target.getvalue(), "C:\\表\\台账.xlsx")
    assert read.name == "台账.xlsx"
    assert read.sheets == [
        Sheet(
            "台账",
            [
                Row(1, ["", "", "", "", ""]),
                Row(2, ["", "", "", "", ""]),
                Row(3, ["", "00001", 177.0, date(2022, 3, 14), ""]),
                Row(4, ["", "", "", "", ""]),
                Row(5, ["", True, 2.0, clock_time(8, 30), " =x "]),
            ],
        ),
        Sheet("备查", [Row(1, ["x"])], is_hidden=True),
    ]


def test_an_old_workbook_is_read_too():
    read = read_workbook(old_workbook(), "名单.xls")
    assert read.sheets == [Sheet("名单", [Row(1, ["工号", "姓名"]), Row(2, ["00001", "王芳"])])]


def test_a_workbook_of_another_program_is_read():
    made = openpyxl.Workbook()
    made.active.append(["工号", "姓名"])
    made.active.append(["00001", "王芳"])
    target = io.BytesIO()
    made.save(target)
    assert read_workbook(target.getvalue(), "名单").sheets[0].rows[1] == Row(2, ["00001", "王芳"])


def merged(*ranges):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("名单")
        for first_row, first_column, last_row, last_column, text in ranges:
            sheet.merge_range(first_row, first_column, last_row, last_column, text)
        for row in (1, 2, 4):
            sheet.write_string(row, 1, f"王{row}")
    return target.getvalue()


def test_a_merged_value_belongs_to_each_row_that_holds_something():
    data = merged((0, 0, 0, 2, "标题"), (1, 0, 4, 0, "教务处"))
    cells = [["标题", ""], ["教务处", "王1"], ["教务处", "王2"], ["", ""], ["教务处", "王4"]]
    assert [row.cells for row in read_workbook(data, "a.xlsx").sheets[0].rows] == cells
    plain = read_workbook(data, "a.xlsx", spread_merged=False).sheets[0].rows
    assert [row.cells[0] for row in plain] == ["标题", "教务处", "", "", ""]


def test_endless_merged_ranges_are_refused():
    ranges = b"".join(b'<mergeCell ref="A%d:A20000"/>' % (number % 100 + 1) for number in range(2000))
    data = with_rows(filled(20_000, 1), b"<mergeCells>" + ranges + b"</mergeCells>")
    assert refusal(data).reason_key == "damaged"


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.xlsx", "empty"),
        (picture(), "a.jpg", "kind_refused"),
        (document(), "a.docx", "kind_refused"),
        (document(), "a.xlsx", "kind_refused"),
        ("工号,姓名\n".encode(), "a.csv", "kind_other_workbook"),
        (b"<html><table><tr><td>x", "a.xls", "kind_web_page"),
        (b"\x00\x01\x02\x03", "a.xlsx", "kind_unknown"),
        (workbook(), "a.xls", "ending_disagrees"),
        (workbook(), "a.exe.xlsx", "name_two_endings"),
        (workbook()[:-30], "a.xlsx", "damaged"),
        (compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}), "a.xlsx", "encrypted"),
        (old_workbook(before_sheets=record(0x002F, bytes(6))), "a.xls", "encrypted"),
        (with_named_parts(workbook(), {"xl/vbaProject.bin": b"x"}), "a.xlsx", "macros"),
        (with_named_parts(workbook(), {"xl/externalLinks/externalLink1.xml": b"<a/>"}), "a.xlsx", "external"),
        (with_named_parts(workbook(), {"xl/_rels/x.xml.rels": relationships("image", "http://a.example")}), "a.xlsx", "external"),
        (with_named_parts(workbook(), {SHEET: b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), "a.xlsx", "document_type"),
        (with_named_parts(workbook(), {SHEET: b"<worksheet><sheetData></worksheet>"}), "a.xlsx", "damaged"),
        (with_named_parts(workbook(), {SHEET: b"<?xml version='1.0' encoding='UTt-8'?><sheetData/>"}), "a.xlsx", "damaged"),
        (with_named_parts(workbook(), {SHEET: b"<?xml version='1.0' encoding='GBK'?><sheetData/>"}), "a.xlsx", "damaged"),
        (with_named_parts(workbook(), {"xl/workbook.xml": b"<workbook/>"}), "a.xlsx", "workbook_empty"),
        (workbook(()), "a.xlsx", "workbook_empty"),
        (old_workbook(cells=b""), "a.xls", "workbook_empty"),
        (compound({"Workbook": b"\x09\x08" + b"\xff" * 50}), "a.xls", "damaged"),
        (RawZip([RawEntry(b"a", bytes(3 * MEGABYTE))]).build(), "a.xlsx", "archive_ratio"),
    ],
)
def test_what_is_no_workbook_is_refused(data, name, reason):
    assert refusal(data, name).reason_key == reason


def test_the_password_message_says_what_to_do():
    refused = refusal(compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}))
    assert str(refused) == "“名单.xlsx” has a password. Take the password off, save it and send it again."


def test_limits_of_rows_and_columns_are_exact():
    assert len(read_workbook(with_rows(filled(20)), "a.xlsx", limits=WorkbookLimits(rows=20)).sheets[0].rows) == 20
    refused = refusal(with_rows(filled(21)), rows=20)
    assert (refused.reason_key, refused.figures["limit"]) == ("workbook_rows", "20")
    assert str(refused) == "“名单.xlsx” has over 20 rows. Split it and import the parts."
    read_workbook(with_rows(filled(2, 30)), "a.xlsx", limits=WorkbookLimits(columns=30))
    refused = refusal(with_rows(filled(2, 31)), columns=30)
    assert (refused.reason_key, refused.figures) == ("workbook_columns", {"limit": 30, "column": "AE"})


def test_rows_count_over_all_sheets():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        for name in ("甲", "乙"):
            sheet = book.add_worksheet(name)
            for row in range(10):
                sheet.write_string(row, 0, "x")
    assert len(read_workbook(target.getvalue(), "a.xlsx", limits=WorkbookLimits(rows=20)).sheets) == 2
    assert refusal(target.getvalue(), rows=19).reason_key == "workbook_rows"


def test_one_cell_in_the_last_corner_is_refused_before_it_costs_memory():
    refused = refusal(with_rows(filled(3) + b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'))
    assert (refused.reason_key, refused.figures) == ("workbook_far_row", {"limit": "20,000", "row": "1,048,576"})
    refused = refusal(with_rows(b'<row r="1"><c r="XFD1" t="inlineStr"><is><t>x</t></is></c></row>'))
    assert (refused.reason_key, refused.figures) == ("workbook_columns", {"limit": 100, "column": "XFD"})


def test_a_sheet_under_another_name_is_measured_too():
    rows = filled(3) + b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    sheet = (
        b"<x:worksheet xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
        + rows.replace(b"<", b"<x:").replace(b"<x:/", b"</x:")
        + b"</x:worksheet>"
    )
    assert refusal(with_named_parts(workbook(), {"xl/media/image1.png": sheet})).reason_key == "workbook_far_row"


def test_old_drawings_that_are_not_well_formed_do_no_harm():
    drawing = b"<xml><v:shape xmlns:v='urn:v'><div>a<br>b</div></v:shape></xml>"
    data = with_named_parts(workbook(), {"xl/drawings/vmlDrawing1.vml": drawing})
    assert read_workbook(data, "a.xlsx").sheets[0].rows[1] == Row(2, ["00001", "王芳"])
    hidden = drawing + b" " * 300_000 + b"<sheetData><row r='1048576'><c r='A1048576'><v>1</v></c></row></sheetData>"
    assert refusal(with_named_parts(workbook(), {"xl/drawings/vmlDrawing1.vml": hidden})).reason_key == "damaged"
    early = b"<a><sheetData>" + b" " * 300_000 + b"<b></c><row r='1048576'><c r='A1048576'><v>1</v></c></row>"
    assert refusal(with_named_parts(workbook(), {SHEET: early})).reason_key == "damaged"


def test_cells_without_address_follow_each_other():
    rows = b"<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    data = with_rows(rows)
    assert [row.cells for row in read_workbook(data, "a.xlsx").sheets[0].rows] == [[1.0, 2.0], [3.0, ""]]
    assert refusal(data, rows=1).reason_key == "workbook_rows"
    assert refusal(data, columns=1).figures["column"] == "B"


def test_a_million_formatted_empty_rows_do_not_count():
    empty = b"".join(b'<row r="%d" ht="14"><c r="A%d" s="1"/></row>' % (n, n) for n in range(3, 300_000))
    data = with_rows(filled(2) + empty)
    assert len(read_workbook(data, "a.xlsx").sheets[0].rows) == 2


@pytest.mark.parametrize("address", [b"1A", b"A0x", b"AAAA1", b"A12345678", b""])
def test_a_cell_with_an_impossible_address_is_damage(address):
    assert refusal(with_rows(b'<row r="1"><c r="' + address + b'"><v>1</v></c></row>')).reason_key == "damaged"


def test_a_far_cell_of_an_old_workbook_is_refused():
    def text(row, column):
        return record(0x0204, row.to_bytes(2, "little") + column.to_bytes(2, "little") + b"\0\0\x01\x00\x00x")

    def several(row, last):
        body = row.to_bytes(2, "little") + b"\0\0" + bytes(12) + last.to_bytes(2, "little")
        return record(0x00BD, body)

    assert refusal(old_workbook(cells=text(0, 0) + text(65_535, 0)), "a.xls").reason_key == "workbook_far_row"
    assert refusal(old_workbook(cells=text(0, 255)), "a.xls").figures["column"] == "IV"
    assert refusal(old_workbook(cells=several(0, 101)), "a.xls").reason_key == "workbook_columns"
    rows = old_workbook([["x"]] * 21)
    assert refusal(rows, "a.xls", rows=20).reason_key == "workbook_rows"
    assert len(read_workbook(rows, "a.xls", limits=WorkbookLimits(rows=21)).sheets[0].rows) == 21


def test_two_hundred_thousand_rows_are_answered_within_little_memory():
    data = with_rows(filled(200_000, 10))
    tracemalloc.start()
    refused = refusal(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert str(refused) == "“名单.xlsx” has over 20,000 rows. Split it and import the parts."
    assert peak < 4 * MEGABYTE


def test_ten_thousand_rows_are_read_and_understood():
    headings = ["工号", "姓名", "入党时间", *(f"列{number}" for number in range(12))]
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("名单")
        sheet.write_row(0, 0, headings)
        for number in range(1, 10_001):
            sheet.write_row(number, 0, [f"{number:05}", "王　芳", "2018年6月17日", *(f"部门{number}" for _ in range(12))])
    table = find_table(read_workbook(target.getvalue(), "a.xlsx").sheets[0], [Column(text, text) for text in headings])
    for row in table.rows:
        normalise_code(row.values["工号"])
        normalise_name(row.values["姓名"])
        read_date(row.values["入党时间"])
        for text in headings[3:]:
            normalise_label(row.values[text])
    assert len(table.rows) == 10_000


def test_a_bomb_is_stopped_by_its_unpacked_size():
    limits = InspectionLimits(archive=ArchiveLimits(unpacked=MEGABYTE, ratio=10_000))
    data = with_named_parts(workbook(), {"xl/theme/theme9.xml": b"<a>" + b" " * 2 * MEGABYTE + b"</a>"})
    assert refusal(data, inspection=limits).reason_key == "archive_size"


def test_reading_leaves_no_file_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    read_workbook(workbook(), "a.xlsx")
    refusal(workbook()[:-30])
    assert list(tmp_path.iterdir()) == []


def outcomes(whole, name, step):
    """What comes of each file with one byte turned: the rows that were read, or the reason."""
    found = set()
    for position in range(0, len(whole), step):
        damaged = bytearray(whole)
        damaged[position] ^= 0x55
        try:
            found.add(str([row.cells for sheet in read_workbook(bytes(damaged), name).sheets for row in sheet.rows]))
        except FileRefused as refused:
            found.add(refused.reason_key)
    return found


def test_a_workbook_with_one_byte_turned_is_read_right_or_refused():
    right = str([["工号", "姓名"], ["00001", "王芳"]])
    found = outcomes(workbook(), "a.xlsx", 61)
    assert found <= {right, "damaged", "two_kinds", "kind_unknown", "kind_archive", "encrypted", "archive_path"}
    assert {right, "damaged"} <= found


def test_an_old_workbook_with_one_byte_turned_is_read_or_refused():
    found = outcomes(old_workbook(), "a.xls", 7)
    assert {key for key in found if not key.startswith("[")} <= {
        "damaged",
        "kind_refused",
        "kind_unknown",
        "kind_old_document",
        "workbook_empty",
        "workbook_far_row",
        "workbook_columns",
    }
    assert str([["工号", "姓名"], ["00001", "王芳"]]) in found


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")])
def test_columns_by_letter(number, letters):
    assert (column_letters(number), column_number(letters)) == (letters, number)
