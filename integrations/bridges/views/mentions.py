"""Pages that need both islands: mentions of the contributor role, carried from job descriptions to missions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from integrations.bridges.mentions import carry, gaps, may_carry
from rse.core.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mentions(request: SignedInRequest) -> HttpResponse:
    if not may_carry(request.user):
        raise Http404
    if request.method == "POST":
        number = carry([int(pk) for pk in request.POST.getlist("missions") if pk.isdecimal()], actor=request.user)
        if number:
            messages.success(request, ngettext("%(number)s mission is up to date.", "%(number)s missions are up to date.", number) % {"number": number})
        else:
            messages.info(request, _("Tick at least one mission."))
        return redirect("bridges:mentions")
    return render(request, "bridges/mentions.html", {"gaps": gaps(request.user, on=localdate())})
