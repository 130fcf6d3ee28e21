"""The readable story of one question: by day, narrowed by kind, printable, every line with an address of its own."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from referents.activity import KINDS
from referents.activity import activity as story_of
from referents.host import SignedInRequest
from referents.views.doors import desk_only, enquiry_of


@desk_only
@require_GET
def activity(request: SignedInRequest, pk: int) -> HttpResponse:
    enquiry = enquiry_of(request, pk)
    kind = request.GET.get("genre", "")
    now = timezone.now()
    context = {"enquiry": enquiry, "activity": story_of(enquiry, kind=kind, now=now), "kinds": KINDS, "kind": kind, "now": now}
    return render(request, "referents/desk/activity.html", context)
