"""Entering, changing, moving and leaving."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from rse.people.actions.departments import refuse_other_organisation
from rse.people.actions.history import remember
from rse.people.actions.journal import record, require, require_hr
from rse.people.actions.positions import close_positions, follow, post
from rse.people.actions.sign_in import close_account
from rse.people.exceptions import DataErased, EmailTaken, HasLeft, NotYet, NumberTaken, UnknownField
from rse.people.models import Absence, Agent, Department, Organisation, User, WorkingPattern
from rse.people.permissions import EDITORS, hands_on, lines_for
from rse.people.search_key import search_key
from rse.people.signals import agent_changed, agent_created, agent_left, agent_returned

COLUMNS = frozenset(EDITORS) - {"skills", "languages"}


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
    follow(agent, on=joined_on or timezone.localdate(), actor=actor)
    agent_created.send(Agent, agent=agent, actor=actor)
    return agent


@transaction.atomic
def change_profile(agent: Agent, *, changes: Mapping[str, Any], actor: User | None) -> Agent:
    """Write the changed fields among `changes` (model field name → value). Who may write which is the table `permissions.EDITORS`.

    Raises PermissionDenied, and UnknownField for a field that this person may not change.
    """
    hands = hands_on(actor, agent) if actor else frozenset()
    require(actor is None or bool(hands))
    if not set(changes) <= (COLUMNS & lines_for(hands) if actor else COLUMNS):
        raise UnknownField
    fields = sorted(name for name, value in changes.items() if getattr(agent, name) != value)
    if not fields:
        return agent
    remember(agent, changes={name: (getattr(agent, name), changes[name]) for name in fields}, actor=actor)
    for name in fields:
        setattr(agent, name, changes[name])
    agent.folded = search_key(agent)
    agent.save(update_fields=[*fields, "folded"])
    if {"first_name", "last_name"} & set(fields):
        User.objects.filter(pk=agent.user_id).update(first_name=agent.first_name, last_name=agent.last_name)
    record("profile_changed", actor=actor, subject=agent.user, fields=fields)
    if "job_title" in fields:
        follow(agent, on=timezone.localdate(), actor=actor)
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
    remember(agent, changes={"email": (user.email, address)}, actor=actor)
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
    if agent.department == department:
        return agent
    post(agent, department=department, job_title=agent.job_title, actor=actor)
    follow(agent, on=timezone.localdate(), actor=actor)
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
    agent.left_on, agent.leaving_on = on, None
    agent.save(update_fields=["state", "left_on", "leaving_on"])
    Department.objects.filter(head=agent.user_id).update(head=None)
    Absence.objects.filter(substitute=agent).not_over(on).update(substitute=None)
    close_account(agent.user)
    close_positions(agent, on=on, actor=actor)
    record("left", actor=actor, subject=agent.user, on=on.isoformat())
    agent_left.send(Agent, agent=agent, actor=actor)
    return agent


@transaction.atomic
def rejoin(agent: Agent, *, department: Department | None, actor: User | None) -> Agent:
    """A person who had left is back; the account stays closed until a code is issued. Raises DataErased when nothing is left of them."""
    require_hr(actor)
    if agent.state == Agent.State.ACTIVE:
        return agent
    if agent.erased_at is not None:
        raise DataErased
    refuse_other_organisation(agent.organisation, department)
    agent.state = Agent.State.ACTIVE
    agent.left_on = None
    agent.department = department
    agent.folded = search_key(agent)
    agent.save(update_fields=["state", "left_on", "department", "folded"])
    record("returned", actor=actor, subject=agent.user, department=department)
    follow(agent, on=timezone.localdate(), actor=actor)
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
