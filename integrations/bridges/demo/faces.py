"""Abstract portraits for a few invented people: shapes and colours that nobody takes for a photograph. The same seed draws the same face."""

import io
from random import Random

from PIL import Image, ImageDraw

SIDE = 384
GROUNDS = ((224, 239, 241), (251, 234, 223), (224, 240, 229), (252, 240, 211), (232, 228, 244), (226, 232, 240))
SKINS = ((94, 62, 44), (134, 92, 66), (176, 124, 92), (208, 160, 124), (232, 190, 158), (242, 208, 182))
HAIRS = ((32, 28, 30), (66, 44, 34), (110, 70, 42), (158, 112, 62), (120, 120, 124), (196, 152, 92))
CLOTHES = ((15, 92, 110), (156, 69, 18), (31, 98, 57), (88, 66, 124), (60, 72, 96), (150, 52, 72))


def draw_face(seed: int, *, short_hair: bool = False) -> bytes:
    """A JPEG: a ground, shoulders, a head and hair (`short_hair`, or as the seed says), without eyes nor mouth."""
    random = Random(seed)
    ground, skin, hair, cloth = (random.choice(colours) for colours in (GROUNDS, SKINS, HAIRS, CLOTHES))
    image = Image.new("RGB", (SIDE, SIDE), ground)
    pen = ImageDraw.Draw(image)
    halo = tuple(max(0, part - 16) for part in ground)
    pen.ellipse((40, 24, SIDE - 40, SIDE - 56), fill=halo)
    long_hair = random.random() < 0.45
    if long_hair and not short_hair:
        pen.rounded_rectangle((106, 96, 278, 300), radius=82, fill=hair)
    pen.ellipse((58, 284, SIDE - 58, SIDE + 190), fill=cloth)
    pen.rounded_rectangle((164, 220, 220, 316), radius=26, fill=tuple(max(0, part - 18) for part in skin))
    pen.ellipse((126, 92, 258, 256), fill=skin)
    pen.pieslice((118, 70, 266, 232), 180, 360, fill=hair)
    pen.ellipse((126, 120 + random.randint(0, 18), 258, 250), fill=skin)
    if random.random() < 0.4:
        for left in (142, 198):
            pen.ellipse((left, 160, left + 44, 202), outline=(40, 40, 46), width=5)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=84)
    return out.getvalue()
