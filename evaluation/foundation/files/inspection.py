"""What a file is, found by looking into it and never by its name; and whether it may come in."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NoReturn

from evaluation.foundation.files.archives import (
    END_RECORD,
    LOCAL_RECORD,
    Archive,
    ArchiveLimits,
    open_archive,
)
from evaluation.foundation.files.compound import (
    SIGNATURE as COMPOUND_SIGNATURE,
)
from evaluation.foundation.files.compound import (
    CompoundDamaged,
    CompoundFinding,
    examine_compound,
)
from evaluation.foundation.files.kinds import MACRO_KINDS, PACKED_OFFICE_KINDS, PHOTOGRAPH_KINDS, Kind, listed
from evaluation.foundation.files.names import check_name, shown_name
from evaluation.foundation.files.office import check_office_package
from evaluation.foundation.files.refusals import MEGABYTE, FileRefused, KindRefused

LOOKED_AT = 64 * 1024
HIGH_EFFICIENCY_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"})
SIGNATURES = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
    (b"\x1a\x45\xdf\xa3", Kind.VIDEO),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", Kind.VIDEO),
    (b"%PDF-", Kind.PDF),
    (b"Rar!\x1a\x07", Kind.OTHER_ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Kind.OTHER_ARCHIVE),
    (b"\x1f\x8b", Kind.OTHER_ARCHIVE),
    (b"BZh", Kind.OTHER_ARCHIVE),
    (b"\xfd7zXZ\x00", Kind.OTHER_ARCHIVE),
    (b"MZ", Kind.PROGRAM),
    (b"\x7fELF", Kind.PROGRAM),
    (b"#!", Kind.PROGRAM),
)
WEB_PAGE = re.compile(
    rb"<(!doctype\s+html|html|head|body|script|iframe|style|title|table|meta|object|embed|form|frameset|base)[\s/>]"
    rb"|^mime-version:",
    re.I | re.M,
)
VECTOR_PICTURE = re.compile(rb"<([a-z]+:)?svg[\s/>]", re.I)
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
ZIP_FAMILY = PACKED_OFFICE_KINDS | MACRO_KINDS | {Kind.BINARY_WORKBOOK, Kind.OPEN_DOCUMENT, Kind.ZIP}

# Kind found, a kind that must be accepted for the advice to help, reason with that advice.
WAYS_OUT = (
    ({Kind.HEIC}, PHOTOGRAPH_KINDS, "kind_heic"),
    ({Kind.ENCRYPTED}, PACKED_OFFICE_KINDS | {Kind.OLD_WORKBOOK}, "encrypted"),
    ({Kind.OLD_DOCUMENT}, {Kind.DOCX}, "kind_old_document"),
    ({Kind.MACRO_DOCUMENT}, {Kind.DOCX}, "macros"),
    ({Kind.OLD_WORKBOOK}, {Kind.XLSX}, "kind_old_workbook"),
    ({Kind.MACRO_WORKBOOK}, {Kind.XLSX}, "macros"),
    ({Kind.BINARY_WORKBOOK, Kind.OPEN_DOCUMENT, Kind.TEXT}, {Kind.XLSX}, "kind_other_workbook"),
    ({Kind.HTML, Kind.XML}, PACKED_OFFICE_KINDS, "kind_web_page"),
    ({Kind.ZIP, Kind.OTHER_ARCHIVE}, frozenset(Kind), "kind_archive"),
)


@dataclass(frozen=True)
class InspectionLimits:
    """``bytes`` as sent, and what a packed file may hold."""

    bytes: int = 20 * MEGABYTE
    archive: ArchiveLimits = field(default_factory=ArchiveLimits)


@dataclass(frozen=True)
class InspectedFile:
    """A file that may come in: its name fit to show, its kind by content, its size in bytes."""

    name: str
    kind: Kind
    size: int

    @property
    def media_type(self) -> str:
        return self.kind.media_type


def find_kind(data: bytes) -> Kind | None:
    """The kind by content alone; None when it cannot be told. Never raises, unpacks next to nothing."""
    if not data:
        return None
    if data.startswith((LOCAL_RECORD, END_RECORD)):
        try:
            return open_archive(data, "", ArchiveLimits()).kind
        except FileRefused:
            return Kind.ZIP
    if data.startswith(COMPOUND_SIGNATURE):
        finding = _compound_finding(data)
        return finding.kind if finding else Kind.OLD_OFFICE
    return _kind_by_signature(data) or _kind_of_text(data)


def inspect_file(data: bytes, name: str, *, accepted: Collection[Kind], limits: InspectionLimits | None = None) -> InspectedFile:
    """Let a file in by name, size, kind and content, or raise ``FileRefused`` with the way out.

    ``accepted`` are the kinds taken at this place. The ending of the name must agree with the content; a name without
    ending is fine. Office packages and packed files are unpacked once, within the limits, to see that they are safe.
    """
    limits = limits or InspectionLimits()
    shown = check_size_and_name(data, name, limits)
    ending = check_name(name)
    archive = open_if_packed(data, shown, accepted, limits)
    kind = archive.kind if archive else find_kind(data)
    if kind is None:
        raise KindRefused("kind_unknown", shown, accepted=listed(accepted))
    if kind not in accepted:
        refuse_kind(kind, shown, accepted)
    if ending and ending not in kind.extensions:
        raise KindRefused("ending_disagrees", shown, ending=ending, found=kind.label, right=kind.extensions[0])
    _check_content(data, shown, kind, archive)
    return InspectedFile(shown, kind, len(data))


def check_size_and_name(data: bytes, name: str, limits: InspectionLimits) -> str:
    """The first questions to any file: is there something, is it small enough. Gives the name fit to show."""
    shown = shown_name(name)
    if not data:
        raise FileRefused("empty", shown)
    if len(data) > limits.bytes:
        raise FileRefused("too_large", shown, limit=limits.bytes // MEGABYTE)
    return shown


def open_if_packed(data: bytes, shown: str, accepted: Collection[Kind], limits: InspectionLimits) -> Archive | None:
    """The opened package where packed kinds are accepted, so that its own fault is named rather than its kind."""
    if data.startswith((LOCAL_RECORD, END_RECORD)) and not ZIP_FAMILY.isdisjoint(accepted):
        return open_archive(data, shown, limits.archive)
    return None


def refuse_kind(kind: Kind, shown: str, accepted: Collection[Kind]) -> NoReturn:
    """Say what the file is, and how to make one that is taken."""
    reason = "kind_refused"
    for found, helps_with, advice in WAYS_OUT:
        if kind in found and not helps_with.isdisjoint(accepted):
            reason = advice
    raise KindRefused(reason, shown, found=kind.label, accepted=listed(accepted))


def _check_content(data: bytes, shown: str, kind: Kind, archive: Archive | None) -> None:
    if archive:
        if b"%PDF-" in data[:1024]:
            raise KindRefused("two_kinds", shown)
        if kind in PACKED_OFFICE_KINDS:
            check_office_package(archive)
        else:
            archive.check_plain()
    elif data.startswith(COMPOUND_SIGNATURE):
        finding = _compound_finding(data)
        if finding is None:
            raise KindRefused("damaged", shown)
        if finding.has_macros:
            raise KindRefused("macros", shown)
    elif kind is Kind.PDF:
        _check_pdf(data, shown)


def _check_pdf(data: bytes, shown: str) -> None:
    end = data.rfind(END_RECORD, max(0, len(data) - 65_557))
    if end >= 0 and LOCAL_RECORD in data:
        raise KindRefused("two_kinds", shown)
    if b"%%EOF" not in data:
        raise KindRefused("damaged", shown)


def _compound_finding(data: bytes) -> CompoundFinding | None:
    try:
        return examine_compound(data)
    except CompoundDamaged:
        return None


def _kind_by_signature(data: bytes) -> Kind | None:
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            return kind
    if data.startswith(b"RIFF"):
        return {b"WEBP": Kind.WEBP, b"AVI ": Kind.VIDEO}.get(data[8:12])
    if data[4:8] == b"ftyp":
        still = data[8:12] in HIGH_EFFICIENCY_BRANDS or b"heic" in data[16:64]
        return Kind.HEIC if still else Kind.VIDEO
    if data.startswith(b"BM") and data[6:10] == bytes(4):
        return Kind.BMP
    return None


def _kind_of_text(data: bytes) -> Kind | None:
    """Text in UTF-8, UTF-16 with its mark, or GB18030, without control characters; then what it is written in."""
    text = _as_utf8(data)
    if text is None or CONTROL.search(text):
        return None
    looked_at = text[:LOOKED_AT]
    if VECTOR_PICTURE.search(looked_at):
        return Kind.SVG
    if WEB_PAGE.search(looked_at):
        return Kind.HTML
    if looked_at.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<!")):
        return Kind.XML
    return Kind.TEXT


def _as_utf8(data: bytes) -> bytes | None:
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding).encode("utf-8")
        except UnicodeError:
            continue
    return None
