"""Pages of the shell: home, menu, search door, accessibility, legal notice, refused forms."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from rse.core import conf, suggestions, todo
from rse.core.forms import SampleForm
from rse.core.requests import SignedInRequest


@require_safe
@login_required
def home(request: SignedInRequest) -> HttpResponse:
    context = {
        "cards": todo.cards_for(request.user),
        "below": todo.below_for(request.user),
        "asides": todo.asides_for(request.user),
    }
    return render(request, "core/home.html", context)


@require_safe
@login_required
def menu(request: HttpRequest) -> HttpResponse:
    """The menu as a page: what the bottom bar of a phone opens, without any script."""
    return render(request, "core/menu.html")


@require_safe
@login_required
def search(request: HttpRequest) -> HttpResponse:
    """The door of the search field: the page of the room that answers, else the directory."""
    query = request.GET.get("q", "").strip()
    if results := suggestions.results_address():
        return redirect(f"{results}?{urlencode({'q': query})}" if query else results)
    target = _directory()
    if query and target:
        return redirect(f"{target}?{urlencode({'q': query})}")
    return render(request, "core/search.html", {"q": query})


def _directory() -> str:
    try:
        return reverse("people:directory")
    except NoReverseMatch:
        return ""


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "core/accessibility.html", {"notice": conf.legal_notice()})


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "core/legal.html", {"notice": conf.legal_notice()})


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    if not conf.shows_styleguide():
        raise Http404
    form = SampleForm({"topic": "school", "wording": "Bonjour", "channels": ["mail"]})
    return render(request, "core/styleguide.html", {"form": form})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: says what happened and leads back to the form, where the browser kept the draft."""
    origin = request.META.get("HTTP_REFERER", "")
    safe = url_has_allowed_host_and_scheme(origin, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return render(request, "core/csrf_failure.html", {"back": origin if safe else ""}, status=403)
