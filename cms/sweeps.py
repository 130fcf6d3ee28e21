"""What falls due among pages."""

from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

from cms.actions import forget_answers
from cms.actions.letter_telling import forget_openings
from cms.models import LetterSending
from cms.tasks import slow_send_letter
from rse.core.tasks import wake

ONCE_AN_HOUR = 3600
LOST_AFTER = timedelta(minutes=1)


def forget_old_answers() -> int:
    """Looked at once an hour: the sweep runs every five seconds."""
    return forget_answers(actor=None) if cache.add("cms.forget_old_answers", 1, ONCE_AN_HOUR) else 0


def forget_readers_of_letters() -> int:
    return forget_openings(actor=None) if cache.add("cms.forget_readers_of_letters", 1, ONCE_AN_HOUR) else 0


def finish_letters() -> int:
    """A sending whose worker was killed, or never woken, goes on from where it stood. One query on an index while there is none."""
    left = list(LetterSending.objects.unfinished(timezone.now() - LOST_AFTER).values_list("pk", flat=True))
    for pk in left:
        wake(slow_send_letter, pk)
    return len(left)
