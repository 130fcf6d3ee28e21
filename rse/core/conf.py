"""Settings that core reads. `LEGAL_NOTICE` holds what the law asks an employer to print; what is missing is said on the page."""

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, fields
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

Application = Callable[..., Awaitable[None]]


def redis_url() -> str:
    """Empty when processes wake each other by polling the database."""
    return getattr(settings, "REDIS_URL", "")


def login_url_name() -> str:
    """The URL name of the sign-in page."""
    return settings.LOGIN_URL


def files_accel() -> str:
    """Prefix of X-Accel-Redirect; "" lets Django send private files itself."""
    return getattr(settings, "PRIVATE_FILES_ACCEL", "")


def upload_limit() -> int:
    """The largest file accepted, in bytes."""
    return int(getattr(settings, "UPLOAD_MAX_BYTES", 10 * 1024 * 1024))


def listen_host() -> str:
    """Where `manage.py up` listens: this machine only unless HOST says otherwise."""
    return os.environ.get("HOST", "127.0.0.1")


def listen_port() -> int:
    return int(os.environ.get("PORT", "8000"))


def asgi_application() -> Application:
    """What ASGI_APPLICATION names, loaded."""
    return cast(Application, import_string(settings.ASGI_APPLICATION))


def words_of_file() -> Callable[[object], str] | None:
    """What tells the words in the file of a row, for those who search; None when nobody reads files."""
    path = getattr(settings, "FILE_WORDS", "")
    return cast(Callable[[object], str], import_string(path)) if path else None


def words_attached() -> Callable[[object], str] | None:
    """The same for the files attached to a row."""
    path = getattr(settings, "ATTACHED_WORDS", "")
    return cast(Callable[[object], str], import_string(path)) if path else None


@dataclass(frozen=True)
class LegalNotice:
    """Plain text, one line each. `accessibility_contact` and `privacy_contact` are an address a person can write to or ring."""

    organisation: str = ""
    address: str = ""
    director: str = ""
    host: str = ""
    accessibility_contact: str = ""
    privacy_contact: str = ""


def legal_notice() -> LegalNotice:
    given = getattr(settings, "LEGAL_NOTICE", {})
    return LegalNotice(**{field.name: given[field.name] for field in fields(LegalNotice) if field.name in given})


def shows_styleguide() -> bool:
    """Every component on one page: for development and the demo only."""
    return bool(settings.DEBUG or getattr(settings, "DEMO", False))
