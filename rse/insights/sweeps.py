"""Due work of this room, called every few seconds: nothing is written while there is nothing to forget."""

from django.utils import timezone

from rse.insights.actions import forget_marks, monday_of
from rse.insights.models import SearchMark


def forget() -> int:
    today = timezone.localdate()
    return forget_marks(on=today, actor=None) if SearchMark.objects.filter(search__week__lt=monday_of(today)).exists() else 0
