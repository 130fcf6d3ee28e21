"""The people of Relais as the plugin sees them: `rse.people` read in bulk, nothing kept."""

from collections.abc import Iterable
from datetime import date, datetime

from referents import host
from referents.directory import Away, DefaultDirectory
from rse.people.models import Absence, Agent, Department, User
from rse.people.presence import is_holiday, zone_of
from rse.people.working_time import hours_on


class RelaisDirectory(DefaultDirectory):
    """Named by `REFERENTS["DIRECTORY"]`. The deputy is the one the referent chose; an absence's own substitute comes with the absence."""

    def absences(self, users: Iterable[User], start: date, end: date) -> list[Away]:
        rows = Absence.objects.filter(agent__user__in=[user.pk for user in users]).overlapping(start, end)
        return [Away(*row) for row in rows.order_by("start", "pk").values_list("agent__user", "start", "end", "substitute__user")]

    def working_hours(self, user: User, day: date) -> list[tuple[datetime, datetime]] | None:
        """From the working pattern; [] on public holidays and days away; None without a pattern: the service calendar is then used."""
        agent = Agent.objects.filter(user=user.pk, state=Agent.State.ACTIVE).select_related("organisation", "pattern").first()
        if agent is None:
            return None
        if is_holiday(agent.organisation, day) or Absence.objects.filter(agent=agent).on(day).exists():
            return []
        return hours_on(agent.pattern.slots, day, zone_of(agent.organisation)) if agent.pattern else None

    def off_duty(self, users: Iterable[User], day: date) -> set[int]:
        """From working patterns and public holidays, in one query. Nobody without a pattern is off."""
        agents = Agent.objects.filter(user__in=[user.pk for user in users], pattern__isnull=False).select_related("organisation", "pattern")
        return {
            agent.user_id
            for agent in agents
            if is_holiday(agent.organisation, day) or (agent.pattern and not hours_on(agent.pattern.slots, day, zone_of(agent.organisation)))
        }

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

    def phone(self, user: User) -> str:
        return self.phones([user]).get(user.pk, "")

    def phones(self, users: Iterable[User]) -> dict[int, str]:
        """The line of the office, or the mobile, of those in post; one query."""
        people = [user.pk for user in users]
        numbers = dict.fromkeys(people, "")
        for user_id, phone, mobile in Agent.objects.filter(user__in=people, state=Agent.State.ACTIVE).values_list("user", "phone", "mobile"):
            numbers[user_id] = phone or mobile
        return numbers
