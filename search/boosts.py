"""How much each field weighs: what the code says, times what an editor says."""

from search import scopes
from search.backends.whoosh import documents
from search.models import Boost


def fields_of(scope: scopes.Scope) -> list[str]:
    """The names of the fields in which the index looks for this scope; none when the scope ranks by itself."""
    return [] if scope.finder else sorted(name.removeprefix(documents.TEXT_PREFIX) for name in documents.text_fields(scope.model))


def field_choices() -> list[tuple[str, str]]:
    """« posts.title » → « Messages : title », for every declared scope."""
    return [(f"{name}.{field}", f"{scope.label or name} : {field}") for name, scope in scopes.all_scopes().items() for field in fields_of(scope)]


def weighed(name: str, factors: dict[str, float], fields: dict[str, float]) -> dict[str, float]:
    """The fields of the index of the scope called `name`, with the factors that `factors()` gives."""
    return {field: own * factors.get(f"{name}.{field.removeprefix(documents.TEXT_PREFIX)}", 1.0) for field, own in fields.items()}


def factors() -> dict[str, float]:
    """One query a search page."""
    return Boost.objects.factors()
