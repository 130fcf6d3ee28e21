"""Events for tests: tomorrow at noon, in the staff room, before all agents, organised by a new colleague."""

from datetime import timedelta
from uuid import uuid4

from django.contrib.auth.models import Permission
from django.utils import timezone

from rse.communities.models import Community
from rse.events import actions
from rse.events.facts import Facts, Where, Words
from rse.events.models import Event
from rse.people.models import Agent, User
from tests.factories import AgentFactory


def facts(**changes: object) -> Facts:
    start = changes.pop("starts_at", None) or timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    return Facts(**{"starts_at": start, "ends_at": start + timedelta(hours=1), "place": "Salle 2", **changes})


def event(title: str = "Point Plan neige", *, by: User | Agent | None = None, community: Community | None = None, text: str = "", **changes: object) -> Event:
    """Through the action, as people do. Before agents when no group is given: its author is given that right."""
    actor = by.user if isinstance(by, Agent) else by or AgentFactory(first_name="Flora", last_name="Quint").user
    may_speak(actor)
    return actions.plan(Words(title, text), facts(**changes), where=Where(community), token=uuid4().hex, actor=actor)


def may_speak(user: User) -> None:
    """The right to write before all agents."""
    user.user_permissions.add(Permission.objects.get(codename="post_to_everyone", content_type__app_label="feed"))
    for cached in ("_perm_cache", "_user_perm_cache"):
        vars(user).pop(cached, None)
