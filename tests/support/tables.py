"""Workbooks, Word forms and photographs as offices hand them in, made by the tests themselves."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter
from docx import Document
from docx.shared import Cm
from PIL import Image

from config import ROOT
from evaluation.foundation.importing.sources import SourceFile

COLLEGE = ROOT / "tests" / "college"
ROSTER_HEADINGS = (
    "工号/学号",
    "姓名",
    "性别",
    "出生年月",
    "民族",
    "部门",
    "所在党支部",
    "政治面貌",
    "入党时间",
    "职务",
    "级别",
    "手机号",
    "备注",
)
LOG_HEADINGS = ("日期", "时段", "任务", "地点", "参加人员", "报送部门", "工作内容", "备注")


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """An xlsx with these sheets: texts as texts, numbers as numbers, dates as dates. The same sheets give the same bytes."""
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.set_properties({"created": datetime(2022, 4, 6)})
        day = book.add_format({"num_format": "yyyy/m/d"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, date | datetime):
                        sheet.write_datetime(number, place, value, day)
                    elif isinstance(value, int | float):
                        sheet.write_number(number, place, value)
                    elif value:
                        sheet.write_string(number, place, value)
    return target.getvalue()


def file_of(sheets: Mapping[str, Sequence[Sequence[Any]]], name: str = "表.xlsx") -> SourceFile:
    """The same as an upload."""
    return SourceFile(name, workbook(sheets))


def roster(*rows: Mapping[str, Any], headings: Sequence[str] = ROSTER_HEADINGS, title: bool = True) -> SourceFile:
    """A roster of one sheet; each person is given by heading."""
    top = [["测试学院花名册"], ["填报单位：组织部", "", "填报时间：2022年3月"]] if title else []
    table = [headings, *([row.get(heading, "") for heading in headings] for row in rows)]
    return file_of({"教职工": [*top, *table]}, "名册.xlsx")


def log(
    *rows: Mapping[str, Any], title: str = "一线工作台账（2022年3月14日—4月15日）", headings: Sequence[str] = LOG_HEADINGS
) -> SourceFile:
    """A log of one sheet; row 3 is the first shift."""
    table = [headings, *([row.get(heading, "") for heading in headings] for row in rows)]
    return file_of({"一线台账": [[title], *table]}, "台账.xlsx")


def photograph(colour: tuple[int, int, int] = (90, 120, 60), size: tuple[int, int] = (160, 120)) -> bytes:
    """A JPEG with a camera's name in it and orientation 6."""
    target = BytesIO()
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "TestPhone"
    Image.new("RGB", size, colour).save(target, "JPEG", exif=exif)
    return target.getvalue()


FORM = {
    "申报类别": "个人",
    "姓名/集体名称": "",
    "工号/学号": "",
    "所在部门": "",
    "所在党支部": "",
    "政治面貌": "中共党员",
    "事迹标题": "门岗上的夜晚",
    "发生时间": "2022年3月14日至4月1日",
    "推荐单位意见": "情况属实，同意推荐。",
}


def deed_form(
    name: str,
    body: str,
    fields: Mapping[str, str] | None = None,
    *,
    pictures: Sequence[bytes] = (),
    columns: int = 2,
    heading: str = "主要事迹",
) -> SourceFile:
    """A deed form: the table of fields (two or four columns), the heading, the text, pictures."""
    document = Document()
    document.add_heading("先进事迹申报表", 0)
    pairs = list({**FORM, **(fields or {})}.items())
    table = document.add_table(rows=0, cols=columns)
    width = columns // 2
    for start in range(0, len(pairs), width):
        cells = table.add_row().cells
        for place, (label, value) in enumerate(pairs[start : start + width]):
            cells[2 * place].text, cells[2 * place + 1].text = label, value
    document.add_heading(heading, 1)
    for paragraph in body.split("\n"):
        document.add_paragraph(paragraph)
    for picture in pictures:
        document.add_picture(BytesIO(picture), width=Cm(4))
    target = BytesIO()
    document.save(target)
    return SourceFile(name, target.getvalue())


def written(folder: Path, *files: SourceFile) -> Path:
    """The files in a folder; gives the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        (folder / file.name).write_bytes(file.data)
    return folder
