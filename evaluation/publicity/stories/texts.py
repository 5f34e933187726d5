"""The words of a story taken together: what the public will read, its digest, and the first draft out of a deed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.foundation.audit.operations import digest
from evaluation.publicity.stories import markup
from evaluation.publicity.stories.models import Story

COLUMN = "先锋故事"
READ_A_MINUTE = 400
"""Characters that are read in a minute."""


@dataclass(frozen=True)
class Piece:
    """One text of a story and the form field that holds it."""

    field: str
    text: str


@dataclass(frozen=True)
class PhotographWords:
    """A chosen photograph: its place in the story, the digest of its file, caption and credit."""

    position: int
    digest: str
    caption: str
    credit: str


def photograph_words(story: Story) -> list[PhotographWords]:
    """The chosen photographs in their order."""
    return [
        PhotographWords(one.position, one.attachment.digest, one.caption, one.credit)
        for one in sorted(story.photographs, key=lambda one: one.position)
    ]


def text_digest(story: Story, title: str, photographs: Sequence[PhotographWords]) -> str:
    """The digest of everything that the public will read or see, marks included: one comma makes another text."""
    return digest(
        {
            "title": title,
            "kicker": story.kicker,
            "lead": story.lead,
            "body": story.body,
            "figures": story.figures,
            "origin": story.origin,
            "written_by": story.written_by,
            "photographs": [[one.position, one.digest, one.caption, one.credit] for one in photographs],
        }
    )


def pieces_of(story: Story) -> list[Piece]:
    """All texts of a story, each with the field in which it is changed."""
    pieces = [
        Piece("kicker", story.kicker),
        Piece("title", story.matter.title),
        Piece("lead", story.lead),
        Piece("body", story.body),
        Piece("figures", story.figures),
        Piece("origin", story.origin),
        Piece("written_by", story.written_by),
    ]
    for one in photograph_words(story):
        pieces += [Piece("photographs", one.caption), Piece("credit", one.credit)]
    return [piece for piece in pieces if piece.text]


def text_to_consent(story: Story) -> str:
    """The exact text that a named person is shown and consents to, in Chinese; photographs by caption and file."""
    lines = [story.kicker, story.matter.title, "", story.lead, "", markup.readable(story.body)]
    figures = markup.figures_of(story.figures)
    if figures:
        lines += ["", "；".join(f"{figure.value}{figure.label}" for figure in figures)]
    for one in photograph_words(story):
        credit = f"，{one.credit}摄" if one.credit else ""
        lines += ["", f"照片{one.position}：{one.caption}{credit}（文件指纹{one.digest[:12]}）"]
    lines += ["", f"来源：{story.origin}　撰稿：{story.written_by}"]
    return "\n".join(lines).strip()


def characters_in(story: Story) -> int:
    """How many characters are read."""
    return len("".join((story.lead + markup.readable(story.body)).split()))


def minutes_to_read(story: Story) -> int:
    """How long reading takes, a minute at least."""
    return max(1, round(characters_in(story) / READ_A_MINUTE))


def kicker_for(campaign: str | None) -> str:
    """The line above the title: column, and the special action where there is one."""
    return f"{COLUMN} · {campaign}" if campaign else COLUMN


def body_from_deed(text: str) -> tuple[str, str]:
    """Lead and body of the first draft: the first paragraph of a deed of several paragraphs leads, the rest follows."""
    paragraphs = [line.strip() for line in text.split("\n") if line.strip()]
    if len(paragraphs) < 2:
        return "", "\n\n".join(paragraphs)
    return paragraphs[0], "\n\n".join(paragraphs[1:])


def figures_from(minutes: Iterable[int | None]) -> str:
    """What the cited shifts add up to, as lines of figures."""
    worked = [one for one in minutes if one]
    if not worked:
        return ""
    hours = round(sum(worked) / 60, 1)
    return f"{int(hours) if hours == int(hours) else hours}小时 一线值守\n{len(worked)}班 到岗"


def facts_of(frozen: dict[str, Any]) -> str:
    """Everything that the deed as accepted says, for comparing numbers."""
    return "\n".join(str(frozen.get(key) or "") for key in ("title", "text", "place", "post", "from", "to", "subject"))
