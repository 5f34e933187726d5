"""Packed files are read here only: the directory is checked before anything is unpacked, and unpacking counts.

Declared sizes are not believed: each entry is unpacked piece by piece and the actual bytes are counted, so that a bomb
costs no more than the limit. Nothing is ever written to a folder.
"""

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from evaluation.foundation.files.kinds import Kind
from evaluation.foundation.files.refusals import MEGABYTE, ArchiveRefused, FileRefused

PIECE = 256 * 1024
PACKED_PIECE = 32 * 1024
END_RECORD = b"PK\x05\x06"
END_RECORD_64 = b"PK\x06\x07"
DIRECTORY_RECORD = b"PK\x01\x02"
LOCAL_RECORD = b"PK\x03\x04"
LOCAL_RECORD_SIZE = 30
ENCRYPTED_BIT = 0x1
UTF8_BIT = 0x800

NESTED_ENDINGS = ("zip", "rar", "7z", "gz", "tgz", "bz2", "xz", "tar", "jar", "cab", "iso")
NESTED_SIGNATURES = (
    LOCAL_RECORD,
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\xfd7zXZ\x00",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
)
MAIN_PARTS = (
    (Kind.MACRO_DOCUMENT, re.compile(rb"ms-word\.(document|template)\.macroEnabled", re.I)),
    (Kind.MACRO_WORKBOOK, re.compile(rb"ms-excel\.(sheet|template|addin)\.macroEnabled\.main", re.I)),
    (Kind.BINARY_WORKBOOK, re.compile(rb"ms-excel\.sheet\.binary", re.I)),
    (Kind.DOCX, re.compile(rb"wordprocessingml\.(document|template)\.main", re.I)),
    (Kind.XLSX, re.compile(rb"spreadsheetml\.(sheet|template)\.main", re.I)),
    (Kind.PPTX, re.compile(rb"presentationml\.|ms-powerpoint\.", re.I)),
)
BROKEN = (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OverflowError, EOFError, IndexError)


@dataclass(frozen=True)
class ArchiveLimits:
    """How much a packed file may hold. Sizes are bytes after unpacking; the ratio counts above a megabyte only."""

    entries: int = 2_000
    unpacked: int = 100 * MEGABYTE
    ratio: int = 300
    markup: int = 8_000_000  # tags and attributes in all XML that is parsed: their number is what parsing costs
    description: int = MEGABYTE  # largest relationship or content-type part


class Archive:
    """A packed file whose directory has been found sound. ``read`` and ``pieces`` unpack within the limits."""

    def __init__(self, data: bytes, name: str, limits: ArchiveLimits) -> None:
        self.name = name
        self.limits = limits
        self._data = data
        self._opened = self._open()
        self.entries = [info for info in self._opened.infolist() if not info.is_dir()]
        self.names = [info.filename for info in self.entries]
        self._check_directory()

    @property
    def kind(self) -> Kind:
        """The kind by what lies inside: an office package declares the type of its main part."""
        described = self.read("[Content_Types].xml", self.limits.description)
        for kind, main_part in MAIN_PARTS:
            if main_part.search(described):
                return kind
        if b"opendocument" in self.read("mimetype", self.limits.description):
            return Kind.OPEN_DOCUMENT
        return Kind.ZIP

    def read(self, entry_name: str, limit: int) -> bytes:
        """One entry whole, at most ``limit`` bytes; empty when it is not there."""
        parts: list[bytes] = []
        remaining = limit
        for info in self.entries:
            if info.filename == entry_name:
                for piece in self.pieces(info):
                    remaining -= len(piece)
                    if remaining < 0:
                        raise self.refused("archive_size", limit=max(1, limit // MEGABYTE))
                    parts.append(piece)
        return b"".join(parts)

    def pieces(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """The actual content of one entry in pieces, its length and checksum compared with what the directory says."""
        start = self._content_start(info)
        packed = memoryview(self._data)[start : start + info.compress_size]
        unpacked, checksum = 0, 0
        for piece in self._unpack(packed, info.compress_type):
            unpacked += len(piece)
            checksum = zlib.crc32(piece, checksum)
            if unpacked > info.file_size:
                raise self.refused("damaged")
            yield piece
        if unpacked != info.file_size or checksum != info.CRC:
            raise self.refused("damaged")

    def check_plain(self) -> None:
        """Unpack every entry of an ordinary packed file once; refuse packed files inside it and lying headers."""
        for info in self.entries:
            if info.filename.rpartition(".")[2].lower() in NESTED_ENDINGS:
                raise self.refused("archive_nested", entry=shown_entry(info.filename))
            first = True
            for piece in self.pieces(info):
                if first and piece.startswith(NESTED_SIGNATURES):
                    raise self.refused("archive_nested", entry=shown_entry(info.filename))
                first = False

    def refused(self, reason_key: str, **figures: object) -> FileRefused:
        """The refusal of this file for one reason, to be raised by the caller."""
        return ArchiveRefused(reason_key, self.name, **figures)

    def _open(self) -> zipfile.ZipFile:
        """Bound the directory by its end record before the library reads it: a million entries cost seconds."""
        end = self._data.rfind(END_RECORD, max(0, len(self._data) - 65_557))
        if not self._data.startswith((LOCAL_RECORD, END_RECORD)) or end < 0 or end + 22 > len(self._data):
            raise self.refused("damaged")
        _, _, _, count, size, offset, comment = struct.unpack_from("<4H2IH", self._data, end + 4)
        if end + 22 + comment != len(self._data):
            raise self.refused("two_kinds")
        if count > self.limits.entries:
            raise self.refused("archive_entries", limit=f"{self.limits.entries:,}")
        if offset + size != end or self._data[max(0, end - 20) : end].startswith(END_RECORD_64):
            raise self.refused("damaged")
        if self._data.count(DIRECTORY_RECORD, offset, end) > self.limits.entries:
            raise self.refused("archive_entries", limit=f"{self.limits.entries:,}")
        try:
            return zipfile.ZipFile(BytesIO(self._data))
        except BROKEN:
            raise self.refused("damaged") from None

    def _check_directory(self) -> None:
        total = 0
        seen: set[str] = set()
        for info in self._opened.infolist():
            self._check_entry(info)
            total += info.file_size
            folded = info.filename.casefold()
            if folded in seen:
                raise self.refused("damaged")
            seen.add(folded)
        if total > self.limits.unpacked:
            raise self.refused("archive_size", limit=self.limits.unpacked // MEGABYTE)
        self._check_overlap()

    def _check_entry(self, info: zipfile.ZipInfo) -> None:
        if unsafe_path(info.orig_filename) or stat.S_ISLNK(info.external_attr >> 16):
            raise self.refused("archive_path", entry=shown_entry(info.orig_filename))
        if info.flag_bits & ENCRYPTED_BIT:
            raise self.refused("encrypted")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self.refused("damaged")
        if info.file_size > MEGABYTE and info.file_size > self.limits.ratio * max(1, info.compress_size):
            raise self.refused("archive_ratio", entry=shown_entry(info.filename), limit=self.limits.ratio)

    def _check_overlap(self) -> None:
        """Entries that share bytes multiply a small file without end; the first one begins the file."""
        reached = 0
        for info in sorted(self._opened.infolist(), key=lambda entry: entry.header_offset):
            if info.header_offset < reached or (reached == 0 and info.header_offset != 0):
                raise self.refused("damaged")
            reached = self._content_start(info) + info.compress_size
        if reached > self._opened.start_dir:
            raise self.refused("damaged")

    def _content_start(self, info: zipfile.ZipInfo) -> int:
        header = self._data[info.header_offset : info.header_offset + LOCAL_RECORD_SIZE]
        if len(header) != LOCAL_RECORD_SIZE or not header.startswith(LOCAL_RECORD):
            raise self.refused("damaged")
        flags = struct.unpack_from("<H", header, 6)[0]
        name_length, extra_length = struct.unpack_from("<HH", header, 26)
        name_start = info.header_offset + LOCAL_RECORD_SIZE
        local_name = self._data[name_start : name_start + name_length]
        try:
            same = local_name.decode("utf-8" if flags & UTF8_BIT else "cp437") == info.orig_filename
        except UnicodeDecodeError:
            same = False
        if not same:
            raise self.refused("damaged")
        return name_start + name_length + extra_length

    def _unpack(self, packed: memoryview, method: int) -> Iterator[bytes]:
        if method == zipfile.ZIP_STORED:
            for start in range(0, len(packed), PIECE):
                yield bytes(packed[start : start + PIECE])
            return
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for start in range(0, len(packed), PACKED_PIECE):
                pending: bytes | memoryview = packed[start : start + PACKED_PIECE]
                while pending and not unpacker.eof:
                    yield unpacker.decompress(pending, PIECE)
                    pending = unpacker.unconsumed_tail
                if unpacker.eof and (unpacker.unused_data or start + PACKED_PIECE < len(packed)):
                    raise self.refused("damaged")
            rest = unpacker.decompress(b"", PIECE)
            while rest:
                yield rest
                rest = unpacker.decompress(unpacker.unconsumed_tail, PIECE)
        except zlib.error:
            raise self.refused("damaged") from None
        if not unpacker.eof:
            raise self.refused("damaged")


class Markup:
    """Counts what makes XML slow to parse, over the parts of one archive: tags, attributes, tokens without end."""

    LONGEST_TOKEN = 512 * 1024

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._count = 0
        self._since_tag = 0

    def measure(self, piece: bytes) -> None:
        """Count one piece before it is parsed. Raises ``ArchiveRefused`` beyond the limit."""
        self._count += piece.count(b"<") + piece.count(b"=")
        last = piece.rfind(b"<")
        self._since_tag = self._since_tag + len(piece) if last < 0 else len(piece) - last
        if self._count > self._archive.limits.markup or self._since_tag > self.LONGEST_TOKEN:
            raise self._archive.refused("archive_markup")


def open_archive(data: bytes, name: str, limits: ArchiveLimits) -> Archive:
    """Check the directory of a packed file and open it. Raises ``ArchiveRefused``; unpacks nothing."""
    return Archive(data, name, limits)


def unsafe_path(path: str) -> bool:
    """Whether an entry's path would leave its folder, or is none: absolute, ``..``, backslash, drive, hidden signs."""
    return bool(
        not path
        or path.startswith("/")
        or re.search(r"[\\\x00-\x1f\x7f]|^[A-Za-z]:|[\u202a-\u202e\u2066-\u2069]", path)
        or any(part.strip() in ("..", ".") for part in path.split("/"))
    )


def shown_entry(path: str) -> str:
    """The path of an entry, made fit for a message: at most 80 visible characters."""
    return re.sub(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "?", path)[-80:]
