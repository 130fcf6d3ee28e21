"""What falls due when people leave: departures planned, data erased, old history forgotten. Called every few seconds, harmless twice."""

from datetime import timedelta

from django.utils import timezone

from rse.people import actions
from rse.people.conf import leavers_kept_days
from rse.people.models import Agent

BATCH = 50


def leave_when_due() -> int:
    """Close the accounts whose last day is over. Answers how many."""
    due = Agent.objects.filter(state=Agent.State.ACTIVE, leaving_on__lt=timezone.localdate()).select_related("user").order_by("leaving_on", "pk")[:BATCH]
    return len([actions.leave(agent, on=agent.leaving_on, actor=None) for agent in due if agent.leaving_on])


def erase_when_due() -> int:
    """Erase who left more than PEOPLE_LEAVERS_KEPT_DAYS ago. Answers how many."""
    limit = timezone.localdate() - timedelta(days=leavers_kept_days())
    due = Agent.objects.filter(state=Agent.State.LEFT, erased_at=None, left_on__lt=limit).order_by("left_on", "pk")[:BATCH]
    return len([actions.anonymise(agent, actor=None) for agent in due])


def forget_history() -> int:
    return actions.forget_old_history()
