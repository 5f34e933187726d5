"""A story for the editor of a WeChat official account (公众号).

That editor drops classes, scripts and style sheets and rewrites lists, so every paragraph carries its own look; pictures
have to be put in by hand there and stand as 【图1】, with numbered files beside.
"""

import base64
import hashlib
from collections.abc import Iterator

from markupsafe import Markup, escape

from evaluation.publicity.stories import markup
from evaluation.publicity.stories.contents import Contents, Figures, Lead, Part, Photograph, ReadFile
from evaluation.publicity.stories.documents.packing import packed

ARTICLE = "article.html"
LOOKS = {
    "story": "max-width:677px;margin:0 auto;padding:0 8px;font-size:16px;line-height:1.9;color:#1D2129;text-align:left",
    "kicker": "margin:20px 0 0;font-size:15px;font-weight:bold;color:#A51C1E",
    "title": "margin:8px 0 10px;font-size:22px;line-height:1.4;font-weight:bold;color:#1D2129",
    "meta": "margin:0 0 18px;font-size:14px;line-height:1.7;color:#5F6877",
    "lead": "margin:20px 0;padding:0 0 0 14px;border-left:3px solid #A51C1E;font-size:17px;line-height:1.85",
    "paragraph": "margin:0 0 16px",
    "heading": "margin:26px 0 10px;font-size:18px;line-height:1.5;font-weight:bold",
    "quote": "margin:24px 0;padding:16px 18px;background-color:#FBF1F0;color:#5E1213",
    "words": "margin:0;font-size:18px;line-height:1.7;font-weight:bold",
    "by": "margin:6px 0 0;font-size:14px;color:#4B5563",
    "box": "margin:22px 0;padding:14px 16px;border:1px solid #D9DDE3;font-size:15px;line-height:1.8",
    "line": "margin:0",
    "strip": "margin:24px 0;padding:12px 0;border-top:1px solid #D9DDE3;border-bottom:1px solid #D9DDE3;text-align:center",
    "figure2": "display:inline-block;width:48%;margin:0;vertical-align:top",
    "figure3": "display:inline-block;width:32%;margin:0;vertical-align:top",
    "figure4": "display:inline-block;width:24%;margin:0;vertical-align:top",
    "value": "margin:0;font-size:22px;line-height:1.4;font-weight:bold",
    "label": "margin:0;font-size:14px;color:#4B5563",
    "place": "margin:20px 0 6px;padding:36px 0;background-color:#ECEEF1;text-align:center;color:#4B5563",
    "caption": "margin:0 0 20px;font-size:14px;line-height:1.6;color:#5F6877",
    "foot": "margin:30px 0 0;padding:14px 0 0;border-top:1px solid #D9DDE3;font-size:14px;line-height:1.8;color:#4B5563",
}


def element(tag: str, look: str, *inner: Markup | str) -> Markup:
    """One element with its own look; texts are escaped."""
    content = Markup("").join(escape(one) for one in inner)
    return Markup('<{tag} style="{look}">{content}</{tag}>').format(tag=Markup(tag), look=LOOKS[look], content=content)


def article_html(contents: Contents) -> str:
    """The text to paste: sections and paragraphs only."""
    return str(element("section", "story", *article_parts(contents))) + "\n"


def article_parts(contents: Contents) -> Iterator[Markup]:
    """Head, parts, foot."""
    if contents.kicker:
        yield element("p", "kicker", contents.kicker)
    yield element("p", "title", contents.title)
    yield element("p", "meta", "　".join(contents.meta))
    for part in contents.parts:
        yield from part_html(part)
    lines = [*contents.signed]
    lines += [line for line in (contents.note, contents.correction) if line]
    yield element("section", "foot", *(element("p", "line", line) for line in lines))


def part_html(part: Part) -> Iterator[Markup]:
    """One part; a picture is a numbered place with its caption."""
    if isinstance(part, Photograph):
        yield element("p", "place", f"【图{part.number}】")
        if part.words:
            yield element("p", "caption", part.words)
    elif isinstance(part, Lead):
        yield element("p", "lead", part.text)
    elif isinstance(part, Figures):
        look = f"figure{len(part.figures)}"
        yield element("section", "strip", *(figure_html(one, look) for one in part.figures))
    elif isinstance(part, markup.Heading):
        yield element("p", "heading", part.text)
    elif isinstance(part, markup.Quotation):
        by = (element("p", "by", part.by),) if part.by else ()
        yield element("section", "quote", element("p", "words", part.text), *by)
    elif isinstance(part, markup.FactBox):
        yield element("section", "box", *(element("p", "line", *pieces) for pieces in box_lines(part)))
    else:
        yield element("p", "paragraph", *(span_html(span) for span in part.spans))


def figure_html(figure: markup.Figure, look: str) -> Markup:
    """One number over what it counts."""
    return element("section", look, element("p", "value", figure.value), element("p", "label", figure.label))


def box_lines(box: markup.FactBox) -> Iterator[tuple[Markup | str, ...]]:
    """Lines of a fact box, the label before the first."""
    for place, line in enumerate(box.lines):
        yield (Markup("<strong>{}</strong>").format(f"{box.label}："), line) if box.label and not place else (line,)


def span_html(span: markup.Span) -> Markup | str:
    """A stretch of text."""
    return Markup("<strong>{}</strong>").format(span.text) if span.bold else span.text


def wechat_folder(contents: Contents, read: ReadFile) -> bytes:
    """The text and the numbered pictures as a ZIP archive; the same story gives the same bytes."""
    files = {ARTICLE: article_html(contents).encode()}
    files |= {f"图{one.number}.{one.extension}": read(one.digest) for one in contents.photographs}
    return packed(files)


def allowed_looks() -> str:
    """The looks as a browser's policy lists them, so that a preview allows these and no other inline style."""
    hashes = (base64.b64encode(hashlib.sha256(look.encode()).digest()).decode() for look in LOOKS.values())
    return "'unsafe-hashes' " + " ".join(f"'sha256-{one}'" for one in hashes)
