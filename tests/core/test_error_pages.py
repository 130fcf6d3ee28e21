"""Pages of errors read the database in the thread of their request: another thread would keep a connection that nobody gives back."""

from threading import get_ident

import pytest
from asgiref.testing import ApplicationCommunicator
from django.core.asgi import get_asgi_application
from django.core.exceptions import PermissionDenied
from django.core.signals import request_started
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.views import defaults

from rse.config import urls
from tests.core.loops import run


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


urlpatterns = [path("refus/", refuse), *urls.urlpatterns]
handler403, handler404 = urls.handler403, urls.handler404

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


async def answered(address: str) -> int:
    """The status of a page of the real ASGI application."""
    scope = {"type": "http", "method": "GET", "path": address, "query_string": b"", "headers": [(b"host", b"testserver")], "http_version": "1.1"}
    asked = ApplicationCommunicator(get_asgi_application(), scope)
    await asked.send_input({"type": "http.request", "body": b"", "more_body": False})
    status = (await asked.receive_output(timeout=20))["status"]
    while (await asked.receive_output(timeout=20)).get("more_body"):
        pass
    await asked.wait(timeout=20)
    return int(status)


@pytest.mark.parametrize(("view", "address", "status"), [("page_not_found", "/nulle-part/", 404), ("permission_denied", "/refus/", 403)])
def test_an_error_is_drawn_in_the_thread_of_its_request(view: str, address: str, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: dict[str, int] = {}
    drawn = getattr(defaults, view)

    def began(**_signal: object) -> None:
        threads["request"] = get_ident()

    def watched(request: HttpRequest, exception: Exception) -> HttpResponse:
        threads["error"] = get_ident()
        return drawn(request, exception)  # type: ignore[no-any-return]  # Django's own view

    monkeypatch.setattr(defaults, view, watched)
    request_started.connect(began)
    try:
        assert run(answered(address)) == status
    finally:
        request_started.disconnect(began)
    assert threads["error"] == threads["request"]


def test_the_pages_are_the_same_without_asgi(client: Client) -> None:
    answer = client.get("/nulle-part/")
    assert answer.status_code == 404
    assert "<h1" in answer.content.decode()
