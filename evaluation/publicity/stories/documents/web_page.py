"""A story as a folder for any web server: one page, one style sheet, the pictures beside; nothing is fetched from elsewhere."""

from pathlib import Path

from flask import current_app

from evaluation.publicity.stories.contents import Contents, Photograph, ReadFile
from evaluation.publicity.stories.documents.packing import packed

STYLE_SHEET = Path(__file__).with_name("page.css")
PAGE, STYLE = "index.html", "style.css"


def picture_name(photograph: Photograph) -> str:
    """Where a picture lies in the folder."""
    return f"images/{photograph.number:02d}.{photograph.extension}"


def page_html(contents: Contents) -> str:
    """The page itself; nothing of the present request gets into it."""
    template = current_app.jinja_env.get_template("publicity/stories/page/index.html")
    return template.render(story=contents, kind_of=kind_of, picture_name=picture_name)


def kind_of(part: object) -> str:
    """The name of a part's kind, for the template."""
    return type(part).__name__


def style_sheet() -> str:
    """The style sheet beside it."""
    return STYLE_SHEET.read_text(encoding="utf-8")


def web_folder(contents: Contents, read: ReadFile) -> bytes:
    """The folder as a ZIP archive; the same story gives the same bytes."""
    folder = contents.number or "story"
    files = {
        f"{folder}/{PAGE}": page_html(contents).encode(),
        f"{folder}/{STYLE}": style_sheet().encode(),
        **{f"{folder}/{picture_name(one)}": read(one.digest) for one in contents.photographs},
    }
    return packed(files)
