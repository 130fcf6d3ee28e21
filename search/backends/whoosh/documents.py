"""From an indexed model to the fields of the index, and from an object to its document."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from django.db.models import Manager, Model
from django.utils.encoding import force_str
from modelsearch.backends.base import get_model_root
from modelsearch.index import AutocompleteField, Indexed, RelatedFields, SearchField, class_is_indexed, get_indexed_models
from modelsearch.utils import get_descendant_models
from whoosh.fields import ID, KEYWORD, TEXT, Schema

from search.french.analysis import FrenchText, Prefixes

KEY, PK, KINDS = "key", "pk", "kinds"
TEXT_PREFIX, START_PREFIX = "t_", "a_"
Declared: TypeAlias = SearchField | AutocompleteField | RelatedFields


def key(model: type[Model], pk: object) -> str:
    """One document for one row, whatever class of its family wrote it."""
    return f"{get_model_root(model)._meta.label_lower}:{pk}"


def kind(model: type[Model]) -> str:
    return model._meta.label_lower


def _kinds(model: type[Model]) -> str:
    """A page of a certain type is found among pages too."""
    return " ".join(base._meta.label_lower for base in model.__mro__ if isinstance(base, type(Model)) and hasattr(base, "_meta") and not base._meta.abstract)


def _paths(fields: Iterable[Declared], before: str = "") -> Iterator[tuple[str, SearchField | AutocompleteField]]:
    for field in fields:
        if isinstance(field, RelatedFields):
            yield from _paths(field.fields, f"{before}{field.field_name}__")
        elif isinstance(field, SearchField | AutocompleteField):
            yield f"{before}{field.field_name}", field


def _family(model: type[Model]) -> list[type[Indexed]]:
    return sorted((found for found in get_descendant_models(model) if class_is_indexed(found)), key=lambda found: found._meta.label)


def text_fields(model: type[Model], only: Iterable[str] | None = None) -> dict[str, float]:
    """Field of the index → boost, for a search on `model`: its own fields and those of its descendants; `only` keeps those named."""
    boosts: dict[str, float] = {}
    wanted = None if only is None else set(only)
    for member in _family(model):
        for path, field in _paths(member.get_search_fields()):
            if isinstance(field, SearchField) and (wanted is None or path in wanted):
                boosts[TEXT_PREFIX + path] = max(float(field.boost or 1.0), boosts.get(TEXT_PREFIX + path, 0.0))
    return boosts


def start_fields(model: type[Model], only: Iterable[str] | None = None) -> dict[str, float]:
    """The same for what is found while typing."""
    wanted = None if only is None else set(only)
    return {
        START_PREFIX + path: 1.0
        for member in _family(model)
        for path, field in _paths(member.get_search_fields())
        if isinstance(field, AutocompleteField) and (wanted is None or path in wanted)
    }


def schema() -> Schema:
    """Every field that an indexed model declares, and the three that find a document again."""
    fields: dict[str, Any] = {KEY: ID(unique=True, stored=True), PK: ID(sortable=True), KINDS: KEYWORD()}  # Any: Whoosh has no types
    for model in get_indexed_models():
        for name in text_fields(model):
            fields.setdefault(name, TEXT(analyzer=FrenchText(), phrase=True))
        for name in start_fields(model):
            fields.setdefault(name, TEXT(analyzer=Prefixes(), phrase=False))
    return Schema(**fields)


def document(obj: Model) -> dict[str, str]:
    """What the index keeps of `obj`. Reads relations: fetch with `get_indexed_objects()`, which prefetches them."""
    found: dict[str, list[str]] = {}
    _collect(obj, type(obj).get_search_fields(), "", found)  # type: ignore[attr-defined]  # an indexed model
    fields = {name: "\n".join(parts) for name, parts in found.items() if any(parts)}
    return {KEY: key(type(obj), obj.pk), PK: str(obj.pk), KINDS: _kinds(type(obj)), **fields}


def _collect(obj: Model, fields: Iterable[Declared], before: str, found: dict[str, list[str]]) -> None:
    for field in fields:
        if isinstance(field, RelatedFields):
            for related in _related(field.get_value(obj)):
                _collect(related, field.fields, f"{before}{field.field_name}__", found)
        elif isinstance(field, SearchField | AutocompleteField):
            prefix = TEXT_PREFIX if isinstance(field, SearchField) else START_PREFIX
            found.setdefault(f"{prefix}{before}{field.field_name}", []).append(readable(field.get_value(obj)))


def _related(value: object) -> Iterable[Model]:
    if value is None:
        return ()
    if isinstance(value, Manager):
        return value.all()
    return (value,) if isinstance(value, Model) else ()


def readable(value: object) -> str:
    """Text of a value of any kind: a string, a date, the parts of a list or of a dictionary."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return "\n".join(readable(part) for part in value.values())
    if isinstance(value, Iterable):
        return "\n".join(readable(part) for part in value)
    return force_str(value)
