"""The settings of this app, read here only."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings

PAGE_SIZE = 30
CATCH_UP = 50
CLAIM_LOST_AFTER = timedelta(minutes=5)
FIRST_RETRY = timedelta(seconds=15)
LONGEST_RETRY = timedelta(hours=1)
SEND_BATCH = 100


def base_url() -> str:
    """The public address of this site, without a final slash."""
    return str(settings.BASE_URL).rstrip("/")


def mail_domain() -> str:
    """The right-hand side of Message-IDs."""
    return urlsplit(base_url()).hostname or "localhost"


def language() -> str:
    return str(settings.LANGUAGE_CODE)
