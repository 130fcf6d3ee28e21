"""The text of a PDF. The library is careful and the file is not: whatever it raises, time and memory are bounded by the process."""

from collections.abc import Iterator
from typing import IO

from pypdf import PdfReader

from search.reading.refusals import Refused

MOST_PAGES = 1_000


def words(file: IO[bytes], kind: str) -> Iterator[str]:
    """The text page after page. Raises Refused."""
    try:
        reader = PdfReader(file, strict=False)
        # One that only forbids printing opens without a word; one that asks for a word stays closed.
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("encrypted")
        for number, page in enumerate(reader.pages):
            if number >= MOST_PAGES:
                return
            yield page.extract_text() + "\n"
    except (Refused, MemoryError):
        raise
    except Exception as error:
        raise Refused("broken") from error
