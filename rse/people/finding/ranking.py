"""Ranking people for what was asked. Pure: rows come in, scored rows go out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from rse.people.finding.asking import Asked
from rse.people.finding.grades import EXACT, INSIDE, Grader, number
from rse.people.search_key import digits

# What a word found there is worth, in hundredths.
LAST_NAME, FIRST_NAME, KNOWLEDGE, JOB, DEPARTMENT, ABOVE = 100, 98, 76, 74, 70, 55
FULL_NAME, HEADS, HELPS = 12, 4, 3
LEFT_OUT = 200


class Row(NamedTuple):
    """What is read of a person to rank them, in the order of `people.COLUMNS`."""

    pk: int
    user_id: int
    department_id: int | None
    kind: str
    folded: str
    last_name: str
    first_name: str
    job_title: str
    phone: str
    mobile: str


class Hit(NamedTuple):
    score: int
    row: Row
    exact: bool


@dataclass(frozen=True)
class Place:
    """A department as a query sees it: its own name and code, and those above. `head` is a user id."""

    name: str
    code: str
    above: tuple[str, ...] = ()
    head: int | None = None

    def grade(self, grader: Grader) -> int:
        """In ten thousandths, as are the other places where a word is found."""
        own = max(grader.label(self.name), grader.name(self.code)) * DEPARTMENT
        return max(own, max((grader.label(name) for name in self.above), default=0) * ABOVE)


@dataclass
class Ranker:
    """Scores rows for one query. `knowledge` gives the skills and languages of a person, by their id."""

    asked: Asked
    graders: list[Grader]
    places: Mapping[int, Place]
    knowledge: Mapping[int, list[str]]
    tolerant: bool
    _helpers: list[Grader] = field(init=False)
    _departments: dict[tuple[int, str], int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._helpers = [Grader(word, tolerant=False) for word in self.asked.optional]

    def rank(self, rows: Iterable[Row]) -> list[Hit]:
        """Everyone who holds all that is asked; when nobody does and slips are forgiven, those who lack one word."""
        hits = [hit for hit in map(self._score, rows) if hit is not None]
        if any(hit.score > 0 for hit in hits):
            hits = [hit for hit in hits if hit.score > 0]
        return sorted(hits, key=lambda hit: (-hit.score, hit.row.folded, hit.row.pk))

    def _score(self, row: Row) -> Hit | None:
        grades = [self._word(grader, row) for grader in self.graders]
        grades += [max(number(piece, digits(phone)) for phone in (row.phone, row.mobile)) for piece in self.asked.numbers]
        missing = grades.count(0)
        if not grades or missing > (self.tolerant and len(grades) > 1):
            return None
        score = sum(grades) // len(grades)
        if missing:
            return Hit(score - LEFT_OUT, row, False)
        return Hit(score + self._bonus(row), row, min(grades) > INSIDE)

    def _word(self, grader: Grader, row: Row) -> int:
        best = max(grader.name(row.last_name) * LAST_NAME, grader.name(row.first_name) * FIRST_NAME)
        if best == EXACT * LAST_NAME:
            return EXACT
        best = max(best, grader.label(row.job_title) * JOB, self._department(grader, row.department_id))
        known = self.knowledge.get(row.pk)
        if known:
            best = max(best, max(grader.label(text) for text in known) * KNOWLEDGE)
        return best // 100

    def _department(self, grader: Grader, pk: int | None) -> int:
        place = self.places.get(pk or 0)
        if place is None or pk is None:
            return 0
        found = self._departments.get((pk, grader.wanted))
        if found is None:
            found = self._departments[pk, grader.wanted] = place.grade(grader)
        return found

    def _bonus(self, row: Row) -> int:
        place = self.places.get(row.department_id or 0)
        bonus = 0
        if place is not None and place.head == row.user_id and any(self._department(grader, row.department_id) for grader in self.graders):
            bonus += HEADS
        if self.graders and len(self.graders) + len(self._helpers) >= 2:
            parts = [*row.last_name.split(), *row.first_name.split()]
            graders = [*self.graders, *self._helpers]
            bonus += FULL_NAME * all(any(grader.name(part) == EXACT for grader in graders) for part in parts)
        return bonus + HELPS * sum(max(helper.name(row.last_name), helper.label(row.job_title)) == EXACT for helper in self._helpers)
