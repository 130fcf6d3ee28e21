"""A photo is judged by its content, never by its name or the browser's word, and written again: no place, no camera, nothing hidden."""

import io
import unicodedata
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from referents.conf import option
from referents.exceptions import ReferentsError

TYPES = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/webp", ".webp"), "GIF": ("image/gif", ".gif")}
MAX_PIXELS = 40_000_000
MAX_STEM = 80


class PhotoRefused(ReferentsError):
    """What was sent is not a photo we can keep; tied to the field `photo`."""

    def __init__(self, sentence: str) -> None:
        super().__init__({"photo": sentence})


def cleaned_photo(upload: UploadedFile) -> tuple[ContentFile, str]:
    """The picture alone, upright, re-encoded, under a harmless name, and its true content type. Raises PhotoRefused.

    An animated picture keeps its first image. SVG is refused: it is a program.
    """
    limit = option("MAX_PHOTO_BYTES")
    too_large = _("This photo is too large: %(most)s at most.") % {"most": filesizeformat(limit)}
    if (upload.size or 0) > limit:
        raise PhotoRefused(too_large)
    upload.seek(0)
    raw = upload.read(limit + 1)
    if len(raw) > limit:
        raise PhotoRefused(too_large)
    data, form = _written_again(raw)
    content_type, suffix = TYPES[form]
    return ContentFile(data, name=harmless_name(upload.name or "", suffix=suffix)), content_type


def harmless_name(name: str, *, suffix: str) -> str:
    """The file name in plain letters, without folders or control characters, ending in `suffix`."""
    stem = PurePosixPath(name.replace("\\", "/")).stem
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    kept = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in plain)
    return ("-".join(part for part in kept.split("-") if part)[:MAX_STEM] or "photo") + suffix


def _written_again(raw: bytes) -> tuple[bytes, str]:
    try:
        with Image.open(io.BytesIO(raw), formats=tuple(TYPES)) as image:
            form = image.format or ""
            if image.width * image.height > MAX_PIXELS:
                raise PhotoRefused(_("This photo has too many pixels."))
            return _pixels(image, form), form
    except UnidentifiedImageError as error:
        raise PhotoRefused(_("This file is not a photo: send a JPEG, PNG, WebP or GIF picture.")) from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise PhotoRefused(_("This photo cannot be read: it may be damaged.")) from error


def _pixels(image: Image.Image, form: str) -> bytes:
    upright = ImageOps.exif_transpose(image)
    if form == "JPEG" and upright.mode not in ("RGB", "L"):
        upright = upright.convert("RGB")
    upright.info = {}
    out = io.BytesIO()
    extra: dict[str, object] = {"quality": 88, "optimize": True} if form == "JPEG" else {}
    upright.save(out, form, **extra)
    return out.getvalue()
