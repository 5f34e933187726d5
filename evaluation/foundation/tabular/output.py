"""Workbooks out: text stays text, numbers and dates are real ones, nothing is ever a formula or a link.

Rows may come from a generator; they are written as they come and never kept all at once.
"""

import math
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from itertools import chain, islice
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from evaluation.foundation.core.clock import local
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.tabular.workbooks import Sheet, WorkbookLimits, read_workbook

LAST_ROW = 1_048_576
LONGEST_TEXT = 32_767  # in units of UTF-16, as Excel counts
LONGEST_SHEET_NAME = 31
EXACT_DIGITS = 10**15
SAMPLE_ROWS = 200
NARROWEST, WIDEST = 6, 48  # in widths of a Latin digit; a Chinese sign is two wide
FIRST_DATE = date(1900, 3, 1)  # earlier days are counted differently by different programs
UNKNOWN_TIME = datetime(2000, 1, 1)

NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
WIDE = re.compile("[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]")

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NUMBER_FORMATS = {"date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "time": "hh:mm"}
STYLES: dict[str, dict[str, Any]] = {
    "plain": {"valign": "top"},
    "wrapped": {"valign": "top", "text_wrap": True},
    "heading": {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#F2F2F2", "bottom": 1},
    "wrong": {"valign": "top", "bg_color": "#FFC7CE", "font_color": "#9C0006"},
    "reason": {"valign": "top", "text_wrap": True, "font_color": "#9C0006"},
}


@dataclass(frozen=True)
class OutputSheet:
    """One sheet to be written: its name, its headings, its rows in the order of the headings."""

    name: str
    headings: Sequence[Any]
    rows: Iterable[Sequence[Any]]


@dataclass(frozen=True)
class CellMark:
    """What is wrong with a cell: sheet, row as in Excel, column counted from 0 (None for the whole row), and why."""

    sheet: str
    row: int
    place: int | None
    reason: Any


def write_workbook(
    sheets: Iterable[OutputSheet],
    *,
    about: Sequence[tuple[Any, Any]] = (),
    made_at: datetime | None = None,
    last_row: int = LAST_ROW,
) -> bytes:
    """An xlsx file with these sheets; the same input gives the same bytes.

    ``about`` (filters, time, exporter …) becomes a last sheet of two columns; ``made_at`` the time in the properties.
    Sheets longer than Excel allows (``last_row``) go on in a further sheet. Aware times are written as in Shanghai;
    numbers of over fifteen digits, and text that begins like a formula, are text.
    """
    target = BytesIO()
    with tempfile.TemporaryDirectory() as folder, _Book(target, folder, made_at) as book:
        for sheet in sheets:
            book.write_table(sheet, last_row)
        if about:
            rows = [(label, value) for label, value in about]
            book.write_table(OutputSheet(str(_l("About this table")), [_l("Item"), _l("Content")], rows), last_row)
    return target.getvalue()


def mark_workbook(
    original: bytes,
    marks: Iterable[CellMark],
    *,
    heading_rows: Mapping[str, int],
    name: str = "",
    limits: WorkbookLimits | None = None,
) -> bytes:
    """The same tables back, wrong cells in red, with a last column 原因 that tells why.

    ``heading_rows`` gives the heading row of each sheet as in Excel. A column 原因 that is the last one already, from an
    earlier time, is used again. Raises ``FileRefused`` as ``read_workbook`` does.
    """
    workbook = read_workbook(original, name, limits=limits, spread_merged=False)
    by_sheet: dict[str, list[CellMark]] = {}
    for mark in marks:
        by_sheet.setdefault(mark.sheet, []).append(mark)
    target = BytesIO()
    with tempfile.TemporaryDirectory() as folder, _Book(target, folder, None) as book:
        for sheet in workbook.sheets:
            book.write_marked(sheet, by_sheet.get(sheet.name, []), heading_rows.get(sheet.name, 1))
    return target.getvalue()


class _Book:
    """The file being written, its formats and the names already taken."""

    def __init__(self, target: BytesIO, folder: str, made_at: datetime | None) -> None:
        self._book = xlsxwriter.Workbook(target, {"constant_memory": True, "tmpdir": folder, **OPTIONS})
        self._book.set_properties({"created": _naive(made_at) if made_at else UNKNOWN_TIME})
        self._formats: dict[tuple[str, str], Format] = {}
        self._names: set[str] = set()

    def __enter__(self) -> "_Book":
        return self

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        if failure is None:
            if not self._names:
                self.add_sheet("1")
            self._book.close()
            return
        for worksheet in self._book.worksheets():
            worksheet.row_data_fh.close()

    def add_sheet(self, name: str) -> Worksheet:
        """A sheet under a name that Excel accepts and that no other sheet has."""
        cleaned = NOT_IN_SHEET_NAME.sub(" ", _writable(name)).strip(" '") or "1"
        unique, number = cleaned[:LONGEST_SHEET_NAME], 1
        while unique.casefold() in self._names:
            number += 1
            ending = f"（{number}）"
            unique = cleaned[: LONGEST_SHEET_NAME - len(ending)] + ending
        self._names.add(unique.casefold())
        return self._book.add_worksheet(unique)

    def write_table(self, sheet: OutputSheet, last_row: int) -> None:
        rows = iter(sheet.rows)
        unfinished = True
        while unfinished:
            sample = list(islice(rows, min(SAMPLE_ROWS, last_row - 1)))
            rest = islice(rows, last_row - 1 - len(sample))
            self._write_page(sheet, sample, rest)
            following = list(islice(rows, 1))
            rows = chain(following, rows)
            unfinished = bool(following)

    def _write_page(self, sheet: OutputSheet, sample: Sequence[Sequence[Any]], rest: Iterator[Sequence[Any]]) -> None:
        worksheet = self.add_sheet(sheet.name)
        widths = column_widths([sheet.headings, *sample])
        for column, width in enumerate(widths):
            worksheet.set_column(column, column, min(width, WIDEST))
        styles = ["wrapped" if width > WIDEST else "plain" for width in widths]
        for column, heading in enumerate(sheet.headings):
            self.write_cell(worksheet, 0, column, heading, "heading")
        number = 0
        for number, row in enumerate(chain(sample, rest), start=1):
            for column, value in enumerate(row):
                self.write_cell(worksheet, number, column, value, styles[column] if column < len(styles) else "plain")
        last_column = max(0, len(sheet.headings) - 1)
        worksheet.freeze_panes(1, 0)
        worksheet.autofilter(0, 0, number, last_column)
        _prepare_for_paper(worksheet)
        worksheet.ignore_errors({"number_stored_as_text": f"A1:XFD{number + 1}"})

    def write_marked(self, sheet: Sheet, marks: Sequence[CellMark], heading_row: int) -> None:
        worksheet = self.add_sheet(sheet.name)
        wrong = {(mark.row, mark.place) for mark in marks if mark.place is not None}
        reasons: dict[int, list[str]] = {}
        for mark in marks:
            reasons.setdefault(mark.row, []).append(str(mark.reason))
        reason_place = _reason_place(sheet, heading_row)
        for column, width in enumerate(column_widths([row.cells for row in sheet.rows[heading_row - 1 :]])):
            worksheet.set_column(column, column, min(width, WIDEST))
        worksheet.set_column(reason_place, reason_place, WIDEST)
        for row in sheet.rows:
            for column, value in enumerate(row.cells[:reason_place]):
                style = "heading" if row.number == heading_row else "wrong" if (row.number, column) in wrong else "plain"
                self.write_cell(worksheet, row.number - 1, column, value, style, colour_empty=style == "wrong")
            if row.number == heading_row:
                self.write_cell(worksheet, row.number - 1, reason_place, _l("Reason"), "heading")
            elif row.number in reasons:
                text = "；".join(dict.fromkeys(reasons[row.number]))
                self.write_cell(worksheet, row.number - 1, reason_place, text, "reason")
        worksheet.freeze_panes(heading_row, 0)
        _prepare_for_paper(worksheet)
        worksheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(sheet.rows)}"})
        if sheet.is_hidden:
            worksheet.hide()

    def write_cell(
        self, worksheet: Worksheet, row: int, column: int, value: Any, style: str, *, colour_empty: bool = False
    ) -> None:
        """One value by what it is, never by what it looks like; text that would be cut says so."""
        kind, stored = _as_stored(value)
        form = self._format(kind, style)
        if kind == "text" and not stored:
            if colour_empty:
                worksheet.write_blank(row, column, None, form)
        elif kind == "text":
            worksheet.write_string(row, column, stored, form)
        elif kind == "number":
            worksheet.write_number(row, column, stored, form)
        else:
            worksheet.write_datetime(row, column, stored, form)

    def _format(self, kind: str, style: str) -> Format:
        if (kind, style) not in self._formats:
            properties = dict(STYLES[style])
            if kind in NUMBER_FORMATS:
                properties |= {"num_format": NUMBER_FORMATS[kind], "align": "left"}
            self._formats[kind, style] = self._book.add_format(properties)
        return self._formats[kind, style]


def column_widths(rows: Iterable[Sequence[Any]]) -> list[int]:
    """The width each column needs for its longest line, in widths of a Latin digit; a Chinese sign counts two."""
    widths: list[int] = []
    for row in rows:
        widths.extend([NARROWEST] * (len(row) - len(widths)))
        for column, value in enumerate(row):
            widths[column] = max(widths[column], _width(value))
    return widths


def _width(value: Any) -> int:
    kind, stored = _as_stored(value)
    if kind == "text":
        return 2 + max((len(line) + len(WIDE.findall(line)) for line in stored.split("\n")), default=0)
    return {"date": 12, "moment": 18, "time": 8}.get(kind) or 2 + len(str(stored))


def _as_stored(value: Any) -> tuple[str, Any]:
    """The kind of a value (text, number, date, moment, time) and what is written for it."""
    if isinstance(value, bool):
        return "text", str(_l("yes") if value else _l("no"))
    if isinstance(value, int | float | Decimal):
        exact = math.isfinite(value) and (isinstance(value, float) or abs(value) < EXACT_DIGITS)
        return ("number", value) if exact else ("text", str(value))
    if isinstance(value, datetime):
        moment = _naive(value)
        return ("moment", moment) if moment.date() >= FIRST_DATE else ("text", moment.isoformat(" ", "minutes"))
    if isinstance(value, date):
        return ("date", value) if value >= FIRST_DATE else ("text", value.isoformat())
    if isinstance(value, time):
        return "time", value
    return "text", "" if value is None else _writable(str(value))


def _writable(text: str) -> str:
    text = UNWRITABLE.sub("\ufffd", text)
    if len(text) <= LONGEST_TEXT // 2 or len(text.encode("utf-16-le")) <= 2 * LONGEST_TEXT:
        return text
    kept = text.encode("utf-16-le")[: 2 * (LONGEST_TEXT - 100)].decode("utf-16-le", "ignore")
    return kept + str(_l("… (%(count)s more characters)", count=len(text) - len(kept)))


def _naive(moment: datetime) -> datetime:
    return local(moment).replace(tzinfo=None) if moment.tzinfo else moment


def _reason_place(sheet: Sheet, heading_row: int) -> int:
    headings = sheet.rows[heading_row - 1].cells if 1 <= heading_row <= len(sheet.rows) else []
    width = max((len(row.cells) for row in sheet.rows), default=0)
    used = max((place + 1 for row in sheet.rows for place, cell in enumerate(row.cells) if cell != ""), default=width)
    again = used > 0 and len(headings) >= used and headings[used - 1] == str(_l("Reason"))
    return used - 1 if again else used


def _prepare_for_paper(worksheet: Worksheet) -> None:
    """A4 across, one page wide, the heading on every page."""
    worksheet.set_landscape()
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(0)
