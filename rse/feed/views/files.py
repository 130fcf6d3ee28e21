"""Files sent while one writes, and names proposed after an @ or a #."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET, require_POST

from rse.communities.models import Community
from rse.core.actions import receive_file
from rse.core.exceptions import UploadRefused
from rse.core.requests import SignedInRequest
from rse.core.text import fold, shown_name
from rse.feed import composing, proposing, roles
from rse.feed.content import Place
from rse.feed.naming import resolve


@login_required
@require_POST
def upload(request: SignedInRequest) -> HttpResponse:
    """One file of the composer, answered as its line: a name, a description to write, a way to take it away. A refusal is a sentence, 422."""
    sent = request.FILES.get("upload")
    if sent is None:
        return HttpResponse(status=400)
    try:
        file = receive_file(sent, actor=request.user)
    except UploadRefused as refusal:
        return JsonResponse({"error": " ".join(refusal.messages)}, status=422)
    return render(request, "feed/partials/file_line.html", {"file": file, "new": True})


@login_required
@require_GET
def propose(request: SignedInRequest) -> JsonResponse:
    """At most eight names for what is typed after @ or #: people who read the place, groups the writer may see, roles; hashtags the writer may see."""
    sign, typed = request.GET.get("signe", "@"), request.GET.get("q", "")[:60]
    if sign == "#":
        return JsonResponse({"names": proposing.hashtags(request.user, typed)})
    line = composing.places_of(request.user).find(request.GET.get("place", ""))
    place = line.place if line else Place()
    return JsonResponse({"names": proposing.names(request.user, typed, place=place)})


@login_required
@require_GET
def named(request: SignedInRequest, handle: str) -> HttpResponse:
    """Where an @name leads: the person's page, the group's, the role's; else the directory, asked for these words. Absent and forbidden look the same."""
    names = resolve([handle], writer=request.user)
    if agent := names.agents.get(handle):
        return redirect("people:agent", agent.pk)
    if community := names.communities.get(handle):
        return redirect(_page_of(community))
    role = roles.find(fold(handle))
    address = role[0].page(role[1]) if role else ""
    return redirect(address or f"{reverse('core:search')}?{urlencode({'q': shown_name(handle)})}")


def _page_of(community: Community) -> str:
    try:
        return reverse("communities:community", args=[community.slug])
    except NoReverseMatch:
        raise Http404 from None
