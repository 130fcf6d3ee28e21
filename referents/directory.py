"""The plugin's view of its host's people. A host replaces it with a subclass named in `REFERENTS["DIRECTORY"]`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth import get_user_model

from referents.host import Department, User
from referents.models import Absence, Referent


@dataclass(frozen=True)
class Away:
    """A person is away from `start` to `end`, both included; `deputy_id` when the host knows who stands in."""

    user_id: int
    start: date
    end: date
    deputy_id: int | None = None


class Directory:
    """What a host must offer. Every method answers for many people in a constant number of queries where it takes many."""

    def absences(self, users: Iterable[User], start: date, end: date) -> list[Away]:
        """Absences of these people that touch the days from `start` to `end`, both included."""
        raise NotImplementedError

    def working_hours(self, user: User, day: date) -> list[tuple[datetime, datetime]] | None:
        """The aware intervals this person works on `day`; [] when off; None when the host does not know (the service calendar is then used)."""
        raise NotImplementedError

    def deputy(self, user: User) -> User | None:
        """Who stands in for this person when no absence names a substitute."""
        raise NotImplementedError

    def heads(self, department: Department) -> list[User]:
        """The head of this department, or of the nearest one above that has one."""
        raise NotImplementedError

    def phone(self, user: User) -> str:
        """The number to call, or an empty string."""
        raise NotImplementedError

    def label(self, user: User) -> str:
        """The name to show."""
        raise NotImplementedError

    def off_duty(self, users: Iterable[User], day: date) -> set[int]:
        """Ids of those who, absences apart, do not work on this day: weekend, public holiday, part-time. Empty when the host does not know."""
        return set()

    def phones(self, users: Iterable[User]) -> dict[int, str]:
        """`phone` for many people, by user id."""
        return {user.pk: self.phone(user) for user in users}

    def deputies(self, users: Iterable[User]) -> dict[int, User]:
        """`deputy` for many people, by user id; those without one are left out."""
        found = {user.pk: self.deputy(user) for user in users}
        return {pk: deputy for pk, deputy in found.items() if deputy}


class DefaultDirectory(Directory):
    """For a bare host: reads `referents.Absence` and the referents' own deputies; knows no telephone number."""

    def absences(self, users: Iterable[User], start: date, end: date) -> list[Away]:
        rows = Absence.objects.filter(user__in=[user.pk for user in users], start__lte=end, end__gte=start)
        return [Away(row.user_id, row.start, row.end) for row in rows]

    def working_hours(self, user: User, day: date) -> list[tuple[datetime, datetime]] | None:
        return None

    def deputy(self, user: User) -> User | None:
        referent = Referent.objects.active().filter(user=user.pk, deputy__isnull=False).select_related("deputy").first()
        return referent.deputy if referent else None

    def deputies(self, users: Iterable[User]) -> dict[int, User]:
        rows = Referent.objects.active().filter(user__in=[user.pk for user in users], deputy__isnull=False).select_related("deputy")
        return {row.user_id: row.deputy for row in rows if row.deputy}

    def heads(self, department: Department) -> list[User]:
        above: Department | None = department
        while above:
            if above.head_id:
                return list(get_user_model().objects.filter(pk=above.head_id, is_active=True))
            above = above.parent
        return []

    def phone(self, user: User) -> str:
        return ""

    def label(self, user: User) -> str:
        return user.get_full_name() or user.get_username()
