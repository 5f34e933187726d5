"""Width and height as a picture's first bytes declare them, read without a decoder, so that bombs stay shut."""

import struct

from evaluation.foundation.files.kinds import Kind

Size = tuple[int, int]

# Frame headers of JPEG (ITU-T T.81, table B.1), without the markers for tables that share the range.
FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
STANDALONE_MARKERS = frozenset(range(0xD0, 0xD9)) | {0x01}


def declared_size(data: bytes, kind: Kind) -> Size | None:
    """Width and height in pixels; None when the header is not whole. Only photograph kinds are known."""
    reader = {Kind.JPEG: _jpeg, Kind.PNG: _png, Kind.GIF: _gif, Kind.WEBP: _webp}[kind]
    try:
        return reader(data)
    except (struct.error, IndexError):
        return None


def _png(data: bytes) -> Size | None:
    if data[12:16] != b"IHDR":
        return None
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _gif(data: bytes) -> Size:
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height


def _webp(data: bytes) -> Size | None:
    """VP8X names a canvas, VP8 a key frame, VP8L packs both numbers into 28 bits (RFC 9649)."""
    form = data[12:16]
    if form == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if form == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    if form == b"VP8L" and data[20] == 0x2F:
        bits = struct.unpack_from("<I", data, 21)[0]
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return None


def _jpeg(data: bytes) -> Size | None:
    position = 2
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            position += 1
            continue
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
        elif marker in STANDALONE_MARKERS or marker == 0:
            position += 2
        elif marker in FRAME_MARKERS:
            height, width = struct.unpack_from(">HH", data, position + 5)
            return width, height
        elif marker in (0xD9, 0xDA):
            return None
        else:
            position += 2 + max(2, struct.unpack_from(">H", data, position + 2)[0])
    return None
