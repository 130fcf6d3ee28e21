"""The register of missions. HR only; it shows nothing of the enquiries."""

import csv

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from referents import permissions
from referents import register as missions_register
from referents.actions import missions as missions_actions
from referents.conf import directory
from referents.forms.register import JobDescriptionForm, RegisterForm
from referents.host import SignedInRequest, User
from referents.models import Mandate
from referents.views.returning import back


def _keeper(request: SignedInRequest) -> User:
    if not permissions.keeps_register(request.user):
        raise Http404
    return request.user


def _filtered(request: SignedInRequest) -> tuple[RegisterForm, "QuerySet[Mandate]"]:
    form = RegisterForm(request.GET)
    form.is_valid()
    return form, missions_register.filtered(request.user, on=timezone.localdate(), **form.cleaned_data)


@login_required
@require_GET
def register(request: SignedInRequest) -> HttpResponse:
    """The list: filters, totals, fifty missions a page."""
    user, today = _keeper(request), timezone.localdate()
    form, found = _filtered(request)
    after = request.GET.get("after", "")
    last = Mandate.objects.visible_to(user).filter(pk=after).first() if after.isdigit() else None
    shown = missions_register.after(found, last) if last else found
    page = list(missions_register.with_people(shown)[: missions_register.PAGE_SIZE + 1])
    rows = missions_register.rows(page[: missions_register.PAGE_SIZE], on=today)
    query = request.GET.copy()
    query.pop("after", None)
    context = {
        "form": form,
        "rows": rows,
        "totals": missions_register.totals(found, on=today),
        "job_descriptions": Mandate.JobDescription.choices,
        "next": rows[-1].mandate if len(page) > missions_register.PAGE_SIZE else None,
        "query": query.urlencode(),
        "filtering": any(form.cleaned_data.values()),
    }
    return render(request, "referents/register/register.html", context)


@login_required
@require_GET
def register_export(request: SignedInRequest) -> HttpResponse:
    """What the filters found, for a spreadsheet: semicolons and a byte-order mark, as French spreadsheets expect."""
    _keeper(request)
    _form, found = _filtered(request)
    today = timezone.localdate()
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="missions-{today:%Y-%m-%d}.csv"'})
    response.write("\ufeff")
    csv.writer(response, delimiter=";").writerows(missions_register.table(found, on=today))
    return response


@login_required
@require_GET
def mission(request: SignedInRequest, pk: int) -> HttpResponse:
    """One mission and what happened to it, for HR and for its own person, who reads it without the form."""
    today = timezone.localdate()
    mandate = get_object_or_404(missions_register.with_people(Mandate.objects.visible_to(request.user)), pk=pk)
    label = directory().label
    changes = [(change, label(change.actor) if change.actor else "") for change in mandate.changes.select_related("actor")]
    context = {
        "row": missions_register.rows([mandate], on=today)[0],
        "changes": changes,
        "replaced_by": Mandate.objects.filter(replaces=mandate).first(),
        "keeps": permissions.keeps_register(request.user),
        "form": JobDescriptionForm(initial={"value": mandate.job_description}),
    }
    return render(request, "referents/register/mission.html", context)


@login_required
@require_POST
def note_job_description(request: SignedInRequest, pk: int) -> HttpResponseRedirect:
    """HR notes whether the job description mentions the mission."""
    mandate = get_object_or_404(Mandate.objects.visible_to(_keeper(request)), pk=pk)
    form = JobDescriptionForm(request.POST)
    if form.is_valid():
        missions_actions.note_job_description(mandate, value=form.cleaned_data["value"], actor=request.user)
        messages.success(request, _("Noted for %(name)s.") % {"name": directory().label(mandate.user)})
    else:
        messages.error(request, _("Choose one of the three."))
    return back(request, "referents:mission", mandate.pk)
