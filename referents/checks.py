"""What a host may have written wrong in its settings, told at start with what to do."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error
from django.utils.module_loading import import_string

from referents.conf import DEFAULTS, department_model
from referents.directory import Directory

DOTTED = {
    "DIRECTORY": "a Directory",
    "ANALYSER": "a function that takes a text and gives a list of words",
    "SYNONYMS": "a function that gives lists of expressions",
}
ASKED_OF_DEPARTMENTS = ("name", "code", "parent", "head", "descendants")
GUARDIAN = "guardian.backends.ObjectPermissionBackend"


def check_settings(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """`REFERENTS` and `REFERENTS_DEPARTMENT_MODEL`."""
    given = getattr(settings, "REFERENTS", {})
    if not isinstance(given, dict):
        return [Error("REFERENTS is not a dictionary.", hint='Write REFERENTS = {"DIRECTORY": "…"}, or nothing at all.', id="referents.E001")]
    found = [*_unknown_keys(given), *_wrong_kinds(given), *_department()]
    for key in DOTTED:
        found += _dotted(key, given.get(key, DEFAULTS[key]))
    return found


def _unknown_keys(given: dict[str, Any]) -> list[CheckMessage]:  # Any: what the host wrote
    known = ", ".join(sorted(DEFAULTS))
    return [Error(f"REFERENTS has no key {key!r}.", hint=f"The keys are: {known}.", id="referents.E002") for key in sorted(set(given) - set(DEFAULTS), key=str)]


def _wrong_kinds(given: dict[str, Any]) -> list[CheckMessage]:  # Any: what the host wrote
    """A value of another type than the default, and lengths of time that are not counts."""
    found: list[CheckMessage] = []
    for key in sorted(set(given) & set(DEFAULTS)):
        value, default = given[key], DEFAULTS[key]
        if type(value) is not type(default) and not (isinstance(default, list) and isinstance(value, tuple)):
            hint = f"Write something like {default!r}."
            found.append(Error(f"REFERENTS[{key!r}] = {value!r} is not of the type that is expected.", hint=hint, id="referents.E003"))
        elif any(number < 1 for number in _numbers(value)) or (isinstance(default, list) and not value):
            found.append(Error(f"REFERENTS[{key!r}] = {value!r}: only counts from 1 up.", hint=f"Write something like {default!r}.", id="referents.E004"))
    return found


def _numbers(value: object) -> list[int]:
    many = value if isinstance(value, list | tuple) else [value]
    return [number for number in many if isinstance(number, int) and not isinstance(number, bool)]


def _dotted(key: str, path: object) -> list[CheckMessage]:
    if not isinstance(path, str):
        return []
    try:
        target = import_string(path)
    except ImportError as error:
        hint = "Write the dotted path of something that can be imported, or leave the key out."
        return [Error(f"REFERENTS[{key!r}] = {path!r} cannot be imported: {error}.", hint=hint, id="referents.E005")]
    if key == "DIRECTORY" and not (isinstance(target, type) and issubclass(target, Directory)):
        hint = "Derive the class from referents.directory.Directory."
        return [Error(f"REFERENTS['DIRECTORY'] = {path!r} is not a directory.", hint=hint, id="referents.E006")]
    if not callable(target):
        return [Error(f"REFERENTS[{key!r}] = {path!r} cannot be called.", hint=f"Name {DOTTED[key]}.", id="referents.E006")]
    return []


def _department() -> list[CheckMessage]:
    label = department_model()
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        hint = "Write it as “app_label.Model” and put its application in INSTALLED_APPS."
        return [Error(f"REFERENTS_DEPARTMENT_MODEL = {label!r} is not an installed model.", hint=hint, id="referents.E007")]
    missing = [name for name in ASKED_OF_DEPARTMENTS if not hasattr(model, name)]
    if missing:
        hint = "It needs the fields name, code, parent (to itself) and head (to a user), and a method descendants() that answers with a queryset."
        return [Error(f"{label} does not offer {', '.join(missing)}.", hint=hint, obj=model, id="referents.E008")]
    if not callable(model.descendants):
        return [Error(f"{label}.descendants cannot be called.", hint="Make it a method that answers with a queryset.", obj=model, id="referents.E008")]
    return []


def check_host(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """What the host must have beside the plugin."""
    found: list[CheckMessage] = []
    if not apps.is_installed("guardian"):
        found.append(Error("guardian is not installed.", hint='Add "guardian" to INSTALLED_APPS.', id="referents.E009"))
    if not settings.USE_TZ:
        found.append(Error("USE_TZ is off: promises to citizens are kept in aware times.", hint="Set USE_TZ = True.", id="referents.E010"))
    if GUARDIAN not in settings.AUTHENTICATION_BACKENDS:
        found.append(
            checks.Warning("guardian does not take part in authentication.", hint=f'Add "{GUARDIAN}" to AUTHENTICATION_BACKENDS.', id="referents.W001")
        )
    return found
