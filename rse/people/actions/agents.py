"""Entering, changing, moving and leaving."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from rse.people.actions.departments import refuse_other_organisation
from rse.people.actions.journal import record, require, require_hr
from rse.people.actions.sign_in import close_account
from rse.people.exceptions import EmailTaken, HasLeft, NotYet, NumberTaken, UnknownField
from rse.people.models import Absence, Agent, Department, Organisation, User, WorkingPattern
from rse.people.permissions import can_edit_profile, can_manage_people
from rse.people.search_key import search_key
from rse.people.signals import agent_changed, agent_created, agent_left, agent_moved, agent_returned

OWN_FIELDS = frozenset({"phone", "mobile", "site", "about"})
HR_FIELDS = OWN_FIELDS | {"first_name", "last_name", "job_title", "pattern", "kind", "joined_on"}


@transaction.atomic
def create_agent(
    organisation: Organisation,
    *,
    number: str,
    first_name: str,
    last_name: str,
    actor: User | None,
    department: Department | None = None,
    kind: str = Agent.Kind.AGENT,
    job_title: str = "",
    email: str | None = None,
    phone: str = "",
    mobile: str = "",
    site: str = "",
    about: str = "",
    pattern: WorkingPattern | None = None,
    joined_on: date | None = None,
) -> Agent:
    """Enter a person; the account stays closed until a code is issued. HR or the program. Raises NumberTaken, EmailTaken."""
    require_hr(actor)
    refuse_other_organisation(organisation, department)
    if User.objects.filter(username=number).exists():
        raise NumberTaken
    user = User(username=number, email=free_email(email), first_name=first_name, last_name=last_name, is_active=False)
    user.set_unusable_password()
    user.save()
    agent = Agent(
        user=user,
        organisation=organisation,
        department=department,
        kind=kind,
        first_name=first_name,
        last_name=last_name,
        job_title=job_title,
        phone=phone,
        mobile=mobile,
        site=site,
        about=about,
        pattern=pattern,
        joined_on=joined_on,
    )
    agent.folded = search_key(agent)
    agent.save()
    record("created", actor=actor, subject=user, department=department)
    agent_created.send(Agent, agent=agent, actor=actor)
    return agent


@transaction.atomic
def change_profile(agent: Agent, *, changes: Mapping[str, Any], actor: User | None) -> Agent:
    """Write the changed fields among `changes` (model field name → value). The person changes OWN_FIELDS, HR all of HR_FIELDS.

    Raises PermissionDenied, and UnknownField for a field that this person may not change.
    """
    require(actor is None or can_edit_profile(actor, agent))
    allowed = HR_FIELDS if actor is None or can_manage_people(actor) else OWN_FIELDS
    if not set(changes) <= allowed:
        raise UnknownField
    fields = sorted(name for name, value in changes.items() if getattr(agent, name) != value)
    if not fields:
        return agent
    for name in fields:
        setattr(agent, name, changes[name])
    agent.folded = search_key(agent)
    agent.save(update_fields=[*fields, "folded"])
    if {"first_name", "last_name"} & set(fields):
        User.objects.filter(pk=agent.user_id).update(first_name=agent.first_name, last_name=agent.last_name)
    record("profile_changed", actor=actor, subject=agent.user, fields=fields)
    agent_changed.send(Agent, agent=agent, fields=fields, actor=actor)
    return agent


@transaction.atomic
def change_email(agent: Agent, *, email: str | None, actor: User | None) -> Agent:
    """Give the address that opens the account; None removes it. HR or the program: whoever holds the address can reset the password."""
    require_hr(actor)
    user = agent.user
    address = free_email(email, besides=user)
    if user.email == address:
        return agent
    user.email = address
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()
    record("email_changed", actor=actor, subject=user)
    agent_changed.send(Agent, agent=agent, fields=["email"], actor=actor)
    return agent


@transaction.atomic
def move_agent(agent: Agent, *, department: Department | None, actor: User | None) -> Agent:
    """The person now works elsewhere; who headed the old department still heads it until `name_head`. HR or the program."""
    require_hr(actor)
    if agent.state == Agent.State.LEFT:
        raise HasLeft
    refuse_other_organisation(agent.organisation, department)
    previous = agent.department
    if previous == department:
        return agent
    agent.department = department
    agent.folded = search_key(agent)
    agent.save(update_fields=["department", "folded"])
    record("moved", actor=actor, subject=agent.user, department=department, previous=previous.pk if previous else None)
    agent_moved.send(Agent, agent=agent, previous=previous, actor=actor)
    return agent


@transaction.atomic
def leave(agent: Agent, *, on: date, actor: User | None) -> Agent:
    """The person has left: out of the directory, account closed, sessions over, no longer head nor substitute. Raises NotYet for a day to come."""
    require_hr(actor)
    if agent.state == Agent.State.LEFT:
        return agent
    if on > timezone.localdate():
        raise NotYet
    agent.state = Agent.State.LEFT
    agent.left_on = on
    agent.save(update_fields=["state", "left_on"])
    Department.objects.filter(head=agent.user_id).update(head=None)
    Absence.objects.filter(substitute=agent).not_over(on).update(substitute=None)
    close_account(agent.user)
    record("left", actor=actor, subject=agent.user, on=on.isoformat())
    agent_left.send(Agent, agent=agent, actor=actor)
    return agent


@transaction.atomic
def rejoin(agent: Agent, *, department: Department | None, actor: User | None) -> Agent:
    """A person who had left is back; the account stays closed until a code is issued."""
    require_hr(actor)
    if agent.state == Agent.State.ACTIVE:
        return agent
    refuse_other_organisation(agent.organisation, department)
    agent.state = Agent.State.ACTIVE
    agent.left_on = None
    agent.department = department
    agent.folded = search_key(agent)
    agent.save(update_fields=["state", "left_on", "department", "folded"])
    record("returned", actor=actor, subject=agent.user, department=department)
    agent_returned.send(Agent, agent=agent, actor=actor)
    return agent


@transaction.atomic
def set_theme(user: User, *, theme: User.Theme, actor: User | None) -> User:
    """Light, dark, or as on the device: the person's own choice."""
    require(actor is None or actor.pk == user.pk)
    if user.theme != theme:
        user.theme = theme
        user.save(update_fields=["theme"])
        record("theme_chosen", actor=actor, subject=user, theme=str(theme))
    return user


def free_email(email: str | None, *, besides: User | None = None) -> str | None:
    """The address in its stored form, None when empty. Raises EmailTaken whatever the case of the letters."""
    address = User.objects.normalize_email((email or "").strip())
    if address is None:
        return None
    others = User.objects.exclude(pk=besides.pk) if besides else User.objects.all()
    if others.annotate(lowered=Lower("email")).filter(lowered=address.lower()).exists():
        raise EmailTaken
    return address
