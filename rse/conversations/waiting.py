"""How many conversations hold something new, for the menu of every page: one of the questions that `rse.core.pulse` asks at once."""

from datetime import datetime

from django.db.models import Subquery

from rse.conversations.models import Participant
from rse.core import pulse
from rse.people.models import User

NAME = "conversations"


def ask(user: User, now: datetime) -> Subquery:
    """Silent ones are not counted."""
    return pulse.number(Participant.objects.filter(user=user.pk, left_at=None).waiting(now))


def count_for(user: User) -> int:
    return pulse.of(user)[NAME]
