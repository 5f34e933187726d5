"""Tables of a Word file: lists with a repeated head, forms, and the strip of figures."""

from collections.abc import Iterable

from docx.oxml.xmlchemy import BaseOxmlElement

from evaluation.foundation.documents.blocks import Alignment, FigureStrip, Imprint, KeyValueTable, Table
from evaluation.foundation.documents.looks import Look
from evaluation.foundation.documents.measures import Cell, column_shares, form_columns, form_rows, room_to_sign
from evaluation.foundation.documents.word_elements import borders, element, paragraph, text_run, twips
from evaluation.foundation.documents.word_styles import style_id

ALL_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
CELL_MARGIN = 4.5


def list_table(table: Table, look: Look) -> BaseOxmlElement:
    """A table with a head that every page repeats; no row is torn apart by the end of a page."""
    widths = [share * look.text_width for share in column_shares(table)]
    alignments = table.alignments or (Alignment.LEFT,) * len(table.header)
    head = [text_cell(text, width, "table_head") for text, width in zip(table.header, widths, strict=True)]
    rows = [row(head, head=True)]
    for texts in table.rows:
        cells = zip(texts, widths, alignments, strict=True)
        rows.append(row([text_cell(text, width, "table_cell", alignment) for text, width, alignment in cells]))
    return grid(widths, rows, borders("tblBorders", *ALL_SIDES))


def form_table(form: KeyValueTable, look: Look) -> BaseOxmlElement:
    """A form of keys and values."""
    widths = [share * look.text_width for share in form_columns(form)]
    style = look.styles["form_value"]
    rows = []
    for cells in form_rows(form, look):
        made, column = [], 0
        for one in cells:
            made.append(form_cell(one, sum(widths[column : column + one.span]), style.line, style.size))
            column += one.span
        height = (max(one.entry.lines for one in cells) + 0.5) * style.line
        rows.append(row(made, height=height))
    return grid(widths, rows, borders("tblBorders", *ALL_SIDES))


def form_cell(one: Cell, width: float, line: float, size: float) -> BaseOxmlElement:
    """A key, centred; or a value with its closing lines at the right foot."""
    if one.key:
        return text_cell(one.entry.key, width, "form_key")
    made = text_cell(one.entry.value, width, "form_value", span=one.span, top=one.entry.lines > 1)
    for position, text in enumerate(one.entry.closing):
        before = one.gap * line if position == 0 else 0
        spacing = element("spacing", {"before": twips(before)})
        words, free = room_to_sign(text)
        right = element("ind", {"right": twips(line + free * size)})
        made.append(paragraph(style_id("form_value"), [text_run(words)], spacing, right, justified("right")))
    return made


def figure_strip(strip: FigureStrip, look: Look) -> BaseOxmlElement:
    """Figures side by side, value above label, between two rules."""
    width = look.text_width / max(1, len(strip.figures))
    cells = [
        cell(
            [
                paragraph(style_id("figure_value"), [text_run(figure.value)]),
                paragraph(style_id("figure_label"), [text_run(figure.label)]),
            ],
            width,
        )
        for figure in strip.figures
    ]
    lines = borders("tblBorders", "top", "bottom", "insideV", colour=look.rule)
    return grid([width] * len(strip.figures), [row(cells)], lines)


def imprint_table(imprint: Imprint, look: Look) -> BaseOxmlElement:
    """Ruled lines at the foot of the page that they fall on, each with a text at its left and its right end."""
    widths = [look.text_width * 0.7, look.text_width * 0.3]
    rows = [
        row([text_cell(left, widths[0], "imprint"), text_cell(right, widths[1], "imprint", Alignment.RIGHT)])
        for left, right in imprint.rows
    ]
    made = grid(widths, rows, borders("tblBorders", "top", "bottom", "insideH"))
    anchors = {"vertAnchor": "margin", "horzAnchor": "margin", "tblpXSpec": "center", "tblpYSpec": "bottom"}
    made.tblPr.insert(0, element("tblpPr", {"leftFromText": 0, "rightFromText": 0, **anchors}))
    return made


def grid(widths: list[float], rows: Iterable[BaseOxmlElement], lines: BaseOxmlElement) -> BaseOxmlElement:
    """A table as wide as the text, its columns fixed."""
    margins = [element(side, {"w": twips(CELL_MARGIN), "type": "dxa"}) for side in ("left", "right")]
    properties = element(
        "tblPr", None,
        element("tblW", {"w": twips(sum(widths)), "type": "dxa"}),
        element("jc", {"val": "center"}),
        lines,
        element("tblLayout", {"type": "fixed"}),
        element("tblCellMar", None, *margins),
    )  # fmt: skip
    columns = element("tblGrid", None, *(element("gridCol", {"w": twips(width)}) for width in widths))
    return element("tbl", None, properties, columns, *rows)


def row(cells: Iterable[BaseOxmlElement], *, head: bool = False, height: float = 0) -> BaseOxmlElement:
    """A row that stays on one page; a head row is repeated."""
    properties = element("trPr", None, element("cantSplit"))
    if height:
        properties.append(element("trHeight", {"val": twips(height), "hRule": "atLeast"}))
    if head:
        properties.append(element("tblHeader"))
    return element("tr", None, properties, *cells)


def text_cell(
    text: str, width: float, role: str, alignment: Alignment | None = None, *, span: int = 1, top: bool = False
) -> BaseOxmlElement:
    """A cell of plain text, one paragraph a line."""
    paragraphs = [
        paragraph(style_id(role), [text_run(line)], *([justified(alignment)] if alignment else [])) for line in text.split("\n")
    ]
    return cell(paragraphs, width, span=span, top=top)


def cell(paragraphs: Iterable[BaseOxmlElement], width: float, *, span: int = 1, top: bool = False) -> BaseOxmlElement:
    """A cell; its text stands in the middle of the height unless ``top``."""
    properties = element("tcPr", None, element("tcW", {"w": twips(width), "type": "dxa"}))
    if span > 1:
        properties.append(element("gridSpan", {"val": span}))
    properties.append(element("vAlign", {"val": "top" if top else "center"}))
    return element("tc", None, properties, *paragraphs)


def justified(alignment: str) -> BaseOxmlElement:
    """The alignment of a paragraph."""
    return element("jc", {"val": str(alignment)})
