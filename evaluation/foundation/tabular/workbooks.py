"""Workbooks in: inspected, measured, then read; nothing is written to a folder and no formula is computed."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook, SheetMetadata, SheetTypeEnum, SheetVisibleEnum

from evaluation.foundation.files.inspection import (
    InspectionLimits,
    check_size_and_name,
    inspect_file,
    open_if_packed,
)
from evaluation.foundation.files.kinds import WORKBOOK_KINDS, Kind
from evaluation.foundation.files.names import check_name
from evaluation.foundation.tabular.extents import check_extents, check_old_extents
from evaluation.foundation.tabular.refusals import WorkbookRefused

Cell = str | float | int | bool | date | datetime | time | timedelta
MOST_MERGED_ROWS = 200_000


@dataclass(frozen=True)
class WorkbookLimits:
    """Rows count over all sheets of a file, up to the last one with something in it; columns count in each sheet."""

    rows: int = 20_000
    columns: int = 100
    inspection: InspectionLimits = field(default_factory=InspectionLimits)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as Excel shows it, its cells from column A on; empty cells are empty text."""

    number: int
    cells: list[Cell]


@dataclass(frozen=True)
class Sheet:
    """A sheet with its rows from row 1 to the last one with something in it."""

    name: str
    rows: list[Row]
    is_hidden: bool = False


@dataclass(frozen=True)
class Workbook:
    """A read workbook: the file's name fit to show, and its sheets in order, empty ones left out."""

    name: str
    sheets: list[Sheet]


def read_workbook(data: bytes, name: str, *, limits: WorkbookLimits | None = None, spread_merged: bool = True) -> Workbook:
    """Read an xlsx or xls file whole, or raise ``FileRefused`` with the way out.

    Cells hold what Excel stored: text, float, bool, date; of a formula the value that was computed last. With
    ``spread_merged`` a cell merged over several rows gives its value to each row that holds something else.
    """
    limits = limits or WorkbookLimits()
    shown = check_size_and_name(data, name, limits.inspection)
    check_name(name)
    archive = open_if_packed(data, shown, WORKBOOK_KINDS, limits.inspection)
    if archive and archive.kind is Kind.XLSX:
        check_extents(archive, rows=limits.rows, columns=limits.columns)
    inspected = inspect_file(data, name, accepted=WORKBOOK_KINDS, limits=limits.inspection)
    if inspected.kind is Kind.OLD_WORKBOOK:
        check_old_extents(data, shown, rows=limits.rows, columns=limits.columns)
    sheets = _load(data, shown, spread_merged)
    if not sheets:
        raise WorkbookRefused("workbook_empty", shown)
    return Workbook(shown, sheets)


def _load(data: bytes, shown: str, spread_merged: bool) -> list[Sheet]:
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as opened:
            wanted = [described for described in opened.sheets_metadata if described.typ is SheetTypeEnum.WorkSheet]
            read = [_read_sheet(opened, described, spread_merged) for described in wanted]
    except (CalamineError, OSError, ValueError, OverflowError):
        raise WorkbookRefused("damaged", shown) from None
    except BaseException as failure:
        # The reader is written in another language; its own failures arrive outside Exception.
        if type(failure).__name__ != "PanicException":
            raise
        raise WorkbookRefused("damaged", shown) from None
    return [sheet for sheet in read if sheet.rows]


def _read_sheet(opened: CalamineWorkbook, described: SheetMetadata, spread_merged: bool) -> Sheet:
    loaded = opened.get_sheet_by_name(described.name)
    if loaded.end is None:
        return Sheet(described.name, [])
    cells = loaded.to_python(skip_empty_area=False)
    if spread_merged:
        _spread_merged(cells, loaded.merged_cell_ranges or [])
    rows = [Row(number, row) for number, row in enumerate(cells, start=1)]
    return Sheet(described.name, rows, described.visible is not SheetVisibleEnum.Visible)


def _spread_merged(cells: list[list[Cell]], merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Give a value merged over rows to each of its rows that is not otherwise empty."""
    own_content = [any(cell != "" for cell in row) for row in cells]
    remaining = MOST_MERGED_ROWS
    for (top, column), (bottom, _) in merged:
        last = min(bottom, len(cells) - 1)
        remaining -= max(0, last - top)
        if remaining < 0:
            raise ValueError("more merged rows than any table has")
        if last <= top or column >= len(cells[top]):
            continue
        for row in range(top + 1, last + 1):
            if own_content[row] and cells[row][column] == "":
                cells[row][column] = cells[top][column]
