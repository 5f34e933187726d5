"""按姓氏笔画为序: the order of names in rosters and printed lists.

Surnames with fewer strokes come first; of as many strokes, the order is that of the first strokes that differ (横竖撇点折).
Within one surname one-character given names come first, as at Party congresses; then the given names are compared in the
same way. ``stroke_order.txt`` holds facts of 《通用规范汉字表》 (2013) and GB 13000.1 (GF 3003-1999): one line a number of
strokes, its characters in order. ``tools/make_stroke_order.py`` says which packages they were read from.
"""

from functools import cache
from pathlib import Path

from evaluation.registry.people.naming import DOT, given_name_of, surname_of

TABLE = Path(__file__).with_name("stroke_order.txt")
WITHOUT_DATA = 100  # more strokes than any character has

CharacterKey = tuple[int, int]
StrokeKey = tuple[tuple[CharacterKey, ...], int, tuple[CharacterKey, ...], str]


def stroke_key(name: str) -> StrokeKey:
    """Sort key of a name; what has no strokes, Latin letters and characters without data, comes after in code order."""
    surname, given = surname_of(name), given_name_of(name).replace(DOT, "")
    return (
        tuple(character_key(character) for character in surname),
        len(given),
        tuple(character_key(character) for character in given),
        name,
    )


def stroke_text(name: str) -> str:
    """The key as text whose order, sign by sign, is that of :func:`stroke_key`: for a column that a database sorts by."""
    surname, length, given, written = stroke_key(name)
    signs = ["".join(f"{strokes:03d}{place:07d}" for strokes, place in part) for part in (surname, given)]
    return f"{signs[0]}!{length:02d}{signs[1]}!{written}"


def strokes_of(character: str) -> int | None:
    """The number of strokes of a character, None where it is not known."""
    place = places().get(character)
    return place[0] if place else None


def character_key(character: str) -> CharacterKey:
    """Strokes and place among the characters of as many strokes."""
    return places().get(character, (WITHOUT_DATA, ord(character)))


@cache
def places() -> dict[str, CharacterKey]:
    """All characters of the table; read once, on first use."""
    found: dict[str, CharacterKey] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        number, characters = line.split("\t")
        found.update((character, (int(number), place)) for place, character in enumerate(characters))
    return found
