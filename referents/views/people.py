"""The directory of referents, one's own card, and finding a colleague by name."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from referents import colleagues, permissions, reachability
from referents.actions import missions as missions_actions
from referents.exceptions import ReferentsError
from referents.host import SignedInRequest
from referents.models import Referent

MAX_QUERY = 80


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


@login_required
@require_GET
def directory(request: SignedInRequest) -> HttpResponse:
    """Search, departments, who is in today."""
    query = request.GET.get("q", "")[:MAX_QUERY]
    page = reachability.directory_page(
        request.user,
        on=timezone.localdate(),
        query=query,
        department=_number(request.GET.get("department", "")),
        after=_number(request.GET.get("after", "")),
    )
    mine = permissions.referents_of(request.user).select_related("department").prefetch_related("topics").order_by("pk")
    return render(request, "referents/people/directory.html", {"page": page, "q": query, "mine": mine})


@login_required
@require_http_methods(["GET", "POST"])
def change_state(request: SignedInRequest, pk: int) -> HttpResponse:
    """Pause, come back or leave, on one's own card. Leaving is asked once; no reason is."""
    referent = get_object_or_404(permissions.referents_of(request.user).select_related("department"), pk=pk)
    if request.method == "GET":
        return render(request, "referents/people/leave.html", {"referent": referent})
    said = {
        Referent.State.PAUSED: _("Paused: no question comes to you until you come back."),
        Referent.State.ACTIVE: _("Welcome back: questions come to you again."),
        Referent.State.ENDED: _("Done: you are no longer a referent. Thank you."),
    }
    to = request.POST.get("to", "")
    if to != referent.state:
        try:
            missions_actions.change_state(referent, to=to, actor=request.user)
        except ReferentsError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("referents:directory")
    if to in said:
        messages.success(request, said[Referent.State(to)])
    return redirect("referents:directory")


@login_required
@require_GET
def pick_person(request: SignedInRequest) -> JsonResponse:
    """Colleagues by name, for picker.js."""
    found = colleagues.named(request.GET.get("q", "")[:MAX_QUERY], by=request.user)
    return JsonResponse({"people": [{"id": pk, "name": name} for pk, name in found]})
