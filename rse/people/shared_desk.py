"""The session of a computer used by several people: five minutes without an action and it is over, nothing is kept by the browser.

Fetching a fragment in the background is not an action; opening a page, sending a form, or the beat that the browser sends
while somebody types (`people:stay`) is.
"""

from datetime import datetime

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from rse.core.context_processors import SHARED_DESK
from rse.people.conf import SHARED_DESK_IDLE, SHARED_DESK_WARNING

UNTIL = "shared_desk_until"


def begin(session: SessionBase, *, at: datetime) -> None:
    """From now on this session belongs to a shared computer; its cookie ends with the browser."""
    session.set_expiry(0)
    session[SHARED_DESK] = True
    prolong(session, at=at)


def prolong(session: SessionBase, *, at: datetime) -> None:
    session[UNTIL] = (at + SHARED_DESK_IDLE).timestamp()


def is_shared(session: SessionBase) -> bool:
    return bool(session.get(SHARED_DESK))


def is_over(session: SessionBase, *, at: datetime) -> bool:
    return is_shared(session) and at.timestamp() >= session.get(UNTIL, 0)


def is_navigation(request: HttpRequest) -> bool:
    """A page opened by a person. Browsers say so, except over plain http, where asking for HTML tells it."""
    mode = request.headers.get("Sec-Fetch-Mode")
    if mode is not None:
        return mode == "navigate"
    return "HX-Request" not in request.headers and "text/html" in request.headers.get("Accept", "text/html")


def is_action(request: HttpRequest) -> bool:
    """Something a person did, as far as the server can tell."""
    return request.method not in ("GET", "HEAD") or is_navigation(request)


def tool_context(request: HttpRequest) -> dict[str, object]:
    """What the top bar needs to count the minutes."""
    return {"shared_desk": is_shared(request.session), "idle_seconds": SHARED_DESK_IDLE.seconds, "warning_seconds": SHARED_DESK_WARNING.seconds}
