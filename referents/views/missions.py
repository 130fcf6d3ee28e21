"""One mission: what HR notes on it, its letter and the receipts of its person. Its person reads it without the forms."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from referents import mission_page, permissions
from referents import register as missions_register
from referents.actions import missions as missions_actions
from referents.conf import directory
from referents.exceptions import ReferentsError
from referents.forms.register import JobDescriptionForm, TrainingForm, VisaForm
from referents.host import SignedInRequest
from referents.models import Mandate
from referents.views.register import keeper
from referents.views.returning import back


def _mission(request: SignedInRequest, pk: int) -> Mandate:
    missions = Mandate.objects.visible_to(request.user).select_related("user", "visa_by", "replaces")
    return get_object_or_404(missions.prefetch_related("topics", "departments", "accounts"), pk=pk)


@login_required
@require_GET
def mission(request: SignedInRequest, pk: int) -> HttpResponse:
    """One mission and what happened to it, for HR and for its own person, who reads it without the form."""
    return _page(request, _mission(request, pk))


def _page(request: SignedInRequest, mandate: Mandate, *, status: int = 200, **typed: Form) -> HttpResponse:
    label, keeps = directory().label, permissions.keeps_register(request.user)
    context = {
        "row": missions_register.rows([mandate], on=timezone.localdate())[0],
        "changes": [(change, label(change.actor) if change.actor else "") for change in mandate.changes.select_related("actor")],
        "replaced_by": Mandate.objects.filter(replaces=mandate).first(),
        "keeps": keeps,
        "form": JobDescriptionForm(initial={"value": mandate.job_description}),
    }
    if keeps:
        context["visa_form"] = VisaForm(heads=mission_page.heads_for(mandate), initial={"by": mandate.visa_by_id})
        context["training_form"] = TrainingForm(initial={"trained_on": mandate.trained_on, "valid_until": mandate.training_valid_until})
    return render(request, "referents/register/mission.html", {**context, **typed}, status=status)


@login_required
@require_POST
def note_job_description(request: SignedInRequest, pk: int) -> HttpResponseRedirect:
    """HR notes whether the job description mentions the mission."""
    mandate = get_object_or_404(Mandate.objects.visible_to(keeper(request)), pk=pk)
    form = JobDescriptionForm(request.POST)
    if form.is_valid():
        missions_actions.note_job_description(mandate, value=form.cleaned_data["value"], actor=request.user)
        messages.success(request, _("Noted for %(name)s.") % {"name": directory().label(mandate.user)})
    else:
        messages.error(request, _("Choose one of the three."))
    return back(request, "referents:mission", mandate.pk)


@login_required
@require_POST
def note_visa(request: SignedInRequest, pk: int) -> HttpResponse:
    """HR notes that a head agreed."""
    keeper(request)
    mandate = _mission(request, pk)
    form = VisaForm(request.POST, heads=mission_page.heads_for(mandate))
    if form.is_valid():
        try:
            missions_actions.note_visa(mandate, by=form.cleaned_data["by"], actor=request.user)
        except ReferentsError as error:
            form.add_error("by", error)
        else:
            messages.success(request, _("Noted for %(name)s.") % {"name": directory().label(mandate.user)})
            return redirect("referents:mission", mandate.pk)
    return _page(request, mandate, status=422, visa_form=form)


@login_required
@require_POST
def note_training(request: SignedInRequest, pk: int) -> HttpResponse:
    """HR notes a training followed."""
    keeper(request)
    mandate = _mission(request, pk)
    form = TrainingForm(request.POST)
    if form.is_valid():
        try:
            missions_actions.note_training(mandate, **form.cleaned_data, actor=request.user)
        except ReferentsError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Noted for %(name)s.") % {"name": directory().label(mandate.user)})
            return redirect("referents:mission", mandate.pk)
    return _page(request, mandate, status=422, training_form=form)


@login_required
@require_GET
def letter(request: SignedInRequest, pk: int) -> HttpResponse:
    """The letter of mission, to print and sign."""
    mandate, now = _mission(request, pk), timezone.now()
    context = {"mandate": mandate, "letter": mission_page.letter(mandate, at=now), "today": timezone.localdate(now)}
    return render(request, "referents/register/letter.html", context)


@login_required
@require_GET
def receipts(request: SignedInRequest, pk: int) -> HttpResponse:
    """The receipts of the charters its person answered, to print."""
    mandate = _mission(request, pk)
    context = {"mandate": mandate, "name": directory().label(mandate.user), "receipts": mission_page.receipts(mandate)}
    return render(request, "referents/register/receipts.html", context)
