"""For organisers: who comes, on screen, on paper, for a spreadsheet; who organises."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rse.core import spreadsheets
from rse.core.requests import SignedInRequest
from rse.events import actions
from rse.events.attendance import guests_of, rows_of
from rse.events.forms import OrganiserForm
from rse.events.models import Event
from rse.events.views.doors import GET_OR_POST, UNPROCESSABLE, organised, private, put
from rse.events.words import spell_when, spell_where
from rse.people.models import User


@private
@require_safe
@login_required
def guests(request: SignedInRequest, pk: int) -> HttpResponse:
    found = organised(request, pk)
    return render(request, "events/guests.html", _context(request, found, OrganiserForm(user=request.user, event=found)))


@private
@require_safe
@login_required
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """One page to print, with a column to sign and a few empty lines. What is signed stays on paper."""
    found = organised(request, pk)
    coming = [one for one in guests_of(found, request.user) if not one.waiting]
    context = {"event": found, "guests": coming, "when": spell_when(found), "where": spell_where(found), "empty_lines": range(6)}
    return render(request, "events/sheet.html", context)


@private
@require_safe
@login_required
def guests_csv(request: SignedInRequest, pk: int) -> HttpResponse:
    found = organised(request, pk)
    return _file(spreadsheets.as_csv(rows_of(guests_of(found, request.user))), spreadsheets.CSV, f"{found.post.title}.csv")


@private
@require_safe
@login_required
def guests_xlsx(request: SignedInRequest, pk: int) -> HttpResponse:
    found = organised(request, pk)
    content = spreadsheets.as_xlsx(_("Registered"), rows_of(guests_of(found, request.user)))
    return _file(content, spreadsheets.XLSX, f"{found.post.title}.xlsx")


@private
@require_http_methods(GET_OR_POST)
@login_required
def name_organiser(request: SignedInRequest, pk: int) -> HttpResponse:
    found = organised(request, pk)
    form = OrganiserForm(request.POST or None, user=request.user, event=found)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        try:
            actions.name_organiser(found, person=person.user, actor=request.user)
        except ValidationError as refusal:
            put(form, refusal)
        else:
            messages.success(request, _("%(name)s organises this event too.") % {"name": person.full_name})
            return redirect("events:guests", found.pk)
    return render(request, "events/guests.html", _context(request, found, form), status=UNPROCESSABLE if form.errors else 200)


@require_POST
@login_required
def remove_organiser(request: SignedInRequest, pk: int, person: int) -> HttpResponse:
    found = organised(request, pk)
    somebody = get_object_or_404(User, pk=person, events_organised__event=found)
    try:
        actions.remove_organiser(found, person=somebody, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("events:event" if somebody.pk == request.user.pk else "events:guests", found.pk)


def _context(request: SignedInRequest, event: Event, form: OrganiserForm) -> dict[str, object]:
    people = guests_of(event, request.user)
    return {
        "event": event,
        "coming": [one for one in people if not one.waiting],
        "waiting": [one for one in people if one.waiting],
        "organisers": [one.user for one in event.organisers.select_related("user")],
        "form": form,
        "when": spell_when(event),
        "where": spell_where(event),
    }


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name), "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=media_type, headers=headers)
