"""Opening pages as somebody, in a town whose absences the test decides."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.contrib.auth.models import AbstractUser
from django.test import Client
from django.utils import timezone

from referents.directory import Away, DefaultDirectory

AWAY: dict[int, int | None] = {}
POSTED: dict[int, set[int]] = {}


def signed_in(user: AbstractUser) -> Client:
    client = Client()
    client.force_login(user)
    return client


class KnownDirectory(DefaultDirectory):
    """Absences said by the test in `AWAY` (person → who stands in), the same telephone number for everybody."""

    def absences(self, users: Iterable[AbstractUser], start: date, end: date) -> list[Away]:
        until = timezone.localdate() + timedelta(days=3)
        return [Away(user.pk, start, until, AWAY[user.pk]) for user in users if user.pk in AWAY]

    def phones(self, users: Iterable[AbstractUser]) -> dict[int, str]:
        return {user.pk: "01 00 00 00 12" for user in users}

    def works_in(self, user: AbstractUser) -> set[int] | None:
        """Where a person works, said by the test in `POSTED`; nowhere for the others once somebody works somewhere."""
        return POSTED.get(user.pk, set()) if POSTED else None
