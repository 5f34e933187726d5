"""The styles of a Word file: one for every kind of text, so that a reader can restyle the whole paper at once."""

import math

from docx.oxml.xmlchemy import BaseOxmlElement

from evaluation.foundation.documents.looks import Face, Look, TextStyle
from evaluation.foundation.documents.word_elements import TWIPS, WORD_FACES, Attributes, borders, element, twips

LATIN = "Times New Roman"
STYLE_NAMES = {
    "title": ("Title", "Title"),
    "subtitle": ("Subtitle", "Subtitle"),
    "heading1": ("Heading1", "heading 1"),
    "heading2": ("Heading2", "heading 2"),
    "heading3": ("Heading3", "heading 3"),
    "heading4": ("Heading4", "heading 4"),
    "body": ("BodyText", "Body Text"),
    "quote": ("Quote", "Quote"),
    "caption": ("Caption", "caption"),
    "signature": ("Signature", "Signature"),
    "kicker": ("Kicker", "眉题"),
    "meta": ("Meta", "题下说明"),
    "addressee": ("Addressee", "主送机关"),
    "lead": ("Lead", "导语"),
    "quote_by": ("QuoteBy", "引语出处"),
    "note": ("Note", "编者按"),
    "figure_value": ("FigureValue", "数字"),
    "figure_label": ("FigureLabel", "数字说明"),
    "table_caption": ("TableCaption", "表题"),
    "table_head": ("TableHead", "表头"),
    "table_cell": ("TableCell", "表格文字"),
    "table_note": ("TableNote", "表注"),
    "form_key": ("FormKey", "表格项目"),
    "form_value": ("FormValue", "表格内容"),
    "source_heading": ("SourceHeading", "来源标题"),
    "source": ("Source", "来源"),
    "review": ("Review", "责任人"),
    "attachment": ("Attachment", "附件说明"),
    "masthead": ("Masthead", "报头"),
    "issue": ("Issue", "期号"),
    "edition": ("Edition", "编印单位"),
    "imprint": ("Imprint", "版记"),
    "page_number": ("Footer", "footer"),
    "trace": ("Trace", "导出信息"),
}
"""Style id and style name of every kind of text. Built-in names are English; Word shows them in its own language."""

PICTURE_STYLE = "Picture"
SPACER_STYLE = "Spacer"
BAR_WIDTH = 2.25
JUSTIFICATION = {"justify": "both", "left": "left", "right": "right", "center": "center"}


def style_id(role: str) -> str:
    """The id under which paragraphs name their style."""
    return STYLE_NAMES[role][0]


def style_sheet(look: Look) -> BaseOxmlElement:
    """``w:styles`` for a look."""
    body = look.styles["body"]
    language = element("lang", {"val": "en-US", "eastAsia": "zh-CN", "bidi": "ar-SA"})
    common = run_properties("defaults", body, look)
    common.append(language)
    defaults = element("docDefaults", None, element("rPrDefault", None, common))
    normal = element(
        "style", {"type": "paragraph", "default": 1, "styleId": "Normal"},
        element("name", {"val": "Normal"}),
        element("qFormat"),
        element(
            "pPr", None,
            element("widowControl", {"val": 0 if look.lines else 1}),
            element("overflowPunct", {"val": 0}),
            element("autoSpaceDE", {"val": int(look.latin_gap)}),
            element("autoSpaceDN", {"val": int(look.latin_gap)}),
            element("spacing", {"line": twips(body.line), "lineRule": "exact"}),
            element("jc", {"val": "both"}),
        ),
    )  # fmt: skip
    plain = element(
        "style", {"type": "character", "default": 1, "styleId": "DefaultParagraphFont"},
        element("name", {"val": "Default Paragraph Font"}), element("semiHidden"),
    )  # fmt: skip
    table = element(
        "style", {"type": "table", "default": 1, "styleId": "TableNormal"},
        element("name", {"val": "Normal Table"}), element("semiHidden"),
    )  # fmt: skip
    named = [text_style(role, style, look) for role, style in look.styles.items()]
    return element("styles", None, defaults, normal, plain, table, *named, picture_style(look), spacer_style())


def text_style(role: str, style: TextStyle, look: Look) -> BaseOxmlElement:
    """One paragraph style."""
    identity, name = STYLE_NAMES[role]
    made = element(
        "style", {"type": "paragraph", "styleId": identity}, element("name", {"val": name}),
        element("basedOn", {"val": "Normal"}),
    )  # fmt: skip
    if role.startswith("heading"):
        made.append(element("next", {"val": style_id("body")}))
    made.append(element("qFormat"))
    made.append(paragraph_properties(role, style, look))
    made.append(run_properties(role, style, look))
    return made


def paragraph_properties(role: str, style: TextStyle, look: Look) -> BaseOxmlElement:
    """Lines, indents and frame of a style."""
    properties = element("pPr")
    if style.keep:
        properties.append(element("keepNext"))
    if role == "source_heading" or role.startswith("heading"):
        properties.append(element("keepLines"))
    if style.bar:
        properties.append(borders("pBdr", "left", size=BAR_WIDTH, colour=style.bar, space=8))
    elif style.fill:
        properties.append(borders("pBdr", "top", "left", "bottom", "right", colour=style.fill, space=6))
    elif style.box:
        properties.append(borders("pBdr", "top", "left", "bottom", "right", space=5))
    if style.fill:
        properties.append(element("shd", {"val": "clear", "color": "auto", "fill": style.fill}))
    if role == "page_number" or style.size != look.styles["body"].size:
        properties.append(element("snapToGrid", {"val": 0}))
    spacing: Attributes = {"before": twips(style.before), "after": twips(style.after)}
    properties.append(element("spacing", {**spacing, "line": twips(style.line), "lineRule": "exact"}))
    indents: Attributes = {"left": twips(style.left * style.size), "right": twips(style.right * style.size)}
    if style.first:
        indents |= {"firstLineChars": round(style.first * 100), "firstLine": twips(style.first * style.size)}
    if style.box:
        indents = {"left": twips(6), "right": twips(6)}
    properties.append(element("ind", indents))
    properties.append(element("jc", {"val": JUSTIFICATION[style.align]}))
    if role.startswith("heading"):
        properties.append(element("outlineLvl", {"val": int(role[-1]) - 1}))
    return properties


def run_properties(role: str, style: TextStyle, look: Look) -> BaseOxmlElement:
    """Faces, size and colour of a style."""
    latin = latin_face(role, style, look)
    fonts: Attributes = {"ascii": latin, "hAnsi": latin, "eastAsia": WORD_FACES[style.face], "cs": latin}
    properties = element("rPr", None, element("rFonts", fonts))
    if style.bold:
        properties.append(element("b"))
    if style.colour != "000000":
        properties.append(element("color", {"val": style.colour}))
    if look.characters and role != "defaults" and style.size == look.styles["body"].size:
        properties.append(element("spacing", {"val": math.floor(look.tracking * TWIPS)}))
    half_points = round(style.size * 2)
    properties.append(element("sz", {"val": half_points}))
    properties.append(element("szCs", {"val": half_points}))
    return properties


def latin_face(role: str, style: TextStyle, look: Look) -> str:
    """The face of Latin letters and digits: half-width 宋体 for page numbers (GB/T 9704-2012, 7.5)."""
    if role == "page_number":
        return WORD_FACES[Face.SONG]
    return "Arial" if look.latin_gap and style.face is Face.HEI else LATIN


def picture_style(look: Look) -> BaseOxmlElement:
    """The line that holds a picture: as high as the picture, kept with its caption."""
    return element(
        "style", {"type": "paragraph", "styleId": PICTURE_STYLE}, element("name", {"val": "图片"}),
        element("basedOn", {"val": "Normal"}),
        element("qFormat"),
        element(
            "pPr", None, element("keepNext"), element("snapToGrid", {"val": 0}),
            element("spacing", {"before": twips(8), "after": twips(4), "line": 240, "lineRule": "auto"}),
            element("jc", {"val": JUSTIFICATION[look.styles["caption"].align]}),
        ),
    )  # fmt: skip


def spacer_style() -> BaseOxmlElement:
    """The thin empty line that Word needs behind a table."""
    return element(
        "style", {"type": "paragraph", "styleId": SPACER_STYLE}, element("name", {"val": "表后空行"}),
        element("basedOn", {"val": "Normal"}),
        element(
            "pPr", None, element("snapToGrid", {"val": 0}),
            element("spacing", {"line": twips(9), "lineRule": "exact"}),
        ),
        element("rPr", None, element("sz", {"val": 2}), element("szCs", {"val": 2})),
    )  # fmt: skip
