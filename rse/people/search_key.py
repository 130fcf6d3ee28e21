"""The search key of the directory: how a person is written, and how a telephone number is read."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rse.core.text import fold

if TYPE_CHECKING:
    from rse.people.models import Agent

MAX_LENGTH = 400
PHONE = re.compile(r"[\d\s.+()/-]{4,}")


def letters(text: str) -> str:
    """`text` folded, every run of punctuation replaced by one space: « Jean-Pierre » is found by « jean pierre »."""
    return " ".join(re.findall(r"\w+", fold(text)))


@lru_cache(maxsize=32_768)
def digits(phone: str) -> str:
    """The digits of a French number, national form: « +33 (0)1 00 00 00 12 » gives 0100000012. A piece of a number gives its digits."""
    only = re.sub(r"[^0-9]", "", phone.replace("(0)", ""))
    if phone.strip().startswith(("+33", "0033")):
        return "0" + only.removeprefix("00").removeprefix("33").removeprefix("0")
    return "0" + only[2:] if len(only) == 11 and only.startswith("33") else only


def search_key(agent: "Agent") -> str:
    """Last name first: the directory is sorted by this key. Reads `agent.department`."""
    name = letters(f"{agent.last_name} {agent.first_name}")
    rest = letters(f"{agent.job_title} {agent.department.name if agent.department else ''}")
    return " ".join(part for part in (name, rest, digits(agent.phone), digits(agent.mobile)) if part)[:MAX_LENGTH]
