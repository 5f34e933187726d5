"""The few kinds of WordprocessingML that the documents need, as elements in the order that the schema asks for."""

from collections.abc import Iterable

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from evaluation.foundation.documents.looks import Face

TWIPS = 20
"""Twentieths of a point, the unit of WordprocessingML."""

WORD_FACES = {
    Face.TITLE: "方正小标宋简体",
    Face.SONG: "宋体",
    Face.FANGSONG: "仿宋_GB2312",
    Face.KAI: "楷体_GB2312",
    Face.HEI: "黑体",
}
"""The names under which Chinese Word knows the faces; they are named in the file, never embedded."""

Attributes = dict[str, str | int]


def twips(points: float) -> int:
    """Points in twentieths."""
    return round(points * TWIPS)


def element(tag: str, attributes: Attributes | None = None, *children: BaseOxmlElement) -> BaseOxmlElement:
    """An element ``w:tag`` with ``w:`` attributes and children."""
    made = OxmlElement(f"w:{tag}")
    for name, value in (attributes or {}).items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def text_run(
    text: str, *, bold: bool = False, face: Face | None = None, raised: bool = False, spacing: float = 0
) -> BaseOxmlElement:
    """A run of literal text. The East Asian hint keeps “ ” … — in the Chinese face, where they are full width."""
    fonts: Attributes = {"hint": "eastAsia"}
    if face:
        fonts["eastAsia"] = WORD_FACES[face]
    properties = element("rPr", None, element("rFonts", fonts))
    if bold:
        properties.append(element("b"))
    if spacing:
        properties.append(element("spacing", {"val": twips(spacing)}))
    if raised:
        properties.append(element("vertAlign", {"val": "superscript"}))
    run = element("r", None, properties)
    for position, line in enumerate(text.split("\n")):
        if position:
            run.append(element("br"))
        written = element("t")
        written.text = line
        written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(written)
    return run


def tab_run() -> BaseOxmlElement:
    """A tab."""
    return element("r", None, element("tab"))


def page_number_runs() -> list[BaseOxmlElement]:
    """The number of the page: the only field of a document."""
    instruction = element("instrText")
    instruction.text = "PAGE"
    shown = element("t")
    shown.text = "1"
    parts = [
        element("fldChar", {"fldCharType": "begin"}),
        instruction,
        element("fldChar", {"fldCharType": "separate"}),
        shown,
        element("fldChar", {"fldCharType": "end"}),
    ]
    return [element("r", None, part) for part in parts]


def link(anchor: str, text: str) -> BaseOxmlElement:
    """A raised number that leads to a bookmark of the same document."""
    return element("hyperlink", {"anchor": anchor, "history": 1}, text_run(text, raised=True))


def bookmarked(name: str, identity: int, runs: Iterable[BaseOxmlElement]) -> list[BaseOxmlElement]:
    """The runs as the target of links."""
    return [
        element("bookmarkStart", {"id": identity, "name": name}),
        *runs,
        element("bookmarkEnd", {"id": identity}),
    ]


PARAGRAPH_ORDER = ("keepNext", "keepLines", "pageBreakBefore", "pBdr", "tabs", "spacing", "ind", "jc")


def paragraph(style: str, runs: Iterable[BaseOxmlElement], *properties: BaseOxmlElement) -> BaseOxmlElement:
    """A paragraph in a style, with direct properties where it differs from the style."""
    ordered = sorted(properties, key=lambda one: PARAGRAPH_ORDER.index(one.tag.rpartition("}")[2]))
    return element("p", None, element("pPr", None, element("pStyle", {"val": style}), *ordered), *runs)


def borders(tag: str, *sides: str, size: float = 0.5, colour: str = "000000", space: int = 0) -> BaseOxmlElement:
    """Lines at the named sides (``pBdr`` of a paragraph, ``tblBorders`` of a table); ``size`` in points."""
    attributes: Attributes = {"val": "single", "sz": round(size * 8), "space": space, "color": colour}
    return element(tag, None, *(element(side, attributes) for side in sides))
