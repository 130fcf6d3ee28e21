"""The directory of referents, the map of who can be reached, one's own card, and finding a colleague by name."""

import csv
from dataclasses import asdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from referents import colleagues, permissions, reach_map, reachability
from referents.actions import missions as missions_actions
from referents.actions import referents as actions
from referents.exceptions import ReferentsError
from referents.host import SignedInRequest, User
from referents.models import Referent

MAX_QUERY = 80
CHOICES = ("demain", "semaine")


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
    mine = permissions.referents_of(request.user).select_related("department").order_by("pk")
    return render(request, "referents/people/directory.html", {"page": page, "q": query, "mine": mine})


@login_required
@require_GET
def reach(request: SignedInRequest) -> HttpResponse:
    """« Services joignables aujourd’hui »: the map of departments and subjects, today, tomorrow or next week."""
    choice = request.GET.get("jour", "")
    found = reach_map.reach_map(request.user, days=reach_map.days_of(choice, today=timezone.localdate()))
    context = {"map": found, "choice": choice if choice in CHOICES else "", "may_call": permissions.calls_volunteers(request.user)}
    return render(request, "referents/people/reach_map.html", context)


@login_required
@require_GET
def reach_export(request: SignedInRequest) -> HttpResponse:
    """The same, one line a subject, for a spreadsheet."""
    found = reach_map.reach_map(request.user, days=reach_map.days_of(request.GET.get("jour", ""), today=timezone.localdate()))
    name = f"services-joignables-{found.days[0]:%Y-%m-%d}.csv"
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'})
    response.write("\ufeff")
    csv.writer(response, delimiter=";").writerows(reach_map.table(found))
    return response


@login_required
@require_http_methods(["GET", "POST"])
def change_state(request: SignedInRequest, pk: int) -> HttpResponse:
    """Pause, come back or leave, on one's own card. Leaving is asked once; no reason is."""
    referent = get_object_or_404(permissions.referents_of(request.user).select_related("department"), pk=pk)
    if request.method == "GET":
        context = {"referent": referent, "questions": len(actions.open_questions(referent))}
        return render(request, "referents/people/leave.html", context)
    said = {
        Referent.State.PAUSED: _("Paused: no question comes to you until you come back."),
        Referent.State.ACTIVE: _("Welcome back: questions come to you again."),
        Referent.State.ENDED: _("Done: you are no longer a referent. Thank you."),
    }
    to = request.POST.get("to", "")
    if to != referent.state:
        try:
            _change(referent, to, request.user)
        except ReferentsError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("referents:directory")
    if to in said:
        messages.success(request, said[Referent.State(to)])
    return redirect("referents:directory")


def _change(referent: Referent, to: str, user: User) -> Referent:
    if to == Referent.State.ENDED:
        return actions.leave(referent, actor=user)
    return missions_actions.change_state(referent, to=to, actor=user)


@login_required
@require_GET
def pick_person(request: SignedInRequest) -> JsonResponse:
    """Colleagues by name, for picker.js."""
    found = colleagues.named(request.GET.get("q", "")[:MAX_QUERY], by=request.user)
    shown = [{**asdict(colleague), "id": colleague.user_id} for colleague in found]
    return JsonResponse({"people": shown, "near": any(colleague.near for colleague in found)})
