"""The settings of this app, read here only. `CONVERSATIONS` is a dict: {"TCHAP_BASE": "https://www.tchap.gouv.fr", "TCHAP_FIELD": "Adresse Tchap"}."""

from datetime import timedelta

from django.conf import settings

MOST_PEOPLE = 12
MOST_FILES = 4
EDIT_FOR = timedelta(minutes=15)
RESTORE_FOR = timedelta(days=1)
ERASED_AFTER = timedelta(days=30)
ERASED_AT_ONCE = 200
PAGE_SIZE = 30
LINES_SHOWN = 50


def tchap_base() -> str:
    """The address of the Tchap (or Element) web client of the organisation, without a final slash; empty when it has none."""
    base = str(getattr(settings, "CONVERSATIONS", {}).get("TCHAP_BASE", "")).rstrip("/")
    return base if base.startswith("https://") else ""


def tchap_field() -> str:
    """The label of the profile field in which people write their Tchap address."""
    return str(getattr(settings, "CONVERSATIONS", {}).get("TCHAP_FIELD", "Adresse Tchap"))
