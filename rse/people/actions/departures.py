"""Planning a departure, and erasing who has left."""

from datetime import date

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from guardian.models import UserObjectPermission
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from rse.people.actions.agents import leave
from rse.people.actions.journal import record, require_hr
from rse.people.actions.portraits import remove_portrait
from rse.people.actions.sign_in import close_account
from rse.people.exceptions import StillInPost
from rse.people.models import Absence, Agent, Position, ProfileChange, ProfileValue, SpokenLanguage, User
from rse.people.signals import agent_erased, departure_planned

EMPTIED = ("first_name", "job_title", "phone", "mobile", "site", "about", "folded")
FORGOTTEN = ("pattern", "joined_on", "confirmed_on", "leaving_on")


@transaction.atomic
def plan_departure(agent: Agent, *, last_day: date, actor: User | None) -> Agent:
    """`last_day` is the last one worked: the account stays open until its end. A day already over closes it at once. HR or the program.

    Said twice, planned once; another day replaces the one before.
    """
    require_hr(actor)
    if agent.state == Agent.State.LEFT:
        return agent
    if last_day < timezone.localdate():
        return leave(agent, on=last_day, actor=actor)
    if agent.leaving_on == last_day:
        return agent
    agent.leaving_on = last_day
    agent.save(update_fields=["leaving_on"])
    record("departure_planned", actor=actor, subject=agent.user, on=last_day.isoformat())
    departure_planned.send(Agent, agent=agent, last_day=last_day, actor=actor)
    return agent


@transaction.atomic
def cancel_departure(agent: Agent, *, actor: User | None) -> Agent:
    """The person stays after all. HR or the program; nothing to cancel, nothing written."""
    require_hr(actor)
    if agent.leaving_on is None or agent.state == Agent.State.LEFT:
        return agent
    agent.leaving_on = None
    agent.save(update_fields=["leaving_on"])
    record("departure_cancelled", actor=actor, subject=agent.user)
    departure_planned.send(Agent, agent=agent, last_day=None, actor=actor)
    return agent


@transaction.atomic
def anonymise(agent: Agent, *, actor: User | None) -> Agent:
    """Erase for ever who this person was: names, number, telephone, photograph, answers, history. The account stays, closed and nameless, so that
    what points at it holds. HR or the program. Harmless twice. Raises StillInPost.
    """
    require_hr(actor)
    agent = Agent.objects.select_for_update(of=("self",)).select_related("user").get(pk=agent.pk)
    if agent.state != Agent.State.LEFT:
        raise StillInPost
    if agent.erased_at is not None:
        return agent
    names = [name for name in (agent.full_name, agent.user.get_full_name()) if name]
    remove_portrait(agent, actor=None)
    _erase_account(agent.user)
    _erase_profile(agent)
    _erase_traces(agent)
    record("erased", actor=actor, subject=agent.user)
    agent_erased.send(Agent, agent=agent, names=names, actor=actor)
    return agent


def _erase_account(user: User) -> None:
    close_account(user)
    user.username = f"erased-{user.pk}"
    user.first_name, user.last_name, user.email = "", nameless(), None
    user.last_login, user.is_staff, user.is_superuser = None, False, False
    user.save(update_fields=["username", "first_name", "last_name", "email", "last_login", "is_staff", "is_superuser"])
    user.groups.clear()
    user.user_permissions.clear()
    EmailAddress.objects.filter(user=user).delete()
    UserObjectPermission.objects.filter(user=user).delete()
    UserProfile.objects.filter(user=user).delete()


def _erase_profile(agent: Agent) -> None:
    for name in EMPTIED:
        setattr(agent, name, "")
    for name in FORGOTTEN:
        setattr(agent, name, None)
    agent.last_name = nameless()
    agent.erased_at = timezone.now()
    agent.save(update_fields=["last_name", "erased_at", *EMPTIED, *FORGOTTEN])
    agent.skills.clear()
    for model in (SpokenLanguage, ProfileValue, ProfileChange, Absence, Position):
        model.objects.filter(agent=agent).delete()


def _erase_traces(agent: Agent) -> None:
    """The two admins write the names of what is changed in their own journals."""
    ModelLogEntry.objects.for_instance(agent).update(label=nameless(), data={})
    ModelLogEntry.objects.for_instance(agent.user).update(label=nameless(), data={})
    LogEntry.objects.filter(object_id=str(agent.user_id), content_type__app_label="people", content_type__model="user").update(
        object_repr=nameless(), change_message=""
    )


def nameless() -> str:
    """What stands in place of the name."""
    return _("Former member of staff")
