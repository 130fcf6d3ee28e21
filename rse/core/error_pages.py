"""« Introuvable » and « Interdit », with the menu of whoever asks.

Where Django serves asynchronously it hands what a view raises over to a thread of its own. Our pages of errors read the database: such a thread would
take a second connection for one request and keep it, and eight missing pictures would empty PostgreSQL's pool. So the handlers leave the page to
the middleware, which draws it in the thread of the request.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views import defaults

View = Callable[[HttpRequest, Exception], HttpResponse]
_LATER = "_error_drawn_later"


class _Undrawn(HttpResponse):
    """Stands for a page of error until the middleware draws it."""

    def __init__(self, view: View, error: Exception, status: int) -> None:
        super().__init__(status=status)
        self.view, self.error = view, error


class ErrorPagesMiddleware:
    """Inside everything that a page needs: the account, the content policy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        setattr(request, _LATER, True)
        try:
            response = self.get_response(request)
        finally:
            setattr(request, _LATER, False)
        return response.view(request, response.error) if isinstance(response, _Undrawn) else response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler404`."""
    return _answer(defaults.page_not_found, request, exception, status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler403`."""
    return _answer(defaults.permission_denied, request, exception, status=403)


def _answer(view: View, request: HttpRequest, error: Exception, *, status: int) -> HttpResponse:
    """Raised by another middleware, an error is already in the thread of its request."""
    return _Undrawn(view, error, status) if getattr(request, _LATER, False) else view(request, error)
