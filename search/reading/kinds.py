"""What a file is: its name and its first bytes must say the same, from the very first one. A file that is two things at once is neither."""

from pathlib import PurePosixPath

from search.reading.refusals import Refused

FIRST_BYTES = {"pdf": b"%PDF-", "docx": b"PK\x03\x04", "odt": b"PK\x03\x04", "xlsx": b"PK\x03\x04"}
KINDS = tuple(FIRST_BYTES)


def kind_of(name: str) -> str:
    """pdf, docx, odt, xlsx, or '' for what has no words to read."""
    suffix = PurePosixPath(name).suffix.lower().lstrip(".")
    return suffix if suffix in FIRST_BYTES else ""


def check(kind: str, first: bytes) -> None:
    """Raises Refused when the content does not begin as this kind does."""
    if not first.startswith(FIRST_BYTES[kind]):
        raise Refused("unlike")
