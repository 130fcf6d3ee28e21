"""The plugin and the network together: the plugin's own town, with the people of Relais."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AbstractUser

from rse.core.models import Frame
from rse.notifications.kinds import sentence
from rse.notifications.models import Notification
from tests.referents.factories import Town


@pytest.fixture
def town(db: None) -> Town:
    return Town()


@pytest.fixture
def told() -> Callable[[AbstractUser], list[str]]:
    """`told(user)`: the kinds of what this person was told, in order."""

    def kinds(user: AbstractUser) -> list[str]:
        return list(Notification.objects.filter(recipient=user.pk).order_by("seq").values_list("kind", flat=True))

    return kinds


@pytest.fixture
def last() -> Callable[[AbstractUser], Notification]:
    def find(user: AbstractUser) -> Notification:
        return Notification.objects.filter(recipient=user.pk).latest("seq")

    return find


@pytest.fixture
def read() -> Callable[[AbstractUser], str]:
    """`read(user)`: the last sentence this person reads."""
    return lambda user: sentence(Notification.objects.filter(recipient=user.pk).latest("seq"))


@pytest.fixture
def frames() -> Callable[[str], set[tuple[int, int]]]:
    """`frames("enquiry")`: the (user id, object id) pairs announced."""

    def pairs(kind: str) -> set[tuple[int, int]]:
        return {(entry[0], entry[1]) for frame in Frame.objects.filter(kind=kind) for entry in frame.entries}

    return pairs
