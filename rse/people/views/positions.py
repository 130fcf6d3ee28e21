"""A person's positions: read by the person, the heads above and HR; kept by HR."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rse.core.requests import SignedInRequest
from rse.people import actions
from rse.people.exceptions import EndsBeforeItStarts, PeopleError
from rse.people.forms import CorrectionForm, EndForm, PositionForm, TransferForm
from rse.people.models import Agent, Position
from rse.people.permissions import can_manage_people, can_read_positions
from rse.people.position_pages import positions_page
from rse.people.views.doors import for_hr
from rse.people.views.outcomes import GET_OR_POST, status_of


@login_required
@require_GET
def positions(request: SignedInRequest, pk: int) -> HttpResponse:
    agent = get_object_or_404(people(), pk=pk)
    if not can_read_positions(request.user, agent):
        raise Http404
    page = positions_page(request.user, agent, on=timezone.localdate())
    return render(request, "people/positions.html", {"agent": agent, "positions": page, "keeps": can_manage_people(request.user)})


@for_hr
@require_http_methods(GET_OR_POST)
def add_position(request: SignedInRequest, pk: int) -> HttpResponse:
    agent = get_object_or_404(people().visible_to(request.user), pk=pk)
    first = positions_page(request.user, agent, on=timezone.localdate()).main is None
    initial = {"department": agent.department, "start": timezone.localdate(), "share": 100 if first else 20, "title": agent.job_title if first else ""}
    form = PositionForm(request.POST or None, agent=agent, initial=initial)

    def write(data: dict[str, Any]) -> None:
        actions.add_position(agent, main=first, actor=request.user, **data)

    return answer(request, form, agent, write, title=_("Add a position"), done=_("The position is recorded."))


@for_hr
@require_http_methods(GET_OR_POST)
def transfer(request: SignedInRequest, pk: int) -> HttpResponse:
    agent = get_object_or_404(people().visible_to(request.user), pk=pk)
    main = positions_page(request.user, agent, on=timezone.localdate()).main
    initial = {"start": timezone.localdate(), "share": f"{main.share.normalize():f}" if main else "100", "end": main.end if main else None}
    form = TransferForm(request.POST or None, agent=agent, initial=initial)

    def write(data: dict[str, Any]) -> None:
        actions.transfer(agent, on=data.pop("start"), actor=request.user, **data)

    return answer(request, form, agent, write, title=_("Change of position"), done=_("The change is recorded."), main=main)


@for_hr
@require_http_methods(GET_OR_POST)
def correct_position(request: SignedInRequest, pk: int) -> HttpResponse:
    position = kept(request, pk)
    initial = {name: getattr(position, name) for name in ("title", "job_description", "end")} | {"share": f"{position.share.normalize():f}"}
    form = CorrectionForm(request.POST or None, agent=position.agent, initial=initial)

    def write(data: dict[str, Any]) -> None:
        actions.correct_position(position, changes=data, actor=request.user)

    return answer(request, form, position.agent, write, title=_("Correct the position"), done=_("The position is corrected."), position=position)


@for_hr
@require_http_methods(GET_OR_POST)
def end_position(request: SignedInRequest, pk: int) -> HttpResponse:
    position = kept(request, pk)
    form = EndForm(request.POST or None, position=position)

    def write(data: dict[str, Any]) -> None:
        actions.end_position(position, on=data["on"], actor=request.user)

    return answer(request, form, position.agent, write, title=_("End the position"), done=_("The last day is recorded."), position=position)


@for_hr
@require_POST
def cancel_position(request: SignedInRequest, pk: int) -> HttpResponse:
    """A change to come is given up; a second click finds nothing left and says the same thing."""
    agent = get_object_or_404(people().visible_to(request.user), pk=pk)
    wanted = request.POST.get("position", "")
    position = Position.objects.visible_to(request.user).filter(agent=agent, pk=wanted).first() if wanted.isdecimal() else None
    try:
        if position is not None:
            actions.cancel_position(position, actor=request.user)
        messages.success(request, _("This change will not take place."))
    except PeopleError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("people:positions", agent.pk)


def people() -> Any:  # a queryset of agents
    return Agent.objects.select_related("user", "department", "organisation")


def kept(request: SignedInRequest, pk: int) -> Position:
    rows = Position.objects.visible_to(request.user).select_related("agent__user", "agent__organisation", "agent__department", "department", "job_description")
    return get_object_or_404(rows, pk=pk)


def answer(
    request: SignedInRequest, form: Form, agent: Agent, write: Callable[[dict[str, Any]], None], *, title: str, done: str, **shown: object
) -> HttpResponse:
    """The form, its refusal at the right field with what was typed, or back to the positions of the person."""
    if request.method == "POST" and form.is_valid():
        try:
            write(dict(form.cleaned_data))
        except PeopleError as refusal:
            last = "end" if "end" in form.fields else "on"
            form.add_error(last if isinstance(refusal, EndsBeforeItStarts) else None, refusal)
        else:
            messages.success(request, done)
            return redirect("people:positions", agent.pk)
    return render(request, "people/position_form.html", {"form": form, "agent": agent, "title": title, **shown}, status=status_of(form))
