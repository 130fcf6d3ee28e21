"""Settings that the pages read."""

from django.conf import settings


def login_url() -> str:
    return str(settings.LOGIN_URL)


def language() -> str:
    """The language in which a new intranet is written."""
    return str(settings.LANGUAGE_CODE)


def base_url() -> str:
    """Where Relais answers, without a slash at the end."""
    return str(settings.BASE_URL).rstrip("/")
