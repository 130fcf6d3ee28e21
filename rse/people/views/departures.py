"""Recording that somebody leaves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rse.core.requests import SignedInRequest
from rse.people import actions
from rse.people.departures import consequences_of
from rse.people.forms import DepartureForm
from rse.people.models import Agent
from rse.people.permissions import can_manage_people
from rse.people.views.outcomes import GET_OR_POST, status_of
from rse.people.views.profile import visible_agent


@login_required
@require_http_methods(GET_OR_POST)
def departure(request: SignedInRequest, pk: int) -> HttpResponse:
    person = visible_agent(request, pk)
    if not can_manage_people(request.user):
        raise PermissionDenied
    form = DepartureForm(request.POST or None, initial={"last_day": person.leaving_on})
    if request.method == "POST" and form.is_valid():
        person = actions.plan_departure(person, last_day=form.cleaned_data["last_day"], actor=request.user)
        if person.state == Agent.State.LEFT:
            messages.success(request, _("%(name)s has left; the account is closed.") % {"name": person.full_name})
            return redirect("people:directory")
        messages.success(request, _("The departure is planned."))
        return redirect("people:agent", person.pk)
    context = {"agent": person, "form": form, "consequences": consequences_of(person)}
    return render(request, "people/departure.html", context, status=status_of(form))


@login_required
@require_POST
def cancel_departure(request: SignedInRequest, pk: int) -> HttpResponse:
    person = visible_agent(request, pk)
    actions.cancel_departure(person, actor=request.user)
    messages.success(request, _("No departure is planned."))
    return redirect("people:agent", person.pk)
