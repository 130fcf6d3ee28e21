"""The printed letter: a code that a telephone reads, drawn here, for those who have no e-mail and find the sheet on a wall."""

from dataclasses import dataclass
from itertools import groupby

import segno

QUIET = 4  # modules left white around the code (ISO/IEC 18004)


@dataclass(frozen=True)
class Code:
    """A QR code as one SVG path, its modules being units; `size` counts the white margin."""

    path: str
    size: int
    margin: int = -QUIET


def code_of(address: str) -> Code:
    """Read even with a seventh of it spoiled (level M)."""
    symbol = segno.make(address, error="m", micro=False)
    runs = []
    for line, row in enumerate(symbol.matrix):
        column = 0
        for dark, modules in groupby(row):
            length = len(list(modules))
            if dark:
                runs.append(f"M{column} {line}h{length}v1h-{length}z")
            column += length
    return Code("".join(runs), len(symbol.matrix) + 2 * QUIET)
