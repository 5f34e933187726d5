"""Which characters a font file can draw, read from its character map without drawing anything."""

import struct
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True)
class Coverage:
    """The code points of a font as sorted stretches ``starts[i]`` to ``ends[i]``."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __contains__(self, character: str) -> bool:
        point = ord(character)
        index = bisect_right(self.starts, point) - 1
        return index >= 0 and point <= self.ends[index]


@lru_cache(maxsize=16)
def coverage(path: Path, index: int = 0) -> Coverage:
    """The characters of one font of a .ttf, .otf or .ttc file. Raises ``ValueError`` for a file that holds none."""
    with path.open("rb") as file:
        head = file.read(12 + 4 * (index + 1))
        offset = struct.unpack_from(">I", head, 12 + 4 * index)[0] if head[:4] == b"ttcf" else 0
        file.seek(offset)
        tables = struct.unpack(">4xH6x", file.read(12))[0]
        for record in struct.iter_unpack(">4sIII", file.read(16 * tables)):
            if record[0] == b"cmap":
                file.seek(record[2])
                return from_character_map(file.read(record[3]))
    raise ValueError(f"{path.name} holds no character map.")


def from_character_map(table: bytes) -> Coverage:
    """The stretches of the fullest Unicode subtable (formats 4 and 12 of the OpenType specification)."""
    records = struct.iter_unpack(">HHI", table[4 : 4 + 8 * struct.unpack_from(">H", table, 2)[0]])
    found: list[tuple[int, int]] = []
    for platform, _encoding, offset in records:
        if platform not in (0, 3):
            continue
        kind = struct.unpack_from(">H", table, offset)[0]
        if kind == 12:
            found += stretches_of_format_12(table, offset)
        elif kind == 4:
            found += stretches_of_format_4(table, offset)
    if not found:
        raise ValueError("The character map has no Unicode subtable that can be read.")
    return merged(found)


def stretches_of_format_12(table: bytes, offset: int) -> list[tuple[int, int]]:
    """First and last code point of every group."""
    groups = struct.unpack_from(">I", table, offset + 12)[0]
    records = struct.iter_unpack(">III", table[offset + 16 : offset + 16 + 12 * groups])
    return [(first, last) for first, last, _ in records]


def stretches_of_format_4(table: bytes, offset: int) -> list[tuple[int, int]]:
    """First and last code point of every segment, without the closing one; holes inside a segment count as drawn."""
    segments = struct.unpack_from(">H", table, offset + 6)[0] // 2
    ends = struct.unpack_from(f">{segments}H", table, offset + 14)
    starts = struct.unpack_from(f">{segments}H", table, offset + 16 + 2 * segments)
    return [(first, last) for first, last in zip(starts, ends, strict=True) if first != 0xFFFF]


def merged(stretches: list[tuple[int, int]]) -> Coverage:
    """The stretches in order, touching and overlapping ones joined."""
    starts: list[int] = []
    ends: list[int] = []
    for first, last in sorted(stretches):
        if ends and first <= ends[-1] + 1:
            ends[-1] = max(ends[-1], last)
        else:
            starts.append(first)
            ends.append(last)
    return Coverage(tuple(starts), tuple(ends))
