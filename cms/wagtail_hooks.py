"""Wagtail's own serving goes through the permissions of the intranet."""

from django.contrib.auth.views import redirect_to_login
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from cms import admin_doors, choosers, editing, letter_doors
from cms.conf import login_url
from cms.models import FormPage
from cms.permissions import visible_to
from cms.readers import reader_of
from cms.snippets import IntranetGroup
from rse.core.models import Document
from rse.people.models import User


@hooks.register("before_serve_page")
def serve_to_those_who_may(page: Page, request: HttpRequest, serve_args: list[object], serve_kwargs: dict[str, object]) -> HttpResponse | None:
    """A page is shown to people signed in who may see it; for the others it does not exist."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), resolve_url(login_url()))
    if not reader_of(request).sight.sees(page):
        raise Http404
    return None


@hooks.register("before_serve_document")
def serve_document_to_those_who_may(document: Document, request: HttpRequest) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), resolve_url(login_url()))
    if not visible_to(request.user, Document.objects.filter(pk=document.pk)).exists():
        raise Http404
    return None


@hooks.register("register_admin_viewset")
def register_choosers() -> tuple[choosers.OfferedViewSet, ...]:
    return choosers.ALL


@hooks.register("filter_form_submissions_for_user")
def answers_to_those_who_may(user: User, forms: "QuerySet[Page]") -> "QuerySet[Page]":
    """The right to edit a page does not open the answers: its owner, their deputy and the named roles read them."""
    if user.is_superuser:
        return forms
    mine = FormPage.objects.filter(Q(owner=user) | Q(deputy=user) | Q(readers__in=user.groups.all()))
    return forms.filter(pk__in=mine.values("pk"))


register_snippet(IntranetGroup)
admin_doors.register()
editing.register()
letter_doors.register()
