"""Names of files come from strangers: what they may hold, how they are shown, and how a download carries them."""

import re
import unicodedata
from urllib.parse import quote

from evaluation.foundation.files.kinds import PHOTOGRAPH_KINDS, Kind
from evaluation.foundation.files.refusals import NameRefused

LONGEST_NAME = 200
LONGEST_ENDING = 10

# Control characters, and marks that show nothing or turn the direction of writing ("gpj.exe" looks like "exe.jpg").
HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
NOT_IN_A_NAME = re.compile(r'[<>:"/\\|?*]')

ACTIVE_ENDINGS = frozenset(
    re.findall(
        r"\w+",
        "app asp aspx bat cgi chm cmd com cpl dll exe gadget hta htm html htaccess inf jar js jse jsp lnk mhtml msi "
        "msp phar php php3 php5 phtml pif pl ps1 py rb reg scr sh shtml svg swf url vb vbe vbs wsf wsh xhtml xml",
    )
)
FAMILIES = (
    frozenset(extension for kind in (*PHOTOGRAPH_KINDS, Kind.HEIC) for extension in kind.extensions),
    frozenset({*Kind.DOCX.extensions, *Kind.OLD_DOCUMENT.extensions, *Kind.MACRO_DOCUMENT.extensions, "pdf"}),
    frozenset({*Kind.XLSX.extensions, *Kind.OLD_WORKBOOK.extensions, *Kind.MACRO_WORKBOOK.extensions, "xlsb", "csv"}),
    frozenset({*Kind.ZIP.extensions, *Kind.OTHER_ARCHIVE.extensions}),
    frozenset(Kind.TEXT.extensions),
)
KNOWN_ENDINGS = frozenset(extension for kind in Kind for extension in kind.extensions) | ACTIVE_ENDINGS


def shown_name(name: str) -> str:
    """The last part of the name, fit for a message or a column: no folder, nothing hidden, at most 200 characters."""
    last = re.split(r"[/\\]", name)[-1]
    visible = unicodedata.normalize("NFC", HIDDEN.sub("", last)).strip()
    if len(visible) <= LONGEST_NAME:
        return visible
    return visible[: LONGEST_NAME - 1] + "…"


def ending_of(name: str) -> str:
    """The ending of the name in small letters without the dot; empty when there is none."""
    stem, dot, ending = shown_name(name).rstrip(". ").rpartition(".")
    ending = ending.strip().lower()
    return ending if dot and stem and re.fullmatch(rf"[a-z0-9]{{1,{LONGEST_ENDING}}}", ending) else ""


def check_name(name: str) -> str:
    """Refuse names that deceive (hidden characters, turned direction, two endings) and return the ending.

    ``名单.2022.3.14.xlsx`` is fine, ``照片.exe.jpg`` and ``照片.docx.jpg`` are not. Folders in front are ignored.
    """
    last = re.split(r"[/\\]", name)[-1]
    if HIDDEN.search(last):
        raise NameRefused("name_hidden", shown_name(name))
    if len(last) > LONGEST_NAME:
        raise NameRefused("name_too_long", shown_name(name), limit=LONGEST_NAME)
    outer = ending_of(last)
    segments = [segment.strip().lower() for segment in last.rstrip(". ").split(".")]
    for inner in segments[1:-1]:
        if inner in ACTIVE_ENDINGS or (inner in KNOWN_ENDINGS and not _same_family(inner, outer)):
            raise NameRefused("name_two_endings", shown_name(name), inner=inner, outer=outer)
    return outer


def download_headers(name: str, media_type: str) -> dict[str, str]:
    """Headers under which a stored file may leave: always saved, never shown as a page of ours (RFC 6266, RFC 8187).

    Chinese names travel in ``filename*``; old programs get an ASCII name with the same ending.
    """
    safe = NOT_IN_A_NAME.sub("_", shown_name(name)).strip(". ") or "download"
    ending = ending_of(safe)
    plain = safe if safe.isascii() else f"download.{ending}" if ending else "download"
    fallback = re.sub(r"[^A-Za-z0-9._() -]", "_", plain)
    return {
        "Content-Type": media_type,
        "Content-Disposition": f"attachment; filename=\"{fallback}\"; filename*=UTF-8''{quote(safe, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def _same_family(inner: str, outer: str) -> bool:
    return any(inner in family and outer in family for family in FAMILIES)
