"""Which organisation a written name means. One spelling of one organisation is found, everything else goes back to a human."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

MOST_SUGGESTIONS = 3
NEAR_ENOUGH = 0.5
AS_NEAR = 0.15  # suggestions this much behind the nearest are named with it
SAME_BEGINNING = 0.3

BRACKETED = re.compile(r"[(（\[【〔][^()（）\[\]【】〔〕]*[)）\]】〕]")
PARTY_PREFIX = re.compile(r"^(中国共产党|中共)")
DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
GENERIC = re.compile(r"中国共产党|中共|委员会|党委|党总支部?|总支部?|党支部|支部|党组织|学院|办公室|中心|[第系处部室科所队]")


class Named(Protocol):
    """Anything with the names of an organisation: the model, or a row of a query."""

    @property
    def id(self) -> int: ...

    @property
    def name(self) -> str: ...

    @property
    def short_name(self) -> str: ...


Candidate = TypeVar("Candidate", bound=Named)


@dataclass(frozen=True)
class OrganizationMatch(Generic[Candidate]):
    """``found`` is the one organisation meant; otherwise ``several`` share the spelling, or ``suggestions`` come near it."""

    found: Candidate | None = None
    several: tuple[Candidate, ...] = ()
    suggestions: tuple[Candidate, ...] = ()


class OrganizationIndex(Generic[Candidate]):
    """Organisations by every official spelling: full name, short name, and both without what does not matter."""

    def __init__(self, candidates: Iterable[Candidate], *, college: str = "") -> None:
        self.candidates = list(candidates)
        self.college = spelling(college)
        self.answers: dict[tuple[str, str], OrganizationMatch[Candidate]] = {}
        self.exact: dict[str, dict[int, Candidate]] = {}
        self.official: dict[str, dict[int, Candidate]] = {}
        for candidate in self.candidates:
            for text in (candidate.name, candidate.short_name):
                self.exact.setdefault(spelling(text), {})[candidate.id] = candidate
                self.official.setdefault(self.official_spelling(text), {})[candidate.id] = candidate

    def official_spelling(self, text: str) -> str:
        """Without brackets, Party and college in front; 支部 is 党支部, 第1 is 第一 and so is 一."""
        plain = PARTY_PREFIX.sub("", BRACKETED.sub("", spelling(text)))
        if self.college and plain != self.college:
            plain = plain.removeprefix(self.college)
        plain = re.sub(r"(?<!党)总支部?(?=$|委员会)", "党总支", plain)
        plain = re.sub(r"党总支部(?=$|委员会)", "党总支", plain)
        plain = re.sub(r"(?<!党)支部(?=$|委员会)", "党支部", plain)
        if plain.endswith(("支部委员会", "总支委员会")):
            plain = plain.removesuffix("委员会")
        return plain.translate(DIGITS).replace("第", "")

    def find(self, text: str, *, hint: str = "") -> OrganizationMatch[Candidate]:
        """The organisation that a text means. ``hint`` (a department, a post) puts suggestions alike into order."""
        answer = self.answers.get((text, hint))
        if answer is None:
            answer = self.answers[text, hint] = self.look_up(text, hint)
        return answer

    def look_up(self, text: str, hint: str) -> OrganizationMatch[Candidate]:
        """Exact names first, then official spellings, then what comes near."""
        for known in (self.exact.get(spelling(text), {}), self.official.get(self.official_spelling(text), {})):
            if len(known) == 1:
                return OrganizationMatch(found=next(iter(known.values())))
            if known:
                return OrganizationMatch(several=tuple(known.values()))
        return OrganizationMatch(suggestions=self.near(text, hint))

    def near(self, text: str, hint: str) -> tuple[Candidate, ...]:
        """At most three organisations whose names are easily meant by the text, nearest first."""
        ranked = [
            (max(likeness(text, name) for name in (candidate.name, candidate.short_name)), candidate)
            for candidate in self.candidates
        ]
        best = max((rank for rank, _candidate in ranked), default=0.0)
        if best < NEAR_ENOUGH:
            return ()
        near = [(rank, candidate) for rank, candidate in ranked if rank >= max(NEAR_ENOUGH, best - AS_NEAR)]
        near.sort(key=lambda pair: (-pair[0], -len(set(hint) & set(pair[1].name)), pair[1].name))
        return tuple(candidate for _rank, candidate in near[:MOST_SUGGESTIONS])


def spelling(text: str) -> str:
    """One spelling: width, case and spaces do not matter."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def distinctive(text: str) -> str:
    """What tells organisations apart: the name without the words that all of them share."""
    return GENERIC.sub("", spelling(text).translate(DIGITS))


def likeness(one: str, other: str) -> float:
    """How much two names share of what is distinctive in them (Dice's measure), more where they begin alike."""
    left, right = distinctive(one), distinctive(other)
    if not left or not right:
        return 0.0
    shared = 2 * len(set(left) & set(right)) / (len(set(left)) + len(set(right)))
    return shared + (SAME_BEGINNING if len(left) > 1 and left[:2] == right[:2] else 0.0)
