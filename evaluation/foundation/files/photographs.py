"""Photographs are never kept as they came: decoded within limits, turned upright, made smaller and written anew.

What a phone writes beside the picture (position, camera, time, preview, text) and whatever hides behind it goes away,
because only the pixels are taken over.
"""

import io
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from PIL import Image, ImageCms

from evaluation.foundation.files.dimensions import declared_size
from evaluation.foundation.files.inspection import find_kind
from evaluation.foundation.files.kinds import PHOTOGRAPH_KINDS, Kind
from evaluation.foundation.files.names import shown_name
from evaluation.foundation.files.refusals import MEGABYTE, FileRefused, KindRefused, PhotographRefused

ORIENTATION = 0x0112
POSITION_BLOCK = 0x8825
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
PILLOW_FORMATS = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.WEBP: "WEBP", Kind.GIF: "GIF"}
TELLING = frozenset({"exif", "xmp", "XML:com.adobe.xmp", "photoshop", "comment", "mp", "Raw profile type exif"})
HARMLESS_SEGMENTS = ("APP0", "APP14")  # JFIF density, Adobe colour transform
MOST_SCANS = 100  # a progressive photograph has about ten; thousands of scans cost minutes
PIXELS = {Kind.JPEG: 50_000_000, Kind.PNG: 24_000_000, Kind.GIF: 24_000_000, Kind.WEBP: 10_000_000}
STRIP = 64
WHITE = (255, 255, 255)
MAIN_QUALITY, THUMBNAIL_QUALITY = 88, 80
UNDECODABLE = (
    Image.DecompressionBombError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True)
class PhotographLimits:
    """Bytes as sent, pixels before decoding, and the longest edges in pixels of the two pictures that come out.

    JPEG is decoded at a smaller scale, the others only whole, WebP with several copies: each number of pixels stands for
    about 200 MB of memory at most.
    """

    bytes: int = 10 * MEGABYTE
    pixels: Mapping[Kind, int] = field(default_factory=lambda: PIXELS)
    edge: int = 2048
    thumbnail_edge: int = 480


@dataclass(frozen=True)
class CleanPhotograph:
    """The picture that is kept and its small copy, both JPEG, and whether something was taken away."""

    data: bytes
    media_type: str
    width: int
    height: int
    thumbnail: bytes
    had_location: bool
    had_metadata: bool


def clean_photograph(data: bytes, *, limits: PhotographLimits | None = None, name: str = "") -> CleanPhotograph:
    """Make a clean JPEG and a thumbnail of a JPG, PNG, WebP or GIF (its first frame), upright and in sRGB.

    Transparent parts become white. Raises ``FileRefused`` for anything else, with the way out.
    """
    limits = limits or PhotographLimits()
    shown = shown_name(name)
    kind = _checked_kind(data, shown, limits)
    _check_pixels(data, shown, kind, limits)
    try:
        with Image.open(io.BytesIO(data), formats=[PILLOW_FORMATS[kind]]) as image:
            return _cleaned(data, image, limits)
    except UNDECODABLE:
        raise PhotographRefused("photograph_damaged", shown) from None


def _checked_kind(data: bytes, shown: str, limits: PhotographLimits) -> Kind:
    if not data:
        raise FileRefused("empty", shown)
    if len(data) > limits.bytes:
        raise FileRefused("too_large", shown, limit=limits.bytes // MEGABYTE)
    kind = find_kind(data)
    if kind is Kind.HEIC:
        raise KindRefused("kind_heic", shown)
    if kind is None or kind not in PHOTOGRAPH_KINDS:
        raise KindRefused("photograph_kind", shown)
    return kind


def _check_pixels(data: bytes, shown: str, kind: Kind, limits: PhotographLimits) -> None:
    size = declared_size(data, kind)
    if size is None or 0 in size or (kind is Kind.JPEG and data.count(b"\xff\xda") > MOST_SCANS):
        raise PhotographRefused("photograph_damaged", shown)
    most = limits.pixels[kind]
    if size[0] * size[1] > most:
        raise PhotographRefused("photograph_pixels", shown, width=size[0], height=size[1], limit=f"{most:,}")


def _cleaned(data: bytes, image: Image.Image, limits: PhotographLimits) -> CleanPhotograph:
    if image.width * image.height > max(limits.pixels.values()):
        raise Image.DecompressionBombError
    image.draft("RGB", (limits.edge, limits.edge))
    image.load()
    orientation, has_position = _orientation_and_position(image, data)
    had_metadata = has_position or _has_metadata(image)
    profile = image.info.get("icc_profile")
    picture = _smaller(image, limits.edge)
    picture.thumbnail((limits.edge, limits.edge), Image.Resampling.LANCZOS)
    picture = _in_screen_colours(picture, profile)
    if orientation in UPRIGHT:
        picture = picture.transpose(UPRIGHT[orientation])
    small = picture.copy()
    small.thumbnail((limits.thumbnail_edge, limits.thumbnail_edge), Image.Resampling.LANCZOS)
    return CleanPhotograph(
        data=_written(picture, MAIN_QUALITY),
        media_type=Kind.JPEG.media_type,
        width=picture.width,
        height=picture.height,
        thumbnail=_written(small, THUMBNAIL_QUALITY),
        had_location=has_position,
        had_metadata=had_metadata,
    )


def _smaller(image: Image.Image, edge: int) -> Image.Image:
    """Opaque pixels, averaged down strip by strip to less than twice the edge, so that there is no second whole copy."""
    factor = max(1, max(image.size) // edge)
    parts = []
    for top in range(0, image.height, STRIP * factor):
        strip = _opaque(image.crop((0, top, image.width, min(image.height, top + STRIP * factor))))
        parts.append(strip.reduce(factor) if factor > 1 else strip)
    picture = Image.new(parts[0].mode, (parts[0].width, sum(part.height for part in parts)))
    for number, part in enumerate(parts):
        picture.paste(part, (0, STRIP * number))
    return picture


def _opaque(image: Image.Image) -> Image.Image:
    """RGB or CMYK pixels without palette; transparency laid on white; sixteen grey bits scaled down to eight."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        layered = image.convert("RGBA")
        ground = Image.new("RGB", layered.size, WHITE)
        ground.paste(layered, mask=layered.getchannel("A"))
        return ground
    return image if image.mode in ("RGB", "CMYK", "L") else image.convert("RGB")


def _in_screen_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """sRGB pixels: phones use wider colours, printers four inks. A profile that cannot be used is left out."""
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            converted = None
        if converted is not None:
            return converted
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _orientation_and_position(image: Image.Image, data: bytes) -> tuple[int, bool]:
    try:
        exif = image.getexif()
        orientation = exif.get(ORIENTATION, 1)
        position = bool(exif.get_ifd(POSITION_BLOCK))
    except (*UNDECODABLE, Warning):
        orientation, position = 1, False
    return orientation if isinstance(orientation, int) else 1, position or b"GPSLatitude" in data


def _has_metadata(image: Image.Image) -> bool:
    segments = getattr(image, "applist", [])
    beyond = any(name not in HARMLESS_SEGMENTS and not content.startswith(b"ICC_PROFILE") for name, content in segments)
    return beyond or bool(TELLING & image.info.keys()) or bool(getattr(image, "text", {}))


def _written(picture: Image.Image, quality: int) -> bytes:
    """The pixels alone: a new image knows nothing of where they came from."""
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=quality, optimize=True, progressive=True)
    return written.getvalue()
