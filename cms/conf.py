"""Settings that the pages read."""

from django.conf import settings


def login_url() -> str:
    return str(settings.LOGIN_URL)
