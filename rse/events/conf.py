"""The settings of this app, read here only."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings

DAY_BEFORE = timedelta(days=1)
HOUR_BEFORE = timedelta(hours=1)
FEED_PAST = timedelta(days=60)
FEED_MOST = 500
WEEKS_SHOWN = 6
LIST_MOST = 100
MOST_ORGANISERS = 8
REMINDED_AT_ONCE = 50


def base_url() -> str:
    """The public address of this site, without a final slash."""
    return str(settings.BASE_URL).rstrip("/")


def domain() -> str:
    """The right-hand side of the UIDs of calendars."""
    return urlsplit(base_url()).hostname or "localhost"
