"""Having a file read by a process whose hands are tied, and believing nothing of it but its text."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

from search.reading.refusals import Refused

SECONDS, MEGABYTES, LETTERS = 20, 512, 200_000
# Of the file as it lies; what was let in is smaller.
MOST_BYTES = 64 * 1024 * 1024
ROOT = Path(__file__).resolve().parents[2]


def read(file: IO[bytes], kind: str, *, seconds: int = SECONDS, megabytes: int = MEGABYTES, letters: int = LETTERS) -> str:
    """The text of a file of this kind. Raises Refused, never anything else that the file could cause."""
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(file, copy)
        if copy.tell() > MOST_BYTES:
            raise Refused("long")
        copy.seek(0)
        command = [sys.executable, "-m", "search.reading.inside", kind, str(seconds), str(megabytes), str(letters)]
        try:
            done = subprocess.run(  # noqa: S603 - our own module, words of our own
                command, cwd=ROOT, env={"PATH": "", "PYTHONUTF8": "1"}, stdin=copy, capture_output=True, timeout=seconds * 2 + 10, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise Refused("slow") from error
    # Killed by the kernel: the time it was given, as a rule; out of memory it says so itself, when it still can.
    if done.returncode < 0:
        raise Refused("slow")
    try:
        told = json.loads(done.stdout)
    except ValueError as error:
        raise Refused("bomb" if b"MemoryError" in done.stderr else "broken") from error
    if "text" not in told:
        raise Refused(str(told["refused"]))
    return str(told["text"])
