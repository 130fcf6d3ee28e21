"""Job descriptions: the list of HR, one of them to read and print, writing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rse.core.requests import SignedInRequest
from rse.people import actions
from rse.people.exceptions import CodeOfJobTaken, PeopleError
from rse.people.forms import JobDescriptionFilters, JobDescriptionForm
from rse.people.job_text import parts_of
from rse.people.models import JobDescription, Position
from rse.people.permissions import can_manage_people
from rse.people.personnel import PAGE_SIZE, job_descriptions
from rse.people.views.doors import for_hr, organisation_of
from rse.people.views.outcomes import GET_OR_POST, status_of


@for_hr
@require_GET
def listing(request: SignedInRequest) -> HttpResponse:
    form = JobDescriptionFilters(request.GET)
    form.is_valid()
    found = job_descriptions(request.user, on=timezone.localdate(), **form.cleaned_data)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": page, "query": query.urlencode(), "filtering": any(form.cleaned_data.values())}
    return render(request, "people/job_descriptions.html", context)


@login_required
@require_GET
def job_description(request: SignedInRequest, pk: int) -> HttpResponse:
    """To read and to print: HR, the heads of its department, whoever holds it."""
    found = get_object_or_404(JobDescription.objects.visible_to(request.user).select_related("department", "organisation", "updated_by"), pk=pk)
    today = timezone.localdate()
    held = Position.objects.visible_to(request.user).filter(job_description=found, agent__state="active").on(today)
    context = {
        "job": found,
        "parts": parts_of(found.text),
        "holders": list(held.select_related("agent", "department").order_by("agent__folded")),
        "keeps": can_manage_people(request.user),
    }
    return render(request, "people/job_description.html", context)


@for_hr
@require_http_methods(GET_OR_POST)
def write_job_description(request: SignedInRequest) -> HttpResponse:
    organisation = organisation_of(request.user)
    form = JobDescriptionForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        data.pop("version")
        try:
            written = actions.write_job_description(organisation, actor=request.user, **data)
        except PeopleError as refusal:
            form.add_error("code" if isinstance(refusal, CodeOfJobTaken) else None, refusal)
        else:
            messages.success(request, _("The job description is written."))
            return redirect("people:job_description", written.pk)
    return render(request, "people/job_description_form.html", {"form": form, "job": None}, status=status_of(form))


@for_hr
@require_http_methods(GET_OR_POST)
def change_job_description(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(JobDescription.objects.visible_to(request.user).select_related("department", "organisation"), pk=pk)
    form = JobDescriptionForm(request.POST or None, organisation=found.organisation, instance=found)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            actions.change_job_description(found, version=data.pop("version"), changes=data, actor=request.user)
        except PeopleError as refusal:
            form.add_error("code" if isinstance(refusal, CodeOfJobTaken) else None, refusal)
        else:
            messages.success(request, _("The job description is up to date."))
            return redirect("people:job_description", found.pk)
    return render(request, "people/job_description_form.html", {"form": form, "job": found}, status=status_of(form))
