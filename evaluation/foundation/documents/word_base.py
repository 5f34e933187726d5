"""The empty Word file that a document is written into: styles, settings and fonts of a look, and nothing else.

It is built here instead of taken from a template, so that every byte of it is known and the same in each file.
"""

import io
import zipfile
from functools import lru_cache

from docx.oxml.xmlchemy import BaseOxmlElement
from lxml import etree

from evaluation.foundation.documents.blocks import Style
from evaluation.foundation.documents.looks import LOOKS, PAGE_HEIGHT, PAGE_WIDTH, POINTS_A_MILLIMETRE, Face, Look
from evaluation.foundation.documents.word_elements import WORD_FACES, element, twips
from evaluation.foundation.documents.word_styles import LATIN, style_sheet

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "application/vnd.openxmlformats-package"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

CONTENT_TYPES = f"""{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="{PACKAGE}.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{WORD}.styles+xml"/>
<Override PartName="/word/settings.xml" ContentType="{WORD}.settings+xml"/>
<Override PartName="/word/fontTable.xml" ContentType="{WORD}.fontTable+xml"/>
<Override PartName="/docProps/core.xml" ContentType="{PACKAGE}.core-properties+xml"/>
</Types>"""

RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
PACKAGE_RELATIONSHIPS = f"""{DECLARATION}<Relationships xmlns="{RELATIONSHIPS}">
<Relationship Id="rId1" Type="{RELATION}/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="{RELATIONSHIPS}/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>"""

DOCUMENT_RELATIONSHIPS = f"""{DECLARATION}<Relationships xmlns="{RELATIONSHIPS}">
<Relationship Id="rId1" Type="{RELATION}/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{RELATION}/settings" Target="settings.xml"/>
<Relationship Id="rId3" Type="{RELATION}/fontTable" Target="fontTable.xml"/>
</Relationships>"""

CORE_PROPERTIES = (
    f'{DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>'
)

NEVER_FIRST = "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞！＂％＇），．：；？］｀｜｝～￠〔"
"""What may not begin a line: Word's own list for Chinese and 〔, so that a source mark stays with its statement."""

NEVER_LAST = "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥"
"""What may not end a line: Word's own list for Chinese."""

SUBSTITUTES = {
    Face.TITLE: ("宋体,SimSun,Noto Serif CJK SC", "02010601030101010101", "roman"),
    Face.SONG: ("SimSun,Noto Serif CJK SC", "02010600030101010101", "auto"),
    Face.FANGSONG: ("仿宋,FangSong,STFangsong,Noto Serif CJK SC", "02010609030101010101", "modern"),
    Face.KAI: ("楷体,KaiTi,STKaiti,Noto Serif CJK SC", "02010609030101010101", "modern"),
    Face.HEI: ("SimHei,Noto Sans CJK SC", "02010609060101010101", "modern"),
}
"""What Word takes where a named font is not installed; shape class and family help it to choose."""


@lru_cache(maxsize=len(Style))
def empty_package(style: Style) -> bytes:
    """The empty file of a look."""
    look = LOOKS[style]
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": PACKAGE_RELATIONSHIPS,
        "word/document.xml": serialized(element("document", None, element("body", None, section(look)))),
        "word/_rels/document.xml.rels": DOCUMENT_RELATIONSHIPS,
        "word/styles.xml": serialized(style_sheet(look)),
        "word/settings.xml": serialized(settings(look)),
        "word/fontTable.xml": serialized(font_table()),
        "docProps/core.xml": CORE_PROPERTIES,
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def serialized(root: BaseOxmlElement) -> bytes:
    """The part as bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def section(look: Look) -> BaseOxmlElement:
    """Paper, margins and grid. The foot of the page stands 7 mm below the type area (GB/T 9704-2012, 7.5)."""
    millimetre = POINTS_A_MILLIMETRE
    footer = (look.bottom - 7) * millimetre - look.styles["page_number"].line
    made = element(
        "sectPr", None,
        element("pgSz", {"w": twips(PAGE_WIDTH * millimetre), "h": twips(PAGE_HEIGHT * millimetre)}),
        element(
            "pgMar",
            {
                "top": twips(look.top * millimetre), "right": twips(look.right * millimetre),
                "bottom": twips(look.bottom * millimetre), "left": twips(look.left * millimetre),
                "header": twips(15 * millimetre), "footer": twips(footer), "gutter": 0,
            },
        ),
        element("cols", {"space": 425}),
    )  # fmt: skip
    if look.lines:
        made.append(element("docGrid", {"type": "lines", "linePitch": twips(look.pitch)}))
    return made


def settings(look: Look) -> BaseOxmlElement:
    """Settings of a Chinese paper: line-break rules, punctuation that may close up, odd and even feet."""
    made = element("settings", None, element("zoom", {"percent": 100}))
    if look.outer_page_numbers:
        made.append(element("evenAndOddHeaders"))
    made.extend(
        [
            element("characterSpacingControl", {"val": "compressPunctuation"}),
            element("noLineBreaksAfter", {"lang": "zh-CN", "val": NEVER_LAST}),
            element("noLineBreaksBefore", {"lang": "zh-CN", "val": NEVER_FIRST}),
            element(
                "compat", None,
                element("doNotExpandShiftReturn"),
                element("useFELayout"),
                element(
                    "compatSetting",
                    {"name": "compatibilityMode", "uri": "http://schemas.microsoft.com/office/word", "val": 15},
                ),
            ),
            element("themeFontLang", {"val": "en-US", "eastAsia": "zh-CN"}),
        ]
    )  # fmt: skip
    return made


def font_table() -> BaseOxmlElement:
    """The fonts that are named, each with its substitutes."""
    fonts = [
        element(
            "font", {"name": WORD_FACES[face]},
            element("altName", {"val": names}),
            element("panose1", {"val": panose}),
            element("charset", {"val": "86"}),
            element("family", {"val": family}),
            element("pitch", {"val": "default"}),
        )
        for face, (names, panose, family) in SUBSTITUTES.items()
    ]  # fmt: skip
    latin = element(
        "font", {"name": LATIN}, element("panose1", {"val": "02020603050405020304"}), element("charset", {"val": "00"}),
        element("family", {"val": "roman"}), element("pitch", {"val": "variable"}),
    )  # fmt: skip
    return element("fonts", None, *fonts, latin)
