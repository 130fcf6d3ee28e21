"""Groups and colleagues to discover; first steps put away."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from rse.core.requests import SignedInRequest
from rse.insights.discovery import colleagues_for, groups_for
from rse.people import first_steps
from rse.people.actions.first_steps import dismiss_step


@require_safe
@login_required
def discovery(request: SignedInRequest) -> HttpResponse:
    return render(request, "insights/discovery.html", {"groups": groups_for(request.user), "colleagues": colleagues_for(request.user)})


@require_safe
@login_required
def phone(request: SignedInRequest) -> HttpResponse:
    return render(request, "insights/phone.html")


@require_POST
@login_required
def dismiss(request: SignedInRequest, code: str) -> HttpResponse:
    if not first_steps.known(code):
        raise Http404
    dismiss_step(code, actor=request.user)
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if safe else "core:home")
