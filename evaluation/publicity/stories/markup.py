"""Our own marks for the text of a story: plain text, no HTML, nothing that a reader's program could carry out.

A line is a paragraph. 【小标题】 begins a heading, 【引语】 a quotation (——, then who said it), 【资料】 a line of the fact
box, 【图2】 alone on a line is the place of the second photograph, 【数字】 that of the figures; **words** are bold.
Whatever else stands in the text is text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

HEADING, QUOTE, FACT, FIGURES = "【小标题】", "【引语】", "【资料】", "【数字】"
PICTURE = re.compile(r"【图\s*([0-9０-９]{1,2})】")
BOLD = re.compile(r"\*\*(.+?)\*\*")
ATTRIBUTION = re.compile(r"(?:——|--|—)\s*([^—]{1,40})$")
LABEL = re.compile(r"([^：:]{1,12})[：:](?=.)")
MOST_FIGURES = 4


@dataclass(frozen=True)
class Span:
    """A stretch of a paragraph, bold or not."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading inside the story."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The words without their looks."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class Quotation:
    """Words of somebody, and who said them."""

    text: str
    by: str = ""


@dataclass(frozen=True)
class FactBox:
    """Lines set apart, under a label."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class PicturePlace:
    """Where the n-th photograph stands, counted from 1."""

    number: int


@dataclass(frozen=True)
class FiguresPlace:
    """Where the figures stand."""


Block = Heading | Paragraph | Quotation | FactBox | PicturePlace | FiguresPlace


@dataclass(frozen=True)
class Figure:
    """One number of the strip and what it counts."""

    value: str
    label: str


def parsed(body: str) -> tuple[Block, ...]:
    """The blocks of a body in reading order."""
    return tuple(joined(block_of(line) for line in body.split("\n") if line.strip()))


def block_of(line: str) -> Block:
    """One line as a block."""
    text = line.strip()
    picture = PICTURE.fullmatch(text)
    if picture is not None:
        return PicturePlace(int(picture[1]))
    if text == FIGURES:
        return FiguresPlace()
    if text.startswith(HEADING):
        return Heading(without_bold(text.removeprefix(HEADING)))
    if text.startswith(QUOTE):
        return quotation(without_bold(text.removeprefix(QUOTE)))
    if text.startswith(FACT):
        return FactBox("", (without_bold(text.removeprefix(FACT)),))
    return Paragraph(spans_of(text))


def joined(blocks: Iterator[Block]) -> Iterator[Block]:
    """Neighbouring lines of a fact box are one box; its first line may begin with a label. What is empty is left out."""
    box: list[str] = []
    for block in blocks:
        if isinstance(block, FactBox):
            box += [line for line in block.lines if line]
            continue
        if box:
            yield labelled(box)
            box = []
        if not isinstance(block, Heading | Quotation) or block.text:
            yield block
    if box:
        yield labelled(box)


def labelled(lines: Sequence[str]) -> FactBox:
    """A fact box whose label is taken from its first line."""
    label = LABEL.match(lines[0])
    if label is None:
        return FactBox("", tuple(lines))
    return FactBox(label[1].strip(), (lines[0][label.end() :].strip(), *lines[1:]))


def quotation(text: str) -> Quotation:
    """Words, and behind the last dash who said them."""
    by = ATTRIBUTION.search(text)
    return Quotation(text.strip()) if by is None else Quotation(text[: by.start()].strip(), by[1].strip())


def spans_of(text: str) -> tuple[Span, ...]:
    """A paragraph cut at its bold words."""
    pieces = BOLD.split(text)
    return tuple(Span(piece, bold=position % 2 == 1) for position, piece in enumerate(pieces) if piece)


def without_bold(text: str) -> str:
    """A text whose bold marks are taken off."""
    return BOLD.sub(r"\1", text).strip()


def figures_of(text: str) -> tuple[Figure, ...]:
    """Figures written one a line, the number first: “39条 办结需求”. Lines without both are left out."""
    found = []
    for line in text.split("\n"):
        value, _gap, label = re.sub(r"[\s，,：:|]+", " ", line.strip()).partition(" ")
        if value and label:
            found.append(Figure(value, label))
    return tuple(found)


def halves_of_figures(text: str) -> list[str]:
    """Lines of the figures that lack the number or what it counts."""
    return [line.strip() for line in text.split("\n") if line.strip() and not figures_of(line)]


def pictures_named(body: str) -> list[int]:
    """Numbers of the photographs that the body gives a place to, in order."""
    return [block.number for block in parsed(body) if isinstance(block, PicturePlace)]


def readable(body: str) -> str:
    """The body as a person reads it, without marks, one block a line."""
    lines: list[str] = []
    for block in parsed(body):
        if isinstance(block, Heading | Paragraph):
            lines.append(block.text)
        elif isinstance(block, Quotation):
            lines.append(f"{block.text}{f'——{block.by}' if block.by else ''}")
        elif isinstance(block, FactBox):
            lines += [f"{block.label}：{block.lines[0]}" if block.label else block.lines[0], *block.lines[1:]]
    return "\n".join(lines)
