"""OLE compound files: old Word and Excel files, and new ones that are encrypted, share this container.

Only what is needed to tell them apart is read: the directory and the plain streams, within the bytes that are there.
Layout: [MS-CFB]; password record of a workbook: [MS-XLS] 2.4.117 (FilePass), of a document: [MS-DOC] 2.5.2 (FibBase).
"""

import struct
from dataclasses import dataclass

from evaluation.foundation.files.kinds import Kind

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAST_SECTOR = 0xFFFFFFFA  # larger numbers are marks: end of chain, free, allocation table
SMALLEST_PLAIN_STREAM = 4096  # smaller streams lie in pieces of 64 bytes inside the root entry's stream
SMALL_PIECE = 64
DIRECTORY_ENTRY = 128
MOST_ENTRIES = 4096

FILE_PASSWORD_RECORD = 0x002F
ENCRYPTED_DOCUMENT_BIT = 0x0100


@dataclass(frozen=True)
class Entry:
    """One name in the directory: a storage (folder), a stream (file) or the root."""

    name: str
    is_stream: bool
    first_sector: int
    size: int


class CompoundDamaged(ValueError):
    """The container's own tables point outside the file, or in circles."""


class Compound:
    """The directory of a compound file and its streams. Raises ``CompoundDamaged``."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(SIGNATURE):
            raise CompoundDamaged
        self._data = data
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in (9, 12):
            raise CompoundDamaged
        self._sector_size = 1 << shift
        self._table = self._allocation_table()
        self.entries = self._directory(struct.unpack_from("<I", data, 48)[0])

    def stream(self, *names: str) -> bytes | None:
        """The content of the first stream with one of these names; None when there is none."""
        for entry in self.entries:
            if entry.is_stream and entry.name in names:
                if entry.size >= SMALLEST_PLAIN_STREAM:
                    return self._chain(entry.first_sector, entry.size)
                return self._small_stream(entry)
        return None

    def _small_stream(self, entry: Entry) -> bytes:
        root = self.entries[0]
        pieces = self._chain(root.first_sector, root.size)
        first, sectors = struct.unpack_from("<II", self._data, 60)
        raw = self._chain(first, min(sectors * self._sector_size, len(self._data)))
        table = struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])
        parts: list[bytes] = []
        number = entry.first_sector
        while number < len(table) and len(parts) * SMALL_PIECE < entry.size:
            parts.append(pieces[number * SMALL_PIECE : (number + 1) * SMALL_PIECE])
            number = table[number]
        return b"".join(parts)[: entry.size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._sector_size
        if start >= len(self._data):
            raise CompoundDamaged
        return self._data[start : start + self._sector_size]

    def _allocation_table(self) -> list[int]:
        places = [number for number in struct.unpack_from("<109I", self._data, 76) if number < LAST_SECTOR]
        following, remaining = struct.unpack_from("<II", self._data, 68)
        per_sector = self._sector_size // 4
        seen: set[int] = set()
        while following < LAST_SECTOR and remaining > 0 and following not in seen:
            seen.add(following)
            numbers = struct.unpack(f"<{per_sector}I", self._sector(following).ljust(self._sector_size, b"\xff"))
            places.extend(number for number in numbers[:-1] if number < LAST_SECTOR)
            following, remaining = numbers[-1], remaining - 1
        most = len(self._data) // self._sector_size + 1
        table: list[int] = []
        for place in places[: most // per_sector + 2]:
            table.extend(struct.unpack(f"<{per_sector}I", self._sector(place).ljust(self._sector_size, b"\xff")))
        return table

    def _chain(self, first: int, size: int) -> bytes:
        parts: list[bytes] = []
        number, remaining = first, size
        while remaining > 0 and number < LAST_SECTOR:
            if len(parts) > len(self._data) // self._sector_size:
                raise CompoundDamaged
            parts.append(self._sector(number))
            remaining -= self._sector_size
            if number >= len(self._table):
                raise CompoundDamaged
            number = self._table[number]
        return b"".join(parts)[:size]

    def _directory(self, first: int) -> list[Entry]:
        raw = self._chain(first, MOST_ENTRIES * DIRECTORY_ENTRY)
        entries = []
        for start in range(0, len(raw) - DIRECTORY_ENTRY + 1, DIRECTORY_ENTRY):
            length, kind = struct.unpack_from("<HB", raw, start + 64)
            if kind not in (1, 2, 5) or not 2 <= length <= 64:
                continue
            name = raw[start : start + length - 2].decode("utf-16-le", "replace")
            first_sector, size = struct.unpack_from("<II", raw, start + 116)
            entries.append(Entry(name, kind == 2, first_sector, size))
        return entries


@dataclass(frozen=True)
class CompoundFinding:
    """What a compound file holds: its kind, and whether it carries macros."""

    kind: Kind
    has_macros: bool


def examine_compound(data: bytes) -> CompoundFinding:
    """Tell an encrypted office file from an old workbook, an old document and the rest. Raises ``CompoundDamaged``."""
    compound = Compound(data)
    names = {entry.name for entry in compound.entries}
    has_macros = bool(names & {"_VBA_PROJECT_CUR", "_VBA_PROJECT", "Macros", "VBA"})
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        return CompoundFinding(Kind.ENCRYPTED, has_macros)
    if names & {"Workbook", "Book"}:
        locked = _workbook_is_locked(compound.stream("Workbook", "Book") or b"")
        return CompoundFinding(Kind.ENCRYPTED if locked else Kind.OLD_WORKBOOK, has_macros)
    if "WordDocument" in names:
        head = compound.stream("WordDocument") or b""
        locked = len(head) > 12 and bool(struct.unpack_from("<H", head, 10)[0] & ENCRYPTED_DOCUMENT_BIT)
        return CompoundFinding(Kind.ENCRYPTED if locked else Kind.OLD_DOCUMENT, has_macros)
    return CompoundFinding(Kind.OLD_OFFICE, has_macros)


def _workbook_is_locked(stream: bytes) -> bool:
    """The password record follows the beginning of the stream closely: before anything that is encrypted."""
    position = 0
    for _ in range(4):
        if position + 4 > len(stream):
            return False
        record, length = struct.unpack_from("<HH", stream, position)
        if record == FILE_PASSWORD_RECORD:
            return True
        position += 4 + length
    return False
