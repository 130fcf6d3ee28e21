"""What falls due among people: positions that begin today, files that nobody confirmed."""

from datetime import timedelta

from django.utils import timezone

from rse.people import actions
from rse.people.models import ImportRun, Position

BATCH = 200
FILE_WAITS = timedelta(hours=24)


def take_up_positions() -> int:
    """Draw departments and job titles from the main positions that have begun; answers how many. Called every few seconds, harmless twice."""
    due = Position.objects.to_take_up(timezone.localdate()).order_by("start", "pk")[:BATCH]
    return sum(actions.take_up(position, actor=None) for position in due)


def forget_files() -> int:
    """A file of HR holds names and addresses: it waits a day to be confirmed, no longer. Called every few seconds, harmless twice."""
    before = timezone.now() - FILE_WAITS
    return actions.forget_files(before=before, actor=None) if ImportRun.objects.waiting_since(before).exists() else 0
