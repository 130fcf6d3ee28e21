"""The fragment under the title of a question that is being written."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from integrations.bridges.nearby import nearby as found_nearby
from rse.core.requests import SignedInRequest


@require_safe
@login_required
def nearby(request: SignedInRequest) -> HttpResponse:
    return render(request, "bridges/nearby.html", {"lines": found_nearby(request.GET.get("title", ""), request.user)})
