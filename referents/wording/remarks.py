"""What a remark is, and what is known around a text. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# What the networks themselves take; an account may take less.
NETWORKS: Mapping[str, int] = {"x": 280, "bluesky": 300, "mastodon": 500}


@dataclass(frozen=True)
class Remark:
    """`start` and `end` are the place in the text; `better`, when it is not None, is what may safely take its place; `first` remarks come first."""

    code: str
    sentence: str
    start: int = 0
    end: int = 0
    better: str | None = None
    first: bool = False


@dataclass(frozen=True)
class Setting:
    """What surrounds the text. `question` is the citizen's; `network` a channel; `most` the longest text the account takes.

    `names` are people who must not be named (the citizen, colleagues); `secrets` their addresses and numbers. `meanings` writes acronyms
    out, `known` are those everybody knows; `plain` is the shipped list of plain words.
    """

    question: str = ""
    network: str = ""
    most: int | None = None
    names: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    meanings: Mapping[str, str] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    plain: Mapping[str, str] = field(default_factory=dict)

    @property
    def longest(self) -> int | None:
        """The shortest of what the account and its network take; None when anything goes."""
        limits = [limit for limit in (self.most, NETWORKS.get(self.network)) if limit]
        return min(limits) if limits else None


def apply(text: str, remark: Remark) -> str:
    """The text with the remark's fix; unchanged when it has none."""
    return text if remark.better is None else text[: remark.start] + remark.better + text[remark.end :]
