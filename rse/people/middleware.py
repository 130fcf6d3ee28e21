"""Four guards that stand after authentication, in this order: private pages, back to the page, shared computer, password to choose."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from rse.people import shared_desk

GetResponse = Callable[[HttpRequest], HttpResponse]


class PrivatePagesMiddleware:
    """What a signed-in person receives is kept by nobody, and a sign-out clears what the browser kept."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = request.user.is_authenticated
        shared = signed_in and shared_desk.is_shared(request.session)
        response = self.get_response(request)
        if signed_in or request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        if signed_in and not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"cache", "storage"' if shared else '"cache"'
        return response


class BackToThePageMiddleware:
    """A form sent after its session ended leads, once signed in again, to the page it stood on, where the browser kept the draft;
    the address it was posted to answers no GET."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code == HTTPStatus.FOUND:
            door = urlsplit(response["Location"])
            asked_back = parse_qs(door.query).get("next") == [request.get_full_path()]
            page = page_of(request)
            if asked_back and page and door.path == resolve_url(settings.LOGIN_URL):
                response["Location"] = f"{door.path}?{urlencode({'next': page})}"
        return response


def page_of(request: HttpRequest) -> str:
    """The page of this site that a form was sent from, as the browser tells it; empty when it does not."""
    told = urlsplit(request.META.get("HTTP_REFERER", ""))
    if told.netloc != request.get_host():
        return ""
    return f"{told.path}?{told.query}" if told.query else told.path


class SharedDeskMiddleware:
    """Ends the session of a shared computer five minutes after the last action."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated or not shared_desk.is_shared(request.session):
            return self.get_response(request)
        now = timezone.now()
        if shared_desk.is_over(request.session, at=now):
            logout(request)
            messages.info(request, _("Shared computer: the session ended after 5 minutes without action."))
            return send_to(request, resolve_url(settings.LOGIN_URL))
        if shared_desk.is_action(request):
            shared_desk.prolong(request.session, at=now)
        return self.get_response(request)


class ChoosePasswordMiddleware:
    """After the first sign-in with a printed code, nothing opens before the person has chosen a password."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not getattr(request.user, "must_choose_password", False):
            return self.get_response(request)
        page = reverse("people:choose_password")
        open_paths = {page, reverse("account_logout"), reverse("people:theme"), reverse("people:stay")}
        if request.path in open_paths or request.path.startswith(resolve_url(settings.STATIC_URL)):
            return self.get_response(request)
        return send_to(request, page)


def send_to(request: HttpRequest, page: str) -> HttpResponse:
    """To `page`, then back here. A fragment fetched in the background gets no page in its place: 401, the browser reloads."""
    if "HX-Request" in request.headers:
        return HttpResponseClientRedirect(page)
    if request.method == "GET" and not shared_desk.is_navigation(request):
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    return HttpResponseRedirect(f"{page}?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else page)
