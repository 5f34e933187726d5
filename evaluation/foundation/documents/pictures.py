"""Pictures as a document can take them: upright, no larger than print needs, without the data of the camera."""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
DOTS_AN_INCH = 220
POINTS_AN_INCH = 72
QUALITY = 88
PLAIN_MODES = ("RGB", "L", "RGBA", "P")
BROKEN = (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning)


class UnreadablePicture(Exception):
    """A picture of the document is missing or broken; ``position`` counts the pictures from 1."""

    def __init__(self, position: int, caption: str) -> None:
        super().__init__(f"Picture {position} ({caption}) cannot be read.")
        self.position = position
        self.caption = caption


@dataclass(frozen=True)
class Prepared:
    """A picture ready to be put in: JPEG or PNG bytes, and its width and height in points on the page."""

    content: bytes
    extension: str
    width: float
    height: float


def prepared(content: bytes, box: tuple[float, float], position: int, caption: str) -> Prepared:
    """The picture scaled into ``box`` (width and height in points), but never larger than a point a pixel.

    A JPEG or PNG that is upright, small enough and free of camera data goes in as it is; all others are written anew.
    Raises ``UnreadablePicture``.
    """
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            image.load()
            kind = image.format
            personal = bool(image.getexif()) or "xmp" in image.info or "XML:com.adobe.xmp" in image.info
            upright = ImageOps.exif_transpose(image)
    except BROKEN as error:
        raise UnreadablePicture(position, caption) from error
    scale = min(box[0] / upright.width, box[1] / upright.height, 1.0)
    width, height = upright.width * scale, upright.height * scale
    largest = round(width / POINTS_AN_INCH * DOTS_AN_INCH)
    small = upright.width <= largest * 1.25
    if small and not personal and kind != "WEBP" and upright.mode in PLAIN_MODES:
        return Prepared(content, "jpg" if kind == "JPEG" else "png", width, height)
    if upright.width > largest:
        upright = reduced(upright, largest)
    return Prepared(*written(upright, kind), width, height)


def reduced(image: Image.Image, width: int) -> Image.Image:
    """The image made narrower, to ``width`` pixels."""
    colours = image.convert("RGBA" if has_transparency(image) else "RGB")
    return colours.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)


def written(image: Image.Image, kind: str | None) -> tuple[bytes, str]:
    """Bytes and extension: PNG for drawings and where something shows through, JPEG for photographs."""
    target = io.BytesIO()
    if has_transparency(image) or kind == "PNG":
        image.convert("RGBA" if has_transparency(image) else "RGB").save(target, "PNG")
        return target.getvalue(), "png"
    image.convert("RGB").save(target, "JPEG", quality=QUALITY)
    return target.getvalue(), "jpg"


def has_transparency(image: Image.Image) -> bool:
    """Whether the ground can show through."""
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
