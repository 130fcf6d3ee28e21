"""Every address of the project, read from the URLconf, and what to put in its holes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern

OURS = ("core", "people", "notifications", "referents", "moderation")
ADMIN = ("admin/", "django-admin/", "documents/", "infos/")


@dataclass(frozen=True)
class Exit:
    """One address with its holes: `route` as Django prints it, the converters of its arguments."""

    route: str
    name: str
    holes: tuple[tuple[str, str], ...]
    pattern: tuple[URLPattern | URLResolver, ...]

    @property
    def room(self) -> str:
        return self.name.partition(":")[0]

    @property
    def ours(self) -> bool:
        return not self.route.startswith(ADMIN)

    def addresses(self, fill: dict[str, Iterable[object]]) -> Iterator[str]:
        """Every way of filling the holes: `fill` by hole name, else by converter. An address with a hole nobody can fill is skipped."""
        choices = []
        for name, converter in self.holes:
            values = fill.get(name, fill.get(converter))
            if values is None:
                return
            choices.append([(name, value) for value in values])
        for chosen in product(*choices):
            yield "/" + self._with(dict(chosen))

    def _with(self, values: dict[str, object]) -> str:
        route = self.route
        for name, converter in self.holes:
            for hole in (f"<{converter}:{name}>", f"<{name}>"):
                route = route.replace(hole, str(values[name]), 1)
        return route


def exits() -> list[Exit]:
    """All of them, admins included; addresses written as regular expressions only when they have no hole."""
    return list(_below(get_resolver(), "", (), ()))


def _below(resolver: URLResolver, route: str, namespaces: tuple[str, ...], above: tuple[URLPattern | URLResolver, ...]) -> Iterator[Exit]:
    for entry in resolver.url_patterns:
        text = _text(entry.pattern)
        if text is None:
            continue
        if isinstance(entry, URLResolver):
            deeper = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _below(entry, route + text, deeper, (*above, entry))
        else:
            chain = (*above, entry)
            holes = tuple((name, _converter(converter)) for one in chain for name, converter in one.pattern.converters.items())
            yield Exit(route + text, ":".join([*namespaces, entry.name or ""]), holes, chain)


def _converter(converter: object) -> str:
    return type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")


def _text(pattern: object) -> str | None:
    if isinstance(pattern, RoutePattern):
        return str(pattern)
    if isinstance(pattern, RegexPattern):
        text = str(pattern).removeprefix("^").removesuffix("$").removesuffix(r"\Z")
        return None if any(sign in text for sign in "()[]\\?*+|") else text
    return str(pattern)
