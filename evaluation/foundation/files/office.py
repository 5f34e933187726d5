"""What an office package may not carry: macros, embedded files, links outside, entities, fields that start programs.

A hyperlink is external too, but opens only when somebody clicks it, and stays.
"""

import re
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from evaluation.foundation.files.archives import NESTED_SIGNATURES, Archive, Markup, shown_entry

MACRO_PART = re.compile(r"(^|/)(vbaproject\.bin|vbaprojectsignature\w*\.bin|vbadata\.xml)$|^xl/macrosheets/", re.I)
EMBEDDED_PART = re.compile(r"(^|/)(embeddings|activex)/|(^|/)oleobject[^/]*$|(^|/)afchunk[^/]*$", re.I)
EXTERNAL_PART = re.compile(r"^xl/externallinks/[^/]+$", re.I)
XML_PART = re.compile(r"\.(xml|rels|vml)$", re.I)
FIELD_PART = re.compile(r"^word/[^/]+\.xml$", re.I)
DATA_PART = re.compile(r"^customxml/", re.I)
STYLE_PART = re.compile(r"^word/(styles|styleswitheffects|fonttable|numbering|websettings)\.xml$", re.I)

MACRO_TYPE = re.compile(rb"macroEnabled|vbaProject|macrosheet", re.I)
DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.I)
ENCODING = re.compile(rb"""^<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)""")
ACTIVE_FIELD = re.compile(r"\bDDE(AUTO)?\b", re.I)
OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]+:|\\\\|//", re.I)
LONGEST_DECLARATION = 16


def check_office_package(archive: Archive) -> None:
    """Refuse a package with anything active or linked (``ArchiveRefused``). Unpacks every part once and keeps none."""
    for name in archive.names:
        if MACRO_PART.search(name):
            raise archive.refused("macros")
        if EMBEDDED_PART.search(name):
            raise archive.refused("embedded", entry=shown_entry(name))
        if EXTERNAL_PART.search(name):
            raise archive.refused("external", target=shown_entry(name))
    if MACRO_TYPE.search(archive.read("[Content_Types].xml", archive.limits.description)):
        raise archive.refused("macros")
    markup = Markup(archive)
    for info in archive.entries:
        if XML_PART.search(info.filename):
            _check_xml_part(archive, info, markup)
        else:
            _check_binary_part(archive, info)


def _check_binary_part(archive: Archive, info: zipfile.ZipInfo) -> None:
    first = True
    for piece in archive.pieces(info):
        if first and piece.startswith(NESTED_SIGNATURES):
            raise archive.refused("embedded", entry=shown_entry(info.filename))
        first = False


def _check_xml_part(archive: Archive, info: zipfile.ZipInfo, markup: Markup) -> None:
    name = info.filename
    reader: _Reader | None = None
    if name.lower().endswith(".rels"):
        if info.file_size > archive.limits.description:
            raise archive.refused("damaged")
        reader = _LinkReader(archive)
    elif FIELD_PART.search(name) and not STYLE_PART.search(name):
        reader = _FieldReader(archive)
    carried = b""
    first, wide = True, False
    for piece in archive.pieces(info):
        if first:
            wide = _check_beginning(archive, piece, may_be_wide=bool(DATA_PART.match(name)))
            first = False
        if wide:
            piece = piece.replace(b"\0", b"")
        if DECLARATION.search(carried + piece):
            raise archive.refused("document_type", entry=shown_entry(name))
        carried = piece[-LONGEST_DECLARATION:]
        if reader:
            markup.measure(piece)
            reader.feed(piece)
    if reader:
        reader.close()


def _check_beginning(archive: Archive, piece: bytes, *, may_be_wide: bool) -> bool:
    """Other encodings than UTF-8 could hide a declaration from the search; data of other programs may be in UTF-16."""
    if may_be_wide and piece.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    beginning = piece.removeprefix(b"\xef\xbb\xbf").lstrip()
    declared = ENCODING.match(beginning[:200])
    if not beginning.startswith(b"<") or b"\0" in beginning[:8]:
        raise archive.refused("damaged")
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        raise archive.refused("damaged")
    return False


class _Reader(ABC):
    """Reads one XML part piece by piece; entities end it."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.StartDoctypeDeclHandler = self._declared
        self.parser.buffer_text = True

    @abstractmethod
    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def feed(self, piece: bytes) -> None:
        self._parse(lambda: self.parser.Parse(piece, False))

    def close(self) -> None:
        self._parse(lambda: self.parser.Parse(b"", True))

    def _parse(self, step: Callable[[], Any]) -> None:
        try:
            step()
        except (expat.ExpatError, LookupError, ValueError):
            raise self.archive.refused("damaged") from None

    def _declared(self, *_: object) -> None:
        raise self.archive.refused("document_type", entry="XML")


class _LinkReader(_Reader):
    """Relationships that point outside, except hyperlinks."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(" ")[2] != "Relationship":
            return
        kind = attributes.get("Type", "").rpartition("/")[2].lower()
        target = attributes.get("Target", "")
        if kind == "afchunk":
            raise self.archive.refused("embedded", entry=shown_entry(target))
        outside = attributes.get("TargetMode", "").lower() == "external" or OUTSIDE.match(target)
        if outside and kind != "hyperlink":
            raise self.archive.refused("external", target=shown_entry(target))


class _FieldReader(_Reader):
    """Field instructions of a Word document; one instruction may be spread over several runs."""

    REMEMBERED = 16  # longer than the longest word looked for

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.inside = False
        self.instruction = ""
        self.parts: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "instrText":
            self.inside = True
        elif local == "fldChar":
            self.instruction = ""
        elif local == "fldSimple":
            instructions = [value for key, value in attributes.items() if key.rpartition(" ")[2] == "instr"]
            self._check(" ".join(instructions))

    def end(self, name: str) -> None:
        if name.rpartition(" ")[2] == "instrText":
            self.inside = False
            self.instruction += "".join(self.parts)
            self.parts.clear()
            self._check(self.instruction)
            self.instruction = self.instruction[-self.REMEMBERED :]

    def text(self, data: str) -> None:
        if self.inside:
            self.parts.append(data)

    def _check(self, instruction: str) -> None:
        if ACTIVE_FIELD.search(instruction):
            raise self.archive.refused("active_field")
