"""What was handed in: forms, photographs, packed files with both; and which photograph belongs to which form.

A photograph belongs to the form whose file name begins with the same number (photo-03.jpg or 03-2.jpg to 03-….docx), or
whose whole name its own begins with. One that fits no form, or several, belongs to none and is named.
"""

import hashlib
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.files.archives import UTF8_BIT, ArchiveLimits, open_archive
from evaluation.foundation.files.inspection import find_kind
from evaluation.foundation.files.kinds import PHOTOGRAPH_KINDS, Kind
from evaluation.foundation.files.names import ending_of, shown_name
from evaluation.foundation.files.photographs import clean_photograph
from evaluation.foundation.files.refusals import FileRefused
from evaluation.foundation.importing.report import Finding
from evaluation.foundation.importing.sources import SourceFile

FORM_ENDINGS = frozenset({"docx", "doc", "docm", "dotx", "wps"})
PICTURE_ENDINGS = frozenset({"jpg", "jpeg", "png", "webp", "gif", "heic", "heif", "bmp", "tif", "tiff"})
FORM_KINDS = frozenset({Kind.DOCX, Kind.MACRO_DOCUMENT, Kind.OLD_DOCUMENT})
MOST_FILES = 500
NOT_MEANT = re.compile(r"^(~\$|\.)|^(Thumbs\.db|desktop\.ini)$", re.I)
LEADING_NUMBER = re.compile(r"第?(\d{1,3})(?!\d)", re.ASCII)
FIRST_NUMBER = re.compile(r"\d+", re.ASCII)


@dataclass
class Handed:
    """Forms and photographs of one upload, and what was passed over."""

    forms: list[SourceFile] = field(default_factory=list)
    photographs: list[SourceFile] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)


def sorted_out(files: Iterable[SourceFile]) -> Handed:
    """What each file is; packed files are opened, and what has nothing to do with deeds is passed over with a warning."""
    handed = Handed()
    for file in unpacked(files):
        kind, ending = find_kind(file.data), ending_of(file.name)
        if kind in FORM_KINDS or ending in FORM_ENDINGS:
            handed.forms.append(file)
        elif kind in PHOTOGRAPH_KINDS or ending in PICTURE_ENDINGS:
            handed.photographs.append(file)
        else:
            handed.warnings.append(about(file.name, _l("This file is neither a Word form nor a photograph; it was passed over.")))
    handed.forms.sort(key=lambda file: file.name)
    handed.photographs.sort(key=lambda file: file.name)
    return handed


def unpacked(files: Iterable[SourceFile]) -> Iterable[SourceFile]:
    """The files, those in packed ones included; system files and lock files of Office are left out."""
    for file in files:
        if find_kind(file.data) is Kind.ZIP and ending_of(file.name) not in FORM_ENDINGS:
            yield from inside(file)
        elif not NOT_MEANT.match(PurePosixPath(file.name).name):
            yield file


def inside(file: SourceFile) -> Iterable[SourceFile]:
    """The files in a packed one, within the limits of any packed file."""
    archive = open_archive(file.data, shown_name(file.name), ArchiveLimits(entries=MOST_FILES))
    for info in archive.entries:
        path = PurePosixPath(entry_name(info))
        if "__MACOSX" not in path.parts and not NOT_MEANT.match(path.name):
            yield SourceFile(path.name, b"".join(archive.pieces(info)))


def entry_name(info: zipfile.ZipInfo) -> str:
    """The name of a packed file; Chinese Windows writes it in GB18030 and does not say so."""
    if info.flag_bits & UTF8_BIT:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def about(name: str, reason: Any, *, row: int | None = None, column: str = "", value: str = "") -> Finding:
    """Something about a file, or about one row of its table."""
    return Finding(shown_name(name), row, column, value, reason)


def stem(name: str) -> str:
    """A file name without folder and ending."""
    return PurePosixPath(shown_name(name)).stem


def photographs_by_form(handed: Handed) -> list[list[SourceFile]]:
    """The photographs of each form by their names; those that belong to none are warned of."""
    found: list[list[SourceFile]] = [[] for _form in handed.forms]
    names = [stem(form.name) for form in handed.forms]
    for photograph in handed.photographs:
        name = stem(photograph.name)
        owners = [place for place, form in enumerate(names) if name.startswith(form)]
        owners = owners or [place for place, form in enumerate(names) if same_number(form, name)]
        if not owners and len(names) == 1:
            owners = [0]
        if len(owners) == 1:
            found[owners[0]].append(photograph)
        elif owners:
            reason = _l(
                "This photograph fits several forms; name it after one of them: %(name)s.", name=f"{names[owners[0]]}-1.jpg"
            )
            handed.warnings.append(about(photograph.name, reason))
        else:
            reason = _l("This photograph fits no form; begin its name with the number of the form, such as 03.")
            handed.warnings.append(about(photograph.name, reason))
    return found


def same_number(form: str, photograph: str) -> bool:
    """Whether a form begins with the number that comes first in the photograph's name; dates and long numbers are none."""
    leading, number = LEADING_NUMBER.match(form), FIRST_NUMBER.search(photograph)
    return leading is not None and number is not None and len(number[0]) <= 3 and int(leading[1]) == int(number[0])


def different(pictures: Iterable[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Pictures by content, each once: a form often carries the photograph that lies beside it."""
    by_digest = {hashlib.sha256(data).hexdigest(): (name, data) for name, data in reversed(list(pictures))}
    return list(by_digest.values())[::-1]


def usable(pictures: Iterable[tuple[str, bytes]], form: str) -> tuple[list[tuple[str, bytes]], list[Finding]]:
    """Pictures that can be decoded and cleaned, and what is said about the others."""
    good, warnings = [], []
    for name, data in pictures:
        try:
            clean_photograph(data, name=name)
        except FileRefused as refusal:
            warnings.append(about(form, refusal.message, value=shown_name(name)))
        else:
            good.append((name, data))
    return good, warnings
