"""Days away and who stands in."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from rse.people.actions.journal import record, require
from rse.people.exceptions import AbsenceIsOver, AlreadyAway, CannotReplaceOneself, EndsBeforeItStarts, SubstituteUnavailable
from rse.people.models import Absence, Agent, User
from rse.people.permissions import can_record_absence
from rse.people.signals import absence_cancelled, absence_recorded


@transaction.atomic
def record_absence(agent: Agent, *, start: date, end: date, actor: User | None, substitute: Agent | None = None) -> Absence:
    """Whole days, both ends included; no reason is asked. The person, the head or above, HR.

    The same days sent twice give the same absence. Raises EndsBeforeItStarts, CannotReplaceOneself, SubstituteUnavailable, AlreadyAway.
    """
    require(actor is None or can_record_absence(actor, agent))
    if end < start:
        raise EndsBeforeItStarts
    refuse_substitute(agent, substitute, start=start, end=end)
    Agent.objects.select_for_update().get(pk=agent.pk)
    clash = Absence.objects.filter(agent=agent).overlapping(start, end).first()
    if clash is not None:
        if (clash.start, clash.end, clash.substitute) == (start, end, substitute):
            return clash
        raise AlreadyAway
    absence = Absence.objects.create(agent=agent, start=start, end=end, substitute=substitute)
    record("absence_recorded", actor=actor, subject=agent.user, absence=absence.pk, start=start.isoformat(), end=end.isoformat())
    absence_recorded.send(Absence, absence=absence, actor=actor)
    return absence


@transaction.atomic
def cancel_absence(absence: Absence, *, actor: User | None) -> None:
    """Cancel days to come; an absence that has begun ends yesterday. Raises AbsenceIsOver when nothing is left to cancel."""
    agent = absence.agent
    require(actor is None or can_record_absence(actor, agent))
    today = timezone.localdate()
    if absence.end < today:
        raise AbsenceIsOver
    start, end = max(absence.start, today), absence.end
    record("absence_cancelled", actor=actor, subject=agent.user, absence=absence.pk, start=start.isoformat(), end=end.isoformat())
    if absence.start < today:
        absence.end = today - timedelta(days=1)
        absence.save(update_fields=["end"])
    else:
        absence.delete()
    absence_cancelled.send(Absence, agent=agent, start=start, end=end, substitute=absence.substitute, actor=actor)


def refuse_substitute(agent: Agent, substitute: Agent | None, *, start: date, end: date) -> None:
    """Raise CannotReplaceOneself, or SubstituteUnavailable for a leaver or a colleague away on the first day."""
    if substitute is None:
        return
    if substitute == agent:
        raise CannotReplaceOneself
    away = Absence.objects.filter(agent=substitute).on(start).exists() or Absence.objects.filter(agent=substitute, start__lte=start, end__gte=end).exists()
    if substitute.state == Agent.State.LEFT or away:
        raise SubstituteUnavailable
