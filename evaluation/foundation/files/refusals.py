"""Why a file is refused: a key for programs, and a sentence for people with the name, the reason and the way out."""

from typing import Any

from flask_babel import LazyString

from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import lazy_gettext as _l

MEGABYTE = 1024 * 1024

SENTENCES: dict[str, Any] = {
    "empty": _l("“%(name)s” is empty. Choose the file again."),
    "too_large": _l("“%(name)s” is over %(limit)s MB. Make it smaller and send it again."),
    "name_hidden": _l("The name of “%(name)s” holds hidden characters. Rename the file and send it again."),
    "name_too_long": _l("The name of “%(name)s” is over %(limit)s characters. Shorten it and send it again."),
    "name_two_endings": _l("The name of “%(name)s” has two endings (.%(inner)s and .%(outer)s). Keep one and send it again."),
    "ending_disagrees": _l(
        "“%(name)s” ends in .%(ending)s, but it is %(found)s. Change the ending to .%(right)s and send it again."
    ),
    "kind_unknown": _l("It cannot be told what “%(name)s” is. Send one of these: %(accepted)s."),
    "kind_refused": _l("“%(name)s” is %(found)s. Send one of these: %(accepted)s."),
    "kind_heic": _l(
        "“%(name)s” is a HEIC photograph. On the phone choose Settings, Camera, Formats, Most Compatible, "
        "or save it as JPG, and send it again."
    ),
    "kind_old_document": _l("“%(name)s” is an old Word file (doc). Open it, save it as docx and send it again."),
    "kind_old_workbook": _l("“%(name)s” is an old Excel file (xls). Open it, save it as xlsx and send it again."),
    "kind_other_workbook": _l("“%(name)s” is %(found)s. Open it in Excel, save it as xlsx and send it again."),
    "kind_web_page": _l(
        "“%(name)s” is %(found)s under another name. Open it in Excel or Word, save it as xlsx or docx and send it again."
    ),
    "kind_archive": _l("“%(name)s” is %(found)s. Unpack it and send the files inside: %(accepted)s."),
    "encrypted": _l("“%(name)s” has a password. Take the password off, save it and send it again."),
    "macros": _l("“%(name)s” holds macros. Save it without macros (docx or xlsx) and send it again."),
    "damaged": _l("“%(name)s” cannot be opened: it is damaged or was not sent whole. Save it again and send it again."),
    "two_kinds": _l("“%(name)s” is two kinds of file in one. Open it, save it again and send the new file."),
    "archive_entries": _l("“%(name)s” holds over %(limit)s files. Split it and send the parts."),
    "archive_size": _l("“%(name)s” is over %(limit)s MB when unpacked. Make it smaller or split it, and send it again."),
    "archive_markup": _l("“%(name)s” holds too much for one file. Split it and send the parts."),
    "archive_ratio": _l(
        "“%(entry)s” in “%(name)s” is packed over %(limit)s times, as no ordinary file is. Save it again and send the new file."
    ),
    "archive_nested": _l("“%(name)s” holds another packed file (%(entry)s). Unpack it and send the files inside."),
    "archive_path": _l("“%(name)s” holds a file with an unsafe path (%(entry)s). Pack the files anew and send them."),
    "document_type": _l("“%(entry)s” in “%(name)s” declares entities. Save the file again in Office and send it."),
    "external": _l(
        "“%(name)s” is linked to something outside (%(target)s). Break the link (embed the picture, "
        "use the normal template), save it and send it again."
    ),
    "embedded": _l("“%(name)s” has another file embedded (%(entry)s). Delete it or turn it into a picture, and send it again."),
    "active_field": _l("“%(name)s” holds a field that starts other programs (DDE). Delete the field and send it again."),
    "photograph_kind": _l("“%(name)s” is not a photograph (JPG, PNG). Choose a photograph and send it again."),
    "photograph_pixels": _l(
        "“%(name)s” has %(width)s × %(height)s pixels; at most %(limit)s pixels are taken. Make it smaller and send it again."
    ),
    "photograph_damaged": _l("“%(name)s” is damaged or was not sent whole. Send the original again, or take the picture again."),
}


class FileRefused(Refused):
    """A file cannot be taken in.

    ``reason_key`` is stable and for programs; ``name`` is the file's name made safe to show; ``figures`` hold what the
    sentence mentions (``limit``, ``found``, ``entry`` …). ``message`` is translated when it is shown, also without an
    application. Rooms above bring their own reasons by a subclass with ``sentences``.
    """

    sentences: dict[str, Any] = SENTENCES

    def __init__(self, reason_key: str, name: str, **figures: Any) -> None:
        self.reason_key = reason_key
        self.name = name
        self.figures = figures
        sentence = self.sentences[reason_key]
        shown = {"name": name or _l("this file"), **figures}
        super().__init__(LazyString(lambda: str(sentence) % shown))


class NameRefused(FileRefused):
    """The name alone is reason enough: hidden characters, two endings, too long."""


class KindRefused(FileRefused):
    """The content is of a kind that is not taken here, or disagrees with the ending of the name."""


class ArchiveRefused(FileRefused):
    """The packed content is unsafe: too much, outside its folder, active, or linked to the outside."""


class PhotographRefused(FileRefused):
    """The picture cannot be decoded within the limits."""
