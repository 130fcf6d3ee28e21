"""What a message is about: the database's topics, sensitive expressions and neighbourhoods put before the pure index."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, F, Max, Min, Sum
from django.db.models.functions import Length

from referents import conf
from referents.matching.index import OUTSIDE, Index, Reading, Subject
from referents.matching.sensitivity import Alarm, gravest, level_of, watch
from referents.models import Answer, Area, SensitiveWord, Topic
from referents.text import words

_THANKS = "merci mercii merciii remercie remercions remerciements bravo parfait super genial impeccable chapeau felicitations thx mersi"
# Words that turn thanks into a reproach, or into another question.
_RESERVES = """
    mais sauf par contre toujours rien encore honte pourquoi comment quand combien jamais cependant pourtant neanmoins hate attends attendons ironie
"""
THANKS, RESERVES = frozenset(_THANKS.split()), frozenset(_RESERVES.split())


@dataclass(frozen=True)
class TopicFound:
    """A topic and the message's words that speak for it, the most telling first."""

    topic: Topic
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """What the desk learns from a message before anybody reads it.

    `departments` are codes, the most likely first, `EXTERNAL` standing for every body outside; `bodies` are slugs of outside bodies.
    `sensitivity` is the highest of the alarms' (taken together) and of the first topic's.
    """

    topics: tuple[TopicFound, ...]
    departments: tuple[tuple[str, float], ...]
    bodies: tuple[tuple[str, float], ...]
    sensitivity: str
    alarms: tuple[Alarm, ...]
    area: Area | None

    @property
    def sensitive_words(self) -> tuple[str, ...]:
        """The message's own words that raised its sensitivity."""
        return tuple(dict.fromkeys(alarm.words for alarm in self.alarms))


def match(text: str, *, area: Area | None = None) -> Match:
    """Read a message. `area` is kept when given, else looked for among the neighbourhoods' names. Five queries at most, one more when topics have changed."""
    reading = read(text)
    first = reading.subjects[:8]
    topics = Topic.objects.select_related("department", "outside_body").in_bulk([scored.key for scored in first])
    found = tuple(TopicFound(topics[scored.key], scored.score, scored.words) for scored in first if scored.key in topics)
    alarms = tuple(watch(tuple(SensitiveWord.objects.values_list("kind", "level", "term"))).alarms(text))
    prefix = f"{OUTSIDE}:"
    return Match(
        topics=found,
        departments=reading.departments,
        bodies=tuple((body.removeprefix(prefix), score) for body, score in reading.bodies if body.startswith(prefix)),
        sensitivity=gravest([level_of(alarms), *(one.topic.sensitivity for one in found[:1])]),
        alarms=alarms,
        area=area or area_in(text),
    )


def departments(text: str) -> list[str]:
    """Codes of the departments that should answer, the most likely first, `EXTERNAL` among them: the ranking `candidates` follows."""
    return [code for code, _score in read(text).departments]


def read(text: str) -> Reading:
    """The index's reading of a text, the index being built again when topics or reusable answers have changed."""
    return current_index().read(text)


def current_index() -> Index:
    """That of today's subjects. One query, more when they have changed."""
    return _index(_stamp(), conf.option("ANALYSER"), conf.synonyms())


def is_thanks(text: str) -> bool:
    """Whether a message only thanks: a word of thanks, nothing asked, nothing reproached, few words besides."""
    said = words(text)
    if "?" in text or not THANKS.intersection(said) or RESERVES.intersection(said):
        return False
    return len([word for word in conf.analyser()(text) if word not in _thanking()]) <= 6


def area_in(text: str, areas: Iterable[Area] | None = None) -> Area | None:
    """The neighbourhood a text names, by its name or another one; the longest name wins. None when none or two are named equally well.

    What begins an expression of the thesaurus names nothing: no « Centre » in « centre de loisirs ».
    """
    said = words(text)
    best: tuple[int, Area | None] = (0, None)
    for area in Area.objects.all() if areas is None else areas:
        length = max((len(" ".join(name)) for name in (words(name) for name in (area.name, *area.aliases)) if _names(said, name)), default=0)
        if length > best[0]:
            best = (length, area)
        elif length and length == best[0]:
            best = (length, None)
    return best[1]


def _names(said: list[str], name: list[str]) -> bool:
    """Whether these words stand in a text, once at least on their own."""
    ends = (start + len(name) for start in range(len(said) - len(name) + 1) if name and said[start : start + len(name)] == name)
    return any(not _goes_on(said[end - 1 : end + 3]) for end in ends)


def _goes_on(said: list[str]) -> bool:
    """« centre de loisirs »: two words that subjects say one after the other."""
    stems = conf.analyser()(" ".join(said))
    return len(stems) > 1 and current_index().says(stems[0], stems[1])


def _thanking() -> frozenset[str]:
    return frozenset(stem for word in THANKS for stem in conf.analyser()(word))


def _stamp() -> tuple[object, ...]:
    """Changes whenever the index would: one query. `updated_at` moves with every `save`; a bulk `update` must set it."""
    stamp = Topic.objects.aggregate(
        rows=Count("pk"),
        keys=Sum("pk"),
        first=Min("slug"),
        last=Max("slug"),
        changed=Max("updated_at"),
        letters=Sum(Length("name")),
        all_departments=Sum("department_id"),
        all_answers=Count("answers"),
        last_answer=Max("answers__pk"),
    )
    return tuple(stamp.values())


@lru_cache(maxsize=2)
def _index(stamp: tuple[object, ...], analyser: str, synonyms: conf.Synonyms) -> Index:
    """One index a process, for the present state of topics and synonyms; the arguments are its key."""
    asked: dict[int, list[str]] = {}
    for topic_id, question in Answer.objects.filter(topic__isnull=False).values_list("topic_id", "question"):
        asked.setdefault(topic_id, []).append(question)
    rows = Topic.objects.filter(active=True).order_by("slug").annotate(code=F("department__code"), outside=F("outside_body__slug"))
    fields = rows.values_list("pk", "name", "terms", "examples", "code", "department_code", "outside")
    subjects = [
        Subject(pk, f"{OUTSIDE}:{outside}" if outside else code or kept_code, name, tuple(terms), (*examples, *asked.get(pk, ())))
        for pk, name, terms, examples, code, kept_code, outside in fields
    ]
    return Index(subjects, analyse=conf.analyser(), synonyms=synonyms)
