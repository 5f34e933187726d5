"""Which person a written name means. Nothing is guessed: one exact name is a person, everything else goes back to a human.

All functions are pure; whoever calls them decides among whom to look, usually the people of one department.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from evaluation.registry.people.naming import DOT, DOTS, pinyin_of, tidy_name

BETWEEN_NAMES = re.compile(r"[、，,；;/|\t\r\n]+")
AROUND_DOT = re.compile(rf"\s*{DOT}\s*")
SHORTEST_TO_DIFFER = 3  # two characters of which one differs share no more than a surname
MOST_SUGGESTIONS = 5


class Named(Protocol):
    """Anything with a stored (tidy) name: a person, a row of a query, a test's own class."""

    @property
    def id(self) -> int: ...

    @property
    def name(self) -> str: ...


Candidate = TypeVar("Candidate", bound=Named)


class Outcome(StrEnum):
    """What became of a written name."""

    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    MISSING = "missing"


@dataclass(frozen=True)
class Match(Generic[Candidate]):
    """``people`` bear exactly the name: one if found, several if ambiguous. ``suggestions`` bear a near one, nearest first."""

    outcome: Outcome
    people: tuple[Candidate, ...] = ()
    suggestions: tuple[Candidate, ...] = ()

    @property
    def person(self) -> Candidate | None:
        """The one person found, otherwise None."""
        return self.people[0] if self.outcome is Outcome.FOUND else None


def match_name(name: str, candidates: Iterable[Candidate]) -> Match[Candidate]:
    """Look for a written name among candidates; spaces inside it and the kind of its dot do not matter."""
    wanted = tidy_name(name)
    among = list(candidates)
    people = tuple(candidate for candidate in among if candidate.name == wanted)
    if len(people) == 1:
        return Match(Outcome.FOUND, people)
    if people:
        return Match(Outcome.AMBIGUOUS, people)
    return Match(Outcome.MISSING, suggestions=near_names(wanted, among))


def near_names(name: str, candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """At most five candidates whose names are easily mistaken for this one, nearest first."""
    if not name:
        return ()
    sound = pinyin_of(name)[0]
    ranked = [(nearness(name, sound, candidate.name), candidate) for candidate in candidates]
    near = [(rank, candidate) for rank, candidate in ranked if rank]
    near.sort(key=lambda pair: (pair[0], pair[1].name, pair[1].id))
    return tuple(candidate for _, candidate in near[:MOST_SUGGESTIONS])


def nearness(name: str, sound: str, other: str) -> int:
    """How near another name is: 1 the nearest, 0 not near.

    1 a doubled character (刘大伟伟, 刘大伟); 2 the same sound; 3 a first name without what follows its dot;
    4 one character more, less, exchanged with its neighbour or, in longer names, different.
    """
    if undoubled(name) == undoubled(other):
        return 1
    if sound == pinyin_of(other)[0]:
        return 2
    if DOT in name + other and name.partition(DOT)[0] == other.partition(DOT)[0] and not (DOT in name and DOT in other):
        return 3
    return 4 if one_slip_apart(name, other) else 0


def undoubled(name: str) -> str:
    """The name with each repeated neighbour left out."""
    return re.sub(r"(.)\1+", r"\1", name)


def one_slip_apart(name: str, other: str) -> bool:
    """Whether one slip of the pen leads from one name to the other; two-character names that share one are not near."""
    if len(name) == len(other):
        different = [place for place, (one, two) in enumerate(zip(name, other, strict=True)) if one != two]
        if len(different) == 2 and different[1] == different[0] + 1:
            first, second = different
            return name[first] == other[second] and name[second] == other[first]
        return len(different) == 1 and len(name) >= SHORTEST_TO_DIFFER
    shorter, longer = sorted((name, other), key=len)
    if len(longer) - len(shorter) != 1 or len(longer) <= SHORTEST_TO_DIFFER:
        return False
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))


def split_names(text: str) -> list[str]:
    """The names written in one cell or pasted as a column, tidy, in order, repetitions kept.

    Between names stand 、，；/ a new line or spaces. Two single characters in a row are one padded name (王　芳).
    """
    names: list[str] = []
    for part in BETWEEN_NAMES.split(AROUND_DOT.sub(DOT, text.translate(DOTS))):
        words = part.split()
        if all(word.isascii() for word in words):
            names.append(" ".join(words))
            continue
        waiting = ""
        for word in words:
            if len(word) > 1:
                names += [waiting, word]
                waiting = ""
            elif waiting:
                names.append(waiting + word)
                waiting = ""
            else:
                waiting = word
        names.append(waiting)
    return [tidy_name(name) for name in names if name]


def names_in_text(text: str, names: Iterable[str]) -> list[str]:
    """Which of the names a text mentions, each once, in order; a name inside a longer one (李文 in 李文杰) is not it."""
    known = sorted({name for name in names if len(name) > 1}, key=lambda name: (-len(name), name))
    if not known:
        return []
    found = re.findall("|".join(map(re.escape, known)), text)
    return list(dict.fromkeys(found))
