"""Showing one's photograph, and taking it down."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rse.core.requests import SignedInRequest
from rse.people import actions
from rse.people.forms import PortraitForm
from rse.people.permissions import can_show_portrait
from rse.people.views.outcomes import GET_OR_POST, status_of
from rse.people.views.profile import visible_agent


@login_required
@require_http_methods(GET_OR_POST)
def portrait(request: SignedInRequest, pk: int) -> HttpResponse:
    person = visible_agent(request, pk)
    if not can_show_portrait(request.user, person):
        raise PermissionDenied
    form = PortraitForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.show_portrait(person, upload=form.cleaned_data["picture"], agreed=form.cleaned_data["agreed"], actor=request.user)
        except ValidationError as refusal:
            form.add_error("picture", refusal)
        else:
            messages.success(request, _("Your photograph is shown to your colleagues."))
            return redirect("people:agent", person.pk)
    return render(request, "people/portrait.html", {"agent": person, "form": form}, status=status_of(form))


@login_required
@require_POST
def remove_portrait(request: SignedInRequest, pk: int) -> HttpResponse:
    """A second click finds nothing left and says the same thing."""
    person = visible_agent(request, pk)
    actions.remove_portrait(person, actor=request.user)
    messages.success(request, _("The photograph is deleted."))
    return redirect("people:agent", person.pk)
