"""Reading the judgements, and the three figures: mean reciprocal rank of the first right answer, nDCG@10, share of queries without result."""

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# The first were written before the engine, the second by somebody who has never seen its code nor its answers.
FILES = {"judged": Path(__file__).parents[1] / "judged.toml", "blind": Path(__file__).parents[1] / "judged_blind.toml"}
BEST, GOOD = 3, 1


@dataclass(frozen=True)
class Judged:
    text: str
    scope: str
    kind: str
    best: tuple[str, ...]
    good: tuple[str, ...] = ()

    def grade(self, label: str) -> int:
        """How well a result answers, by its label: names are matched by their beginning."""
        label = flat(label)
        if any(label.startswith(flat(name)) for name in self.best):
            return BEST
        return GOOD if any(label.startswith(flat(name)) for name in self.good) else 0


@dataclass(frozen=True)
class Figures:
    queries: int
    mrr: float
    ndcg: float
    empty: float


def flat(text: str) -> str:
    return " ".join(text.replace("\u202f", " ").replace("\xa0", " ").replace("'", "’").split())


def load(name: str = "judged") -> list[Judged]:
    """The queries of one of FILES."""
    rows = tomllib.loads(FILES[name].read_text(encoding="utf-8"))["queries"]
    return [Judged(row["q"], row["scope"], row["kind"], tuple(row["best"]), tuple(row.get("good", ()))) for row in rows]


def reciprocal_rank(judged: Judged, labels: Sequence[str]) -> float:
    return next((1 / rank for rank, label in enumerate(labels[:10], 1) if judged.grade(label) == BEST), 0.0)


def ndcg(judged: Judged, labels: Sequence[str]) -> float:
    gained = sum(judged.grade(label) / math.log2(rank + 1) for rank, label in enumerate(labels[:10], 1))
    ideal = sorted([BEST] * len(judged.best) + [GOOD] * len(judged.good), reverse=True)[:10]
    return min(1.0, gained / sum(grade / math.log2(rank + 1) for rank, grade in enumerate(ideal, 1)))


def figures(answers: Sequence[tuple[Judged, Sequence[str]]]) -> Figures:
    count = len(answers) or 1
    return Figures(
        queries=len(answers),
        mrr=sum(reciprocal_rank(judged, labels) for judged, labels in answers) / count,
        ndcg=sum(ndcg(judged, labels) for judged, labels in answers) / count,
        empty=sum(1 for _judged, labels in answers if not labels) / count,
    )
