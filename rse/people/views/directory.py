"""The directory."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET
from django_htmx.http import replace_url

from rse.core.requests import SignedInRequest
from rse.people import suggestions, vcard
from rse.people.directory import DirectoryPage, directory_page
from rse.people.forms import DirectoryForm
from rse.people.models import Agent


@login_required
@require_GET
def directory(request: SignedInRequest) -> HttpResponse:
    form = DirectoryForm(request.GET, user=request.user)
    page = directory_page(request.user, form.asked(), at=timezone.now())
    context = {"page": page, "form": form, "asked": page.asked, **addresses(page)}
    if not request.htmx or request.htmx.history_restore_request:
        return render(request, "people/directory.html", context)
    response = render(request, "people/partials/directory_results.html", context)
    return replace_url(response, request.path + page.asked.address.removesuffix("?"))


@login_required
@require_GET
def suggest(request: SignedInRequest) -> JsonResponse:
    """People by a few words, for picker.js."""
    besides = request.GET.get("besides", "")
    known = int(besides) if besides.isascii() and besides.isdigit() and len(besides) < 16 else None
    return JsonResponse(suggestions.suggest(request.user, request.GET.get("q", ""), at=timezone.now(), besides=known).as_json())


@login_required
@require_GET
def contact(request: SignedInRequest, pk: int) -> HttpResponse:
    """One visible person as a vCard."""
    agent = get_object_or_404(Agent.objects.visible_to(request.user).listed(), pk=pk)
    headers = {"Content-Disposition": f'attachment; filename="{vcard.file_name(agent)}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(vcard.vcard(agent), content_type=vcard.MEDIA_TYPE, headers=headers)


def addresses(page: DirectoryPage) -> dict[str, str]:
    """The same question with one answer changed."""
    asked = page.asked
    return {
        "agents_address": asked.with_(elected=False).address,
        "elected_address": asked.with_(elected=True, department=None).address,
        "whole_address": asked.with_(department=None).address,
        "panel_address": asked.with_(panel=not asked.panel).address,
    }
