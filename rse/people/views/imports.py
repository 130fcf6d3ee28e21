"""Files of HR: send, read the report, confirm. Nothing is applied before."""

import csv
from pathlib import PurePosixPath

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rse.core.requests import SignedInRequest
from rse.core.uploads import safe_name
from rse.people import actions
from rse.people.forms import ConfirmForm, UploadForm
from rse.people.imports import templates
from rse.people.imports.checking import check
from rse.people.imports.exceptions import ChangedSinceChecked
from rse.people.imports.reports import report_of
from rse.people.models import ImportRun
from rse.people.views.doors import for_hr, organisation_of
from rse.people.views.outcomes import GET_OR_POST, status_of

SHOWN = 50
DOWNLOADS = {
    "csv": (templates.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (templates.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@for_hr
@require_http_methods(GET_OR_POST)
def imports(request: SignedInRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        content = upload.read()
        try:
            plan = check(content, kind=form.cleaned_data["kind"], organisation=organisation_of(request.user))
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            if plan.idle and not (plan.kind == ImportRun.Kind.AGENTS and plan.absent):
                messages.info(request, _("The register already says everything this file says: nothing to do."))
                return redirect("people:imports")
            run = actions.keep_file(plan, content=content, file_name=safe_name(upload.name, suffix=PurePosixPath(upload.name).suffix[:6]), actor=request.user)
            return redirect("people:import_run", run.pk)
    runs = ImportRun.objects.visible_to(request.user).defer("content", "report").select_related("actor")[:SHOWN]
    return render(request, "people/imports.html", {"form": form, "runs": runs, "kinds": ImportRun.Kind.choices}, status=status_of(form))


@for_hr
@require_GET
def import_run(request: SignedInRequest, pk: int) -> HttpResponse:
    run = visible_run(request, pk)
    return render(request, "people/import_run.html", {"run": run, "report": report_of(run)})


@for_hr
@require_POST
def apply_import(request: SignedInRequest, pk: int) -> HttpResponse:
    run = visible_run(request, pk)
    form = ConfirmForm(request.POST)
    form.is_valid()
    try:
        actions.apply_file(run, absent_leave=form.cleaned_data["absent_leave"], actor=request.user)
    except ChangedSinceChecked as refusal:
        actions.recheck_file(run, actor=request.user)
        messages.warning(request, refusal.messages[0])
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("The file is applied."))
    return redirect("people:import_run", run.pk)


@for_hr
@require_POST
def drop_import(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.drop_file(visible_run(request, pk), actor=request.user)
    messages.success(request, _("The file is forgotten; nothing was written."))
    return redirect("people:imports")


@for_hr
@require_GET
def import_faults(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every fault, for a spreadsheet; a cell that looks like a formula is shown as text."""
    report = report_of(visible_run(request, pk))
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="erreurs.csv"'})
    response.write("\ufeff")
    lines = csv.writer(response, delimiter=";")
    lines.writerow([_("Line"), _("Column"), _("What is wrong")])
    lines.writerows([line, harmless(column), harmless(sentence)] for line, column, sentence in report.faults)
    return response


@for_hr
@require_GET
def import_template(request: SignedInRequest, kind: str, form: str) -> HttpResponse:
    if kind not in ImportRun.Kind.values or form not in DOWNLOADS:
        raise Http404
    write, media_type = DOWNLOADS[form]
    return HttpResponse(write(kind), content_type=media_type, headers={"Content-Disposition": f'attachment; filename="modele-{kind}.{form}"'})


def visible_run(request: SignedInRequest, pk: int) -> ImportRun:
    return get_object_or_404(ImportRun.objects.visible_to(request.user).defer("content").select_related("actor", "organisation"), pk=pk)


def harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell
