"""Who may do what to whom. Functions that only read; actions ask them, views ask them to show or hide a control."""

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from rse.people.models import Absence, Agent, Department, User


def can_manage_people(user: User) -> bool:
    """HR: keeps the register of people, departments and working patterns."""
    return user.is_active and user.has_perm("people.manage_people")


def leads(user: User, agent: Agent) -> bool:
    """Whether `user` is head of the agent's department or of one above it."""
    return user.is_active and agent.department is not None and user.pk in Department.objects.heads_above(agent.department)


def can_edit_profile(user: User, agent: Agent) -> bool:
    """The person, or HR."""
    return user.is_active and agent.state == Agent.State.ACTIVE and (agent.user_id == user.pk or can_manage_people(user))


def can_reset_sign_in(user: User, agent: Agent) -> bool:
    """HR, or the head of the department or above; never for oneself, and never for an account that opens more doors than one's own."""
    if agent.user_id == user.pk or agent.state != Agent.State.ACTIVE:
        return False
    if agent.user.is_superuser or agent.user.is_staff:
        return user.is_active and user.is_superuser
    if can_manage_people(user):
        return True
    return leads(user, agent) and not people_keepers().filter(pk=agent.user_id).exists()


def people_keepers() -> QuerySet[User]:
    """Accounts that hold the register of people, closed ones included: an inactive user has no permission in Django's eyes."""
    permission = Permission.objects.filter(codename="manage_people", content_type__app_label="people")
    return User.objects.filter(Q(is_superuser=True) | Q(user_permissions__in=permission) | Q(groups__permissions__in=permission))


def can_record_absence(user: User, agent: Agent) -> bool:
    """The person, the head of the department or above, HR."""
    if not user.is_active or agent.state != Agent.State.ACTIVE:
        return False
    return agent.user_id == user.pk or can_manage_people(user) or leads(user, agent)


def audience_of_agent(agent: Agent) -> QuerySet[User]:
    """The inverse of `Agent.objects.visible_to`."""
    everyone = User.objects.filter(is_active=True)
    return everyone if agent.state == Agent.State.ACTIVE else everyone.none()


def audience_of_absence(absence: Absence) -> QuerySet[User]:
    """The inverse of `Absence.objects.visible_to`: the person, the heads above, HR."""
    agent = absence.agent
    if agent.state != Agent.State.ACTIVE:
        return User.objects.none()
    heads = Department.objects.heads_above(agent.department) if agent.department else set()
    return User.objects.filter(Q(pk__in=[agent.user_id, *heads]) | Q(pk__in=people_keepers().values("pk")), is_active=True)
