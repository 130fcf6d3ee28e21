"""The index a message is read with. Pure: no database, no clock; built from subjects, asked with a text.

Three opinions are added up for each competent body (a department, or a body outside the town): its best subject, its next
subjects with a falling weight, and how much more often than elsewhere the message's words stand in all it answers for.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from referents.text import spellings, words

OUTSIDE = "EXTERNAL"
TELLING = 0.4  # a word is a reason when it weighs at least this share of the most telling one: « lampadaire », not « rue »
SUBJECTS_SHOWN = 40
# Whoever says « vous », « votre arrêté », « la mairie » speaks to the town of what the town does.
ADDRESSED = frozenset({"vous", "votre", "vos", "mairie", "commune", "ville", "municipal", "municipale", "municipaux", "municipales"})
Feature = str | tuple[str, str]


@dataclass(frozen=True)
class Weights:
    """What the development messages (`tests/referents/data/dev_messages.jsonl`) and the thesaurus's held-out examples chose."""

    name: float = 1.0
    name_pair: float = 1.0
    term: float = 4.0
    expression: float = 2.0
    expression_pair: float = 1.5
    example: float = 0.5
    length: float = 0.7
    saturation: float = 4.0
    spread: float = 1.0
    pair: float = 0.2
    skipped_pair: float = 0.3
    next_subjects: float = 0.3
    usage: float = 0.5
    usage_pair: float = 0.2
    usage_prior: float = 300.0
    typo: float = 0.7
    typo_from: int = 7
    outside: float = 5.0
    addressed: float = 4.0


@dataclass(frozen=True)
class Subject:
    """A topic as the index sees it. `body` is a department's code, or `EXTERNAL:slug` for a body outside, or "" when nobody is named."""

    key: int
    body: str
    name: str
    terms: tuple[str, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Scored:
    """A subject found in a message, with the message's own words that speak for it, the most telling first."""

    key: int
    body: str
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """What a message is about. `bodies` ranks departments and outside bodies together, `departments` has `EXTERNAL` once for all of these."""

    subjects: tuple[Scored, ...]
    bodies: tuple[tuple[str, float], ...]
    departments: tuple[tuple[str, float], ...]

    def best_of(self, code: str) -> Scored | None:
        """The best subject of a department; for `EXTERNAL`, of the first body outside. None when only its vocabulary speaks for it."""
        body = next((body for body, _score in self.bodies if department_of(body) == code), "")
        return next((scored for scored in self.subjects if scored.body == body), None)


NOTHING = Reading((), (), ())


class Index:
    """Built once, asked many times, never changed."""

    def __init__(
        self, subjects: Iterable[Subject], *, analyse: Callable[[str], list[str]], synonyms: Iterable[Iterable[str]] = (), weights: Weights | None = None
    ) -> None:
        self.weights = weights or Weights()
        self.analyse = analyse
        self.subjects = list(subjects)
        features = [self._features(subject) for subject in self.subjects]
        self._postings = self._subject_postings(features)
        self._usage, self._unused = self._usage_by_body(features)
        self._vocabulary = {feature for feature in self._postings if isinstance(feature, str)}
        self._typos = self._shortened()
        self._otherwise = self._known_ways(synonyms)

    def read(self, text: str) -> Reading:
        """Rank subjects and bodies. A message without a known word gives `NOTHING`."""
        query = self._query(self.analyse(text))
        scores: dict[int, float] = defaultdict(float)
        for feature, weight in query.items():
            for position, value in self._postings.get(feature, ()):
                scores[position] += weight * value
        if not scores:
            return NOTHING
        bodies = self._rank_bodies(scores, query, addressed=not ADDRESSED.isdisjoint(words(text)))
        departments: dict[str, float] = {}
        for body, score in bodies:
            departments.setdefault(department_of(body), score)
        return Reading(self._rank_subjects(scores, query, text), tuple(bodies), tuple(departments.items()))

    def says(self, first: str, second: str) -> bool:
        """Whether some subject says these two words (analysed) one after the other."""
        return (first, second) in self._postings

    def _features(self, subject: Subject) -> dict[Feature, float]:
        weights = self.weights
        found: dict[Feature, float] = defaultdict(float)
        sources = [(subject.name, weights.name, weights.name, weights.name_pair)]
        sources += [(term, weights.term, weights.expression, weights.expression_pair) for term in subject.terms]
        sources += [(example, weights.example, weights.example, 0.0) for example in subject.examples]
        for text, alone, among, pair in sources:
            stems = self.analyse(text)
            for stem in stems:
                found[stem] += alone if len(stems) == 1 else among
            if pair:
                for two in pairwise(stems):
                    found[two] += pair
        return found

    def _subject_postings(self, features: list[dict[Feature, float]]) -> dict[Feature, list[tuple[int, float]]]:
        """Okapi BM25, the rarity of a word being counted among subjects and, for a share, among bodies."""
        weights, count = self.weights, len(features)
        frequency = Counter(feature for found in features for feature in found)
        bodies: dict[Feature, set[str]] = defaultdict(set)
        for subject, found in zip(self.subjects, features, strict=True):
            for feature in found:
                bodies[feature].add(department_of(subject.body))
        all_bodies = len({department_of(subject.body) for subject in self.subjects})
        lengths = [sum(value for feature, value in found.items() if isinstance(feature, str)) for found in features]
        mean = sum(lengths) / count if count else 1.0
        postings: dict[Feature, list[tuple[int, float]]] = defaultdict(list)
        for position, found in enumerate(features):
            norm = 1 - weights.length + weights.length * lengths[position] / mean
            for feature, value in found.items():
                rarity = math.log(1 + (count - frequency[feature] + 0.5) / (frequency[feature] + 0.5))
                rarity += weights.spread * math.log((all_bodies + 0.5) / len(bodies[feature]))
                rarity *= weights.pair if isinstance(feature, tuple) else 1.0
                postings[feature].append((position, rarity * value * (weights.saturation + 1) / (value + weights.saturation * norm)))
        return dict(postings)

    def _usage_by_body(self, features: list[dict[Feature, float]]) -> tuple[dict[Feature, dict[str, float]], dict[str, float]]:
        """For each word, how much likelier it is in each body's subjects than anywhere (log ratio); and the same for a word the body never uses."""
        prior = self.weights.usage_prior
        used: dict[str, Counter[Feature]] = defaultdict(Counter)
        for subject, found in zip(self.subjects, features, strict=True):
            used[subject.body].update(found)
        overall: Counter[Feature] = Counter()
        for counts in used.values():
            overall.update(counts)
        everything = sum(overall.values())
        usage: dict[Feature, dict[str, float]] = defaultdict(dict)
        unused = {}
        for body, counts in used.items():
            size = sum(counts.values()) + prior
            unused[body] = math.log(prior / size)
            for feature, value in counts.items():
                usage[feature][body] = math.log((value * everything / overall[feature] + prior) / size)
        return dict(usage), unused

    def _shortened(self) -> dict[str, str]:
        """Every long word of the vocabulary less one letter, so that two words one slip apart meet."""
        found: dict[str, str] = {}
        for word in sorted(self._vocabulary, key=lambda word: (len(self._postings[word]), word)):
            if len(word) >= self.weights.typo_from:
                found.update(dict.fromkeys(_less_one(word), word))
        return found

    def _known_ways(self, synonyms: Iterable[Iterable[str]]) -> dict[str, tuple[str, ...]]:
        """A word that no subject says, and the first expression of the same sense whose words are all known. What subjects say is left alone."""
        found: dict[str, tuple[str, ...]] = {}
        for group in synonyms:
            ways = [tuple(self.analyse(expression)) for expression in group]
            known = next((way for way in ways if way and self._vocabulary.issuperset(way)), ())
            for way in ways:
                if known and len(way) == 1 and way[0] not in self._vocabulary:
                    found.setdefault(way[0], known)
        return found

    def _query(self, stems: list[str]) -> dict[Feature, float]:
        weights = self.weights
        query: dict[Feature, float] = {}
        known: list[str] = []
        for stem in stems:
            meant = self._read_as(stem)
            known += meant
            sure = stem in self._vocabulary or stem in self._otherwise
            for word in meant:
                query[word] = max(query.get(word, 0.0), 1.0 if sure else weights.typo)
        query |= dict.fromkeys(zip(known, known[2:], strict=False), weights.skipped_pair)
        query |= dict.fromkeys(pairwise(known), 1.0)
        return query

    def _read_as(self, stem: str) -> tuple[str, ...]:
        """The known words that a word stands for: itself, a synonym, the one it nearly spells; none."""
        if stem in self._vocabulary:
            return (stem,)
        meant = self._meant(stem) if stem not in self._otherwise else None
        return self._otherwise.get(stem, (meant,) if meant else ())

    def _meant(self, stem: str) -> str | None:
        """The known word one letter away (a letter too many, missing, wrong or swapped), for long words only."""
        if len(stem) < self.weights.typo_from - 1:
            return None
        for form in (stem, *_less_one(stem)):
            if form in self._vocabulary and len(form) >= self.weights.typo_from - 1:
                return form
            if meant := self._typos.get(form):
                return meant
        return None

    def _rank_bodies(self, scores: dict[int, float], query: dict[Feature, float], *, addressed: bool) -> list[tuple[str, float]]:
        """Bodies outside the town have one subject where a department has twenty: they are given a start, smaller when the town is spoken to."""
        weights = self.weights
        start = weights.outside - (weights.addressed if addressed else 0.0)
        best: dict[str, list[float]] = defaultdict(list)
        for position, score in scores.items():
            best[self.subjects[position].body].append(score)
        totals = {}
        for body, absent in self._unused.items():
            if body:
                totals[body] = sum(score * weights.next_subjects**place for place, score in enumerate(sorted(best[body], reverse=True)[:4]))
                totals[body] += start if body.startswith(OUTSIDE) else 0.0
                for feature, weight in query.items():
                    if ratios := self._usage.get(feature):
                        share = weights.usage * (weights.usage_pair if isinstance(feature, tuple) else 1.0)
                        totals[body] += share * weight * ratios.get(body, absent)
        return sorted(totals.items(), key=lambda item: (-item[1], item[0]))

    def _rank_subjects(self, scores: dict[int, float], query: dict[Feature, float], text: str) -> tuple[Scored, ...]:
        first = sorted(scores, key=lambda position: (-scores[position], self.subjects[position].key))[:SUBJECTS_SHOWN]
        said = dict(self._said(text))
        found = []
        for position in first:
            subject = self.subjects[position]
            mine = {feature: value for feature in query if isinstance(feature, str) for place, value in self._postings.get(feature, ()) if place == position}
            enough = TELLING * max(mine.values(), default=0.0)
            telling = [said[stem] for stem in sorted(mine, key=lambda stem: (-mine[stem], stem)) if stem in said and mine[stem] >= enough]
            found.append(Scored(subject.key, subject.body, round(scores[position], 3), tuple(dict.fromkeys(telling))[:3]))
        return tuple(found)

    def _said(self, text: str) -> Iterator[tuple[str, str]]:
        spelt = spellings(text)
        for word in words(text):
            for stem in self.analyse(word):
                for known in self._read_as(stem) or (stem,):
                    yield known, spelt.get(word, word)


def department_of(body: str) -> str:
    """The code shown for a body: its own, or `EXTERNAL` for every body outside the town."""
    return OUTSIDE if body.startswith(OUTSIDE) else body


def _less_one(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))
