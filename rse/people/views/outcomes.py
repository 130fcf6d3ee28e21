"""Where to go next, and with which status."""

from http import HTTPStatus

from django.forms import BaseForm
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

GET_OR_POST = ["GET", "HEAD", "POST"]


def next_url(request: HttpRequest, default: str) -> str:
    """Where the person was going, when it is on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url(default)


def status_of(form: BaseForm) -> int:
    """A refused form is not a success, for programs and for htmx alike."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
