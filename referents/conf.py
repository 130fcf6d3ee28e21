"""The plugin's two settings: `REFERENTS_DEPARTMENT_MODEL` (a model label) and the dict `REFERENTS`. Read nowhere else."""

from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable

    from referents.directory import Directory

Synonyms = tuple[tuple[str, ...], ...]

DEFAULT_DEPARTMENT_MODEL = "referents.Department"

DEFAULTS: dict[str, Any] = {  # Any: values differ by key, each is checked in `checks.py`
    "DIRECTORY": "referents.directory.DefaultDirectory",
    "ANALYSER": "referents.text.analyse",
    "SYNONYMS": "referents.text.no_synonyms",
    "REPLIES_FROM": "",
    "REOPEN_WITHIN_DAYS": 30,
    "CLOSE_AFTER_DAYS": 7,
    "UNDO_WITHIN_HOURS": 24,
    "PURGE_AUTHORS_AFTER_DAYS": 365,
    "MAX_PHOTO_BYTES": 10 * 1024 * 1024,
    "GAP_FROM": 5,
    "EMAIL_RETRY_MINUTES": [1, 5, 15, 60, 240],
    "BASE_URL": "",
    "LINK_OPENING_DAYS": 5,
    "REFERENT_TRAINING": False,
}


def department_model() -> str:
    """The label of the department model. Migrations call this, never `settings.X`: a host need not define the setting."""
    return getattr(settings, "REFERENTS_DEPARTMENT_MODEL", None) or DEFAULT_DEPARTMENT_MODEL


def option(name: str) -> Any:  # Any: see DEFAULTS
    """The host's value of one key of `REFERENTS`, or the default. Raises KeyError for an unknown key."""
    return {**DEFAULTS, **getattr(settings, "REFERENTS", {})}[name]


def mail_domain() -> str:
    """The domain the town writes from: Message-IDs must belong to it."""
    _name, address = parseaddr(option("REPLIES_FROM") or settings.DEFAULT_FROM_EMAIL)
    return address.rpartition("@")[2] or "localhost"


def mail_language() -> str:
    """The language of what is written outside of any request: the host's own."""
    return str(settings.LANGUAGE_CODE)


def base_url() -> str:
    """Where this site is on the web, without a final slash: the host's option, else the address Wagtail is told."""
    return str(option("BASE_URL") or getattr(settings, "WAGTAILADMIN_BASE_URL", "")).rstrip("/")


def directory() -> "Directory":
    """The host's view of its people: absences, hours, deputies, heads, telephone numbers, labels."""
    return import_string(option("DIRECTORY"))()


def analyser() -> "Callable[[str], list[str]]":
    """The function that turns a text into comparable words."""
    return import_string(option("ANALYSER"))


def synonyms() -> Synonyms:
    """Groups of expressions that mean the same to the host: an acronym that no subject says is read as what it stands for."""
    return tuple(tuple(group) for group in import_string(option("SYNONYMS"))())
