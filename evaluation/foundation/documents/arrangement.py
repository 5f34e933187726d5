"""What both renderings share: numbers of headings, lines of a title, one paragraph a line, order of marks."""

import dataclasses

from evaluation.foundation.documents.blocks import (
    Addressee,
    Block,
    Document,
    Heading,
    Kicker,
    Masthead,
    Meta,
    Paragraph,
    Run,
    Subtitle,
    Title,
)
from evaluation.foundation.documents.cleaning import cleaned, lines
from evaluation.foundation.documents.looks import LOOKS
from evaluation.foundation.documents.titles import title_lines
from evaluation.foundation.documents.wording import heading_number

PREFACE = (Masthead, Kicker, Title, Subtitle, Meta)


def arranged(document: Document) -> Document:
    """The document as it is to be set, text by text; what remains is drawing.

    Texts are cleaned, numbered headings carry their number, a long title is broken into even lines and a line
    break in a paragraph has become a new paragraph.
    """
    document = cleaned(document)
    look = LOOKS[document.style]
    capacity = int(look.text_width / look.styles["title"].size)
    counts = [0, 0, 0, 0]
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            blocks.append(numbered(block, counts))
        elif isinstance(block, Title):
            blocks.append(Title("\n".join(title_lines(lines(block.text), capacity))))
        elif isinstance(block, Paragraph):
            blocks.extend(single_lines(block))
        elif isinstance(block, Addressee):
            blocks.append(Addressee(block.text.strip().rstrip(":：") + "："))
        else:
            blocks.append(block)
    return dataclasses.replace(document, blocks=tuple(blocks))


def numbered(heading: Heading, counts: list[int]) -> Heading:
    """The heading with its number before it; the counts of deeper levels start again."""
    text = " ".join(lines(heading.text))
    if not heading.numbered:
        return Heading(text, heading.level, numbered=False)
    index = heading.level - 1
    counts[index] += 1
    counts[heading.level :] = [0] * (len(counts) - heading.level)
    return Heading(heading_number(heading.level, counts[index]) + text, heading.level, numbered=False)


def single_lines(paragraph: Paragraph) -> list[Paragraph]:
    """One paragraph for every line; a mark stays with the words that it stands behind."""
    gathered: list[list[Run]] = [[]]
    for run in paragraph.runs:
        pieces = run.text.split("\n")
        marked = max((position for position, piece in enumerate(pieces) if piece.strip()), default=len(pieces) - 1)
        for position, piece in enumerate(pieces):
            if position:
                gathered.append([])
            gathered[-1].append(dataclasses.replace(run, text=piece, sources=run.sources if position == marked else ()))
    trimmed = [trimmed_runs(runs) for runs in gathered]
    return [Paragraph(runs, indented=paragraph.indented) for runs in trimmed if runs]


def trimmed_runs(runs: list[Run]) -> tuple[Run, ...]:
    """The runs without the spaces typed before the first and behind the last word."""
    kept = [run for run in runs if run.text or run.sources]
    if kept:
        kept[0] = dataclasses.replace(kept[0], text=kept[0].text.lstrip())
        kept[-1] = dataclasses.replace(kept[-1], text=kept[-1].text.rstrip())
    return tuple(run for run in kept if run.text or run.sources)


def ends_preface(blocks: tuple[Block, ...], index: int) -> bool:
    """Whether the text begins after this block: the last line of title, subtitle and particulars."""
    if not isinstance(blocks[index], PREFACE):
        return False
    return index + 1 == len(blocks) or not isinstance(blocks[index + 1], PREFACE)
