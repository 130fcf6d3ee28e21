"""« Déjà demandé ? », under the title of a question while it is typed. The room that searches registers its address from `AppConfig.ready()`."""

from django.urls import NoReverseMatch, reverse

_url_names: list[str] = []


def register(url_name: str) -> None:
    """The address that answers with a fragment, given `title`. The last one registered is asked."""
    _url_names.append(url_name)


def address() -> str:
    """Empty while nobody searches, or the room is not installed in this host."""
    try:
        return reverse(_url_names[-1]) if _url_names else ""
    except NoReverseMatch:
        return ""
