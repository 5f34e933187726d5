"""A story for Word and PDF: the neutral document of which both are made."""

from collections.abc import Iterator

from evaluation.foundation.documents.blocks import (
    Block,
    Document,
    Figure,
    FigureStrip,
    Heading,
    Kicker,
    Meta,
    Note,
    Paragraph,
    Picture,
    Properties,
    Quote,
    ReviewBlock,
    ReviewRow,
    Run,
    Style,
    Title,
)
from evaluation.foundation.documents.blocks import Lead as LeadBlock
from evaluation.publicity.stories import markup
from evaluation.publicity.stories.contents import Contents, Figures, Lead, Part, Photograph, ReadFile


def story_document(contents: Contents, read: ReadFile, *, organisation: str) -> Document:
    """The story as a document; its only time is that of the last review or change."""
    return Document(
        title=contents.title,
        blocks=tuple(blocks_of(contents, read)),
        properties=Properties(organisation=organisation, created=contents.made_at, subject=contents.number),
        style=Style.STORY,
    )


def blocks_of(contents: Contents, read: ReadFile) -> Iterator[Block]:
    """Head, parts, foot."""
    if contents.kicker:
        yield Kicker(contents.kicker)
    yield Title(contents.title)
    yield Meta("　".join(contents.meta))
    for part in contents.parts:
        yield block_of(part, read)
    rows = tuple(ReviewRow(role, name) for role, name in contents.credits)
    yield ReviewBlock(rows, "\n".join(filter(None, (contents.note, contents.correction))))


def block_of(part: Part, read: ReadFile) -> Block:
    """One part on paper."""
    if isinstance(part, Photograph):
        return Picture(read(part.digest), part.caption, part.caption, f"{part.credit}　摄" if part.credit else "")
    if isinstance(part, Lead):
        return LeadBlock(part.text)
    if isinstance(part, Figures):
        return FigureStrip(tuple(Figure(one.value, one.label) for one in part.figures))
    if isinstance(part, markup.Heading):
        return Heading(part.text, level=1, numbered=False)
    if isinstance(part, markup.Quotation):
        return Quote(part.text, part.by)
    if isinstance(part, markup.FactBox):
        return Note("\n".join(part.lines), part.label)
    return Paragraph(tuple(Run(span.text, bold=span.bold) for span in part.spans))
