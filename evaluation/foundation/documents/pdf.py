"""A document as a PDF: set by typst from the templates in ``templates/documents``, fonts embedded, headings tagged."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

import typst

from evaluation.foundation.documents.arrangement import arranged
from evaluation.foundation.documents.blocks import Document
from evaluation.foundation.documents.cleaning import cleaned
from evaluation.foundation.documents.fonts import FontSet, find_fonts
from evaluation.foundation.documents.looks import LOOKS
from evaluation.foundation.documents.pdf_data import DataWriter

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "documents"
TEMPLATE_NAMES = ("main.typ", "text.typ", "blocks.typ", "tables.typ")


def render_pdf(document: Document, *, fonts: FontSet | None = None) -> bytes:
    """The document as a tagged PDF; the same document and fonts give the same bytes.

    Without ``fonts`` those of the installed font package are taken. Raises ``UnreadablePicture`` when a picture
    cannot be read and ``NoChineseFont`` when there is no font.
    """
    fonts = fonts or find_fonts()
    return press(fonts).print(*written(document, fonts))


def render_pages(document: Document, *, fonts: FontSet | None = None, dots_an_inch: int = 96) -> list[bytes]:
    """The pages of the very same PDF as PNG pictures, to be looked at where no reader of PDF files is at hand."""
    fonts = fonts or find_fonts()
    return press(fonts).picture(*written(document, fonts), dots_an_inch)


def written(document: Document, fonts: FontSet) -> tuple[str, dict[str, bytes], int]:
    """What the press needs: the document as data, its pictures by name, its time."""
    document = arranged(document)
    writer = DataWriter(LOOKS[document.style], fonts)
    data = json.dumps(writer.document(document), ensure_ascii=False)
    moment = document.properties.created.astimezone(UTC).replace(microsecond=0)
    return data, writer.pictures, int(moment.timestamp())


def missing_characters(document: Document, fonts: FontSet) -> set[str]:
    """The characters of a document that a PDF of it would show as boxes; to be named before it is handed out."""
    return fonts.missing_characters("".join(texts(cleaned(document))))


def texts(value: Any) -> Iterator[str]:
    """Every text inside a value made of dataclasses and tuples."""
    if type(value) is str:
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


class Press:
    """A compiler that keeps its fonts and templates. One document at a time: typst refuses a second one meanwhile."""

    def __init__(self, fonts: FontSet) -> None:
        self.templates = {name: (TEMPLATES / name).read_bytes() for name in TEMPLATE_NAMES}
        self.compiler = typst.Compiler(font_paths=fonts.collection, ignore_system_fonts=not fonts.system)
        self.lock = Lock()

    def print(self, data: str, pictures: dict[str, bytes], timestamp: int) -> bytes:
        """The PDF of a document given as data."""
        return self.compiled(data, pictures, format="pdf", timestamp=timestamp)

    def picture(self, data: str, pictures: dict[str, bytes], timestamp: int, dots_an_inch: int) -> list[bytes]:
        """Its pages as PNG pictures."""
        pages = self.compiled(data, pictures, format="png", timestamp=timestamp, ppi=dots_an_inch)
        return pages if isinstance(pages, list) else [pages]

    def compiled(self, data: str, pictures: dict[str, bytes], **options: Any) -> Any:
        """What the compiler makes; the pictures lie in a folder of their own while the document is set."""
        with TemporaryDirectory(prefix="document-") as folder, self.lock:
            for name, content in pictures.items():
                (Path(folder) / name).write_bytes(content)
            return self.compiler.compile(input={**self.templates, "data.json": data.encode()}, root=folder, **options)


@lru_cache(maxsize=4)
def press(fonts: FontSet) -> Press:
    """The press for these fonts, set up once."""
    return Press(fonts)
