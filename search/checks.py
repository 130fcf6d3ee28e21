"""What a host may have written wrong in `SEARCH`, told at start with what to do."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.utils.module_loading import import_string

from search import conf


def check_settings(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:  # Any: Django's signature
    found: list[CheckMessage] = [
        Error(f"SEARCH has no option {name!r}.", hint=f"Known options: {', '.join(sorted(conf.DEFAULTS))}.", id="search.E001")
        for name in conf.unknown_options()
    ]
    for name, least in (("CAP", 1), ("BATCH", 1), ("MEMORY_MB", 8), ("FILE_SECONDS", 1), ("FILE_MEMORY_MB", 256), ("FILE_LETTERS", 1)):
        value = conf.option(name)
        if not isinstance(value, int) or value < least:
            found.append(Error(f"SEARCH[{name!r}] must be a whole number, {least} at least.", id="search.E002"))
    paths = (
        {f"scope {name}": path for name, path in conf.scope_paths().items()}
        | {f"files {name}": path for name, path in conf.file_paths().items()}
        | ({"WAKE": conf.option("WAKE")} if conf.option("WAKE") else {})
    )
    for name, path in paths.items():
        try:
            import_string(path)
        except ImportError as error:
            found.append(Error(f"SEARCH, {name}: {path!r} cannot be imported ({error}).", hint="Give a dotted path to the object.", id="search.E003"))
    return found
