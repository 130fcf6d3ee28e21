"""The setting `SEARCH` of this room, read here only. Everything has a default; `docs/reference/search.md` says what each is for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

DEFAULTS: dict[str, Any] = {  # Any: one dictionary for settings of every kind
    "FOLDER": "var/search",
    "CAP": 5_000,
    "BATCH": 500,
    "MEMORY_MB": 64,
    "TYPOS": True,
    "SCOPES": {},
    "FILES": {},
    "FILE_SECONDS": 20,
    "FILE_MEMORY_MB": 512,
    "FILE_LETTERS": 200_000,
    "WAKE": "",
}


def option(name: str) -> Any:  # Any: see DEFAULTS
    """One option of `SEARCH`, or its default. KeyError for a name that does not exist: a mistake of ours, not of the host."""
    given = getattr(settings, "SEARCH", {})
    return given[name] if name in given else DEFAULTS[name]


def unknown_options() -> list[str]:
    return sorted(set(getattr(settings, "SEARCH", {})) - set(DEFAULTS))


def folder() -> Path:
    """Where indexes live. Trusted data: Whoosh pickles inside; never restore one from an upload."""
    return Path(option("FOLDER"))


def wake() -> Callable[..., None] | None:
    """How a task is started after the commit: `wake(task, *ids)`; None when the host leaves it to the schedule."""
    path = option("WAKE")
    return import_string(path) if path else None


def scope_paths() -> dict[str, str]:
    """Name of each scope → dotted path to its `Scope`."""
    return dict(option("SCOPES"))


def file_paths() -> dict[str, str]:
    """Name of each source of files → dotted path to its `search.files.Source`."""
    return dict(option("FILES"))
