"""The settings of this app, read here only."""

from datetime import timedelta

from django.conf import settings

SHARED_DESK_IDLE = timedelta(minutes=5)
SHARED_DESK_WARNING = timedelta(seconds=30)
PAGE_SIZE = 30


def demo_accounts() -> list[str]:
    """Sign-in numbers offered as one-click roles, in order; none unless `DEMO` is on."""
    return list(getattr(settings, "DEMO_ACCOUNTS", [])) if getattr(settings, "DEMO", False) else []
