"""Saying that a search was useful, or that it found nothing. No row names anybody."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from search.french.words import fold
from search.models import Opinion
from search.signals import searched_in_vain

LONGEST = 80
User = Any  # the host's user


@transaction.atomic
def give_opinion(words: str, *, useful: bool, token: UUID, actor: User) -> Opinion:  # noqa: ARG001 - whoever says it is not kept, on purpose
    """Twice with one token is once: the first answer stands."""
    given = {"words": " ".join(fold(words).split())[:LONGEST], "useful": useful, "week": monday_of(timezone.localdate())}
    opinion, _created = Opinion.objects.get_or_create(token=token, defaults=given)
    return opinion


@transaction.atomic
def note_in_vain(words: str, *, actor: User) -> None:
    """`words` were searched everywhere and nothing answered: whoever counts such words is told, and counts a person once."""
    searched_in_vain.send(sender=None, words=words, actor=actor)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
