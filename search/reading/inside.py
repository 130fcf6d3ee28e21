"""The process that reads one file: `python -m search.reading.inside KIND SECONDS MEGABYTES LETTERS`, the file as its input, JSON as its output.

It ties its own hands first: time, memory, no file written, no core. It gets no environment, hence no secret.
"""

import json
import logging
import resource
import sys
from typing import IO

from search.reading import archives, kinds, pdf
from search.reading.refusals import Refused


def tie_hands(seconds: int, megabytes: int) -> None:
    memory = megabytes * 1024 * 1024
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(limit, (value, value))


def read(file: IO[bytes], kind: str, letters: int) -> dict[str, str]:
    """`{"text": …}` or `{"refused": …}`; the first `letters` are enough to be found."""
    found: list[str] = []
    length = 0
    try:
        kinds.check(kind, file.read(8))
        file.seek(0)
        for piece in (pdf if kind == "pdf" else archives).words(file, kind):
            found.append(piece)
            length += len(piece)
            if length >= letters:
                break
    except Refused as refused:
        return {"refused": str(refused)}
    except (MemoryError, RecursionError):
        return {"refused": "bomb"}
    text = "".join(found).encode("utf-8", "replace").decode().replace("\x00", " ")[:letters]
    return {"text": "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)}


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    tie_hands(int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(json.dumps(read(sys.stdin.buffer, sys.argv[1], int(sys.argv[4]))))
