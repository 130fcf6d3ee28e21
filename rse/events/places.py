"""Where a person may create an event: in a group that keeps an agenda, on the page of their department, before all agents."""

from django.utils.translation import gettext as _

from rse.events.facts import Where
from rse.events.permissions import keeps_agenda
from rse.feed.writing import can_write_outside_groups, can_write_to_everyone, groups_to_write_in
from rse.people.models import Department, User

EVERYONE = "tous"
DEPARTMENT = "service"


def choices_for(user: User) -> list[tuple[str, str]]:
    """The groups first: what concerns a few is told to a few."""
    groups = [(str(group.pk), group.name) for group in groups_to_write_in(user) if keeps_agenda(group)]
    department = _department_of(user)
    own = [(DEPARTMENT, _("On the page of my department: %(name)s") % {"name": department})] if department and can_write_outside_groups(user) else []
    everyone = [(EVERYONE, _("All agents"))] if can_write_to_everyone(user) else []
    return [*groups, *own, *everyone]


def where_of(user: User, choice: str) -> Where:
    """What was chosen among `choices_for`."""
    if choice == EVERYONE:
        return Where()
    if choice == DEPARTMENT:
        return Where(department=_department_of(user))
    return Where(community=groups_to_write_in(user).get(pk=choice))


def _department_of(user: User) -> Department | None:
    return Department.objects.filter(agents__user=user, agents__state="active").first()
