"""Make the file of a story in one of its four formats."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.documents.blocks import Document
from evaluation.foundation.documents.fonts import FontSet, NoChineseFont, find_fonts
from evaluation.foundation.documents.pdf import missing_characters, render_pages, render_pdf
from evaluation.foundation.documents.pictures import UnreadablePicture
from evaluation.foundation.documents.word import render_word
from evaluation.foundation.files.kinds import Kind
from evaluation.foundation.files.storage import Storage, StoredFileDamaged, StoredFileMissing
from evaluation.publicity.stories.contents import Contents, ReadFile
from evaluation.publicity.stories.documents.paper import story_document
from evaluation.publicity.stories.documents.web_page import web_folder
from evaluation.publicity.stories.documents.wechat import wechat_folder
from evaluation.publicity.stories.enums import ExportFormat

ENDINGS = {
    ExportFormat.WEB: ("网页.zip", Kind.ZIP),
    ExportFormat.WECHAT: ("公众号.zip", Kind.ZIP),
    ExportFormat.WORD: (".docx", Kind.DOCX),
    ExportFormat.PDF: (".pdf", Kind.PDF),
}


@dataclass(frozen=True)
class Made:
    """A file ready to leave."""

    data: bytes
    name: str
    media_type: str


def reader(storage: Storage, contents: Contents) -> ReadFile:
    """Reads pictures; one that is missing or damaged is named by its number, with the way out."""
    numbers = {one.digest: one.number for one in contents.photographs}

    def read(digest: str) -> bytes:
        try:
            return storage.read(digest)
        except (StoredFileMissing, StoredFileDamaged) as error:
            raise Refused(
                _l(
                    "The file was not made: photograph %(number)d is missing or damaged in the storage. Restore it, or take it"
                    " out of the story.",
                    number=numbers.get(digest, 0),
                )
            ) from error

    return read


def made(kind: ExportFormat, contents: Contents, read: ReadFile, *, organisation: str, fonts_folder: str | None) -> Made:
    """The file; the same story gives the same bytes. Raises :class:`Refused` with the cause where it cannot be made."""
    makers: dict[ExportFormat, Callable[[], bytes]] = {
        ExportFormat.WEB: lambda: web_folder(contents, read),
        ExportFormat.WECHAT: lambda: wechat_folder(contents, read),
        ExportFormat.WORD: lambda: render_word(story_document(contents, read, organisation=organisation)),
        ExportFormat.PDF: lambda: pdf(story_document(contents, read, organisation=organisation), fonts_folder),
    }
    ending, media = ENDINGS[kind]
    return Made(explained(makers[kind]), f"{contents.number} {contents.title}{ending}".strip(), media.media_type)


def explained(make: Callable[[], Any]) -> Any:
    """What is made, or the cause in words."""
    try:
        return make()
    except UnreadablePicture as error:
        raise Refused(
            _l("The file was not made: photograph %(number)d cannot be read. Take it out or replace it.", number=error.position)
        ) from error
    except NoChineseFont as error:
        raise Refused(_l("The file was not made: no Chinese font is installed. Tell the system administrator.")) from error


def fonts_in(folder: str | None) -> FontSet:
    """The fonts of this installation."""
    return find_fonts(Path(folder) if folder else None)


def pdf(document: Document, fonts_folder: str | None) -> bytes:
    """The PDF; characters that no font can draw stop it, since a reader would see boxes."""
    fonts = fonts_in(fonts_folder)
    boxes = missing_characters(document, fonts)
    if boxes:
        raise Refused(
            _l("No installed font draws these characters: %(signs)s. Write them otherwise.", signs="".join(sorted(boxes)))
        )
    return render_pdf(document, fonts=fonts)


def pages(contents: Contents, read: ReadFile, *, organisation: str, fonts_folder: str | None, dots_an_inch: int) -> list[bytes]:
    """The pages on paper as pictures."""
    document = story_document(contents, read, organisation=organisation)
    return explained(lambda: render_pages(document, fonts=fonts_in(fonts_folder), dots_an_inch=dots_an_inch))
