"""The two looks in numbers, shared by Word and PDF. Sizes and lines in points, indents in characters, margins in mm."""

from dataclasses import dataclass, field
from enum import StrEnum

from evaluation.foundation.documents.blocks import Style

POINTS_A_MILLIMETRE = 72 / 25.4
PAGE_WIDTH = 210.0
PAGE_HEIGHT = 297.0


class Face(StrEnum):
    """The five Chinese faces of print."""

    TITLE = "title"
    SONG = "song"
    FANGSONG = "fangsong"
    KAI = "kai"
    HEI = "hei"


@dataclass(frozen=True)
class TextStyle:
    """How a kind of text is set. ``bar`` is a coloured line at its left, ``fill`` its ground, ``box`` a frame."""

    face: Face
    size: float
    line: float
    align: str = "justify"
    first: float = 0
    left: float = 0
    right: float = 0
    before: float = 0
    after: float = 0
    colour: str = "000000"
    bold: bool = False
    keep: bool = False
    bar: str = ""
    fill: str = ""
    box: bool = False


@dataclass(frozen=True)
class Look:
    """A page and the styles on it. ``characters`` and ``lines`` fill the type area where they are given."""

    top: float
    bottom: float
    left: float
    right: float
    pitch: float
    preface_gap: float
    outer_page_numbers: bool
    latin_gap: bool
    characters: int = 0
    lines: int = 0
    accent: str = "000000"
    rule: str = "000000"
    styles: dict[str, TextStyle] = field(default_factory=dict)

    @property
    def text_width(self) -> float:
        """The width of the type area in points."""
        return (PAGE_WIDTH - self.left - self.right) * POINTS_A_MILLIMETRE

    @property
    def text_height(self) -> float:
        """The height of the type area in points."""
        return (PAGE_HEIGHT - self.top - self.bottom) * POINTS_A_MILLIMETRE

    @property
    def tracking(self) -> float:
        """What is added to every character, in points, so that ``characters`` of the body fill a line."""
        if not self.characters:
            return 0.0
        return self.text_width / self.characters - self.styles["body"].size


PITCH = 28.95
"""22 lines in 225 mm: 637.8 pt / 22, rounded down to a whole twentieth of a point."""

RED = "C8102E"
BRAND = "A51C1E"
DEEP = "5E1213"
TINT = "FBF1F0"
GREY = "4B5563"
LINE = "D9DDE3"

OFFICIAL = Look(
    top=37, bottom=35, left=28, right=26, pitch=PITCH, preface_gap=PITCH, outer_page_numbers=True, latin_gap=False,
    characters=28, lines=22,
    styles={
        "kicker": TextStyle(Face.HEI, 16, PITCH, align="left"),
        "title": TextStyle(Face.TITLE, 22, 34, align="center", keep=True),
        "subtitle": TextStyle(Face.KAI, 16, PITCH, align="center", keep=True),
        "meta": TextStyle(Face.KAI, 14, PITCH, align="center", keep=True),
        "addressee": TextStyle(Face.FANGSONG, 16, PITCH),
        "lead": TextStyle(Face.KAI, 16, PITCH, first=2),
        "heading1": TextStyle(Face.HEI, 16, PITCH, align="left", first=2, keep=True),
        "heading2": TextStyle(Face.KAI, 16, PITCH, align="left", first=2, keep=True),
        "heading3": TextStyle(Face.FANGSONG, 16, PITCH, align="left", first=2, keep=True),
        "heading4": TextStyle(Face.FANGSONG, 16, PITCH, align="left", first=2, keep=True),
        "body": TextStyle(Face.FANGSONG, 16, PITCH, first=2),
        "quote": TextStyle(Face.KAI, 16, PITCH, first=2, left=2, right=2),
        "quote_by": TextStyle(Face.KAI, 14, PITCH, align="right", left=2, right=2),
        "note": TextStyle(Face.KAI, 14, 24, box=True, before=8, after=12),
        "figure_value": TextStyle(Face.HEI, 18, 28, align="center", before=6, keep=True),
        "figure_label": TextStyle(Face.FANGSONG, 12, 20, align="center", after=6),
        "caption": TextStyle(Face.KAI, 12, 20, align="center", after=8),
        "table_caption": TextStyle(Face.HEI, 14, 26, align="center", keep=True),
        "table_head": TextStyle(Face.HEI, 12, 20, align="center"),
        "table_cell": TextStyle(Face.FANGSONG, 12, 20, align="left"),
        "table_note": TextStyle(Face.FANGSONG, 10.5, 18, align="left"),
        "form_key": TextStyle(Face.HEI, 12, 20, align="center"),
        "form_value": TextStyle(Face.FANGSONG, 12, 20, align="left"),
        "signature": TextStyle(Face.FANGSONG, 16, PITCH, align="right"),
        "source_heading": TextStyle(Face.HEI, 14, 26, align="left", before=PITCH, keep=True),
        "source": TextStyle(Face.FANGSONG, 12, 21),
        "review": TextStyle(Face.FANGSONG, 14, 26, align="left"),
        "attachment": TextStyle(Face.FANGSONG, 16, PITCH, align="left"),
        "masthead": TextStyle(Face.TITLE, 44, 60, align="center", colour=RED, keep=True),
        "issue": TextStyle(Face.KAI, 16, PITCH, align="center", before=6, keep=True),
        "edition": TextStyle(Face.FANGSONG, 16, PITCH, align="left", after=PITCH),
        "imprint": TextStyle(Face.FANGSONG, 14, 26, align="left"),
        "page_number": TextStyle(Face.SONG, 14, 17),
        "trace": TextStyle(Face.SONG, 9, 12, align="left", colour=GREY),
    },
)  # fmt: skip
"""GB/T 9704-2012: A4, 37/35/28/26 mm, 22 lines of 28 characters, size 3 仿宋, title size 2 小标宋."""

STORY = Look(
    top=28, bottom=26, left=30, right=30, pitch=21, preface_gap=10, outer_page_numbers=False, latin_gap=True,
    accent=BRAND, rule=LINE,
    styles={
        "kicker": TextStyle(Face.HEI, 11, 18, align="left", colour=BRAND, bold=True, after=6, keep=True),
        "title": TextStyle(Face.TITLE, 24, 35, align="left", after=4, keep=True),
        "subtitle": TextStyle(Face.KAI, 15, 24, align="left", keep=True),
        "meta": TextStyle(Face.HEI, 10, 18, align="left", colour=GREY, keep=True),
        "addressee": TextStyle(Face.SONG, 12, 21),
        "lead": TextStyle(Face.SONG, 13.5, 24, left=1, before=4, after=14, bar=BRAND),
        "heading1": TextStyle(Face.HEI, 15, 24, align="left", bold=True, before=16, after=5, keep=True),
        "heading2": TextStyle(Face.HEI, 13, 22, align="left", bold=True, before=10, after=4, keep=True),
        "heading3": TextStyle(Face.HEI, 12, 21, align="left", before=6, after=2, keep=True),
        "heading4": TextStyle(Face.KAI, 12, 21, align="left", before=6, after=2, keep=True),
        "body": TextStyle(Face.SONG, 12, 21, first=2),
        "quote": TextStyle(
            Face.TITLE, 15, 25, align="left", left=1, right=1, before=14, colour=DEEP, fill=TINT, keep=True
        ),
        "quote_by": TextStyle(Face.HEI, 10, 20, align="left", left=1.5, right=1.5, after=14, colour=GREY, fill=TINT),
        "note": TextStyle(Face.KAI, 12, 20, box=True, before=6, after=12),
        "figure_value": TextStyle(Face.HEI, 18, 26, align="center", bold=True, before=6, keep=True),
        "figure_label": TextStyle(Face.HEI, 10, 18, align="center", after=6, colour=GREY),
        "caption": TextStyle(Face.HEI, 10, 16, align="left", colour=GREY, after=12),
        "table_caption": TextStyle(Face.HEI, 12, 22, align="left", before=8, keep=True),
        "table_head": TextStyle(Face.HEI, 10.5, 18, align="center"),
        "table_cell": TextStyle(Face.SONG, 10.5, 18, align="left"),
        "table_note": TextStyle(Face.HEI, 9, 15, align="left", colour=GREY),
        "form_key": TextStyle(Face.HEI, 10.5, 18, align="center"),
        "form_value": TextStyle(Face.SONG, 10.5, 18, align="left"),
        "signature": TextStyle(Face.SONG, 12, 21, align="right"),
        "source_heading": TextStyle(Face.HEI, 11, 20, align="left", before=18, keep=True),
        "source": TextStyle(Face.SONG, 10, 16),
        "review": TextStyle(Face.HEI, 10, 18, align="left", colour=GREY),
        "attachment": TextStyle(Face.SONG, 12, 21, align="left"),
        "masthead": TextStyle(Face.TITLE, 40, 54, align="center", colour=RED, keep=True),
        "issue": TextStyle(Face.KAI, 13, 22, align="center", before=4, keep=True),
        "edition": TextStyle(Face.SONG, 12, 21, align="left", after=18),
        "imprint": TextStyle(Face.SONG, 11, 20, align="left"),
        "page_number": TextStyle(Face.SONG, 10.5, 14, align="center"),
        "trace": TextStyle(Face.SONG, 9, 12, align="left", colour=GREY),
    },
)  # fmt: skip
"""A story on paper: 宋体 12 pt on 21 pt, 35 characters a line, brand red for kicker, bar and quotation."""

LOOKS = {Style.OFFICIAL: OFFICIAL, Style.STORY: STORY}
