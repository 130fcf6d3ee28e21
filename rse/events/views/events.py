"""One event: its page, registration, creating, changing, cancelling."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rse.communities import restrictions
from rse.core import drafts
from rse.core.requests import SignedInRequest
from rse.events import actions
from rse.events.forms import CancelForm, EventForm
from rse.events.models import Registration
from rse.events.page import event_page
from rse.events.views.doors import GET_OR_POST, UNPROCESSABLE, organised, private, put, visible


@private
@require_safe
@login_required
def event(request: SignedInRequest, pk: int) -> HttpResponse:
    found = visible(request, pk)
    return render(request, "events/event.html", {"page": event_page(request.user, found), "event": found})


@require_POST
@login_required
def register(request: SignedInRequest, pk: int) -> HttpResponse:
    found = visible(request, pk)
    try:
        registration = actions.register(found, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        waiting = registration.state == Registration.State.WAITING
        said = _("It is full: you are on the waiting list and will be told when a place becomes free.") if waiting else _("You are registered.")
        messages.success(request, said)
    return redirect("events:event", found.pk)


@require_POST
@login_required
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    found = visible(request, pk)
    try:
        actions.withdraw(found, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("You are no longer registered."))
    return redirect("events:event", found.pk)


@private
@require_http_methods(GET_OR_POST)
@login_required
def create(request: SignedInRequest) -> HttpResponse:
    form = EventForm(
        request.POST or None, user=request.user, initial={"token": uuid4().hex, "where": request.GET.get("groupe", ""), "day": request.GET.get("jour")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            restrictions.lift(request.user, request.POST)
            token = form.cleaned_data["token"] or uuid4().hex
            made = actions.plan(form.words(), form.facts(), where=form.place_of_post(), token=token, actor=request.user)
        except ValidationError as refusal:
            put(form, refusal)
        else:
            drafts.forget(request, "event-new")
            messages.success(request, _("The event stands in the agenda."))
            return redirect("events:event", made.pk)
    context = {"form": form, "event": None, "restriction": next(iter(restrictions.restrictions_of(request.user)), None)}
    return render(request, "events/form.html", context, status=UNPROCESSABLE if form.errors else 200)


@private
@require_http_methods(GET_OR_POST)
@login_required
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    found = organised(request, pk)
    form = EventForm(request.POST or None, user=request.user, event=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(found, form.words(), form.facts(), actor=request.user)
        except ValidationError as refusal:
            put(form, refusal)
        else:
            drafts.forget(request, f"event-{found.pk}")
            messages.success(request, _("The event is changed. Whoever comes is told when the day, the hour or the place moves."))
            return redirect("events:event", found.pk)
    return render(request, "events/form.html", {"form": form, "event": found}, status=UNPROCESSABLE if form.errors else 200)


@private
@require_http_methods(GET_OR_POST)
@login_required
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    found = organised(request, pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel(found, reason=form.cleaned_data["reason"], actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The event is cancelled. Whoever was coming is told."))
            return redirect("events:event", found.pk)
    return render(request, "events/cancel.html", {"form": form, "event": found}, status=UNPROCESSABLE if form.errors else 200)
