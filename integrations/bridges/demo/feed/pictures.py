"""Abstract pictures for a few posts: waves, roofs, trees, fruit. Nobody takes them for photographs. The same name draws the same picture."""

import io
from collections.abc import Callable
from math import sin
from random import Random

from PIL import Image, ImageDraw

WIDE, HIGH = 1200, 630
Pen = ImageDraw.ImageDraw
Colour = tuple[int, int, int]
WARM: tuple[Colour, ...] = ((232, 138, 70), (244, 190, 112), (196, 84, 60), (250, 226, 190), (150, 66, 58))
COOL: tuple[Colour, ...] = ((18, 92, 110), (58, 132, 148), (128, 186, 192), (198, 224, 226), (32, 60, 92))
GREEN: tuple[Colour, ...] = ((46, 110, 72), (92, 150, 96), (160, 196, 130), (214, 228, 186), (24, 66, 62))


def draw(name: str) -> bytes:
    """A JPEG of 1200 by 630. Raises KeyError for a name that nobody drew."""
    image = Image.new("RGB", (WIDE, HIGH), (248, 244, 236))
    DRAWN[name](ImageDraw.Draw(image), Random(name))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()


def _waves(pen: Pen, random: Random) -> None:
    for row in range(5):
        middle, swing, pace = 110 + row * 100, random.randint(24, 52), random.uniform(0.006, 0.012)
        points = [(x, middle + swing * sin(x * pace + row)) for x in range(0, WIDE + 20, 10)]
        pen.line(points, fill=(COOL if row % 2 else WARM)[row % 4], width=14 + 4 * row, joint="curve")


def _front(pen: Pen, random: Random) -> None:
    pen.rectangle((0, 0, WIDE, HIGH), fill=(214, 168, 96))
    pen.rectangle((0, HIGH - 70, WIDE, HIGH), fill=(150, 112, 70))
    for column in range(9):
        for row in range(3):
            left, top = 60 + column * 122, 70 + row * 160
            pen.rectangle((left, top, left + 74, top + 108), fill=random.choice(COOL[2:4] + WARM[1:4]), outline=(250, 240, 220), width=6)


def _tiles(pen: Pen, random: Random) -> None:
    side = 105
    for column in range(WIDE // side + 1):
        for row in range(HIGH // side):
            left, top, colour = column * side, row * side, random.choice(WARM + COOL + GREEN)
            pen.rectangle((left, top, left + side, top + side), fill=random.choice((COOL[3], WARM[3], GREEN[3])))
            shape = (left + 20, top + 20, left + side - 20, top + side - 20)
            if random.random() < 0.5:
                pen.ellipse(shape, fill=colour)
            else:
                pen.rectangle(shape, fill=colour)


def _fruit(pen: Pen, random: Random) -> None:
    for _turn in range(26):
        x, y, long, large = random.randint(0, WIDE), random.randint(0, HIGH), random.randint(60, 150), random.randint(50, 90)
        pen.ellipse((x - long, y - large, x + long, y + large), fill=random.choice(WARM + GREEN))
        pen.arc((x - long, y - large, x + long, y + large), 200, 260, fill=(250, 244, 230), width=8)


def _trees(pen: Pen, random: Random) -> None:
    for row, colour in enumerate((GREEN[3], GREEN[2], GREEN[1], GREEN[0], COOL[4])):
        ground = 300 + row * 80
        pen.rectangle((0, ground, WIDE, HIGH), fill=colour)
        for x in range(random.randint(0, 60), WIDE, 74 + 12 * row):
            high = random.randint(110, 220)
            pen.polygon([(x, ground - high), (x - 44 - 6 * row, ground + 12), (x + 44 + 6 * row, ground + 12)], fill=colour)


def _roofs(pen: Pen, random: Random) -> None:
    pen.rectangle((0, 0, WIDE, HIGH), fill=COOL[3])
    for row in range(4):
        for x in range(-80, WIDE, 190):
            top, half = 120 + row * 110 + random.randint(-30, 30), random.randint(110, 160)
            pen.polygon([(x + half, top), (x, top + 150), (x + 2 * half, top + 150)], fill=random.choice((WARM[2], WARM[4], COOL[4], COOL[1])))
            pen.rectangle((x + 30, top + 150, x + 2 * half - 30, HIGH), fill=random.choice((WARM[3], WARM[1], (236, 226, 208))))


DRAWN: dict[str, Callable[[Pen, Random], None]] = {
    "onde": _waves,
    "facade": _front,
    "puzzle": _tiles,
    "legumes": _fruit,
    "foret": _trees,
    "toits": _roofs,
}
