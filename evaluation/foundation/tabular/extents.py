"""How far a sheet reaches, found without loading it: one cell in the last corner of a sheet makes a reader ask for memory
for all the cells before it. Rows are counted as they stream by, and counting ends where the limit is passed.
"""

import re
import struct
import zipfile
from typing import Any
from xml.parsers import expat

from evaluation.foundation.files.archives import Archive, Markup
from evaluation.foundation.files.compound import Compound, CompoundDamaged
from evaluation.foundation.tabular.refusals import WorkbookRefused

CELL_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
ROWS = b"sheetData"
CONTENT = frozenset({"v", "is", "f"})

# Records of [MS-XLS] 2.4 that put a value into a cell: they begin with row and column.
CELL_RECORDS = frozenset({0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x0206, 0x027E, 0x0406})
BLANK_RECORD = 0x0201
MULTIPLE_RECORD = 0x00BD
BEGINNING_RECORD = 0x0809


class _Limit:
    """Counts what the sheets of one file hold and raises ``WorkbookRefused`` at the first cell too far."""

    def __init__(self, name: str, rows: int, columns: int) -> None:
        self.name = name
        self.rows = rows
        self.columns = columns
        self.before = 0  # last rows of the sheets before this one
        self.last = 0
        self.filled = 0

    def cell(self, row: int, column: int) -> None:
        """A value at this place, both counted from 1."""
        if row != self.last:
            self.last = max(self.last, row)
            self.filled += 1
        if self.before + row > self.rows:
            reason = "workbook_rows" if self.filled * 2 > self.rows else "workbook_far_row"
            raise WorkbookRefused(reason, self.name, limit=f"{self.rows:,}", row=f"{row:,}")
        if column > self.columns:
            raise WorkbookRefused("workbook_columns", self.name, limit=self.columns, column=column_letters(column))

    def next_sheet(self) -> None:
        self.before += self.last
        self.last = 0


def check_extents(archive: Archive, *, rows: int, columns: int) -> None:
    """Refuse an xlsx whose sheets together reach beyond ``rows``, or any beyond ``columns``, by what their cells say."""
    limit = _Limit(archive.name, rows, columns)
    markup = Markup(archive)
    for info in archive.entries:
        if not info.filename.endswith(".rels"):
            _measure_part(archive, info, limit, markup)
            limit.next_sheet()


def check_old_extents(data: bytes, name: str, *, rows: int, columns: int) -> None:
    """The same for an old xls workbook."""
    try:
        stream = Compound(data).stream("Workbook", "Book")
    except CompoundDamaged:
        stream = None
    if stream is None:
        raise WorkbookRefused("damaged", name)
    limit = _Limit(name, rows, columns)
    position = 0
    while position + 4 <= len(stream):
        record, length = struct.unpack_from("<HH", stream, position)
        if record == BEGINNING_RECORD:
            limit.next_sheet()
        elif record in CELL_RECORDS and record != BLANK_RECORD and length >= 6 and position + 4 + length <= len(stream):
            row, column = struct.unpack_from("<HH", stream, position + 4)
            if record == MULTIPLE_RECORD:
                column = struct.unpack_from("<H", stream, position + 2 + length)[0]
            limit.cell(row + 1, column + 1)
        position += 4 + length


def column_letters(number: int) -> str:
    """A column counted from 1 as Excel names it: 1 is A, 28 is AB."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The reverse of ``column_letters``."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _measure_part(archive: Archive, info: zipfile.ZipInfo, limit: _Limit, markup: Markup) -> None:
    """Any part may be named as a sheet, whatever its own name; only XML is read as one.

    Drawings of old Excel versions are not well-formed; that is damage only where rows could follow.
    """
    reader: _SheetReader | None = None
    broken = holds_rows = False
    carried = b""
    for piece in archive.pieces(info):
        if reader is None:
            if not piece.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
                return
            reader = _SheetReader(archive, limit)
        markup.measure(piece)
        holds_rows = holds_rows or ROWS in carried + piece
        carried = piece[-len(ROWS) :]
        broken = broken or not reader.follow(piece)
        if broken and holds_rows:
            raise archive.refused("damaged")
    if reader and holds_rows and not reader.follow(b"", last=True):
        raise archive.refused("damaged")


class _SheetReader:
    """Follows rows and cells; cells without an address follow the one before."""

    def __init__(self, archive: Archive, limit: _Limit) -> None:
        self.archive = archive
        self.limit = limit
        self.row = self.column = 0
        self.inside = False
        self.parser = expat.ParserCreate()
        self.parser.ordered_attributes = True
        self.parser.StartElementHandler = self._start
        self.parser.StartDoctypeDeclHandler = self._declared

    def follow(self, piece: bytes, *, last: bool = False) -> bool:
        """Read on; False when the piece is no XML."""
        try:
            self.parser.Parse(piece, last)
        except (expat.ExpatError, LookupError, ValueError):  # LookupError: an encoding that nobody knows
            return False
        return True

    def _start(self, name: str, attributes: list[str]) -> None:
        local = name.rpartition(":")[2] if ":" in name else name
        if local == "c":
            self.column += 1
            self._move(attributes)
        elif local in CONTENT:
            if self.inside:
                self.limit.cell(self.row, self.column)
        elif local == "row":
            self.inside = True
            self.row += 1
            self.column = 0
            if "r" in attributes[::2]:
                self.row = int(attributes[attributes[::2].index("r") * 2 + 1])

    def _move(self, attributes: list[str]) -> None:
        for position in range(0, len(attributes), 2):
            if attributes[position] == "r":
                address = CELL_ADDRESS.fullmatch(attributes[position + 1])
                if not address:
                    raise self.archive.refused("damaged")
                self.row, self.column = int(address[2]), column_number(address[1])

    def _declared(self, *_: Any) -> None:
        raise self.archive.refused("document_type", entry="XML")
