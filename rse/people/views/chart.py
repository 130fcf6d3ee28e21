"""The organisation chart."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from rse.core.requests import SignedInRequest
from rse.people.forms import ChartForm
from rse.people.organisation_chart import organisation_chart, search
from rse.people.organisation_drawing import draw


@login_required
@require_GET
def chart(request: SignedInRequest) -> HttpResponse:
    form = ChartForm(request.GET, user=request.user)
    form.is_valid()
    asked = form.cleaned_data
    shown = organisation_chart(request.user, focus=asked.get("service"))
    as_list = asked.get("vue") == "liste"
    found = search(request.user, asked["q"]) if asked.get("q") else None
    context = {"form": form, "q": asked.get("q", ""), "chart": shown, "drawing": None if as_list else draw(shown), "as_list": as_list, "found": found}
    return render(request, "people/chart.html", context)
