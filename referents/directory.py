"""The plugin's view of its host's people. A host replaces it with a subclass named in `REFERENTS["DIRECTORY"]`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth import get_user_model

from referents.colleagues import holds
from referents.host import Department, User
from referents.models import Absence, Referent
from referents.text import fold, words


@dataclass(frozen=True)
class Away:
    """A person is away from `start` to `end`, both included; `deputy_id` when the host knows who stands in."""

    user_id: int
    start: date
    end: date
    deputy_id: int | None = None


@dataclass(frozen=True)
class Colleague:
    """Somebody found, and what helps to recognise them: « Jardinier · Espaces verts », whether they are in today (`here`), a face or initials."""

    user_id: int
    name: str
    detail: str = ""
    presence: str = ""
    here: bool = False
    initials: str = ""
    photo: str = ""
    near: bool = False


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

    def works_in(self, user: User) -> set[int] | None:
        """Ids of the department this person works in and of those above it; None when the host does not know."""
        return None

    def off_duty(self, users: Iterable[User], day: date) -> set[int]:
        """Ids of those who, absences apart, do not work on this day: weekend, public holiday, part-time. Empty when the host does not know."""
        return set()

    def departments_of(self, users: Iterable[User]) -> dict[int, int]:
        """The id of the department each person works in, by user id; those of whom the host does not know are left out."""
        return {}

    def authority(self, user: User) -> str:
        """The name of the employer, for letters; empty when the host does not know."""
        return ""

    def off_duty_days(self, users: Iterable[User], days: Iterable[date]) -> dict[date, set[int]]:
        """`off_duty` for several days. A host that can answers in one go."""
        people = list(users)
        return {day: self.off_duty(people, day) for day in days}

    def find(self, query: str, *, by: User, most: int) -> list[Colleague]:
        """At most `most` people with an open account, `by` left out, best first. `near` on all of them: the very words find nobody.

        Unless the host does better: those whose name holds every word of `query`, whatever its accents; nobody for fewer than two letters.
        """
        wanted = words(query)
        if len("".join(wanted)) < 2 or not by.is_active:
            return []
        everybody = ((user.pk, self.label(user)) for user in get_user_model().objects.filter(is_active=True).exclude(pk=by.pk))
        found = [Colleague(pk, name) for pk, name in everybody if holds(name, wanted)]
        return sorted(found, key=lambda colleague: fold(colleague.name))[:most]

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

    def departments_of(self, users: Iterable[User]) -> dict[int, int]:
        """Where the person is a referent, the first role when there are several."""
        rows = Referent.objects.filter(user__in=[user.pk for user in users]).exclude(state=Referent.State.ENDED).order_by("-pk")
        return dict(rows.values_list("user", "department"))

    def phone(self, user: User) -> str:
        return ""

    def label(self, user: User) -> str:
        return user.get_full_name() or user.get_username()
