"""Help for writers: what must be changed before a story goes on, and what is worth another look. Nothing is changed by itself.

All functions are pure. Sensitive personal data, banned words and full names of people who are not to be named stop a story
(PB-03, PB-05; PIPL Art. 28); names, posts, numbers and punctuation are pointed out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.publicity.stories import markup
from evaluation.publicity.stories.enums import NameUse, Severity
from evaluation.publicity.stories.names import likely_names, people_named
from evaluation.publicity.stories.numbers import numbers_with_units, stated_numbers
from evaluation.publicity.stories.texts import Piece
from evaluation.publicity.stories.wordlists import HEALTH_WORDS, POSTS
from evaluation.registry.people.matching import near_names
from evaluation.registry.people.naming import with_mou

SHORTEST_BODY = 100
AROUND = 8
"""Characters shown on each side of what was found."""

FULL_WIDTH = str.maketrans("０１２３４５６７８９ＸｘＦ－＋", "0123456789XxF-+")
BETWEEN_DIGITS = re.compile(r"(?<=\d)[ \t\u3000.\-—–·]+(?=\d)")
IDENTITY_CARD = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15})(?!\d)")
CARD_NUMBER = re.compile(r"(?<!\d)\d{16,19}(?!\d)")
TELEPHONE = re.compile(r"(?<!\d)(?:\+?86)?(?:1[3-9]\d{9}|0\d{9,11})(?!\d)")
ACCOUNT = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:QQ|qq|微信)号?[：: ]*[A-Za-z0-9_-]{5,}")
HOME = re.compile(r"家庭住址|家住[^，。；]{2,}|\d+号楼\d+单元|\d+单元\d+[室号户]")
TEMPERATURE = re.compile(r"体温[^。；\n]{0,10}?\d|\d(?:\.\d)?\s*(?:℃|°C|摄氏度)|(?:发烧|发热)[^。；\n]{0,8}?\d")
HEALTH = re.compile("|".join(sorted(HEALTH_WORDS, key=len, reverse=True)))
IN_DIGITS = (
    (IDENTITY_CARD, _l("an identity card number")),
    (CARD_NUMBER, _l("a card number")),
    (TELEPHONE, _l("a telephone number")),
)
IN_WORDS = (
    (ACCOUNT, _l("a private address or account")),
    (HOME, _l("a home address")),
    (TEMPERATURE, _l("somebody's temperature")),
    (HEALTH, _l("somebody's health")),
)
PAIRS = {"“": "”", "‘": "’", "（": "）", "《": "》", "〈": "〉", "【": "】", "「": "」"}
NOT_NAMED_IN = frozenset({"origin", "written_by", "credit", "kicker"})
"""Fields in which names are those of writers and photographers, not of people told of."""

ENDINGS = tuple("。！？…”’）》：；")


@dataclass(frozen=True)
class Finding:
    """One thing to change or to look at; ``field`` is where, ``about`` a person whom a button can help with."""

    severity: Severity
    message: Any
    field: str = ""
    about: int | None = None


@dataclass(frozen=True)
class Appearance:
    """A person of the story as the checks need one."""

    id: int
    name: str
    use: NameUse
    number: str = ""
    posts: str = ""


@dataclass(frozen=True)
class Surroundings:
    """What the text is compared with: people, names of the roster found in it, banned words, the facts of the deed."""

    people: Sequence[Appearance] = ()
    roster_names: Sequence[str] = ()
    banned: Sequence[tuple[str, str]] = ()
    facts: str = ""
    photographs: int = 0
    captions_missing: Sequence[int] = ()
    nobody_in: Sequence[int] = ()


def findings_of(pieces: Sequence[Piece], around: Surroundings) -> list[Finding]:
    """Everything found, what must be changed first."""
    found = [
        *incomplete(pieces, around),
        *sensitive(pieces, around.people),
        *banned_words(pieces, around.banned),
        *names_not_to_be_told(pieces, around.people, around.roster_names),
        *unknown_names(pieces, around),
        *posts_that_differ(pieces, around.people),
        *numbers_that_differ(pieces, around.facts),
        *punctuation(pieces),
    ]
    return sorted(found, key=lambda one: one.severity is not Severity.BLOCK)


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """Those that stop the story."""
    return [one for one in findings if one.severity is Severity.BLOCK]


def block(message: Any, where: str, about: int | None = None) -> Finding:
    """Something that must be changed."""
    return Finding(Severity.BLOCK, message, where, about)


def warn(message: Any, where: str) -> Finding:
    """Something to look at."""
    return Finding(Severity.WARN, message, where)


def excerpt(text: str, start: int, end: int) -> str:
    """A find with a few characters on each side."""
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    words = text[first:last].replace("\n", " ")
    return f"{'…' if first else ''}{words}{'…' if last < len(text) else ''}"


def words_of(pieces: Sequence[Piece], name: str) -> str:
    """The text of one field."""
    return "\n".join(piece.text for piece in pieces if piece.field == name)


def incomplete(pieces: Sequence[Piece], around: Surroundings) -> Iterator[Finding]:
    """What a story must have before others spend time on it."""
    if not words_of(pieces, "title"):
        yield block(_l("Write a title."), "title")
    if not words_of(pieces, "lead"):
        yield block(_l("Write a lead of one to three sentences."), "lead")
    body = words_of(pieces, "body")
    if len("".join(markup.readable(body).split())) < SHORTEST_BODY:
        yield block(
            _l("The text has fewer than %(min)d characters; tell when, where and what was done.", min=SHORTEST_BODY), "body"
        )
    if not words_of(pieces, "written_by"):
        yield block(_l("Say who wrote it."), "written_by")
    for number in around.captions_missing:
        yield block(
            _l("Say what photograph %(number)d shows; the words are read aloud to the blind.", number=number), "photographs"
        )
    for number in around.nobody_in:
        yield warn(_l("Nobody is named in photograph %(number)d; is nobody to be recognised in it?", number=number), "pictured")
    placed = markup.pictures_named(body)
    for number in sorted(set(placed)):
        if not 1 <= number <= around.photographs:
            yield block(_l("The text gives a place to photograph %(number)d, but it is not chosen.", number=number), "body")
        elif placed.count(number) > 1:
            yield block(_l("Photograph %(number)d has two places in the text; leave one.", number=number), "body")
    for line in markup.halves_of_figures(words_of(pieces, "figures")):
        yield block(_l("“%(line)s” lacks the number or what it counts; write for example “39条 办结需求”.", line=line), "figures")
    count = len(markup.figures_of(words_of(pieces, "figures")))
    if count == 1 or count > markup.MOST_FIGURES:
        yield block(_l("Two to %(max)d figures stand side by side, or none.", max=markup.MOST_FIGURES), "figures")


def sensitive(pieces: Sequence[Piece], people: Sequence[Appearance]) -> Iterator[Finding]:
    """Identity card, telephone, account, home, health, staff and student numbers (PB-05)."""
    for piece in pieces:
        digits = BETWEEN_DIGITS.sub("", piece.text.translate(FULL_WIDTH))
        for text, patterns in ((digits, IN_DIGITS), (piece.text, IN_WORDS)):
            for pattern, what in patterns:
                for match in pattern.finditer(text):
                    words = excerpt(text, match.start(), match.end())
                    yield block(_l("“%(words)s” looks like %(what)s; take it out.", words=words, what=what), piece.field)
        for person in people:
            if len(person.number) > 3 and re.search(rf"(?<![0-9A-Za-z]){re.escape(person.number)}(?![0-9A-Za-z])", digits):
                yield block(
                    _l("The staff or student number of %(name)s stands in the text; take it out.", name=person.name), piece.field
                )


def banned_words(pieces: Sequence[Piece], banned: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    """Words of the list that the publicity team keeps."""
    for piece in pieces:
        for word, advice in banned:
            place = piece.text.find(word)
            if place < 0:
                continue
            words = excerpt(piece.text, place, place + len(word))
            if advice:
                yield block(
                    _l("“%(word)s” is not to be used (%(words)s); write: %(advice)s", word=word, words=words, advice=advice),
                    piece.field,
                )
            else:
                yield block(
                    _l("“%(word)s” is not to be used (%(words)s); write it otherwise.", word=word, words=words), piece.field
                )


def names_not_to_be_told(
    pieces: Sequence[Piece], people: Sequence[Appearance], roster_names: Sequence[str] = ()
) -> Iterator[Finding]:
    """Full names of people who are written 李某 or left out. 李文 inside 李文杰, another person, is not told."""
    hidden = {person.name: person for person in people if person.use is not NameUse.SHOW}
    if not hidden:
        return
    known = [*hidden, *roster_names, *(person.name for person in people)]
    for piece in pieces:
        for name in people_named(piece.text, known):
            person = hidden.get(name)
            if person is None or any(other.name == name and other.use is NameUse.SHOW for other in people):
                continue
            if person.use is NameUse.MOU:
                message = _l("The full name %(name)s stands in the text; write %(mou)s.", name=name, mou=with_mou(name))
            else:
                message = _l("%(name)s is to be left out, but stands in the text; take the name out.", name=name)
            yield block(message, piece.field, person.id)


def unknown_names(pieces: Sequence[Piece], around: Surroundings) -> Iterator[Finding]:
    """Names of the roster whom nobody asks, and words that look like names but are on no roster."""
    known = {person.name for person in around.people}
    everybody = sorted(known | set(around.roster_names))
    for piece in pieces:
        if piece.field in NOT_NAMED_IN:
            continue
        for name in people_named(piece.text, everybody):
            if name not in known:
                yield warn(
                    _l(
                        "“%(name)s” is in the roster but not among the people asked; add the person or take the name out.",
                        name=name,
                    ),
                    piece.field,
                )
        for name in likely_names(piece.text, everybody):
            near = near_names(name, around.people)
            if near:
                yield warn(_l("“%(name)s” is not in the roster; is it “%(near)s”?", name=name, near=near[0].name), piece.field)
            else:
                yield warn(_l("“%(name)s” is not in the roster; check how it is written.", name=name), piece.field)


def posts_that_differ(pieces: Sequence[Piece], people: Sequence[Appearance]) -> Iterator[Finding]:
    """Posts beside a name that the roster does not know of that person on that day."""
    ordered = "|".join(sorted(POSTS, key=len, reverse=True))
    for piece in pieces:
        for person in people:
            if not person.posts or person.name not in piece.text:
                continue
            name = re.escape(person.name)
            for match in re.finditer(rf"({ordered}){name}|{name}({ordered})", piece.text):
                post = match[1] or match[2]
                if post not in person.posts:
                    yield warn(
                        _l(
                            "The text calls %(name)s %(post)s; the roster of that day says: %(posts)s.",
                            name=person.name,
                            post=post,
                            posts=person.posts,
                        ),
                        piece.field,
                    )


def numbers_that_differ(pieces: Sequence[Piece], facts: str) -> Iterator[Finding]:
    """Numbers that the deed as accepted does not hold."""
    known = stated_numbers(facts)
    for piece in pieces:
        if piece.field in {"title", "lead", "body", "figures"}:
            words = markup.readable(piece.text) if piece.field == "body" else piece.text
            for number, shown in numbers_with_units(words):
                if number not in known:
                    yield warn(_l("“%(number)s” does not stand in the deed; check it.", number=shown), piece.field)


def punctuation(pieces: Sequence[Piece]) -> Iterator[Finding]:
    """Pairs that do not close, straight quotation marks, paragraphs without an end."""
    for piece in pieces:
        lines = piece.text.split("\n")
        for line in filter(str.strip, lines):
            open_sign = unclosed(line)
            if open_sign:
                yield warn(_l("“%(sign)s” has no partner in: %(words)s", sign=open_sign, words=line.strip()[:24]), piece.field)
            if '"' in line:
                yield warn(
                    _l("Straight quotation marks in: %(words)s; Chinese text has “ ”.", words=line.strip()[:24]), piece.field
                )
        if piece.field not in {"lead", "body"}:
            continue
        blocks = markup.parsed(piece.text)
        for text in (one.text.strip() for one in blocks if isinstance(one, markup.Paragraph)):
            if not text.endswith(ENDINGS):
                yield warn(_l("No full stop at the end of: …%(words)s", words=text[-16:]), piece.field)


def unclosed(line: str) -> str:
    """The first sign of a pair without its partner, or nothing."""
    waiting: list[str] = []
    closing = {right: left for left, right in PAIRS.items()}
    for sign in line:
        if sign in PAIRS:
            waiting.append(sign)
        elif sign in closing and (not waiting or waiting.pop() != closing[sign]):
            return sign
    return waiting[-1] if waiting else ""
