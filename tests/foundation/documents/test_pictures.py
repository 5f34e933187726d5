"""Pictures are made fit for print, and what the camera wrote into them is gone."""

import io

import pytest
from PIL import Image

from evaluation.foundation.documents.pictures import UnreadablePicture, prepared
from tests.foundation.documents.samples import photograph

BOX = (442.0, 400.0)


def ready(content: bytes, box: tuple[float, float] = BOX):
    """The picture prepared as the only one of its document."""
    return prepared(content, box, 1, "图")


def opened(content: bytes) -> Image.Image:
    """The picture that came out."""
    return Image.open(io.BytesIO(content))


def test_a_small_upright_picture_goes_in_as_it_is():
    content = photograph(640, 400)
    found = ready(content)
    assert (found.content, found.extension, round(found.width), round(found.height)) == (content, "jpg", 442, 276)


def test_a_tall_picture_is_scaled_to_the_height():
    found = ready(photograph(600, 1200, "PNG"))
    assert (found.extension, found.width, found.height) == ("png", 200, 400)


def test_a_tiny_picture_is_not_blown_up():
    found = ready(photograph(100, 50))
    assert (found.width, found.height) == (100, 50)


def test_a_large_photograph_is_reduced_to_print_size():
    found = ready(photograph(4000, 2500))
    assert opened(found.content).size == (round(400 * 1.6 / 72 * 220) if found.height == 400 else 1351, 844)


def test_webp_becomes_a_picture_that_word_knows():
    found = ready(photograph(640, 400, "WEBP"))
    assert (found.extension, opened(found.content).format) == ("jpg", "JPEG")


def test_transparency_is_kept():
    target = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(target, "WEBP", lossless=True)
    found = opened(ready(target.getvalue()).content)
    assert (found.format, found.mode, found.getpixel((5, 5))[3]) == ("PNG", "RGBA", 0)


def test_a_picture_taken_sideways_is_set_upright_and_tells_no_place():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 5.0, 0.0)})
    content = photograph(640, 400, exif=exif)
    assert dict(opened(content).getexif().get_ifd(0x8825)) == {1: "N", 2: (35.0, 5.0, 0.0)}
    found = opened(ready(content).content)
    assert (found.size, dict(found.getexif())) == ((400, 640), {})


def test_colours_of_the_printing_press_become_colours_of_the_screen():
    target = io.BytesIO()
    Image.new("CMYK", (20, 20), (0, 255, 255, 0)).save(target, "JPEG")
    assert opened(ready(target.getvalue()).content).mode == "RGB"


@pytest.mark.parametrize(
    "content",
    [b"", b"no picture", photograph()[:-2000], b"GIF89a" + bytes(20), b"<svg xmlns='http://www.w3.org/2000/svg'/>"],
    ids=["empty", "text", "cut off", "another kind", "drawing"],
)
def test_what_is_no_picture_is_refused_with_its_place_and_caption(content):
    with pytest.raises(UnreadablePicture, match=r"Picture 3 \(门上的需求表\) cannot be read") as raised:
        prepared(content, BOX, 3, "门上的需求表")
    assert (raised.value.position, raised.value.caption) == (3, "门上的需求表")
