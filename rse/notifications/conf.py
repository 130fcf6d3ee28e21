"""The settings of this app, read here only."""

from datetime import timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings

PAGE_SIZE = 30
CATCH_UP = 50
CLAIM_LOST_AFTER = timedelta(minutes=5)
FIRST_RETRY = timedelta(seconds=15)
LONGEST_RETRY = timedelta(hours=1)
SEND_BATCH = 100
DIGEST_BATCH = 200
# Past this after a person's first hour, today's digest is old news: the next one says it.
DIGEST_TOO_LATE = timedelta(hours=1)
DIGEST_READS = 200
DIGEST_GOES_BACK = timedelta(days=31)
DIGEST_LINES = 12
# How often a message is offered to a server that refuses its address.
REFUSALS = 5
LONGEST_QUOTE = 600
# A push that waited longer than a working day in a browser that is off says nothing any more.
PUSH_TTL = timedelta(hours=8)
PUSH_TIMEOUT = 10
PUSH_SERVICES = (
    "https://fcm.googleapis.com",
    "https://updates.push.services.mozilla.com",
    "https://*.push.services.mozilla.com",
    "https://*.notify.windows.com",
    "https://web.push.apple.com",
    "https://*.push.apple.com",
)


def base_url() -> str:
    """The public address of this site, without a final slash."""
    return str(settings.BASE_URL).rstrip("/")


def mail_domain() -> str:
    """The right-hand side of Message-IDs."""
    return urlsplit(base_url()).hostname or "localhost"


def language() -> str:
    return str(settings.LANGUAGE_CODE)


def push_enabled() -> bool:
    """Web push goes through the push services of browsers, outside the organisation: off unless WEB_PUSH says otherwise."""
    return bool(getattr(settings, "WEB_PUSH", False))


def push_services() -> tuple[str, ...]:
    """The only addresses a push may be sent to: origins, "*." for any subdomain."""
    return tuple(getattr(settings, "WEB_PUSH_SERVICES", ())) or PUSH_SERVICES


def push_contact() -> str:
    """Whom a push service may write to about this site: the `sub` of RFC 8292."""
    contact = getattr(settings, "WEB_PUSH_CONTACT", "")
    return str(contact) or f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"


def reply_domain() -> str:
    """The domain that takes « reply+<token>@… »; "" when nobody reads replies."""
    return str(getattr(settings, "REPLY_BY_EMAIL_DOMAIN", ""))


def secret_key() -> str:
    return str(settings.SECRET_KEY)
