"""Wagtail's own serving goes through the permissions of the intranet."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from wagtail import hooks
from wagtail.models import Page

from cms.conf import login_url
from cms.permissions import visible_to
from rse.core.models import Document


@hooks.register("before_serve_page")
def serve_to_those_who_may(page: Page, request: HttpRequest, serve_args: list[object], serve_kwargs: dict[str, object]) -> HttpResponse | None:
    """A page is shown to people signed in who may see it; for the others it does not exist."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), resolve_url(login_url()))
    if not visible_to(request.user, Page.objects.filter(pk=page.pk)).exists():
        raise Http404
    return None


@hooks.register("before_serve_document")
def serve_document_to_those_who_may(document: Document, request: HttpRequest) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), resolve_url(login_url()))
    if not visible_to(request.user, Document.objects.filter(pk=document.pk)).exists():
        raise Http404
    return None
