"""Builds files that mean no good, and their harmless likes, from bare bytes; nothing here is a real threat."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass, field

import xlsxwriter
from docx import Document
from PIL import Image

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def workbook(rows=(("工号", "姓名"), ("00001", "王芳"))) -> bytes:
    """A harmless xlsx with one sheet of text."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("名单")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write_string(number, column, value)
    return target.getvalue()


def document(text="门岗上的夜晚") -> bytes:
    """A harmless docx with one paragraph."""
    target = io.BytesIO()
    made = Document()
    made.add_paragraph(text)
    made.save(target)
    return target.getvalue()


def with_named_parts(package: bytes, parts: dict[str, bytes]) -> bytes:
    """The package with these parts added or replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for info in source.infolist():
            if info.filename not in parts:
                made.writestr(info, source.read(info), zipfile.ZIP_DEFLATED)
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


def part(package: bytes, name: str) -> bytes:
    """The content of one part."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return opened.read(name)


def relationships(kind: str, target: str, mode: str = 'TargetMode="External"') -> bytes:
    """A relationship part with one link."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{RELATIONSHIPS}">'
        f'<Relationship Id="rId1" Type="{RELATION}{kind}" Target="{target}" {mode}/></Relationships>'
    ).encode()


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An ordinary zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return target.getvalue()


@dataclass
class RawEntry:
    """One entry of a hand-made zip; what it declares may differ from what it is."""

    name: bytes
    content: bytes = b""
    declared: int | None = None
    local_name: bytes | None = None
    attributes: int = 0
    flags: int = 0x800
    method: int = 8
    checksum: int | None = None
    at: int | None = None


@dataclass
class RawZip:
    """Writes zips that no library would write."""

    entries: list[RawEntry] = field(default_factory=list)
    comment: bytes = b""
    count: int | None = None

    def build(self) -> bytes:
        body, directory = bytearray(), bytearray()
        for entry in self.entries:
            deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
            stored = deflater.compress(entry.content) + deflater.flush() if entry.method == 8 else entry.content
            size = len(entry.content) if entry.declared is None else entry.declared
            checksum = zlib.crc32(entry.content) if entry.checksum is None else entry.checksum
            offset = len(body) if entry.at is None else entry.at
            common = struct.pack("<HHHHIII", entry.flags, entry.method, 0, 33, checksum, len(stored), size)
            name = entry.name if entry.local_name is None else entry.local_name
            if entry.at is None:
                body += b"PK\x03\x04" + struct.pack("<H", 20) + common + struct.pack("<HH", len(name), 0) + name + stored
            directory += b"PK\x01\x02" + struct.pack("<HH", 0x0314, 20) + common
            directory += struct.pack("<HHHHHII", len(entry.name), 0, 0, 0, 0, entry.attributes, offset) + entry.name
        count = len(self.entries) if self.count is None else self.count
        end = struct.pack("<HHHHIIH", 0, 0, count & 0xFFFF, count & 0xFFFF, len(directory), len(body), len(self.comment))
        return bytes(body + directory) + b"PK\x05\x06" + end + self.comment


def compound(streams: dict[str, bytes], storages: tuple[str, ...] = ()) -> bytes:
    """An OLE compound file; every stream is padded to at least 4096 bytes."""
    sector = 512
    padded = {name: content.ljust(max(4096, -(-len(content) // sector) * sector), b"\0") for name, content in streams.items()}
    names = ["Root Entry", *padded, *storages]
    directory_sectors = -(-len(names) * 128 // sector)
    data_sectors = sum(len(content) // sector for content in padded.values())
    table_sectors = 1
    while table_sectors * 128 < table_sectors + directory_sectors + data_sectors:
        table_sectors += 1
    table: list[int] = [0xFFFFFFFD] * table_sectors

    def chained(length: int) -> int:
        first = len(table)
        table.extend(range(first + 1, first + length))
        table.append(0xFFFFFFFE)
        return first

    directory_at = chained(directory_sectors)
    places = {name: chained(len(content) // sector) for name, content in padded.items()}
    directory = b""
    for number, name in enumerate(names):
        encoded = name.encode("utf-16-le") + b"\0\0"
        kind = 5 if number == 0 else 2 if name in padded else 1
        last = number == len(names) - 1
        child = 1 if number == 0 and len(names) > 1 else 0xFFFFFFFF
        right = 0xFFFFFFFF if number == 0 or last else number + 1
        head = encoded.ljust(64, b"\0") + struct.pack("<HBBIII", len(encoded), kind, 1, 0xFFFFFFFF, right, child)
        start, size = (places[name], len(padded[name])) if name in padded else (0xFFFFFFFE if number == 0 else 0, 0)
        directory += head + bytes(36) + struct.pack("<IQ", start, size)
    directory = directory.ljust(directory_sectors * sector, b"\0")
    table += [0xFFFFFFFF] * (table_sectors * 128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, table_sectors, directory_at, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", *range(table_sectors), *[0xFFFFFFFF] * (109 - table_sectors))
    return header + struct.pack(f"<{len(table)}I", *table) + directory + b"".join(padded.values())


def record(number: int, body: bytes = b"") -> bytes:
    """One BIFF record."""
    return struct.pack("<HH", number, len(body)) + body


def old_workbook(rows=(("工号", "姓名"), ("00001", "王芳")), *, before_sheets: bytes = b"", cells: bytes | None = None) -> bytes:
    """A minimal BIFF8 workbook with one sheet of text cells; ``cells`` replaces the cell records."""
    beginning = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6)) + before_sheets
    name = "名单".encode("utf-16-le")
    bound_length = 4 + 8 + len(name)
    position = len(beginning) + bound_length + 4
    beginning += record(0x0085, struct.pack("<IHBB", position, 0, 2, 1) + name) + record(0x000A)
    if cells is None:
        cells = b""
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                encoded = value.encode("utf-16-le")
                cells += record(0x0204, struct.pack("<HHHHB", number, column, 0, len(value), 1) + encoded)
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6)) + cells + record(0x000A)
    return compound({"Workbook": beginning + sheet})


def chunk(kind: bytes, body: bytes) -> bytes:
    """One PNG chunk."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def declared_png(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that declares any size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def picture(width=64, height=48, form="JPEG", mode="RGB", **options) -> bytes:
    """A picture whose left half is red and right half blue, as far as the mode allows."""
    made = Image.new("RGB", (width, height), (200, 30, 30))
    made.paste((30, 30, 200), (width // 2, 0, width, height))
    target = io.BytesIO()
    made.convert(mode).save(target, form, **options)
    return target.getvalue()


def many_frames(frames: int) -> bytes:
    """A GIF of one pixel with any number of frames."""
    frame = b"\x21\xf9\x04\x00\x01\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00"
    return b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xc8\x1e\x1e\x1e\x1e\xc8" + frame * frames + b";"
