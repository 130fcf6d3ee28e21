"""The people of Relais as the plugin sees them: `rse.people` read in bulk, nothing kept."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from referents import host
from referents.directory import Away, Colleague, DefaultDirectory
from rse.core.prepared import Prepared
from rse.people.models import Absence, Agent, Department, User
from rse.people.presence import is_holiday, zone_of
from rse.people.suggestions import answers, detail_of, photo_of
from rse.people.working_time import hours_on

if TYPE_CHECKING:
    from django.db.models import QuerySet

WITH_PATTERN = Prepared(lambda _user, _now, users: Agent.objects.filter(user__in=users, pattern__isnull=False).select_related("organisation", "pattern"))
NUMBERS = Prepared(lambda _user, _now, users: Agent.objects.filter(user__in=users, state=Agent.State.ACTIVE).values_list("user", "phone", "mobile"))


def _away(users: Iterable[int], start: date, end: date) -> "QuerySet[Any]":  # Any: rows of four columns
    rows = Absence.objects.filter(agent__user__in=users).overlapping(start, end)
    return rows.order_by("start", "pk").values_list("agent__user", "start", "end", "substitute__user")  # type: ignore[no-any-return]  # an untyped queryset


# For what is asked of today, the SQL is written once.
AWAY_TODAY = Prepared(lambda _user, _now, users: _away(users, timezone.localdate(), timezone.localdate()))


class RelaisDirectory(DefaultDirectory):
    """Named by `REFERENTS["DIRECTORY"]`. The deputy is the one the referent chose; an absence's own substitute comes with the absence."""

    def absences(self, users: Iterable[User], start: date, end: date) -> list[Away]:
        people = [user.pk for user in users]
        today = start == end == timezone.localdate()
        return [Away(*row) for row in (AWAY_TODAY.rows(None, users=people) if today else _away(people, start, end))]

    def working_hours(self, user: User, day: date) -> list[tuple[datetime, datetime]] | None:
        """From the working pattern; [] on public holidays and days away; None without a pattern: the service calendar is then used."""
        agent = Agent.objects.filter(user=user.pk, state=Agent.State.ACTIVE).select_related("organisation", "pattern").first()
        if agent is None:
            return None
        if is_holiday(agent.organisation, day) or Absence.objects.filter(agent=agent).on(day).exists():
            return []
        return hours_on(agent.pattern.slots, day, zone_of(agent.organisation)) if agent.pattern else None

    def works_in(self, user: User) -> set[int] | None:
        """The agent's own department and those above; nothing for an account without a posting. Two queries."""
        step = Agent.objects.filter(user=user.pk, state=Agent.State.ACTIVE).values_list("department", flat=True).first()
        tree = dict(Department.objects.order_by().values_list("pk", "parent")) if step else {}
        found: set[int] = set()
        while step is not None and step not in found:
            found.add(step)
            step = tree.get(step)
        return found

    def off_duty(self, users: Iterable[User], day: date) -> set[int]:
        """From working patterns and public holidays, in one query. Nobody without a pattern is off."""
        return self.off_duty_days(users, [day])[day]

    def off_duty_days(self, users: Iterable[User], days: Iterable[date]) -> dict[date, set[int]]:
        """The same for several days, still in one query: a pattern and a day are looked at once, whatever the number of people."""
        agents, found = WITH_PATTERN.objects(None, users=[user.pk for user in users]), {}
        for day in days:
            idle: dict[tuple[int, int | None], bool] = {}
            for agent in agents:
                key = (agent.organisation_id, agent.pattern_id)
                if key not in idle:
                    idle[key] = is_holiday(agent.organisation, day) or not (agent.pattern and hours_on(agent.pattern.slots, day, zone_of(agent.organisation)))
            found[day] = {agent.user_id for agent in agents if idle[(agent.organisation_id, agent.pattern_id)]}
        return found

    def heads(self, department: host.Department) -> list[User]:
        """The head of the department, or of the nearest one above whose head still has an account. Two queries, whatever the depth."""
        tree = {pk: (parent, head) for pk, parent, head in Department.objects.order_by().values_list("pk", "parent", "head")}
        above: list[int] = []
        step: int | None = department.pk
        while step is not None and step in tree:
            step, head = tree.pop(step)
            if head is not None:
                above.append(head)
        present = User.objects.filter(pk__in=above, is_active=True).in_bulk()
        return [present[pk] for pk in above if pk in present][:1]

    def departments_of(self, users: Iterable[User]) -> dict[int, int]:
        """Where each person is posted, in one query."""
        return dict(Agent.objects.filter(user__in=[user.pk for user in users]).values_list("user", "department"))

    def authority(self, user: User) -> str:
        """The organisation that employs the person."""
        agent = Agent.objects.filter(user=user.pk).select_related("organisation").first()
        return agent.organisation.name if agent else ""

    def find(self, query: str, *, by: User, most: int) -> list[Colleague]:
        """The search of Relais's own directory, elected members and closed accounts left out."""
        among = Agent.objects.filter(user__is_active=True, kind=Agent.Kind.AGENT).exclude(user=by.pk)
        found = answers(by, query, at=timezone.now(), among=among)
        return [
            Colleague(agent.user_id, self.label(agent.user), detail_of(agent), there.words, there.reachable, agent.initials, photo_of(agent), found.near)
            for agent, there in found.people[:most]
        ]

    def phone(self, user: User) -> str:
        return self.phones([user]).get(user.pk, "")

    def phones(self, users: Iterable[User]) -> dict[int, str]:
        """The line of the office, or the mobile, of those in post; one query."""
        people = [user.pk for user in users]
        numbers = dict.fromkeys(people, "")
        for user_id, phone, mobile in NUMBERS.rows(None, users=people):
            numbers[user_id] = phone or mobile
        return numbers
