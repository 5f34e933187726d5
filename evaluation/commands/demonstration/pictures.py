"""Photographs for the demonstration, drawn by the program: a tent at night, rain, a morning."""

import random
from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (1600, 1200)
SCENES = {
    "night": ((34, 50, 74), (23, 34, 47), (243, 217, 164)),
    "rain": ((143, 163, 181), (91, 107, 122), (165, 28, 30)),
    "morning": ((242, 217, 184), (67, 85, 63), (231, 156, 74)),
}


def photograph(scene: str, seed: int = 0) -> bytes:
    """A JPEG of a scene; the seed moves what stands in it."""
    sky, ground, light = SCENES[scene]
    chance = random.Random(f"{scene}{seed}")
    image = Image.new("RGB", SIZE, sky)
    draw = ImageDraw.Draw(image)
    for line in range(700):
        share = line / 700
        draw.line([(0, line), (SIZE[0], line)], fill=tuple(int(one + (255 - one) * share * 0.18) for one in sky))
    x = chance.randint(250, 1300)
    draw.ellipse([x - 90, 130, x + 90, 310], fill=light)
    draw.rectangle([0, 960, *SIZE], fill=ground)
    left = chance.randint(150, 500)
    draw.polygon([(left, 960), (left, 640), (left + 300, 470), (left + 600, 640), (left + 600, 960)], fill=(63, 108, 156))
    draw.polygon([(left - 40, 650), (left + 300, 450), (left + 640, 650), (left + 300, 700)], fill=(95, 143, 194))
    for _number in range(chance.randint(3, 5)):
        person(draw, chance.randint(780, 1500), 980, chance.uniform(0.8, 1.15))
    if scene == "rain":
        for _drop in range(260):
            at, down = chance.randint(0, SIZE[0]), chance.randint(0, 950)
            draw.line([(at, down), (at - 18, down + 60)], fill=(199, 211, 222), width=3)
    target = BytesIO()
    image.save(target, "JPEG", quality=84)
    return target.getvalue()


def person(draw: ImageDraw.ImageDraw, x: int, foot: int, scale: float) -> None:
    """A figure in a white suit."""
    height = int(300 * scale)
    draw.ellipse([x - 36 * scale, foot - height, x + 36 * scale, foot - height + 72 * scale], fill=(240, 227, 214))
    draw.rounded_rectangle(
        [x - 58 * scale, foot - height + 74 * scale, x + 58 * scale, foot], radius=int(44 * scale), fill=(236, 241, 247)
    )
