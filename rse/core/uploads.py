"""What a person sends is judged by its content, never by its name or the browser's word.

Images are decoded and written again: no EXIF, no place, no camera, nothing hidden behind the picture.
"""

import hashlib
import io
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from rse.core import conf
from rse.core.exceptions import FileEmpty, FileTooLarge, FileTypeRefused, ImageUnreadable

IMAGES = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/webp", ".webp"), "GIF": ("image/gif", ".gif")}
INLINE = frozenset(media_type for media_type, _suffix in IMAGES.values())
OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
    b"application/vnd.oasis.opendocument.presentation": ".odp",
}
OFFICE_DOCUMENTS = {
    "word/document.xml": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    "xl/workbook.xml": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    "ppt/presentation.xml": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx"),
}
TEXTS = {".txt": "text/plain", ".csv": "text/csv", ".ics": "text/calendar"}
MAX_PIXELS = 40_000_000
MAX_FRAMES = 200
MAX_UNPACKED = 200 * 1024 * 1024
MAX_ZIP_ENTRIES = 10_000
MAX_NAME = 120


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept: its content as it will be stored, its true type, a name safe to show and to download."""

    content: ContentFile
    name: str
    media_type: str
    sha256: str

    @property
    def size(self) -> int:
        return self.content.size


def checked(upload: UploadedFile) -> CheckedFile:
    """Read and judge `upload`. Raises an UploadRefused: FileTooLarge, FileEmpty, FileTypeRefused or ImageUnreadable."""
    limit = conf.upload_limit()
    if (upload.size or 0) > limit:
        raise FileTooLarge(limit)
    upload.seek(0)
    raw = upload.read(limit + 1)
    if len(raw) > limit:
        raise FileTooLarge(limit)
    if not raw:
        raise FileEmpty
    data, media_type, suffix = _judged(raw, upload.name or "")
    name = safe_name(upload.name or "", suffix=suffix)
    return CheckedFile(ContentFile(data, name=name), name, media_type, hashlib.sha256(data).hexdigest())


def safe_name(name: str, *, suffix: str) -> str:
    """The person's file name without folders, control or direction characters, ending in `suffix`."""
    stem = PurePosixPath(name.replace("\\", "/")).stem
    letters = (letter for letter in unicodedata.normalize("NFC", stem) if unicodedata.category(letter)[0] != "C" and letter not in '/\\:*?"<>|')
    return ("".join(letters).strip(" .")[:MAX_NAME] or "fichier") + suffix


def _judged(raw: bytes, name: str) -> tuple[bytes, str, str]:
    if raw.startswith(b"%PDF-"):
        return raw, "application/pdf", ".pdf"
    if raw.startswith(b"PK\x03\x04"):
        return raw, *_office_type(raw)
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in TEXTS and _is_text(raw):
        return raw, TEXTS[suffix], suffix
    return _clean_image(raw)


def _is_text(raw: bytes) -> bool:
    """Text in UTF-8 or, as spreadsheets still write, Windows' Western alphabet; no NUL, no control characters."""
    if raw.startswith((b"\xff\xd8", b"\x89PNG", b"GIF8", b"RIFF")):
        return False
    return not any(byte < 9 or 13 < byte < 27 for byte in set(raw))


def _office_type(raw: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ZIP_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise FileTypeRefused
            names = {entry.filename for entry in entries}
            if "mimetype" in names:
                with archive.open("mimetype") as file:
                    declared = file.read(100).strip()
                if declared in OPEN_DOCUMENTS:
                    return declared.decode(), OPEN_DOCUMENTS[declared]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise FileTypeRefused from error
    for main_part, found in OFFICE_DOCUMENTS.items():
        # A document with macros is refused: nothing here needs them.
        if main_part in names and not any(name.endswith("vbaProject.bin") for name in names):
            return found
    raise FileTypeRefused


def _clean_image(raw: bytes) -> tuple[bytes, str, str]:
    try:
        with Image.open(io.BytesIO(raw), formats=tuple(IMAGES)) as image:
            form = image.format or ""
            if image.width * image.height > MAX_PIXELS:
                raise ImageUnreadable
            frames = getattr(image, "n_frames", 1)
            if frames > MAX_FRAMES or frames * image.width * image.height > 4 * MAX_PIXELS:
                raise ImageUnreadable
            data = _rewritten(image, form, animated=frames > 1)
    except UnidentifiedImageError as error:
        raise FileTypeRefused from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, ImageUnreadable):
            raise
        raise ImageUnreadable from error
    return data, *IMAGES[form]


def _rewritten(image: Image.Image, form: str, *, animated: bool) -> bytes:
    """The same picture, turned upright, with nothing but its pixels and its colour profile."""
    out = io.BytesIO()
    profile = image.info.get("icc_profile")
    extra: dict[str, object] = {"icc_profile": profile} if profile and form != "GIF" else {}
    if animated and form in ("GIF", "WEBP"):
        frames = [frame.copy() for frame in ImageSequence.Iterator(image)]
        durations = [frame.info.get("duration", 100) for frame in frames]
        for frame in frames:
            frame.info = {}
        frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=durations, loop=0, **extra)
        return out.getvalue()
    upright = ImageOps.exif_transpose(image)
    if form == "JPEG":
        extra |= {"quality": 88, "optimize": True}
        upright = upright if upright.mode in ("RGB", "L", "CMYK") else upright.convert("RGB")
    upright.info = {}
    upright.save(out, form, **extra)
    return out.getvalue()
