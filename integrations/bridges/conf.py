"""The settings of this app, read here only."""

from django.conf import settings


def is_demo() -> bool:
    """Whether this is a demonstration: the invented town may be built and its roles entered."""
    return bool(getattr(settings, "DEMO", False))
