"""Words shipped in French: models of holding replies, acronyms, plain words for those of offices. One TOML file each."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from referents.models import Acronym, HoldingModel

FOLDER = Path(__file__).resolve().parent


def _table(name: str) -> dict[str, Any]:  # Any: the tables of a TOML file
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def plain_words() -> dict[str, str]:
    """What an office writes → what a person says, as the file has them."""
    return dict(_table("plain")["words"])


@transaction.atomic
def install() -> int:
    """Add the models of holding replies and the acronyms that are missing; answers how many. What the town changed is never touched."""
    have = set(HoldingModel.objects.filter(slug__isnull=False).values_list("slug", flat=True))
    models = [HoldingModel(**row) for row in _table("holding")["models"] if row["slug"] not in have]
    known = set(Acronym.objects.values_list("letters", flat=True))
    table = _table("acronyms")
    letters = [Acronym(letters=one, meaning=meaning) for one, meaning in table["meanings"].items() if one not in known]
    letters += [
        Acronym(letters=one, known=True) for one in dict.fromkeys(table["known"]["letters"].split()) if one not in known and one not in table["meanings"]
    ]
    return len(HoldingModel.objects.bulk_create(models)) + len(Acronym.objects.bulk_create(letters))
