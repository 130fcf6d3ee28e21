"""What the search field of the top bar suggests while one types. The room that knows people registers its address from `AppConfig.ready()`."""

from django.urls import NoReverseMatch, reverse

_url_names: list[str] = []


def register(url_name: str) -> None:
    """The address that answers picker.js. The last one registered is asked."""
    _url_names.append(url_name)


def address() -> str:
    """Empty while nobody suggests anything, or the room is not installed in this host."""
    try:
        return reverse(_url_names[-1]) if _url_names else ""
    except NoReverseMatch:
        return ""
