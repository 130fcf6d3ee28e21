"""From any photograph to a small square one. Everything but pixels is lost on purpose: place, camera, hidden thumbnails."""

import io

from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

from rse.core.exceptions import FileTypeRefused
from rse.core.uploads import INLINE, CheckedFile, checked
from rse.people.exceptions import NotAPicture

SIDE = 384
A_LITTLE_HIGH = (0.5, 0.35)


def portrait_of(upload: UploadedFile) -> bytes:
    """The middle of the picture, a little above it where faces are, as a JPEG of SIDE pixels. Raises NotAPicture and the other refusals of `checked`."""
    file = _picture(upload)
    with Image.open(file.content) as image:
        square = ImageOps.fit(_on_white(image), (SIDE, SIDE), method=Image.Resampling.LANCZOS, centering=A_LITTLE_HIGH)
    out = io.BytesIO()
    square.save(out, "JPEG", quality=86, optimize=True)
    return out.getvalue()


def _picture(upload: UploadedFile) -> CheckedFile:
    """Whatever else may be attached elsewhere is refused here with the same words."""
    try:
        file = checked(upload)
    except FileTypeRefused as refusal:
        raise NotAPicture from refusal
    if file.media_type not in INLINE:
        raise NotAPicture
    return file


def _on_white(image: Image.Image) -> Image.Image:
    """Without transparency, which JPEG does not know."""
    if image.mode in ("RGBA", "LA", "P", "PA"):
        layer = image.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(ground, layer).convert("RGB")
    return image.convert("RGB")
