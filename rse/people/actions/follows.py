"""Following a colleague or a department: one's own business, journalled nowhere, told to nobody."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rse.people.exceptions import CannotFollowOneself
from rse.people.models import Agent, Department, Follow, User


@transaction.atomic
def follow(target: Agent | Department, *, actor: User) -> Follow:
    """What they send comes into the person's own feed; it gives no right to read. Harmless twice. Raises CannotFollowOneself."""
    if not actor.is_active:
        raise PermissionDenied
    if isinstance(target, Department):
        return Follow.objects.get_or_create(follower=actor, department=target, agent=None)[0]
    if target.state != Agent.State.ACTIVE:
        raise PermissionDenied
    if target.user_id == actor.pk:
        raise CannotFollowOneself
    return Follow.objects.get_or_create(follower=actor, agent=target, department=None)[0]


@transaction.atomic
def unfollow(target: Agent | Department, *, actor: User) -> None:
    """Harmless twice."""
    target_is = {"department": target} if isinstance(target, Department) else {"agent": target}
    Follow.objects.filter(follower=actor, **target_is).delete()
