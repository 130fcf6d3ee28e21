"""Once a text was taken, the browser forgets the draft it kept: the next page says so (drafts.js)."""

from django.http import HttpRequest

DONE = "draft_done"


def forget(request: HttpRequest, key: str) -> None:
    """`key` is the `data-draft` of the field that was sent."""
    request.session[DONE] = key


def taken(request: HttpRequest) -> str:
    """The draft to forget, told once; "" when there is none."""
    session = getattr(request, "session", None)
    return str(session.pop(DONE)) if session is not None and DONE in session else ""
