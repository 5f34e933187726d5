"""A document as plain data for the PDF template: numbers, texts and file names, nothing to be interpreted."""

import dataclasses
from collections.abc import Callable
from typing import Any

from evaluation.foundation.documents.arrangement import ends_preface
from evaluation.foundation.documents.blocks import (
    Attachments,
    Document,
    FigureStrip,
    Imprint,
    KeyValueTable,
    Masthead,
    Note,
    Paragraph,
    Picture,
    ReviewBlock,
    Run,
    Signature,
    SourceList,
    Table,
    Title,
)
from evaluation.foundation.documents.cleaning import lines
from evaluation.foundation.documents.fonts import FontSet
from evaluation.foundation.documents.looks import PAGE_HEIGHT, PAGE_WIDTH, Face, Look, TextStyle
from evaluation.foundation.documents.measures import (
    Cell,
    caption_text,
    column_shares,
    form_columns,
    form_rows,
    name_spacing,
    placed,
    review_lines,
    room_to_sign,
    signature_lines,
)
from evaluation.foundation.documents.wording import mark_pieces

Data = dict[str, Any]

DRAWN_BOLD = 0.03
"""Width of the outline, in ems, that makes a face bold where the fonts hold no bold cut of it."""

SPARE = 0.01
"""Points a character that are left over in a full line: sums are rounded, and the 28th character must not fall out."""


class DataWriter:
    """Turns an arranged document into data; the pictures are gathered beside it, by file name."""

    def __init__(self, look: Look, fonts: FontSet) -> None:
        self.look = look
        self.fonts = fonts
        self.pictures: dict[str, bytes] = {}
        self.writers: dict[type, Callable[[Any], Data]] = {
            Title: lambda block: {"lines": lines(block.text)},
            Paragraph: lambda block: {"runs": [run_data(run) for run in block.runs], "indented": block.indented},
            Note: lambda block: {"label": block.label, "lines": lines(block.text)},
            FigureStrip: lambda block: {"figures": [dataclasses.asdict(figure) for figure in block.figures]},
            Picture: self.picture,
            Table: table_data,
            KeyValueTable: self.form,
            SourceList: source_data,
            Signature: signature_data,
            ReviewBlock: lambda block: {"text": "\n".join(review_lines(block))},
            Attachments: lambda block: {"names": list(block.names)},
            Masthead: lambda block: dataclasses.asdict(block) | {"spacing": name_spacing(block.name)},
            Imprint: lambda block: {"rows": [list(row) for row in block.rows]},
        }

    def document(self, document: Document) -> Data:
        """The whole document."""
        return {
            "title": document.title,
            "organisation": document.properties.organisation,
            "subject": document.properties.subject,
            "keywords": list(document.properties.keywords),
            "trace": document.trace,
            "look": self.look_data(),
            "blocks": [self.block(document, index) for index in range(len(document.blocks))],
        }

    def block(self, document: Document, index: int) -> Data:
        """One block: its kind, its fields, and whether the text begins after it."""
        block = document.blocks[index]
        fields = self.writers.get(type(block), dataclasses.asdict)(block)
        return {"kind": type(block).__name__, "ends_preface": ends_preface(document.blocks, index), **fields}

    def look_data(self) -> Data:
        """Page and styles, with the fonts that stand for each face."""
        look = self.look
        return {
            "page_width": PAGE_WIDTH, "page_height": PAGE_HEIGHT,
            "top": look.top, "bottom": look.bottom, "left": look.left, "right": look.right,
            "pitch": look.pitch, "preface_gap": look.preface_gap, "rule": look.rule,
            "outer_page_numbers": look.outer_page_numbers, "latin_gap": look.latin_gap,
            "quote_fonts": self.families(Face.KAI),
            "styles": {role: self.style(role, style) for role, style in look.styles.items()},
        }  # fmt: skip

    def style(self, role: str, style: TextStyle) -> Data:
        """One style. Where 小标宋 or 楷体 has no font, 宋 drawn bolder keeps titles and second headings apart."""
        choice = self.fonts.faces[style.face]
        stands_in = choice.substituted and (style.face is Face.TITLE or role == "heading2")
        heavy = (style.bold and not choice.bold_cut) or stands_in
        tight = self.look.characters and style.size == self.look.styles["body"].size
        return dataclasses.asdict(style) | {
            "fonts": self.families(style.face),
            "stroke": DRAWN_BOLD if heavy else 0,
            "bold_cut": choice.bold_cut,
            "tracking": self.look.tracking - SPARE if tight else 0,
        }

    def families(self, face: Face) -> list[str | Data]:
        """The font families of a face; a Latin font, where there is one, covers Latin letters only."""
        latin: list[str | Data] = [{"name": self.fonts.latin, "covers": "latin-in-cjk"}] if self.fonts.latin else []
        return latin + list(self.fonts.faces[face].families)

    def picture(self, block: Picture) -> Data:
        """Name of the file, its size on the page, and the words that belong to it."""
        position = len(self.pictures) + 1
        ready = placed(block, position, self.look)
        name = f"picture-{position}.{ready.extension}"
        self.pictures[name] = ready.content
        return {
            "file": name, "width": ready.width, "height": ready.height,
            "description": block.description, "caption_text": caption_text(block),
        }  # fmt: skip

    def form(self, block: KeyValueTable) -> Data:
        """The grid of a form and its cells in reading order."""
        cells = [cell_data(cell) for row in form_rows(block, self.look) for cell in row]
        return {"caption": block.caption, "shares": form_columns(block), "cells": cells}


def run_data(run: Run) -> Data:
    """A run and the pieces of its mark."""
    pieces = [{"text": text, "number": number} for text, number in mark_pieces(run.sources)]
    return {"text": run.text, "bold": run.bold, "quote": run.quote, "marks": pieces}


def table_data(table: Table) -> Data:
    """A table, its columns as parts of the width."""
    return {
        "header": list(table.header), "rows": [list(row) for row in table.rows], "shares": column_shares(table),
        "alignments": [str(alignment) for alignment in table.alignments], "caption": table.caption, "note": table.note,
    }  # fmt: skip


def cell_data(cell: Cell) -> Data:
    """A cell of a form."""
    closing = [dict(zip(("text", "right"), room_to_sign(text), strict=True)) for text in cell.entry.closing]
    text = cell.entry.key if cell.key else cell.entry.value
    return {
        "key": cell.key, "text": text, "span": cell.span, "lines": cell.entry.lines, "gap": cell.gap, "closing": closing
    }  # fmt: skip


def source_data(block: SourceList) -> Data:
    """The sources with their numbers."""
    sources = [{"number": source.number, "text": "；".join(lines(source.text))} for source in block.sources]
    return {"heading": block.heading, "sources": sources}


def signature_data(block: Signature) -> Data:
    """The signing lines, each with the characters free at its right."""
    return {"lines": [{"text": text, "right": right} for text, right in signature_lines(block)]}
