"""Where the search field of the top bar leads, and what it suggests while one types: rooms register their addresses from `AppConfig.ready()`."""

from django.urls import NoReverseMatch, reverse

_url_names: list[tuple[int, str]] = []
_results: list[tuple[int, str]] = []


def register(url_name: str, *, order: int = 100) -> None:
    """The address that answers picker.js. Of those registered, the one of lowest order is asked."""
    _url_names.append((order, url_name))


def address() -> str:
    """Empty while nobody suggests anything, or the room is not installed in this host."""
    return _first(_url_names)


def register_results(url_name: str, *, order: int = 100) -> None:
    """The page that answers what is searched (`q`), in the same way."""
    _results.append((order, url_name))


def results_address() -> str:
    """Empty while no room answers: the directory does, from the door of core."""
    return _first(_results)


def _first(names: list[tuple[int, str]]) -> str:
    for _order, name in sorted(names):
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""
