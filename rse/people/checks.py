"""System checks: a demonstration door or sessions that cannot be ended are refused at start."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from rse.people.conf import demo_accounts

REVOCABLE_ENGINES = {"django.contrib.sessions.backends.db", "django.contrib.sessions.backends.cached_db"}
PRIVATE_PAGES = "rse.people.middleware.PrivatePagesMiddleware"
ORDERED_MIDDLEWARE = [
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    PRIVATE_PAGES,
    "rse.people.middleware.SharedDeskMiddleware",
    "rse.people.middleware.ChoosePasswordMiddleware",
]


def check_demo_door(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    if not getattr(settings, "DEMO", False) and getattr(settings, "DEMO_ACCOUNTS", []):
        return [Error("DEMO_ACCOUNTS names accounts but DEMO is off.", hint="Remove DEMO_ACCOUNTS: it opens accounts without a password.", id="people.E001")]
    if demo_accounts() and (settings.SECURE_SSL_REDIRECT or settings.SESSION_COOKIE_SECURE):
        return [Error("DEMO is on in settings made for production.", hint="Set DEMO = False: anybody could sign in as anybody.", id="people.E002")]
    return []


def check_sessions_can_be_ended(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    if settings.SESSION_ENGINE not in REVOCABLE_ENGINES:
        return [Error("SESSION_ENGINE keeps sessions out of the database.", hint="Use …sessions.backends.db or …cached_db.", id="people.E003")]
    return []


def check_middleware(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    found = [line for line in settings.MIDDLEWARE if line in ORDERED_MIDDLEWARE]
    if found != ORDERED_MIDDLEWARE:
        return [Error("MIDDLEWARE lacks the lines of rse.people, or has them in another order.", hint=" → ".join(ORDERED_MIDDLEWARE), id="people.E004")]
    return []


def connect() -> None:
    for check in (check_demo_door, check_sessions_can_be_ended, check_middleware):
        register(check, Tags.security)
