"""From an uploaded workbook to the tables in it: sheets by meaning, headings as the reader decided, cells as mended."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import LazyString

from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.importing.options import Options
from evaluation.foundation.importing.report import Choice, Finding
from evaluation.foundation.importing.sources import SourceFile
from evaluation.foundation.tabular.cells import CellRefused, normalise_label, normalise_text
from evaluation.foundation.tabular.headings import Column, HeadingsRefused, Table, find_table
from evaluation.foundation.tabular.output import OutputSheet, write_workbook
from evaluation.foundation.tabular.rows import TableRow, is_blank
from evaluation.foundation.tabular.workbooks import Cell, Sheet, Workbook, WorkbookLimits, read_workbook

SAMPLES = 3
NEVER_STORED_VALUE = re.compile(r"\s*[1-9]\d{5}(?:18|19|20)\d{2}[01]\d[0-3]\d{4}[\dXx]\s*", re.ASCII)  # GB 11643
LONGEST_CELL = 2_000  # signs of one cell that a registry, a record or a reader can use


@dataclass(frozen=True)
class Shape:
    """One kind of table that a sheet may hold: a key, its columns, and those whose values never leave the sheet."""

    key: str
    columns: Sequence[Column]
    never_stored: Sequence[Column] = ()

    def column(self, key: str) -> Column:
        """The column of this key."""
        return next(column for column in self.columns if column.key == key)


@dataclass(frozen=True)
class ReadTable:
    """A table with the shape in which it was recognised."""

    shape: Shape
    table: Table


@dataclass(frozen=True)
class ReadTables:
    """The tables of one workbook, the headings that were not used, and the sheets passed over."""

    file: SourceFile
    workbook: Workbook
    tables: Sequence[ReadTable]
    ignored: Sequence[str]
    warnings: Sequence[Finding]


@dataclass(frozen=True)
class Unclear:
    """A column that a sheet lacks, the headings that might be it with what stands below them, what is asked, and the
    heading that comes nearest."""

    sheet: str
    column: Column
    message: Any
    candidates: Sequence[tuple[str, Sequence[str]]]
    suggestion: str = ""


class TablesRefused(Refused):
    """No table can be read from the workbook; ``unclear`` holds what the reader could settle by choosing headings."""

    def __init__(self, messages: Sequence[Any], unclear: Sequence[Unclear] = ()) -> None:
        super().__init__(LazyString(lambda: "\n".join(str(message) for message in messages)), field="file")
        self.unclear = list(unclear)


def read_tables(file: SourceFile, shapes: Sequence[Shape], options: Options, *, most_rows: int | None = None) -> ReadTables:
    """The tables of a workbook, each sheet by the shape that it fits best.

    Hidden sheets and sheets without a heading row are passed over with a warning. Raises ``FileRefused`` for what is no
    workbook and ``TablesRefused`` where a sheet is meant as a table and lacks a column, or where nothing is a table.
    """
    limits = WorkbookLimits(rows=most_rows) if most_rows else None
    workbook = read_workbook(file.data, file.name, limits=limits)
    tables, warnings, failures = [], [], []
    for sheet in workbook.sheets:
        found, failure = fitting(sheet, shapes, options)
        if sheet.is_hidden:
            warnings.append(
                passed_over(sheet, _l("The sheet is hidden and was passed over; show it if it belongs to the table."))
            )
        elif found is not None:
            tables.append(found)
        elif failure is not None and is_meant(failure, shapes):
            failures.append((sheet, failure))
        else:
            warnings.append(passed_over(sheet, _l("There is no table in this sheet; it was passed over.")))
    if failures:
        raise TablesRefused(
            [sentence(sheet, problem.message, workbook) for sheet, failure in failures for problem in failure.problems],
            [one for sheet, failure in failures for one in unclear_in(sheet, failure)],
        )
    if not tables:
        _found, failure = fitting(workbook.sheets[0], shapes, options)
        raise TablesRefused([failure.message if failure else _l("There is no table in this file.")])
    if not any(found.table.rows for found in tables):
        raise TablesRefused([_l("The table has a heading and no rows below it. Fill it in and send it again.")])
    headings = [text for found in tables for text in (*found.table.never_stored, *found.table.unknown)]
    return ReadTables(file, workbook, tables, list(dict.fromkeys(headings)), warnings)


def fitting(sheet: Sheet, shapes: Sequence[Shape], options: Options) -> tuple[ReadTable | None, HeadingsRefused | None]:
    """The shape that names most columns of the sheet, or else the refusal that lacks least."""
    found: list[ReadTable] = []
    failures: list[HeadingsRefused] = []
    for shape in shapes:
        try:
            table = find_table(sheet, shape.columns, never_stored=shape.never_stored, chosen=options.headings)
        except HeadingsRefused as failure:
            failures.append(failure)
        else:
            found.append(ReadTable(shape, table))
    best = max(found, key=lambda one: len(one.table.headings), default=None)
    return best, min(failures, key=lambda failure: len(failure.problems), default=None)


def is_meant(failure: HeadingsRefused, shapes: Sequence[Shape]) -> bool:
    """Whether a sheet that does not do was meant as a table: it has a required column, or a column twice."""
    reasons = [problem.reason_key for problem in failure.problems]
    if "duplicate" in reasons:
        return True
    fewest = min(sum(column.required for column in shape.columns) for shape in shapes)
    return "missing" in reasons and (len(reasons) < fewest or any(problem.suggestion for problem in failure.problems))


def sentence(sheet: Sheet, message: Any, workbook: Workbook) -> Any:
    """A fault of the headings, with the name of its sheet where there are several."""
    if len(workbook.sheets) == 1:
        return message
    return _l("Sheet “%(sheet)s”: %(message)s", sheet=sheet.name, message=message)


def passed_over(sheet: Sheet, reason: Any) -> Finding:
    """A warning about a whole sheet."""
    return Finding(sheet.name, None, "", "", reason)


def unclear_in(sheet: Sheet, failure: HeadingsRefused) -> list[Unclear]:
    """What the reader could settle: for each missing column the headings that nothing is known of."""
    missing = [problem for problem in failure.problems if problem.reason_key == "missing" and problem.column]
    candidates = [(heading.text, samples(sheet, heading.place, heading.text)) for heading in failure.found]
    return [
        Unclear(sheet.name, problem.column, problem.message, candidates, problem.suggestion.text if problem.suggestion else "")
        for problem in missing
        if problem.column is not None and candidates
    ]


def samples(sheet: Sheet, place: int, heading: str) -> list[str]:
    """What stands below a heading: the first few different values, none that looks like an identity number."""
    values: dict[str, None] = {}
    below = False
    for row in sheet.rows:
        text = normalise_text(row.cells[place]) if place < len(row.cells) else ""
        if below and text and not NEVER_STORED_VALUE.fullmatch(text):
            values[text[:20]] = None
        below = below or normalise_label(text) == heading
        if len(values) == SAMPLES:
            break
    return list(values)


@dataclass
class RowReader:
    """Reads one row: values by key, with what the reader mended, and everything that is wrong with them."""

    found: ReadTable
    row: TableRow
    options: Options
    faults: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    @property
    def sheet(self) -> str:
        """Name of the sheet."""
        return self.found.table.sheet

    @property
    def number(self) -> int:
        """Row as in Excel."""
        return self.row.number

    def has_column(self, key: str) -> bool:
        """Whether the table has this column."""
        return key in self.found.table.headings

    def raw(self, key: str) -> Cell:
        """The cell as stored in the file, or as mended by the reader; empty text where there is no such column."""
        mended = self.options.corrected(self.sheet, self.number, key)
        return self.row.values.get(key, "") if mended is None else mended

    def shown(self, key: str) -> str:
        """The cell as text."""
        return normalise_text(self.raw(key))

    def is_empty(self, key: str) -> bool:
        """Whether there is nothing in the cell."""
        return is_blank([self.raw(key)])

    def heading(self, key: str) -> str:
        """The heading as written, or the usual one."""
        headings = self.found.table.headings
        return headings[key].text if key in headings else self.found.shape.column(key).label

    def finding(
        self,
        key: str,
        reason: Any,
        *,
        brief: Any = None,
        value: str | None = None,
        part: str = "",
        choices: Sequence[Choice] = (),
        **extra: Any,
    ) -> Finding:
        """Something about a cell of this row."""
        heading = self.found.table.headings.get(key)
        return Finding(
            self.sheet,
            self.number,
            self.heading(key),
            self.shown(key) if value is None else value,
            reason,
            brief,
            key,
            heading.place if heading else None,
            part,
            choices,
            extra,
        )

    def refuse(self, key: str, reason: Any, **facts: Any) -> None:
        """The row cannot be taken because of this cell."""
        self.faults.append(self.finding(key, reason, **facts))

    def warn(self, key: str, reason: Any, **facts: Any) -> None:
        """The row is taken, and this is odd."""
        self.warnings.append(self.finding(key, reason, **facts))

    def read(self, key: str, reader: Callable[..., Any], **options: Any) -> Any:
        """The value of a cell; None where it cannot be read, with the reason noted."""
        try:
            return reader(self.raw(key), **options)
        except CellRefused as refusal:
            self.refuse(key, refusal.message)
            return None

    def text(self, key: str, longest: int = LONGEST_CELL) -> str:
        """The cell as text of a bearable length."""
        text = self.shown(key)
        if len(text) > longest:
            self.refuse(key, _l("At most %(max)d characters; shorten the text.", max=longest), value=text[:60] + "…")
            return ""
        return text


def storable_workbook(read: ReadTables) -> bytes:
    """The workbook as it may wait on the server: columns that are never stored are emptied, and so is every cell that looks
    like an identity number. A workbook without either stays as it came."""
    emptied = False
    sheets = []
    by_sheet = {found.table.sheet: found.table for found in read.tables}
    for sheet in read.workbook.sheets:
        places = never_stored_places(sheet, by_sheet[sheet.name]) if sheet.name in by_sheet else frozenset()
        first = by_sheet[sheet.name].heading_row if places else 0
        rows: list[list[Any]] = []
        for row in sheet.rows:
            cells = [
                "" if (place in places and row.number > first) or looks_never_stored(cell) else cell
                for place, cell in enumerate(row.cells)
            ]
            emptied = emptied or cells != row.cells
            rows.append(cells)
        sheets.append((sheet.name, rows))
    if not emptied:
        return read.file.data
    return write_workbook(OutputSheet(name, rows[0], rows[1:]) for name, rows in sheets)


def storable_unread(file: SourceFile) -> bytes:
    """A workbook whose headings are not understood yet, without anything that looks like an identity number."""
    return storable_workbook(ReadTables(file, read_workbook(file.data, file.name), (), (), ()))


def looks_never_stored(cell: Cell) -> bool:
    """Whether a cell holds an identity number and nothing else."""
    return isinstance(cell, str) and NEVER_STORED_VALUE.fullmatch(cell) is not None


def never_stored_places(sheet: Sheet, table: Table) -> frozenset[int]:
    """Columns (from 0) under the headings whose values are never stored; a heading may stand in one of two rows."""
    upper, lower = ([], sheet.rows[table.heading_row - 1].cells)
    if table.heading_row > 1:
        upper = sheet.rows[table.heading_row - 2].cells
    wanted, places, above = set(table.never_stored), set(), ""
    for place, cell in enumerate(lower):
        high = normalise_label(upper[place]) if place < len(upper) else ""
        low = normalise_label(cell)
        above = high or above
        if wanted & {low, high, above + low}:
            places.add(place)
    return frozenset(places)
