"""One-click roles of a demonstration town. Empty, and therefore closed, wherever `DEMO` is off."""

from django.db.models import QuerySet

from rse.people.conf import demo_accounts
from rse.people.models import Agent


def demo_agents() -> QuerySet[Agent]:
    """The people offered on the sign-in page; the only ones that may be entered without a password."""
    return Agent.objects.filter(user__username__in=demo_accounts(), user__is_active=True, state=Agent.State.ACTIVE).select_related("user")


def demo_roles() -> list[Agent]:
    """The same, in the order of the setting."""
    numbers = demo_accounts()
    return sorted(demo_agents(), key=lambda agent: numbers.index(agent.user.username)) if numbers else []
