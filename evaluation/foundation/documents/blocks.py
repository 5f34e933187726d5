"""A neutral model of a document: what is said, in which order, never how it is drawn.

The same value goes to Word and to PDF. Texts are plain texts: nothing in them is markup, a field or a formula.
A line break inside a text starts a new paragraph (in a title or a table cell: a new line).
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Style(StrEnum):
    """The look: an official paper after GB/T 9704-2012, or a story to be read."""

    OFFICIAL = "official"
    STORY = "story"


class Alignment(StrEnum):
    """How the cells of a column stand; figures belong to the right."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


@dataclass(frozen=True)
class Run:
    """A stretch of text. ``quote`` sets words of others in 楷体; ``sources`` are marked at its end as 〔1、3〕."""

    text: str
    bold: bool = False
    quote: bool = False
    sources: tuple[int, ...] = ()


@dataclass(frozen=True)
class Kicker:
    """The short line above a title: column and occasion."""

    text: str


@dataclass(frozen=True)
class Title:
    """The title. A title longer than a line is broken evenly; line breaks in the text go before that."""

    text: str


@dataclass(frozen=True)
class Subtitle:
    """The line under the title, set in 楷体."""

    text: str


@dataclass(frozen=True)
class Meta:
    """A line of particulars under the title: date, origin, number."""

    text: str


@dataclass(frozen=True)
class Addressee:
    """主送机关: flush left, with a full-width colon (added where the text has none)."""

    text: str


@dataclass(frozen=True)
class Lead:
    """The opening paragraph of a story."""

    text: str


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4. Numbered headings count 一、（一）1.（1） by themselves in reading order."""

    text: str
    level: int = 1
    numbered: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 4:
            raise ValueError(f"A heading has level 1 to 4, not {self.level}.")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: a text, or runs that each end in their own sources. ``sources`` are marked at its very end."""

    content: str | tuple[Run, ...]
    sources: tuple[int, ...] = ()
    indented: bool = True

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs, the sources of the paragraph joined to the last of them."""
        runs = (Run(self.content),) if isinstance(self.content, str) else self.content
        if not self.sources or not runs:
            return runs
        last = runs[-1]
        joined = last.sources + tuple(number for number in self.sources if number not in last.sources)
        return (*runs[:-1], Run(last.text, last.bold, last.quote, joined))


@dataclass(frozen=True)
class Quote:
    """Words of somebody, set apart, with the person who said them."""

    text: str
    attribution: str = ""


@dataclass(frozen=True)
class Note:
    """A boxed remark by the editors; the label comes first, followed by a colon."""

    text: str
    label: str = ""


@dataclass(frozen=True)
class Figure:
    """One number of a strip: ``Figure("212名", "照看学生")``."""

    value: str
    label: str


@dataclass(frozen=True)
class FigureStrip:
    """Two to four numbers side by side."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Picture:
    """A JPEG, PNG or WebP picture. ``description`` is read aloud in its place; the credit follows the caption.

    ``share`` is the part of the text width that it may take, above 0 and up to 1.
    """

    content: bytes = field(repr=False)
    caption: str
    description: str
    credit: str = ""
    share: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise ValueError("A picture takes a part of the text width above 0 and up to 1.")


@dataclass(frozen=True)
class Table:
    """A table whose head is repeated on every page. ``widths`` are proportions, one a column; none means equal."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    caption: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        columns = len(self.header)
        if not columns or any(len(row) != columns for row in self.rows):
            raise ValueError(f"Every row of the table needs {columns} cells, as many as its head.")
        if any(given and len(given) != columns for given in (self.widths, self.alignments)):
            raise ValueError("Widths and alignments need one value a column.")
        if any(width <= 0 for width in self.widths):
            raise ValueError("The width of a column is above 0.")


@dataclass(frozen=True)
class KeyValue:
    """One entry of a form. A ``wide`` entry takes a whole row, at least ``lines`` lines high.

    ``closing`` lines stand at the right foot of the cell: a place for signature, seal and date.
    """

    key: str
    value: str = ""
    wide: bool = False
    lines: int = 1
    closing: tuple[str, ...] = ()


@dataclass(frozen=True)
class KeyValueTable:
    """A form of keys and values, ``pairs_per_row`` pairs side by side."""

    entries: tuple[KeyValue, ...]
    pairs_per_row: int = 2
    caption: str = ""

    def __post_init__(self) -> None:
        if not self.entries or self.pairs_per_row < 1:
            raise ValueError("A form needs an entry and at least one pair a row.")


@dataclass(frozen=True)
class Source:
    """One numbered source of the list."""

    number: int
    text: str


@dataclass(frozen=True)
class SourceList:
    """The sources that the marks point to, in the order of their numbers 1, 2, 3 …"""

    heading: str
    sources: tuple[Source, ...]

    def __post_init__(self) -> None:
        if [source.number for source in self.sources] != list(range(1, len(self.sources) + 1)):
            raise ValueError("The sources of a list are numbered 1, 2, 3 … without a gap.")


@dataclass(frozen=True)
class Signature:
    """The lines that sign, and the date, at the right foot of the text."""

    lines: tuple[str, ...]
    day: date | None = None


@dataclass(frozen=True)
class ReviewRow:
    """Who answered for a step, and on which day."""

    role: str
    name: str
    day: date | None = None


@dataclass(frozen=True)
class ReviewBlock:
    """Who wrote, edited and reviewed, with a closing remark."""

    rows: tuple[ReviewRow, ...]
    note: str = ""


@dataclass(frozen=True)
class Attachments:
    """附件说明: the names of what is attached, numbered where there are several."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Masthead:
    """The red head of a periodical paper: name, issue, who edits it (left), date (right), red rule."""

    name: str
    issue: str = ""
    left: str = ""
    right: str = ""


@dataclass(frozen=True)
class Imprint:
    """版记: ruled lines at the end, each with a left and a right text: addressees, issuing office, print run."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PageBreak:
    """What follows starts a new page."""


Block = (
    Kicker | Title | Subtitle | Meta | Addressee | Lead | Heading | Paragraph | Quote | Note | FigureStrip | Picture
    | Table | KeyValueTable | SourceList | Signature | ReviewBlock | Attachments | Masthead | Imprint | PageBreak
)  # fmt: skip


@dataclass(frozen=True)
class Properties:
    """What the file says about itself. ``created`` is an aware moment and the only time written into the file."""

    organisation: str
    created: datetime
    subject: str = ""
    keywords: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.created.tzinfo is None:
            raise ValueError("The time of a document is an aware moment.")


@dataclass(frozen=True)
class Document:
    """A whole document. ``trace`` (who exported it, when, number) stands in the foot of every page.

    Raises ``ValueError`` when a statement is marked with a source that no list of the document holds: a mark that
    leads nowhere is worse than none.
    """

    title: str
    blocks: tuple[Block, ...]
    properties: Properties
    style: Style = Style.OFFICIAL
    trace: str = ""

    def __post_init__(self) -> None:
        lists = [block for block in self.blocks if isinstance(block, SourceList)]
        if len(lists) > 1:
            raise ValueError("A document holds one list of sources.")
        listed = {source.number for source_list in lists for source in source_list.sources}
        unknown = sorted(cited_numbers(self.blocks) - listed)
        if unknown:
            raise ValueError(f"Sources {unknown} are cited but not listed.")


def cited_numbers(blocks: tuple[Block, ...]) -> set[int]:
    """The numbers of all sources that a statement is marked with."""
    runs = [run for block in blocks if isinstance(block, Paragraph) for run in block.runs]
    return {number for run in runs for number in run.sources}
