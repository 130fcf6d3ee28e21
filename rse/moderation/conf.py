"""The settings of this app, read here only."""

from datetime import timedelta

from django.conf import settings

PAGE_SIZE = 20
LONGEST_PAUSE_DAYS = 180
TAKEN_AT_MOST = timedelta(days=2)
SMALLEST_GROUP = 5


def reply_days() -> int:
    """MODERATION_REPLY_DAYS: how long a person may answer a decision or ask that somebody look again."""
    return int(getattr(settings, "MODERATION_REPLY_DAYS", 15))


def kept_days() -> int:
    """MODERATION_KEPT_DAYS: how long a judged case is kept after its last effect, then purged with its reports, measures and journal."""
    return int(getattr(settings, "MODERATION_KEPT_DAYS", 365))
