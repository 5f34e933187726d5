"""The kinds of file that can be told apart by content, with media type, usual endings and the word for a reader."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Self

from evaluation.foundation.core.language import lazy_gettext as _l


class Kind(StrEnum):
    """What a file is. The value is a short key; ``media_type`` is what a download declares."""

    media_type: str
    extensions: tuple[str, ...]
    label: Any

    def __new__(cls, value: str, media_type: str, extensions: tuple[str, ...], label: Any) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.media_type = media_type
        member.extensions = extensions
        member.label = label
        return member

    JPEG = "jpeg", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), _l("a photograph (JPG)")
    PNG = "png", "image/png", ("png",), _l("a picture (PNG)")
    WEBP = "webp", "image/webp", ("webp",), _l("a picture (WebP)")
    GIF = "gif", "image/gif", ("gif",), _l("a picture (GIF)")
    HEIC = "heic", "image/heic", ("heic", "heif", "avif"), _l("a photograph (HEIC)")
    BMP = "bmp", "image/bmp", ("bmp", "dib"), _l("a picture (BMP)")
    TIFF = "tiff", "image/tiff", ("tif", "tiff"), _l("a picture (TIFF)")
    VIDEO = "video", "video/mp4", ("mp4", "mov", "avi", "wmv", "mkv", "3gp"), _l("a video")
    PDF = "pdf", "application/pdf", ("pdf",), _l("a PDF file")
    DOCX = (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ("docx", "dotx"),
        _l("a Word file (docx)"),
    )
    XLSX = (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ("xlsx", "xltx"),
        _l("an Excel file (xlsx)"),
    )
    PPTX = (
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ("pptx", "ppsx", "potx"),
        _l("a slide show (pptx)"),
    )
    MACRO_DOCUMENT = (
        "docm",
        "application/vnd.ms-word.document.macroEnabled.12",
        ("docm", "dotm"),
        _l("a Word file with macros (docm)"),
    )
    MACRO_WORKBOOK = (
        "xlsm",
        "application/vnd.ms-excel.sheet.macroEnabled.12",
        ("xlsm", "xltm", "xlam"),
        _l("an Excel file with macros (xlsm)"),
    )
    BINARY_WORKBOOK = (
        "xlsb",
        "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
        ("xlsb",),
        _l("a binary Excel file (xlsb)"),
    )
    OPEN_DOCUMENT = "odf", "application/vnd.oasis.opendocument", ("odt", "ods", "odp"), _l("an OpenDocument file")
    OLD_WORKBOOK = "xls", "application/vnd.ms-excel", ("xls", "et", "xlt"), _l("an old Excel file (xls)")
    OLD_DOCUMENT = "doc", "application/msword", ("doc", "wps", "dot"), _l("an old Word file (doc)")
    OLD_OFFICE = "ole", "application/x-ole-storage", ("ppt", "pps", "dps", "msg"), _l("an old office file")
    ENCRYPTED = (
        "encrypted",
        "application/encrypted",
        ("docx", "xlsx", "pptx", "xls", "doc", "et", "wps"),
        _l("an office file with a password"),
    )
    ZIP = "zip", "application/zip", ("zip",), _l("a packed file (zip)")
    OTHER_ARCHIVE = "archive", "application/x-compressed", ("rar", "7z", "gz", "tgz", "bz2", "xz"), _l("a packed file")
    PROGRAM = "program", "application/x-executable", ("exe", "dll", "so"), _l("a program")
    HTML = "html", "text/html", ("html", "htm", "mht", "mhtml"), _l("a web page")
    SVG = "svg", "image/svg+xml", ("svg",), _l("a vector picture (SVG)")
    XML = "xml", "application/xml", ("xml",), _l("an XML file")
    TEXT = "text", "text/plain", ("txt", "csv", "text", "log", "md"), _l("a plain text file")


PHOTOGRAPH_KINDS = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP, Kind.GIF})
WORKBOOK_KINDS = frozenset({Kind.XLSX, Kind.OLD_WORKBOOK})
DOCUMENT_KINDS = frozenset({Kind.DOCX})
ATTACHMENT_KINDS = PHOTOGRAPH_KINDS | WORKBOOK_KINDS | DOCUMENT_KINDS | {Kind.PDF}

PACKED_OFFICE_KINDS = frozenset({Kind.DOCX, Kind.XLSX, Kind.PPTX})
MACRO_KINDS = frozenset({Kind.MACRO_DOCUMENT, Kind.MACRO_WORKBOOK})


def listed(kinds: Iterable[Kind]) -> str:
    """The usual endings of these kinds in the order of the table, as a reader knows them: ``JPG、PNG``."""
    wanted = set(kinds)
    return "、".join(kind.extensions[0].upper() for kind in Kind if kind in wanted)
