"""The register of missions. HR only; it shows nothing of the enquiries."""

import csv
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from referents import permissions, register_changes, spreadsheets
from referents import register as missions_register
from referents.forms.register import ChangesForm, RegisterForm
from referents.host import SignedInRequest, User
from referents.models import Mandate, MandateChange

MONTH = timedelta(days=30)


def keeper(request: SignedInRequest) -> User:
    """HR, or nothing is found."""
    if not permissions.keeps_register(request.user):
        raise Http404
    return request.user


def _found(request: SignedInRequest) -> tuple[RegisterForm, missions_register.Found]:
    form, today = RegisterForm(request.GET), timezone.localdate()
    form.is_valid()
    return form, missions_register.find(request.user, form.asked, on=form.day(today), today=today)


def _query(request: SignedInRequest) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    return query.urlencode()


@login_required
@require_GET
def register(request: SignedInRequest) -> HttpResponse:
    """The list: filters, totals, fifty missions a page; as of today or of another day."""
    user, size, today = keeper(request), missions_register.PAGE_SIZE, timezone.localdate()
    form, found = _found(request)
    after = request.GET.get("after", "")
    last = Mandate.objects.visible_to(user).filter(pk=after).first() if after.isascii() and after.isdigit() and len(after) < 16 else None
    page = found.page(after=last, size=size + 1)
    rows = missions_register.rows(page[:size], on=found.on)
    context = {
        "form": form,
        "rows": rows,
        "totals": found.totals(),
        "job_descriptions": Mandate.JobDescription.choices,
        "next": rows[-1].mandate if len(page) > size else None,
        "query": _query(request),
        "filtering": any(form.cleaned_data.values()),
        "as_of": found.on if found.on != today else None,
    }
    return render(request, "referents/register/register.html", context)


@login_required
@require_GET
def register_export(request: SignedInRequest) -> HttpResponse:
    """What the filters found, for a spreadsheet: semicolons and a byte-order mark, as French spreadsheets expect."""
    keeper(request)
    _form, found = _found(request)
    return _csv(missions_register.table(found), f"missions-{found.on:%Y-%m-%d}")


@login_required
@require_GET
def register_workbook(request: SignedInRequest) -> HttpResponse:
    """The same as a workbook, days and numbers kept as such."""
    keeper(request)
    _form, found = _found(request)
    return _workbook(_("Missions"), missions_register.table(found), f"missions-{found.on:%Y-%m-%d}")


def _changes(request: SignedInRequest) -> tuple[ChangesForm, "register_changes.QuerySet[MandateChange]"]:
    form = ChangesForm(request.GET)
    form.is_valid()
    day = form.cleaned_data.get("since") or timezone.localdate() - MONTH
    if not form.cleaned_data.get("since"):
        form = ChangesForm({**request.GET.dict(), "since": day.isoformat()})
    form.is_valid()
    return form, register_changes.since(request.user, day=day, kind=form.cleaned_data.get("kind", ""))


@login_required
@require_GET
def changes(request: SignedInRequest) -> HttpResponse:
    """What changed since a day, in sentences, fifty a page."""
    keeper(request)
    form, found = _changes(request)
    after, size = request.GET.get("after", ""), register_changes.PAGE_SIZE
    last = found.filter(pk=after).first() if after.isascii() and after.isdigit() and len(after) < 16 else None
    page = register_changes.told((register_changes.after(found, last) if last else found)[: size + 1])
    context = {
        "form": form,
        "since": form.cleaned_data.get("since"),
        "changes": page[:size],
        "next": page[size - 1].row if len(page) > size else None,
        "query": _query(request),
    }
    return render(request, "referents/register/changes.html", context)


@login_required
@require_GET
def changes_export(request: SignedInRequest, kind: str) -> HttpResponse:
    """The same for a spreadsheet; `kind` is csv or xlsx."""
    keeper(request)
    form, found = _changes(request)
    name = f"missions-depuis-{form.cleaned_data['since']:%Y-%m-%d}"
    rows = register_changes.table(found)
    return _csv(rows, name) if kind == "csv" else _workbook(_("What changed"), rows, name)


def _csv(rows: Iterable[Sequence[object]], name: str) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}.csv"'})
    response.write("\ufeff")
    csv.writer(response, delimiter=";").writerows([spreadsheets.cell(value) for value in row] for row in rows)
    return response


def _workbook(title: str, rows: Iterable[Sequence[object]], name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(spreadsheets.workbook(title, rows), content_type=spreadsheets.XLSX, headers=headers)
