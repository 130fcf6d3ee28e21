"""Where an entry of the letter comes from, and whether every colleague may read it now: what one alone may read has no place in a letter to all.

An origin is a word and a number: "page:12", "answer:3", "event:8", "post:41".
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from wagtail.models import Page

from cms.permissions import open_to_everybody
from referents.models import Answer
from referents.querysets import AnswerQuerySet
from rse.communities.models import Community
from rse.events.models import Event
from rse.events.querysets import EventQuerySet
from rse.feed.models import Post
from rse.feed.querysets import PostQuerySet

PAGE, ANSWER, EVENT, POST = "page", "answer", "event", "post"
OPEN_PLACE = Q(community=None) | Q(community__visibility=Community.Visibility.OPEN)


@dataclass(frozen=True)
class Found:
    """What every colleague may read, by its name and its address."""

    title: str
    url: str


def pages() -> "QuerySet[Page]":
    return open_to_everybody(Page.objects.live())


def answers() -> AnswerQuerySet:
    """Those that agents read at a counter."""
    return Answer.objects.kept()


def posts() -> PostQuerySet:
    """Sent to all agents, or in a group that everybody reads; a post that shares another stands where its reader may not follow."""
    return Post.objects.sent().filter(OPEN_PLACE, shared_from=None)


def events() -> EventQuerySet:
    return Event.objects.standing().filter(post__in=posts().order_by().values("pk"))


def named(kind: str, pk: int) -> str:
    return f"{kind}:{pk}"


def lookup(origins: Iterable[str]) -> dict[str, Found]:
    """Those of `origins` that are open to everybody now. One query a sort, one more for the restrictions of pages."""
    asked: dict[str, set[int]] = defaultdict(set)
    for origin in origins:
        kind, _colon, number = origin.partition(":")
        if number.isdecimal():
            asked[kind].add(int(number))
    found: dict[str, Found] = {}
    for kind, load in LOADERS.items():
        if asked[kind]:
            found |= {named(kind, pk): one for pk, one in load(asked[kind])}
    return found


Loaded = Iterable[tuple[int, Found]]


def _pages(pks: set[int]) -> Loaded:
    return [(row.pk, Found(row.title, row.get_url() or "")) for row in pages().filter(pk__in=pks)]


def _answers(pks: set[int]) -> Loaded:
    rows = answers().filter(pk__in=pks).values_list("pk", "question")
    return [(pk, Found(question, reverse("referents:ready_answer", args=[pk]))) for pk, question in rows]


def _events(pks: set[int]) -> Loaded:
    rows = events().filter(pk__in=pks).values_list("pk", "post__title")
    return [(pk, Found(title, reverse("events:event", args=[pk]))) for pk, title in rows]


def _posts(pks: set[int]) -> Loaded:
    rows = posts().filter(pk__in=pks).values_list("pk", "title", "text")
    return [(pk, Found(title or text[:80], reverse("feed:post", args=[pk]))) for pk, title, text in rows]


LOADERS = {PAGE: _pages, ANSWER: _answers, EVENT: _events, POST: _posts}


def entries_of(body: Any) -> list[Any]:  # Any: values of `LetterBlock`
    """The entries of an issue, in their order."""
    return [block.value for block in body if block.block_type == "entry"]
