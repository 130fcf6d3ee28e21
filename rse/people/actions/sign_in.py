"""Opening and closing accounts: printed codes and passwords."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from rse.people.actions.journal import record, require, require_hr
from rse.people.codes import generate_code
from rse.people.exceptions import HasLeft, SamePassword
from rse.people.models import Agent, User
from rse.people.permissions import can_reset_sign_in
from rse.people.signals import account_closed, password_chosen, sign_in_code_issued


@transaction.atomic
def issue_sign_in_code(agent: Agent, *, actor: User | None) -> str:
    """Open the account with a fresh printed code and return it: the only copy in clear. Earlier code, password and sessions are over.

    HR or the head of the department or above, never for oneself. Valid 90 days; the person then chooses a password. Raises HasLeft.
    """
    if agent.state == Agent.State.LEFT:
        raise HasLeft
    require(actor is None or can_reset_sign_in(actor, agent))
    user = agent.user
    code = generate_code()
    first_time = not user.is_active
    user.set_password(code)
    user.is_active = True
    user.must_choose_password = True
    user.code_issued_at = timezone.now()
    user.save(update_fields=["password", "is_active", "must_choose_password", "code_issued_at"])
    record("code_issued" if first_time else "code_reset", actor=actor, subject=user)
    sign_in_code_issued.send(Agent, agent=agent, actor=actor)
    return code


@transaction.atomic
def choose_password(user: User, *, password: str, actor: User | None) -> User:
    """Keep the person's own password, already validated by the form; other sessions are over. Raises SamePassword."""
    require(actor is None or actor.pk == user.pk)
    if user.check_password(password):
        raise SamePassword
    user.set_password(password)
    user.must_choose_password = False
    user.code_issued_at = None
    user.save(update_fields=["password", "must_choose_password", "code_issued_at"])
    record("password_chosen", actor=actor, subject=user)
    password_chosen.send(User, user=user, actor=actor)
    return user


@transaction.atomic
def deactivate(agent: Agent, *, actor: User | None) -> Agent:
    """Close the account at once, sessions and open sockets included; a new code opens it again. HR or the program."""
    require_hr(actor)
    if not agent.user.is_active:
        return agent
    close_account(agent.user)
    record("deactivated", actor=actor, subject=agent.user)
    account_closed.send(Agent, agent=agent, actor=actor)
    return agent


@transaction.atomic
def change_rights(user: User, *, groups: Iterable[Group], is_superuser: bool, actor: User | None) -> User:
    """Give the account its groups and say whether it administers everything. Administrators or the program."""
    require(actor is None or (actor.is_active and actor.is_superuser))
    user.groups.set(groups)
    user.is_superuser = is_superuser
    user.save(update_fields=["is_superuser"])
    record("rights_changed", actor=actor, subject=user, groups=sorted(user.groups.values_list("pk", flat=True)), is_superuser=is_superuser)
    return user


def close_account(user: User) -> None:
    """No password, so no session survives even if the account is opened again: the session hash is made from the password."""
    user.set_unusable_password()
    user.is_active = False
    user.must_choose_password = False
    user.code_issued_at = None
    user.save(update_fields=["password", "is_active", "must_choose_password", "code_issued_at"])
