"""Writes evaluation/registry/people/stroke_order.txt: Chinese characters by number of strokes, each number in stroke order.

The facts are those of two public standards, read from two packages that need not stay installed:

- Unihan (Debian package unicode-data): kTGH, the place of 8,105 characters in 《通用规范汉字表》 (2013), which lists each of
  its three levels by strokes; and kTotalStrokes;
- cn-sort 0.14.0 (pip install --no-deps cn-sort): the order by strokes of the 20,902 characters of GB 13000.1 (GF 3003-1999).

    python tools/make_stroke_order.py /usr/share/unicode …/cn_sort/res/all_word.json

Where the two disagree the 2013 table is right: characters that it lists keep its order, and the others stand between them.
"""

import bz2
import heapq
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TABLE = Path(__file__).resolve().parents[1] / "evaluation" / "registry" / "people" / "stroke_order.txt"
LEVELS = ((1, 3500), (3501, 6500), (6501, 8105))
FIRST_IDEOGRAPH = "\u4e00"


def unihan_property(folder: Path, file_name: str, name: str) -> Iterator[tuple[str, str]]:
    """Character and value of one property of the Unihan database."""
    with bz2.open(folder / f"{file_name}.txt.bz2", "rt", encoding="utf-8") as file:
        for line in file:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 3 and fields[1] == name:
                yield chr(int(fields[0].removeprefix("U+"), 16)), fields[2]


def counts_along(characters: list[str], strokes: dict[str, int]) -> list[int]:
    """Strokes of characters that stand in stroke order, corrected where a single figure breaks the order.

    Unihan counts a few unified characters in their traditional form (䜣 as 11 strokes, standing among those of 6). The
    border above each number of strokes is put where the fewest figures disagree with it.
    """
    figures = [strokes[character] for character in characters]
    corrected = [1] * len(figures)
    for number in range(1, max(figures)):
        wrong = sum(figure <= number for figure in figures)
        fewest, border = wrong, 0
        for position, figure in enumerate(figures, start=1):
            wrong += 1 if figure > number else -1
            if wrong < fewest:
                fewest, border = wrong, position
        for position in range(border, len(figures)):
            corrected[position] = number + 1
    return corrected


def stroke_order(unihan: Path, cn_sort: Path) -> dict[int, str]:
    """All characters by number of strokes, each number in order."""
    strokes = {
        character: int(value.split()[0]) for character, value in unihan_property(unihan, "Unihan_IRGSources", "kTotalStrokes")
    }
    general = {
        int(value.partition(":")[2]): character for character, value in unihan_property(unihan, "Unihan_OtherMappings", "kTGH")
    }
    rank = {
        entry["chinese"]: entry["stroke_increment_level"]
        for entry in json.loads(cn_sort.read_text(encoding="utf-8"))["all_word"]
        if entry["chinese"] >= FIRST_IDEOGRAPH
    }
    levels = [[general[place] for place in range(first, last + 1)] for first, last in LEVELS]
    listed = {character for level in levels for character in level}
    rest = sorted((character for character in rank if character not in listed), key=lambda sign: rank[sign])
    by_strokes: dict[int, list[list[tuple[int, str]]]] = defaultdict(list)
    for sequence in [*levels, rest]:
        groups: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for character, number in zip(sequence, counts_along(sequence, strokes), strict=True):
            # What GB 13000.1 does not hold follows the character before it.
            before = groups[number][-1][0] if groups[number] else 0
            groups[number].append((rank.get(character, before), character))
        for number, group in groups.items():
            by_strokes[number].append(group)
    return {
        number: "".join(character for _, character in heapq.merge(*groups, key=lambda pair: pair[0]))
        for number, groups in sorted(by_strokes.items())
    }


def main(arguments: list[str]) -> None:
    """Write the table anew from the two sources that the arguments name."""
    unihan, cn_sort = map(Path, arguments)
    lines = [f"{number}\t{characters}\n" for number, characters in stroke_order(unihan, cn_sort).items()]
    TABLE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
