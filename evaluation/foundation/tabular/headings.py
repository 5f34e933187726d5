"""Finds the heading row of a sheet and the meaning of its columns, in whatever order and spelling an office has them.

Values of columns that may never be stored, and of unknown ones, do not leave this module.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString

from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.tabular.cells import normalise_label, normalise_text
from evaluation.foundation.tabular.rows import RowKind, TableRow, classify_row, first_filled, is_blank
from evaluation.foundation.tabular.workbooks import Cell, Row, Sheet

LOOKED_AT = 30  # rows from the top among which the heading row is looked for
MOST_NAMED, LONGEST_NAMED = 30, 30  # headings listed in a message, and their signs
ALIKE_ENOUGH = 0.5
BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>|《[^《》]*》|\{[^{}]*\}")
IN_FRONT, BEHIND = "*※★☆:.、", "*※★☆:"


@dataclass(frozen=True)
class Column:
    """A meaning that a column may have: a key for the program, the word for the reader, other words in use."""

    key: str
    label: str
    synonyms: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Heading:
    """One heading as written, and its column counted from 0."""

    text: str
    place: int


@dataclass(frozen=True)
class HeadingProblem:
    """One thing wrong with the headings: ``no_headings``, ``missing`` or ``duplicate``, the column meant, a sentence."""

    reason_key: str
    column: Column | None
    message: Any
    suggestion: Heading | None = None


class HeadingsRefused(Refused):
    """The headings of a sheet do not do; ``problems`` holds every fault, ``found`` the headings that are there."""

    def __init__(self, sheet: str, problems: Sequence[HeadingProblem], found: Sequence[Heading]) -> None:
        self.sheet = sheet
        self.problems = tuple(problems)
        self.found = tuple(found)
        super().__init__(LazyString(lambda: "\n".join(str(problem.message) for problem in problems)))


@dataclass(frozen=True)
class Table:
    """A sheet understood: its rows by meaning, and what was left out of them.

    ``heading_row`` is the last row of the heading, ``last_column`` the number of its last column, both counted from 1.
    ``titles`` are the texts above; ``passed_over`` are rows below that are no rows of the table.
    """

    sheet: str
    heading_row: int
    last_column: int
    headings: Mapping[str, Heading]
    never_stored: tuple[str, ...]
    unknown: tuple[str, ...]
    titles: tuple[str, ...]
    rows: tuple[TableRow, ...]
    passed_over: tuple[tuple[int, RowKind], ...]


def find_table(
    sheet: Sheet,
    columns: Sequence[Column],
    *,
    never_stored: Sequence[Column] = (),
    chosen: Mapping[str, str] | None = None,
) -> Table:
    """The table in a sheet, or ``HeadingsRefused`` with every fault and what would mend it.

    ``never_stored`` are meanings whose values must not be taken in, such as identity numbers: their headings are
    reported, their values stay behind. ``chosen`` gives headings as written a key, where the reader has decided.
    """
    vocabulary = _Vocabulary(columns, never_stored, chosen or {})
    found = _best_headings(sheet, vocabulary)
    if found is None:
        raise HeadingsRefused(sheet.name, [_no_headings(sheet, columns)], [])
    problems = [*found.duplicates(), *found.missing()]
    if problems:
        raise HeadingsRefused(sheet.name, problems, found.headings)
    return _table(sheet, found)


def heading_key(text: Any) -> str:
    """A heading without what does not matter: spaces, breaks, width and case of signs, marks in front and behind."""
    label = normalise_label(unicodedata.normalize("NFKC", text) if isinstance(text, str) else text)
    return label.lstrip(IN_FRONT).rstrip(BEHIND).casefold()


class _Vocabulary:
    """Which heading means what. A heading with a note in brackets means what it means without, if it means nothing with."""

    def __init__(self, columns: Sequence[Column], never_stored: Sequence[Column], chosen: Mapping[str, str]) -> None:
        self.columns = columns
        self.by_key = {column.key: column for column in columns}
        self.never_stored = {column.key for column in never_stored}
        self._meanings: dict[str, str] = {}
        for column in (*never_stored, *columns):
            for word in (column.label, *column.synonyms):
                self._meanings[heading_key(word)] = column.key
        self._meanings |= {heading_key(text): key for text, key in chosen.items()}

    def meaning(self, text: str) -> str | None:
        """The key of the column that this heading names exactly, or without its note."""
        return self.exact_meaning(text) or self._meanings.get(heading_key(without_note(text)))

    def exact_meaning(self, text: str) -> str | None:
        return self._meanings.get(heading_key(text))


def without_note(text: str) -> str:
    """``部门（全称）`` without the part in brackets."""
    return BRACKETED.sub("", unicodedata.normalize("NFKC", text))


class _Headings:
    """The headings of one candidate row (or two, where the upper one spans several columns) and what they mean."""

    def __init__(self, last_row: int, first_row: int, headings: Sequence[Heading], vocabulary: _Vocabulary) -> None:
        self.last_row = last_row
        self.first_row = first_row
        self.headings = [heading for heading in headings if heading.text]
        self.vocabulary = vocabulary
        self.by_key: dict[str, list[Heading]] = {}
        for heading in self.headings:
            key = vocabulary.meaning(heading.text)
            if key:
                self.by_key.setdefault(key, []).append(heading)
        for key, several in self.by_key.items():
            exact = [heading for heading in several if vocabulary.exact_meaning(heading.text) == key]
            self.by_key[key] = exact or several

    @property
    def known(self) -> int:
        return len(self.by_key)

    def places(self) -> dict[str, Heading]:
        """The columns that are taken in."""
        return {key: several[0] for key, several in self.by_key.items() if key not in self.vocabulary.never_stored}

    def never_stored(self) -> list[Heading]:
        return [heading for heading in self.headings if self.vocabulary.meaning(heading.text) in self.vocabulary.never_stored]

    def unknown(self) -> list[Heading]:
        taken = {heading.place for heading in (*self.places().values(), *self.never_stored())}
        return [heading for heading in self.headings if heading.place not in taken]

    def duplicates(self) -> list[HeadingProblem]:
        problems = []
        for key, several in self.by_key.items():
            column = self.vocabulary.by_key.get(key)
            if column and len(several) > 1:
                problems.append(HeadingProblem("duplicate", column, _duplicate_message(several)))
        return problems

    def missing(self) -> list[HeadingProblem]:
        absent = [column for column in self.vocabulary.columns if column.required and column.key not in self.by_key]
        return [self._missing(column) for column in absent]

    def _missing(self, column: Column) -> HeadingProblem:
        alike = max(self.unknown(), key=lambda heading: likeness(heading.text, column), default=None)
        if alike and likeness(alike.text, column) < ALIKE_ENOUGH:
            alike = None
        figures = {"column": column.label, "found": "、".join(shortened(heading) for heading in self.headings[:MOST_NAMED])}
        message = _l("There is no column “%(column)s”. The columns are: %(found)s.", **figures)
        if alike:
            message = _l(
                "There is no column “%(column)s”. The columns are: %(found)s. Is “%(alike)s” the column “%(column)s”?",
                alike=shortened(alike),
                **figures,
            )
        return HeadingProblem("missing", column, message, alike)


def shortened(heading: Heading) -> str:
    """A heading for a message: somebody's whole paragraph may stand in the heading row."""
    return heading.text if len(heading.text) <= LONGEST_NAMED else heading.text[: LONGEST_NAMED - 1] + "…"


def likeness(text: str, column: Column) -> float:
    """How much of a heading's signs are those of the column's words: 0 for none, 1 for all (Dice's measure)."""
    signs = set(heading_key(without_note(text)))
    words = [set(heading_key(word)) for word in (column.label, *column.synonyms)]
    return max((2 * len(signs & word) / (len(signs) + len(word)) for word in words if word or signs), default=0.0)


def _duplicate_message(several: Sequence[Heading]) -> Any:
    texts = list(dict.fromkeys(shortened(heading) for heading in several))
    if len(texts) == 1 and len(several) == 2:
        return _l("There are two columns called “%(heading)s”. Keep one.", heading=texts[0])
    if len(texts) == 1:
        return _l("There are %(count)s columns called “%(heading)s”. Keep one.", count=len(several), heading=texts[0])
    return _l("These columns mean the same: %(headings)s. Keep one.", headings="、".join(f"“{text}”" for text in texts))


def _no_headings(sheet: Sheet, columns: Sequence[Column]) -> HeadingProblem:
    expected = [column.label for column in columns if column.required] or [column.label for column in columns]
    message = _l(
        "No heading row was found in sheet “%(sheet)s”. Its headings should be: %(expected)s.",
        sheet=sheet.name,
        expected="、".join(expected),
    )
    return HeadingProblem("no_headings", None, message)


def _best_headings(sheet: Sheet, vocabulary: _Vocabulary) -> _Headings | None:
    """The row among the first that names most columns; two rows together only when they name more than either."""
    best: _Headings | None = None
    for row in sheet.rows[:LOOKED_AT]:
        single = _Headings(row.number, row.number, _texts(row), vocabulary)
        if single.known and (best is None or single.known > best.known):
            best = single
    if best is None:
        return None
    for position in (best.first_row - 2, best.first_row - 1):
        if position >= 0 and position + 1 < len(sheet.rows):
            upper, lower = sheet.rows[position], sheet.rows[position + 1]
            double = _Headings(lower.number, upper.number, _joined(upper, lower, vocabulary), vocabulary)
            if double.known > best.known:
                best = double
    return best


def _texts(row: Row) -> list[Heading]:
    return [Heading(normalise_label(cell), place) for place, cell in enumerate(row.cells) if isinstance(cell, str)]


def _joined(upper: Row, lower: Row, vocabulary: _Vocabulary) -> list[Heading]:
    """Two heading rows as one: the lower word if it means something, else both together, else whichever is there."""
    headings = []
    above = ""
    for place, (high, low) in enumerate(zip(upper.cells, lower.cells, strict=True)):
        high_text, low_text = (normalise_label(cell) if isinstance(cell, str) else "" for cell in (high, low))
        above = high_text or (above if low_text else "")
        both = above + low_text if low_text and low_text != above else ""
        candidates = [text for text in (low_text, both, high_text) if text]
        meant = [text for text in candidates if vocabulary.meaning(text)]
        headings.append(Heading((meant or [low_text or high_text])[0], place))
    return headings


def _table(sheet: Sheet, found: _Headings) -> Table:
    places = found.places()
    keys = {heading_key(heading.text) for heading in found.headings}
    rows: list[TableRow] = []
    passed_over: list[tuple[int, RowKind]] = []
    for row in sheet.rows[found.last_row :]:
        values = {key: row.cells[heading.place] for key, heading in places.items()}
        kind = classify_row(row.cells, list(values.values()))
        if kind is RowKind.DATA and heading_key(first_filled(row.cells)[0]) in keys and _repeats(values, places):
            kind = RowKind.HEADING
        if kind is RowKind.DATA:
            rows.append(TableRow(row.number, values))
        else:
            passed_over.append((row.number, kind))
    return Table(
        sheet=sheet.name,
        heading_row=found.last_row,
        last_column=max(heading.place for heading in found.headings) + 1,
        headings=places,
        never_stored=_written(found.never_stored()),
        unknown=_written(found.unknown()),
        titles=tuple(_title(row) for row in sheet.rows[: found.first_row - 1] if not is_blank(row.cells)),
        rows=tuple(rows),
        passed_over=tuple(passed_over),
    )


def _repeats(values: Mapping[str, Cell], places: Mapping[str, Heading]) -> bool:
    """Long tables repeat their heading on every printed page."""
    same = sum(heading_key(values[key]) == heading_key(heading.text) for key, heading in places.items())
    return same * 2 > len(places)


def _written(headings: Iterable[Heading]) -> tuple[str, ...]:
    return tuple(heading.text for heading in headings)


def _title(row: Row) -> str:
    return " ".join(text for text in map(normalise_text, row.cells) if text)
