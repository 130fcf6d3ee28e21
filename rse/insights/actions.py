"""Counting what was looked for in vain."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from rse.core.text import fold
from rse.insights.models import FruitlessSearch, SearchMark
from rse.people.models import User

LONGEST = 80


@transaction.atomic
def note_fruitless_search(words: str, *, actor: User) -> None:
    """`actor` looked for `words` and nothing was found. Counted once a person and a week; nothing that names the person is kept."""
    folded = fold(words)[:LONGEST]
    if not folded:
        return
    week = monday_of(timezone.localdate())
    search, _created = FruitlessSearch.objects.get_or_create(words=folded, week=week)
    digest = salted_hmac("insights.search", f"{search.pk}:{actor.pk}", algorithm="sha256").hexdigest()
    _mark, new = SearchMark.objects.get_or_create(search=search, digest=digest)
    if new:
        FruitlessSearch.objects.filter(pk=search.pk).update(people=F("people") + 1)


@transaction.atomic
def forget_marks(*, on: date, actor: User | None) -> int:  # noqa: ARG001 - the program itself
    """Erase the marks of the weeks that are over. Harmless twice."""
    return SearchMark.objects.filter(search__week__lt=monday_of(on)).delete()[0]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
