"""« Still true? »: once a year, a card asks the person to read their own profile. Nobody else is told, nothing depends on the answer."""

from datetime import datetime, time

from django.db.models import Q, QuerySet, Subquery
from django.utils import timezone

from rse.core import pulse
from rse.core.todo import TodoCard
from rse.people.conf import CONFIRMED_FOR
from rse.people.models import Agent, User

TO_CONFIRM = "to_confirm"


def to_confirm(user: User) -> "QuerySet[Agent]":
    """The person's own profile when it was neither confirmed nor, if never confirmed, the account created within the year.

    One row at most, and no query for accounts of the year.
    """
    now = timezone.now()
    if user.date_joined > now - CONFIRMED_FOR:
        return Agent.objects.none()
    limit = timezone.localdate(now) - CONFIRMED_FOR
    old = Q(confirmed_on__lte=limit) | Q(confirmed_on=None, user__date_joined__lte=now - CONFIRMED_FOR)
    return Agent.objects.visible_to(user).filter(old, user=user.pk)


def _old(user: User, _now: datetime) -> Subquery:
    """The same as `to_confirm`, asked with the other questions of every page: as of this morning."""
    morning = timezone.make_aware(datetime.combine(timezone.localdate(), time.min)) - CONFIRMED_FOR
    old = Q(confirmed_on__lte=timezone.localdate() - CONFIRMED_FOR) | Q(confirmed_on=None)
    return pulse.number(Agent.objects.filter(old, user=user.pk, state=Agent.State.ACTIVE, user__date_joined__lte=morning))


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    pulse.register(TO_CONFIRM, _old)


def confirmation_cards(user: User) -> list[TodoCard]:
    return [TodoCard("people/todo/confirm.html", {"agent": agent}, 90) for agent in to_confirm(user)] if count_confirmations(user) else []


def count_confirmations(user: User) -> int:
    return pulse.of(user)[TO_CONFIRM]
