"""A document as a Word file: text that an office can go on editing, in the typesetting of Chinese papers."""

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt

from evaluation.foundation.documents.arrangement import arranged, ends_preface
from evaluation.foundation.documents.blocks import (
    Addressee,
    Attachments,
    Document,
    FigureStrip,
    Heading,
    Imprint,
    KeyValueTable,
    Kicker,
    Lead,
    Masthead,
    Meta,
    Note,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    ReviewBlock,
    Run,
    Signature,
    SourceList,
    Subtitle,
    Table,
    Title,
)
from evaluation.foundation.documents.cleaning import lines
from evaluation.foundation.documents.looks import LOOKS, Face, Look
from evaluation.foundation.documents.measures import caption_text, name_spacing, placed, review_lines, signature_lines
from evaluation.foundation.documents.word_base import empty_package
from evaluation.foundation.documents.word_elements import (
    bookmarked,
    borders,
    element,
    link,
    page_number_runs,
    paragraph,
    tab_run,
    text_run,
    twips,
)
from evaluation.foundation.documents.word_styles import PICTURE_STYLE, SPACER_STYLE, style_id
from evaluation.foundation.documents.word_tables import figure_strip, form_table, imprint_table, justified, list_table
from evaluation.foundation.documents.wording import mark_pieces

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of every entry of the package: the earliest that a ZIP archive can hold."""


def render_word(document: Document) -> bytes:
    """The document as a .docx file; the same document gives the same bytes.

    Raises ``UnreadablePicture`` when a picture cannot be read.
    """
    document = arranged(document)
    look = LOOKS[document.style]
    file = docx.Document(io.BytesIO(empty_package(document.style)))
    write_properties(file, document)
    WordWriter(file, look).write(document)
    write_feet(file, look, document.trace)
    target = io.BytesIO()
    file.save(target)
    return with_fixed_times(target.getvalue())


def write_properties(file: Any, document: Document) -> None:
    """What the file says about itself."""
    moment = document.properties.created.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties = file.core_properties
    properties.title = document.title[:255]
    properties.author = properties.last_modified_by = document.properties.organisation[:255]
    properties.created = properties.modified = moment
    properties.language = "zh-CN"
    properties.revision = 1
    if document.properties.subject:
        properties.subject = document.properties.subject[:255]
    if document.properties.keywords:
        properties.keywords = "；".join(document.properties.keywords)[:255]


def write_feet(file: Any, look: Look, trace: str) -> None:
    """— 1 — at the outer edge (odd pages right, even pages left, one character in), and the trace below it."""
    section = file.sections[0]
    if trace:
        section.footer_distance = section.footer_distance - Pt(look.styles["trace"].line)
    feet = [(section.footer, "right")]
    if look.outer_page_numbers:
        feet.append((section.even_page_footer, "left"))
    inset = twips(look.styles["page_number"].size)
    for foot, side in feet:
        foot.is_linked_to_previous = False
        part = foot._element
        part[:] = []
        direct = [element("ind", {side: inset}), justified(side)] if look.outer_page_numbers else []
        runs = [text_run("— "), *page_number_runs(), text_run(" —")]
        part.append(paragraph(style_id("page_number"), runs, *direct))
        if trace:
            part.append(paragraph(style_id("trace"), [text_run(trace)]))


def with_fixed_times(package: bytes) -> bytes:
    """The same package with one time for all entries."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(target, "w") as written:
        for entry in source.infolist():
            fixed = zipfile.ZipInfo(entry.filename, EARLIEST)
            pictures = entry.filename.startswith("word/media/")
            fixed.compress_type = zipfile.ZIP_STORED if pictures else zipfile.ZIP_DEFLATED
            written.writestr(fixed, source.read(entry))
    return target.getvalue()


class WordWriter:
    """Writes the blocks of one document, one after the other, before the section properties of the body."""

    def __init__(self, file: Any, look: Look) -> None:
        self.file = file
        self.look = look
        self.body = file.element.body
        self.pictures = 0
        self.break_waits = False
        self.writers = {
            Kicker: lambda block: self.plain("kicker", block.text),
            Title: lambda block: self.put(paragraph(style_id("title"), [text_run(block.text)])),
            Subtitle: lambda block: self.plain("subtitle", block.text),
            Meta: lambda block: self.plain("meta", block.text),
            Addressee: lambda block: self.plain("addressee", block.text),
            Lead: lambda block: self.plain("lead", block.text),
            Heading: lambda block: self.plain(f"heading{block.level}", block.text),
            Paragraph: self.paragraph,
            Quote: self.quote,
            Note: self.note,
            FigureStrip: self.figure_strip,
            Picture: self.picture,
            Table: self.table,
            KeyValueTable: self.form,
            SourceList: self.sources,
            Signature: self.signature,
            ReviewBlock: self.review,
            Attachments: self.attachments,
            Masthead: self.masthead,
            Imprint: self.imprint,
            PageBreak: self.page_break,
        }

    def write(self, document: Document) -> None:
        """All blocks; one line stays free between the title with its particulars and the text."""
        for index, block in enumerate(document.blocks):
            self.writers[type(block)](block)
            if ends_preface(document.blocks, index):
                self.space_after(self.look.preface_gap)

    def put(self, made: BaseOxmlElement) -> None:
        """One element at the end of the body. A waiting page break goes into it, or before it if it is a table."""
        if self.break_waits:
            self.break_waits = False
            breaking = made if made.tag == qn("w:p") else paragraph(SPACER_STYLE, [])
            breaking.pPr.insert_element_before(element("pageBreakBefore"), *AFTER_PAGE_BREAK)
            if breaking is not made:
                self.body.insert_element_before(breaking, "w:sectPr")
        self.body.insert_element_before(made, "w:sectPr")

    def space_after(self, points: float) -> None:
        """Free space behind the last paragraph, in place of that of its style."""
        last = self.body[-2]
        if last.tag == qn("w:p"):
            last.get_or_add_pPr().spacing_after = Pt(points)

    def plain(self, role: str, text: str) -> None:
        """A paragraph a line."""
        for line in lines(text):
            self.put(paragraph(style_id(role), [text_run(line)]))

    def paragraph(self, block: Paragraph) -> None:
        """Running text, each statement with the mark of its sources."""
        runs = [made for run in block.runs for made in marked_run(run)]
        flush = [] if block.indented else [element("ind", {"firstLineChars": 0, "firstLine": 0})]
        self.put(paragraph(style_id("body"), runs, *flush))

    def quote(self, block: Quote) -> None:
        """The words, then who said them."""
        self.plain("quote", block.text)
        if block.attribution:
            self.plain("quote_by", block.attribution)
        else:
            self.space_after(self.look.styles["quote_by"].after)

    def note(self, block: Note) -> None:
        """A boxed remark; its label is bold."""
        for position, line in enumerate(lines(block.text)):
            label = [text_run(f"{block.label}：", bold=True)] if block.label and position == 0 else []
            self.put(paragraph(style_id("note"), [*label, text_run(line)]))

    def figure_strip(self, block: FigureStrip) -> None:
        """The strip between its rules."""
        self.put(paragraph(SPACER_STYLE, []))
        self.after_table(figure_strip(block, self.look))

    def picture(self, block: Picture) -> None:
        """The picture with the words that stand for it, then caption and credit."""
        self.pictures += 1
        ready = placed(block, self.pictures, self.look)
        inline = self.file.part.new_pic_inline(io.BytesIO(ready.content), Pt(ready.width), Pt(ready.height))
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")
        inline.docPr.set("name", f"图片{self.pictures}")
        inline.docPr.set("descr", block.description)
        self.put(paragraph(PICTURE_STYLE, [element("r", None, element("drawing", None, inline))]))
        self.plain("caption", caption_text(block))

    def table(self, block: Table) -> None:
        """Caption above, note below."""
        self.plain("table_caption", block.caption)
        self.after_table(list_table(block, self.look))
        self.plain("table_note", block.note)

    def form(self, block: KeyValueTable) -> None:
        """The form under its caption."""
        self.plain("table_caption", block.caption)
        self.after_table(form_table(block, self.look))

    def after_table(self, table: BaseOxmlElement) -> None:
        """A table and the thin line behind it."""
        self.put(table)
        self.put(paragraph(SPACER_STYLE, []))

    def sources(self, block: SourceList) -> None:
        """The numbered sources; the marks in the text lead here."""
        self.plain("source_heading", block.heading)
        hanging = self.look.styles["source"].size * 3
        for source in block.sources:
            target = bookmarked(anchor(source.number), source.number, [text_run(f"〔{source.number}〕")])
            text = text_run("；".join(lines(source.text)))
            indent = element("ind", {"left": twips(hanging), "hanging": twips(hanging)})
            self.put(paragraph(style_id("source"), [*target, tab_run(), text], indent))

    def signature(self, block: Signature) -> None:
        """The signing lines and the date, kept together, one line below the text."""
        placed_lines = signature_lines(block)
        style = self.look.styles["signature"]
        for position, (text, right) in enumerate(placed_lines):
            direct = [element("ind", {"right": twips(right * style.size)})]
            if position < len(placed_lines) - 1:
                direct.append(element("keepNext"))
            if position == 0:
                direct.append(element("spacing", {"before": twips(self.look.pitch)}))
            self.put(paragraph(style_id("signature"), [text_run(text)], *direct))

    def review(self, block: ReviewBlock) -> None:
        """Who answered for each step, under a rule."""
        for position, text in enumerate(review_lines(block)):
            self.put(paragraph(style_id("review"), [text_run(text)], *([] if position else self.review_rule())))

    def review_rule(self) -> list[BaseOxmlElement]:
        """The rule above the first line."""
        rule = borders("pBdr", "top", colour=self.look.rule, space=6)
        return [rule, element("spacing", {"before": twips(self.look.pitch)})]

    def attachments(self, block: Attachments) -> None:
        """附件：1. … one line below the text, the names in one column."""
        style = self.look.styles["attachment"]
        several = len(block.names) > 1
        for position, name in enumerate(block.names):
            head = ("附件：" if position == 0 else "") + (f"{position + 1}." if several else "")
            left = 6 if several else 5
            hanging = left - 2 if position == 0 else 1
            direct = [element("ind", {"left": twips(left * style.size), "hanging": twips(hanging * style.size)})]
            if position == 0:
                direct.append(element("spacing", {"before": twips(self.look.pitch)}))
            tab = [tab_run()] if several else []
            self.put(paragraph(style_id("attachment"), [text_run(head), *tab, text_run(name)], *direct))

    def masthead(self, block: Masthead) -> None:
        """Name, issue, and one line with who edits it and the date over a red rule."""
        spread, last = text_run(block.name[:-1], spacing=name_spacing(block.name)), text_run(block.name[-1:])
        self.put(paragraph(style_id("masthead"), [spread, last]))
        self.plain("issue", block.issue)
        rule = borders("pBdr", "bottom", size=2.25, colour=self.look.styles["masthead"].colour, space=4)
        self.put(self.two_ends("edition", block.left, block.right, rule))

    def imprint(self, block: Imprint) -> None:
        """Ruled lines at the foot of the page."""
        self.after_table(imprint_table(block, self.look))

    def two_ends(self, role: str, left: str, right: str, *direct: BaseOxmlElement) -> BaseOxmlElement:
        """A line with one text at each end."""
        stop = element("tab", {"val": "right", "pos": twips(self.look.text_width)})
        return paragraph(style_id(role), [text_run(left), tab_run(), text_run(right)], element("tabs", None, stop), *direct)

    def page_break(self, _block: PageBreak) -> None:
        """The next element starts a page."""
        self.break_waits = True


AFTER_PAGE_BREAK = ("w:framePr", "w:pBdr", "w:tabs", "w:spacing", "w:ind", "w:jc")


def marked_run(run: Run) -> Iterable[BaseOxmlElement]:
    """A run and, raised behind it, the mark of its sources."""
    if run.text:
        yield text_run(run.text, bold=run.bold, face=Face.KAI if run.quote else None)
    for text, number in mark_pieces(run.sources):
        yield text_run(text, raised=True) if number is None else link(anchor(number), text)


def anchor(number: int) -> str:
    """The bookmark of a source."""
    return f"source_{number}"
