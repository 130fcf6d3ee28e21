"""Searching: the page, and what is suggested while one types."""

from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from search.conf import option
from search.results_page import Asked, results_page
from search.suggesting import suggestions


@login_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Everything that answers, or one scope with its facets."""
    asked = Asked.read(request.GET)
    found = results_page(request.user, asked, now=timezone.now())
    return render(request, "search/page.html", {"page": found, "asked": asked, "token": uuid4(), "cap": option("CAP")})


@login_required
@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """People, subjects, pages and groups that begin so, in the shape of picker.js."""
    return JsonResponse(suggestions(request.user, request.GET.get("q", "")))
