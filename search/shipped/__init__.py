"""What comes with Relais and editors may change."""

import tomllib
from pathlib import Path

FILE = Path(__file__).parent / "synonyms.toml"


def groups() -> list[list[str]]:
    """Expressions that mean the same, group by group."""
    return list(tomllib.loads(FILE.read_text(encoding="utf-8"))["groups"])
