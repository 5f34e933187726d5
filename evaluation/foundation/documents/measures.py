"""Places and sizes that both renderings need: signatures, cells of forms, columns, marks."""

from collections.abc import Iterator
from dataclasses import dataclass

from evaluation.foundation.documents.blocks import KeyValue, KeyValueTable, Picture, ReviewBlock, Signature, Table
from evaluation.foundation.documents.cleaning import lines
from evaluation.foundation.documents.looks import Look
from evaluation.foundation.documents.pictures import Prepared, prepared
from evaluation.foundation.documents.wording import chinese_date, padded_name, width

SIGNATURE_RIGHT = 4
"""Characters left free at the right of a date of issue (GB/T 9704-2012, 7.3.5.1)."""

KEY_SHARE = 0.32
"""The part of a form's width that its keys take together."""

TALLEST = 0.62
"""The part of the type area's height that a picture may take."""


@dataclass(frozen=True)
class Cell:
    """One cell of a form: ``span`` grid columns wide, at least ``lines`` high, ``gap`` lines before its closing."""

    key: bool
    entry: KeyValue
    span: int
    gap: float = 0


def signature_lines(signature: Signature) -> list[tuple[str, float]]:
    """Each line with the characters left free at its right: lines are centred on the widest, the date being one."""
    texts = [line for line in signature.lines if line.strip()]
    if signature.day:
        texts.append(chinese_date(signature.day))
    widest = max((width(text) for text in texts), default=0)
    placed_lines = []
    for text in texts:
        words, free = room_to_sign(text)
        placed_lines.append((words, SIGNATURE_RIGHT + (widest - width(text)) / 2 + free))
    return placed_lines


def room_to_sign(text: str) -> tuple[str, float]:
    """The words of a line, and the characters that the spaces behind them keep free for a signature by hand."""
    words = text.rstrip()
    return words, width(text) - width(words)


def form_columns(form: KeyValueTable) -> list[float]:
    """The grid columns of a form as parts of its width: key, value, key, value …"""
    key = max(KEY_SHARE / form.pairs_per_row, 0.12)
    return [key, 1 / form.pairs_per_row - key] * form.pairs_per_row


def form_rows(form: KeyValueTable, look: Look) -> Iterator[list[Cell]]:
    """The rows of a form. A wide entry has its own row; the last value of a row fills what is left of it."""
    columns = form_columns(form)
    for row in grouped(form):
        cells = []
        for position, entry in enumerate(row):
            last = position == len(row) - 1
            span = len(columns) - 2 * position - 1 if last else 1
            share = sum(columns[2 * position + 1 : 2 * position + 1 + span])
            cells += [Cell(True, entry, 1), Cell(False, entry, span, closing_gap(entry, share, look))]
        yield cells


def grouped(form: KeyValueTable) -> Iterator[list[KeyValue]]:
    """The entries of each row."""
    row: list[KeyValue] = []
    for entry in form.entries:
        if entry.wide:
            if row:
                yield row
            yield [entry]
            row = []
            continue
        row.append(entry)
        if len(row) == form.pairs_per_row:
            yield row
            row = []
    if row:
        yield row


def closing_gap(entry: KeyValue, share: float, look: Look) -> float:
    """The empty lines between a value and its closing, so that the closing stands at the foot of the cell."""
    if not entry.closing:
        return 0
    capacity = max(1.0, share * look.text_width / look.styles["form_value"].size - 1)
    used = sum(max(1, -(-width(line) // capacity)) for line in entry.value.split("\n"))
    return max(0.0, entry.lines - used - len(entry.closing))


def column_shares(table: Table) -> list[float]:
    """The widths of a table's columns as parts of the text width."""
    widths = table.widths or (1.0,) * len(table.header)
    return [one / sum(widths) for one in widths]


def placed(picture: Picture, position: int, look: Look) -> Prepared:
    """The picture scaled to its share of the text width, and never taller than a good half of the page."""
    box = (look.text_width * picture.share, look.text_height * TALLEST)
    return prepared(picture.content, box, position, picture.caption)


def review_lines(block: ReviewBlock) -> list[str]:
    """Role, name and day of every step, then the remark."""
    texts = [f"{row.role}：{padded_name(row.name)}" + (f"\u3000{chinese_date(row.day)}" if row.day else "") for row in block.rows]
    return texts + lines(block.note)


def name_spacing(name: str) -> float:
    """Points between the characters of a masthead: a short name is drawn wide."""
    return max(0.0, 22 - 2 * len(name))


def caption_text(picture: Picture) -> str:
    """Caption and credit in one line, a full-width space between them."""
    return "\u3000".join(part for part in (picture.caption, picture.credit) if part)
