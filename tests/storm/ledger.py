"""What each driver of the storm meant to do and was answered, one JSON line each, written before and after: the truth the checker starts from."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

BEGUN, DONE, REFUSED, FAILED = "begun", "done", "refused", "failed"


@dataclass(frozen=True)
class Line:
    """`number` counts the operations of one driver; `target` is the post, the poll or the group; `word` the token, the code or the option."""

    driver: int
    number: int
    operation: str
    user: int
    target: int
    word: str
    state: str
    detail: str = ""


class Ledger:
    """One file for each driver. A line is one write of the system: a process killed between two operations leaves whole lines."""

    def __init__(self, folder: Path, driver: int) -> None:
        self.path = folder / f"driver-{driver}.jsonl"
        self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def write(self, line: Line) -> None:
        os.write(self._file, (json.dumps(asdict(line)) + "\n").encode())


def read(path: Path) -> Iterator[Line]:
    for text in path.read_text(encoding="utf-8").splitlines():
        yield Line(**json.loads(text))


def settled(path: Path) -> list[Line]:
    """The last word on each operation, in order: `begun` alone when nothing more was heard of it."""
    last = {line.number: line for line in read(path)}
    return [last[number] for number in sorted(last)]
