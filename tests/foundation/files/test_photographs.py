import io
import struct
import tracemalloc

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from evaluation.foundation.files.dimensions import declared_size
from evaluation.foundation.files.inspection import find_kind
from evaluation.foundation.files.kinds import Kind
from evaluation.foundation.files.photographs import PhotographLimits, clean_photograph
from evaluation.foundation.files.refusals import FileRefused
from tests.foundation.files.hostile_files import declared_png, document, many_frames, picture

RED, BLUE, WHITE = (200, 30, 30), (30, 30, 200), (255, 255, 255)
SECRET = b"SECRET-3fa9"


def opened(data):
    return Image.open(io.BytesIO(data))


def exif(orientation=1, position=True):
    """What a phone writes: orientation, camera, owner, time, position."""
    written = Image.Exif()
    written[0x0112] = orientation
    written[0x010F] = SECRET.decode()
    written[0x013B] = SECRET.decode()
    written[0x9003] = "2022:03:14 08:00:00"
    if position:
        written[0x8825] = {1: "N", 2: (35.0, 6.0, 1.0), 3: "E", 4: (117.0, 9.0, 2.0)}
    return written.tobytes()


def near(pixel, colour):
    return all(abs(a - b) <= 12 for a, b in zip(pixel, colour, strict=True))


def refusal(data, **options):
    with pytest.raises(FileRefused) as caught:
        clean_photograph(data, name="照片.jpg", **options)
    return caught.value


def test_a_photograph_is_written_anew_without_what_came_beside_it():
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
    sent = picture(exif=exif(), xmp=xmp, comment=SECRET) + b"<html>" + SECRET
    assert SECRET in sent
    cleaned = clean_photograph(sent)
    assert (cleaned.media_type, cleaned.width, cleaned.height) == ("image/jpeg", 64, 48)
    assert (cleaned.had_location, cleaned.had_metadata) == (True, True)
    for written in (cleaned.data, cleaned.thumbnail):
        with opened(written) as image:
            assert (image.format, dict(image.getexif()), image.size) == ("JPEG", {}, (64, 48))
            assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
            assert [name for name, _ in image.applist] == ["APP0"]
        assert (SECRET in written, b"html" in written) == (False, False)


def photoshop_segment(content):
    body = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(content)) + content
    return b"\xff\xed" + struct.pack(">H", len(body) + 2) + body


def text_chunks(form):
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", SECRET.decode())
    texts.add_itxt("XML:com.adobe.xmp", SECRET.decode(), zip=True)
    return picture(form=form, pnginfo=texts, exif=exif())


@pytest.mark.parametrize(
    ("data", "location", "metadata"),
    [
        (picture(), False, False),
        (picture(form="PNG"), False, False),
        (picture(form="WEBP"), False, False),
        (picture(form="GIF", mode="P"), False, False),
        (picture(dpi=(300, 300), icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()), False, False),
        (picture(exif=exif(position=False)), False, True),
        (picture(exif=exif()), True, True),
        (picture(form="WEBP", exif=exif()), True, True),
        (picture(form="WEBP", xmp=b"<exif:GPSLatitude>35,6.0N</exif:GPSLatitude>"), True, True),
        (text_chunks("PNG"), True, True),
        (picture(form="GIF", mode="P", comment=SECRET), False, True),
        (picture(comment=SECRET), False, True),
        (picture()[:2] + photoshop_segment(SECRET) + picture()[2:], False, True),
        (picture()[:2] + b"\xff\xe1\x00\x08GPSLatitude"[:4] + b"GPSLat" + picture()[2:], False, True),
    ],
)
def test_what_was_there_is_told_and_none_of_it_remains(data, location, metadata):
    cleaned = clean_photograph(data)
    assert (cleaned.had_location, cleaned.had_metadata) == (location, metadata)
    again = clean_photograph(cleaned.data)
    assert (again.had_location, again.had_metadata) == (False, False)
    assert (SECRET in cleaned.data, b"GPS" in cleaned.data, b"ICC_PROFILE" in cleaned.data) == (False, False, False)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("orientation", "size", "red_at", "blue_at"),
    [
        (1, (64, 48), (8, 24), (56, 24)),
        (2, (64, 48), (56, 24), (8, 24)),
        (3, (64, 48), (56, 24), (8, 24)),
        (4, (64, 48), (8, 24), (56, 24)),
        (5, (48, 64), (24, 8), (24, 56)),
        (6, (48, 64), (24, 8), (24, 56)),
        (7, (48, 64), (24, 56), (24, 8)),
        (8, (48, 64), (24, 56), (24, 8)),
        (9, (64, 48), (8, 24), (56, 24)),
    ],
)
def test_every_orientation_comes_out_upright(form, orientation, size, red_at, blue_at):
    cleaned = clean_photograph(picture(form=form, exif=exif(orientation)))
    with opened(cleaned.data) as image:
        assert (image.size, cleaned.width, cleaned.height) == (size, *size)
        assert (near(image.getpixel(red_at), RED), near(image.getpixel(blue_at), BLUE)) == (True, True)


@pytest.mark.parametrize(
    ("sent", "kept", "small"),
    [
        ((640, 480), (640, 480), (480, 360)),
        ((4000, 3000), (2048, 1536), (480, 360)),
        ((3000, 4000), (1536, 2048), (360, 480)),
        ((2048, 10), (2048, 10), (480, 2)),
        ((1, 1), (1, 1), (1, 1)),
    ],
)
def test_long_edges_are_made_smaller_and_short_ones_left(sent, kept, small):
    cleaned = clean_photograph(picture(*sent))
    with opened(cleaned.data) as image, opened(cleaned.thumbnail) as thumbnail:
        assert (image.size, thumbnail.size) == (kept, small)


def test_a_large_picture_is_averaged_without_seams():
    """A slope from dark to light over the whole height stays a slope, whatever the number of strips."""
    slope = Image.linear_gradient("L").resize((300, 4099)).convert("RGB")
    target = io.BytesIO()
    slope.save(target, "PNG")
    with opened(clean_photograph(target.getvalue()).data) as image:
        assert image.size == (150, 2048)
        rows = [image.getpixel((75, row))[0] for row in range(0, 2048, 8)]
    assert rows == sorted(rows)
    assert (rows[0] < 5, 123 <= rows[128] <= 132, rows[-1] > 250) == (True, True, True)


def colours(made, form, **options):
    target = io.BytesIO()
    made.save(target, form, **options)
    with opened(clean_photograph(target.getvalue()).data) as image:
        assert image.mode == "RGB"
        return image.getpixel((8, 8))


@pytest.mark.parametrize(
    ("made", "form", "options", "colour"),
    [
        (Image.new("RGBA", (16, 16), (200, 30, 30, 0)), "PNG", {}, WHITE),
        (Image.new("RGBA", (16, 16), (200, 30, 30, 255)), "WEBP", {}, RED),
        (Image.new("LA", (16, 16), (0, 0)), "PNG", {}, WHITE),
        (Image.new("P", (16, 16), 0), "PNG", {"transparency": 0}, WHITE),
        (Image.new("RGB", (16, 16), RED), "PNG", {"transparency": RED}, WHITE),
        (Image.new("P", (16, 16), 0), "GIF", {"transparency": 0}, WHITE),
        (Image.new("RGB", (16, 16), RED).convert("P"), "PNG", {}, RED),
        (Image.new("RGB", (16, 16), RED).quantize(), "GIF", {}, RED),
        (Image.new("CMYK", (16, 16), (0, 0, 0, 0)), "JPEG", {}, WHITE),
        (Image.new("CMYK", (16, 16), (0, 217, 217, 55)), "JPEG", {}, RED),
        (Image.new("L", (16, 16), 128), "JPEG", {}, (128, 128, 128)),
        (Image.new("1", (16, 16), 1), "PNG", {}, WHITE),
        (Image.new("I;16", (16, 16), 32768), "PNG", {}, (128, 128, 128)),
        (Image.new("I;16", (16, 16), 300), "PNG", {}, (1, 1, 1)),
    ],
)
def test_every_colour_model_becomes_plain_colours_on_white(made, form, options, colour):
    assert near(colours(made, form, **options), colour)


def swapped_profile():
    """A colour profile in which the first number means blue and the third red (ICC.1:2022, 8.3, matrix of XYZ)."""
    red, green, blue = (0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141)
    colours = {b"rXYZ": blue, b"gXYZ": green, b"bXYZ": red, b"wtpt": (0.9642, 1.0, 0.8249)}
    tags = {
        name: b"XYZ " + bytes(4) + struct.pack(">3i", *(round(part * 65536) for part in colour))
        for name, colour in colours.items()
    }
    curve = b"curv" + bytes(4) + struct.pack(">IHH", 1, 0x0233, 0)
    tags |= {name: curve for name in (b"rTRC", b"gTRC", b"bTRC")}
    offset = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        table += name + struct.pack(">II", offset + len(body), len(content))
        body += content
    header = struct.pack(">I", offset + len(body)) + b"lcms\x02\x40\x00\x00mntrRGB XYZ " + bytes(12) + b"acsp" + bytes(28)
    return (header + struct.pack(">3i", 63190, 65536, 54061)).ljust(128, b"\0") + table + body


def test_a_colour_profile_is_applied_before_it_goes():
    made = Image.new("RGB", (16, 16), (255, 0, 0))
    red, green, blue = colours(made, "JPEG", icc_profile=swapped_profile())
    assert (red < 60, green < 60, blue > 200) == (True, True, True)
    assert near(colours(made, "JPEG"), (255, 0, 0))


@pytest.mark.parametrize("profile", [b"not a profile", bytes(128), b"\xff" * 4000])
def test_a_profile_that_cannot_be_used_is_left_out(profile):
    assert near(colours(Image.new("RGB", (16, 16), RED), "JPEG", icc_profile=profile), RED)


def test_only_the_first_frame_is_kept():
    first, second = Image.new("RGB", (16, 16), RED), Image.new("RGB", (16, 16), BLUE)
    for form in ("GIF", "WEBP", "PNG"):
        assert near(colours(first, form, save_all=True, append_images=[second]), RED)


def test_a_hundred_thousand_frames_cost_no_more_than_one():
    cleaned = clean_photograph(many_frames(100_000))
    assert (cleaned.width, cleaned.height, cleaned.media_type) == (1, 1, "image/jpeg")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_photograph_that_was_not_sent_whole_is_refused(form):
    noise = Image.effect_noise((200, 200), 80).convert("P" if form == "GIF" else "RGB")
    target = io.BytesIO()
    noise.save(target, form)
    whole = target.getvalue()
    assert clean_photograph(whole).width == 200
    for share in (0.1, 0.5, 0.9):
        assert refusal(whole[: int(len(whole) * share)]).reason_key == "photograph_damaged"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.filterwarnings("ignore")
def test_a_damaged_photograph_is_cleaned_or_refused_and_nothing_else(form):
    whole = bytearray(picture(200, 200, form, "P" if form == "GIF" else "RGB"))
    outcomes = set()
    for position in range(0, min(len(whole), 1200), 3):
        damaged = bytearray(whole)
        damaged[position] ^= 0xFF
        try:
            outcomes.add(clean_photograph(bytes(damaged)).media_type)
        except FileRefused as refused:
            outcomes.add(refused.reason_key)
    assert outcomes <= {"image/jpeg", "photograph_damaged", "photograph_kind", "photograph_pixels"}
    assert "photograph_kind" in outcomes


@pytest.mark.parametrize(
    ("data", "reason", "figures"),
    [
        (b"", "empty", {}),
        (picture().ljust(10 * 1024 * 1024 + 1), "too_large", {"limit": 10}),
        (document(), "photograph_kind", {}),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photograph_kind", {}),
        (b"<html><img>", "photograph_kind", {}),
        (picture(form="BMP"), "photograph_kind", {}),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), "kind_heic", {}),
        (declared_png(60_000, 60_000), "photograph_pixels", {"width": 60_000, "height": 60_000, "limit": "24,000,000"}),
        (declared_png(0, 10), "photograph_damaged", {}),
        (declared_png(1000, 1000)[:30], "photograph_damaged", {}),
        (b"\xff\xd8\xff\xd9", "photograph_damaged", {}),
        (picture()[:-2] + b"\xff\xda" * 101, "photograph_damaged", {}),
    ],
)
def test_what_is_refused_and_why(data, reason, figures):
    refused = refusal(data)
    assert (refused.reason_key, refused.figures, refused.name) == (reason, figures, "照片.jpg")


def test_a_photograph_of_exactly_ten_megabytes_is_taken():
    assert clean_photograph(picture().ljust(10 * 1024 * 1024, b"\0")).width == 64


def test_pixels_are_counted_before_anything_is_decoded():
    bomb = declared_png(60_000, 60_000)
    tracemalloc.start()
    assert refusal(bomb).reason_key == "photograph_pixels"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 64 * 1024
    limits = PhotographLimits(pixels={Kind.JPEG: 64 * 48, Kind.PNG: 64 * 48 - 1})
    assert clean_photograph(picture(), limits=limits).width == 64
    assert refusal(picture(form="PNG"), limits=limits).reason_key == "photograph_pixels"
    assert refusal(picture(65, 48), limits=limits).reason_key == "photograph_pixels"


def test_a_name_is_not_needed():
    with pytest.raises(FileRefused) as caught:
        clean_photograph(b"")
    assert str(caught.value) == "“this file” is empty. Choose the file again."


@pytest.mark.parametrize(
    "data",
    [
        picture(70, 50),
        picture(70, 50, progressive=True, exif=exif()),
        picture(70, 50, "PNG"),
        picture(70, 50, "GIF", "P"),
        picture(70, 50, "WEBP"),
        picture(70, 50, "WEBP", lossless=True),
        picture(70, 50, "WEBP", exif=exif()),
    ],
)
def test_the_declared_size_agrees_with_the_decoder(data):
    assert declared_size(data, find_kind(data)) == (70, 50)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xff\xd8\xff", Kind.JPEG),
        (b"\xff\xd8\xff\xe0\x00\x00" * 50, Kind.JPEG),
        (b"\xff\xd8" + b"\xff" * 100, Kind.JPEG),
        (b"\x89PNG\r\n\x1a\n" + bytes(4), Kind.PNG),
        (b"GIF89a\x01", Kind.GIF),
        (b"RIFF\x00\x00\x00\x00WEBPVP8L", Kind.WEBP),
        (b"RIFF\x00\x00\x00\x00WEBPABCD" + bytes(40), Kind.WEBP),
    ],
)
def test_a_header_that_is_not_whole_declares_nothing(data, kind):
    assert declared_size(data, kind) is None
