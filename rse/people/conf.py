"""The settings of this app, read here only."""

from datetime import timedelta

from django.conf import settings

SHARED_DESK_IDLE = timedelta(minutes=5)
SHARED_DESK_WARNING = timedelta(seconds=30)
PAGE_SIZE = 30
CONFIRMED_FOR = timedelta(days=365)


def demo_accounts() -> list[str]:
    """Sign-in numbers offered as one-click roles, in order; none unless `DEMO` is on."""
    return list(getattr(settings, "DEMO_ACCOUNTS", [])) if getattr(settings, "DEMO", False) else []


def leavers_kept_days() -> int:
    """How many days after leaving a person's data are erased (PEOPLE_LEAVERS_KEPT_DAYS)."""
    return int(getattr(settings, "PEOPLE_LEAVERS_KEPT_DAYS", 90))


def history_kept_days() -> int:
    """How many days a profile remembers what it said before (PEOPLE_HISTORY_KEPT_DAYS)."""
    return int(getattr(settings, "PEOPLE_HISTORY_KEPT_DAYS", 365))
