"""What says much the same as a text: ready answers, questions still open. Compared with the host's analyser (`REFERENTS["ANALYSER"]`), so that what
makes messages find their department makes them find each other."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from django.db.models import Q

from referents import conf
from referents.host import User
from referents.models import Answer, Enquiry
from referents.querysets import AnswerQuerySet

LEAST, ALIKE_FROM = 2, 0.6
LONGEST = 2_000
# A question that many citizens ask at once comes in a few days: the last ones are compared.
MOST_READ = 300


def shares(text: str, others: Mapping[int, str]) -> dict[int, float]:
    """For each other text that says much the same, how much: the share of the words of the shorter one that both hold, from 0.6 to 1.

    Two shared words at least; so a text of fewer is like nothing. Nothing else is asked than the analyser.
    """
    analyser = conf.option("ANALYSER")
    said = frozenset(conf.analyser()(text[:LONGEST]))
    if len(said) < LEAST:
        return {}
    scored = {key: _share(said, _said(other[:LONGEST], analyser)) for key, other in others.items()}
    return {key: score for key, score in scored.items() if score >= ALIKE_FROM}


def ready_answers(text: str, rows: AnswerQuerySet, *, topics: Sequence[int] = (), limit: int) -> list[Answer]:
    """Answers of `rows` to nearly the same question, the closest first, then those on these subjects, the most used first. Two queries at most."""
    alike = shares(text, dict(rows.order_by().values_list("pk", "question")))
    wanted = Q(pk__in=alike) | Q(topic__in=topics)
    found = rows.filter(wanted).select_related("topic", "owner") if alike or topics else []
    return sorted(found, key=lambda row: (-alike.get(row.pk, 0.0), -row.reuses, -row.written_on.toordinal(), -row.pk))[:limit]


def open_questions(text: str, *, user: User, topics: Sequence[int] = (), besides: int | None = None, limit: int) -> list[Enquiry]:
    """Open questions this person may see that say much the same, the closest first, then those on these subjects, the oldest first. Two queries."""
    rows = Enquiry.objects.visible_to(user).open().exclude(pk=besides or 0)
    alike = shares(text, dict(rows.order_by("-received_at", "-pk").values_list("pk", "subject")[:MOST_READ]))
    found = rows.filter(pk__in=alike).order_by("received_at", "pk")
    closest = sorted(found, key=lambda row: -alike[row.pk])[:limit] if alike else []
    if topics and len(closest) < limit:
        closest += rows.filter(topic__in=topics).exclude(pk__in=alike).order_by("received_at", "pk")[: limit - len(closest)]
    return closest


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    both = len(one & other)
    return both / min(len(one), len(other)) if both >= LEAST else 0.0


@lru_cache(maxsize=1_024)
def _said(text: str, analyser: str) -> frozenset[str]:
    """Different words of a title; `analyser` is part of the key. What is being typed is not kept."""
    return frozenset(conf.analyser()(text))
