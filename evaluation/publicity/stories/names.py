"""Names in running text: those that the roster could know, those that are told, and words that look like names."""

import re
from collections.abc import Iterable, Iterator

from evaluation.publicity.stories.wordlists import AFTER_A_NAME, ALSO_COMMON_WORDS, BEFORE_A_NAME, NOT_IN_A_NAME, SURNAMES
from evaluation.registry.people.matching import names_in_text
from evaluation.registry.people.naming import DOT, DOTS

HAN = "\u4e00-\u9fff\u3400-\u4dbf"
BY_LENGTH = sorted(SURNAMES, key=len, reverse=True)
CLEAR_SURNAMES = "|".join(surname for surname in BY_LENGTH if surname not in ALSO_COMMON_WORDS)
DOTTED = re.compile(rf"[{HAN}]{{2,}}(?:{DOT}[{HAN}]{{1,}})+")
AFTER_TITLE = re.compile(rf"(?:{'|'.join(sorted(BEFORE_A_NAME, key=len, reverse=True))})((?:{CLEAR_SURNAMES})[{HAN}]{{1,2}})")
BEFORE_TITLE = re.compile(rf"((?:{CLEAR_SURNAMES})[{HAN}]{{1,2}}?)(?:{'|'.join(sorted(AFTER_A_NAME, key=len, reverse=True))})")
LONGEST_NAME, LONGEST_PART = 4, 8
MOST_CANDIDATES = 6000


def candidates(text: str) -> list[str]:
    """Every stretch of a text that could be a name: two to four characters from a surname on, and names with a dot."""
    tidy = text.translate(DOTS)
    found = {name for match in DOTTED.finditer(tidy) for name in dotted_names(match[0])}
    for place, sign in enumerate(tidy):
        if sign in SURNAMES or tidy[place : place + 2] in SURNAMES:
            for length in range(2, LONGEST_NAME + 1):
                stretch = tidy[place : place + length]
                if len(stretch) == length and re.fullmatch(f"[{HAN}]+", stretch):
                    found.add(stretch)
    return sorted(found)[:MOST_CANDIDATES]


def dotted_names(stretch: str) -> Iterator[str]:
    """The names with a dot that could begin and end inside a stretch of characters (还有阿依古丽·艾合买提说)."""
    *heads, tail = stretch.split(DOT)
    first, middle = heads[0][-LONGEST_PART:], "".join(f"{DOT}{part}" for part in heads[1:])
    for start in range(len(first) - 1):
        for end in range(1, min(len(tail), LONGEST_PART) + 1):
            yield f"{first[start:]}{middle}{DOT}{tail[:end]}"


def people_named(text: str, names: Iterable[str]) -> list[str]:
    """Which of these names the text mentions; spaces typed inside a name (李　文) hide nothing."""
    gapless = re.sub(rf"(?<=[{HAN}])[ \t\u3000]+(?=[{HAN}])", "", text.translate(DOTS))
    return names_in_text(gapless, names)


def likely_names(text: str, known: Iterable[str]) -> list[str]:
    """Words beside a post or before 说 that look like names and are none of the known ones, in order."""
    names = set(known)
    found: list[str] = []
    for pattern in (AFTER_TITLE, BEFORE_TITLE):
        for match in pattern.finditer(text):
            word = trimmed(match[1])
            if word is None or any(text.startswith(name, match.start(1)) for name in names):
                continue
            if any(name in match[1] for name in names):
                continue
            found.append(word)
    return list(dict.fromkeys(found))


def trimmed(word: str) -> str | None:
    """A stretch cut before a sign that no name holds; None where no name is left, or where 某 hides one already."""
    kept = word[:1]
    for sign in word[1:]:
        if sign in NOT_IN_A_NAME:
            break
        kept += sign
    return kept if len(kept) > 1 and "某" not in kept else None
