"""A story as it will be read: the same parts in the same order for every format, and the files of its pictures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from evaluation.foundation.core.clock import local
from evaluation.foundation.documents.wording import chinese_date, padded_name
from evaluation.publicity.stories import markup
from evaluation.publicity.stories.enums import Stage
from evaluation.publicity.stories.models import Story
from evaluation.publicity.stories.texts import minutes_to_read

NOT_YET = "（待审）"
STAGE_WORDS = {Stage.FIRST: "一审一校", Stage.SECOND: "二审二校", Stage.FINAL: "三审三校"}
EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
WITH_CONSENT = "本文经当事人同意公开，数据经支部核实。"
WITHOUT_NAMES = "本文数据经支部核实。"

ReadFile = Callable[[str], bytes]


@dataclass(frozen=True)
class Lead:
    """The opening of the story."""

    text: str


@dataclass(frozen=True)
class Photograph:
    """A picture in its place: number, file by digest, words beside it."""

    number: int
    digest: str
    media_type: str
    caption: str
    credit: str

    @property
    def extension(self) -> str:
        """The ending of a file name."""
        return EXTENSIONS.get(self.media_type, "jpg")

    @property
    def words(self) -> str:
        """Caption and photographer in one line."""
        return f"{self.caption}{'　' if self.caption and self.credit else ''}{f'{self.credit}　摄' if self.credit else ''}"


@dataclass(frozen=True)
class Figures:
    """The strip of figures."""

    figures: tuple[markup.Figure, ...]


Part = Lead | Photograph | Figures | markup.Heading | markup.Paragraph | markup.Quotation | markup.FactBox


@dataclass(frozen=True)
class Contents:
    """Everything a reader sees. ``made_at`` is the moment of the last review or change: no export knows another time."""

    number: str
    title: str
    kicker: str
    day: date
    origin: str
    minutes: int
    parts: tuple[Part, ...]
    credits: tuple[tuple[str, str], ...]
    note: str
    correction: str
    made_at: datetime
    text_digest: str

    @property
    def photographs(self) -> tuple[Photograph, ...]:
        """The pictures by number."""
        return tuple(sorted((one for one in self.parts if isinstance(one, Photograph)), key=lambda one: one.number))

    @property
    def signed(self) -> tuple[str, ...]:
        """Role and name of each, two characters set as wide as three, as under any paper."""
        return tuple(f"{role}：{padded_name(name)}" for role, name in self.credits)

    @property
    def meta(self) -> tuple[str, ...]:
        """The particulars under the title."""
        return (chinese_date(self.day), f"来源：{self.origin}", f"约{self.minutes}分钟读完")


def contents_of(story: Story, *, names_people: bool) -> Contents:
    """The story as it stands. ``names_people`` says whether anybody's name is shown, for the line about consent."""
    made_at = story.corrected_at or story.ready_at or story.text_changed_at
    correction = ""
    if story.corrected_at is not None:
        correction = f"更正（{chinese_date(local(story.corrected_at).date())}）：{story.correction}"
    return Contents(
        number=story.matter.number or "",
        title=story.matter.title,
        kicker=story.kicker,
        day=local(story.ready_at or story.text_changed_at).date(),
        origin=story.origin,
        minutes=minutes_to_read(story),
        parts=tuple(parts_of(story)),
        credits=credits_of(story),
        note=WITH_CONSENT if names_people else WITHOUT_NAMES,
        correction=correction,
        made_at=made_at,
        text_digest=story.text_digest,
    )


def credits_of(story: Story) -> tuple[tuple[str, str], ...]:
    """Who wrote, who edited, and who answers for each review."""
    rows = [("撰稿", story.written_by), ("编辑", story.edited_by)]
    for stage in Stage:
        review = story.live_review(stage)
        valid = review is not None and review.text_digest == story.text_digest
        rows.append((STAGE_WORDS[stage], review.reviewer_name if review is not None and valid else NOT_YET))
    return tuple(rows)


def parts_of(story: Story) -> list[Part]:
    """Picture, lead, text. The first picture leads unless the text places it; others without a place stand at the end."""
    pictures = {
        one.position: Photograph(one.position, one.attachment.digest, one.attachment.file.media_type, one.caption, one.credit)
        for one in story.photographs
    }
    blocks = markup.parsed(story.body)
    placed = [block.number for block in blocks if isinstance(block, markup.PicturePlace)]
    figures = markup.figures_of(story.figures)
    strip = Figures(figures[: markup.MOST_FIGURES]) if len(figures) > 1 else None
    parts: list[Part] = []
    if 1 in pictures and 1 not in placed:
        parts.append(pictures[1])
    if story.lead:
        parts.append(Lead(story.lead))
    parts += body_parts(blocks, pictures, strip)
    parts += [picture for number, picture in sorted(pictures.items()) if number != 1 and number not in placed]
    return parts


def body_parts(blocks: Sequence[markup.Block], pictures: dict[int, Photograph], strip: Figures | None) -> list[Part]:
    """The blocks of the text with pictures and figures in their places; figures without a place follow the first paragraph."""
    parts: list[Part] = []
    waits = strip is not None and not any(isinstance(block, markup.FiguresPlace) for block in blocks)
    shown: set[int] = set()
    for block in blocks:
        if isinstance(block, markup.PicturePlace):
            if block.number in pictures and block.number not in shown:
                shown.add(block.number)
                parts.append(pictures[block.number])
        elif isinstance(block, markup.FiguresPlace):
            if strip is not None:
                parts.append(strip)
                strip = None
        else:
            parts.append(block)
            if waits and strip is not None and isinstance(block, markup.Paragraph):
                parts.append(strip)
                waits = False
    if waits and strip is not None:
        parts.append(strip)
    return parts
