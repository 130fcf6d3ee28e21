"""What a line of a profile said before and says now: written beside the journal, kept some months."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from rse.people.conf import history_kept_days
from rse.people.models import Agent, ProfileChange, User

BATCH = 500


def remember(agent: Agent, *, changes: Mapping[str, tuple[object, object]], actor: User | None) -> None:
    """One row a line that changed: `changes` maps its name to what it said and says."""
    now = timezone.now()
    ProfileChange.objects.bulk_create(
        ProfileChange(agent=agent, actor=actor, field=field, old=_words(old), new=_words(new), at=now) for field, (old, new) in sorted(changes.items())
    )


def forget_old_history() -> int:
    """The sweep: what changed longer ago than PEOPLE_HISTORY_KEPT_DAYS is forgotten, a batch at a time. Answers how many rows."""
    limit = timezone.now() - timedelta(days=history_kept_days())
    old = list(ProfileChange.objects.filter(at__lt=limit).order_by("at").values_list("pk", flat=True)[:BATCH])
    return ProfileChange.objects.filter(pk__in=old).delete()[0] if old else 0


def _words(value: object) -> str:
    return "" if value is None else str(value)
