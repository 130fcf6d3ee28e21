"""Calls for volunteers, answering one, the head's agreement, the list that Communication follows."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from referents import permissions, volunteers
from referents.actions import volunteering
from referents.forms.referents import CallForm, RefuseForm, TrainingForm, VolunteerForm
from referents.host import Department, SignedInRequest, departments
from referents.models import Referent, VolunteerCall
from referents.views.outcomes import UNREADABLE, Refusal, form_page, outcome


@login_required
@require_GET
def calls(request: SignedInRequest) -> HttpResponse:
    """What departments look for; for Communication and heads, who answered."""
    context = {
        "calls": volunteers.calls(request.user, on=timezone.localdate()),
        "volunteers": volunteers.on_the_way(request.user),
        "may_call": permissions.calls_volunteers(request.user),
    }
    return render(request, "referents/volunteers/calls.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_call(request: SignedInRequest) -> HttpResponse:
    """First the department (as a link of the map names it), then the words."""
    if not permissions.calls_volunteers(request.user):
        raise PermissionDenied
    department = _department(request.POST.get("department") or request.GET.get("service", ""))
    if department is None:
        return render(request, "referents/volunteers/choose_department.html", {"departments": departments().order_by("name")})
    form = CallForm(request.POST or None, department=department)

    return form_page(
        request,
        form,
        lambda: volunteering.open_call(department=department, actor=request.user, **form.cleaned_data),
        template="referents/volunteers/new_call.html",
        context={"department": department},
        then="referents:calls",
        said=_("The call is published: the agents of the department see it on their home page."),
    )


def _department(text: str) -> Department | None:
    readable = text.isascii() and text.isdigit() and len(text) < 16
    found: Department | None = departments().filter(pk=text).first() if readable else None
    return found


@login_required
@require_http_methods(["GET", "POST"])
def call(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read a call and answer it."""
    row = get_object_or_404(VolunteerCall.objects.visible_to(request.user).select_related("department", "opened_by"), pk=pk)
    topics = list(row.topics.all())
    form = VolunteerForm(request.POST or None, topics=topics)
    mine = Referent.objects.filter(user=request.user.pk, department=row.department_id).first()

    return form_page(
        request,
        form,
        lambda: volunteering.volunteer(row, actor=request.user, **form.cleaned_data),
        template="referents/volunteers/call.html",
        context={
            "call": row,
            "topics": topics,
            "mine": mine,
            "open": row.closed_at is None and row.until >= timezone.localdate(),
            "may_volunteer": permissions.may_volunteer(request.user, row),
            "may_call": permissions.calls_volunteers(request.user),
        },
        then=lambda referent: reverse("referents:volunteer", args=[referent.pk]),
        said=_("Thank you! Your head of department is asked to agree."),
    )


@login_required
@require_POST
def close_call(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(VolunteerCall.objects.visible_to(request.user), pk=pk)
    return outcome(
        request,
        lambda: volunteering.close_call(row, actor=request.user),
        then="referents:calls",
        again=lambda refusal: redirect("referents:calls"),
        said=_("The call is closed."),
    )


def volunteer_of(request: SignedInRequest, pk: int) -> Referent:
    """The person on the way; 404 for whoever neither is them, nor decides, nor follows the volunteers."""
    referent = get_object_or_404(Referent.objects.select_related("user", "department", "call").prefetch_related("topics"), pk=pk)
    if not permissions.may_read_volunteer(request.user, referent):
        raise Http404
    return referent


@login_required
@require_GET
def volunteer(request: SignedInRequest, pk: int) -> HttpResponse:
    return _shown(request, volunteer_of(request, pk))


def _shown(request: SignedInRequest, referent: Referent, *, refusal: Refusal | None = None, form: RefuseForm | TrainingForm | None = None) -> HttpResponse:
    refusal = refusal.show_on(form) if refusal and form else refusal
    waits = referent.state == Referent.State.VOLUNTEER
    context = {
        "one": volunteers.volunteer(referent),
        "referent": referent,
        "mine": referent.user_id == request.user.pk,
        "to_sign": volunteers.to_sign(referent),
        "may_agree": waits and permissions.may_agree(request.user, referent),
        "may_train": referent.state == Referent.State.CHARTERED and permissions.keeps_register(request.user),
        "refuse_form": form if isinstance(form, RefuseForm) else RefuseForm(auto_id="refuse-%s"),
        "training_form": form if isinstance(form, TrainingForm) else TrainingForm(auto_id="training-%s", initial={"trained_on": timezone.localdate()}),
        "refusal": refusal,
        "refusing": isinstance(form, RefuseForm),
    }
    return render(request, "referents/volunteers/volunteer.html", context, status=refusal.status if refusal else 200)


@login_required
@require_POST
def agree(request: SignedInRequest, pk: int) -> HttpResponse:
    """The head says yes."""
    referent = volunteer_of(request, pk)
    return outcome(
        request,
        lambda: volunteering.agree(referent, actor=request.user),
        then=reverse("referents:volunteer", args=[pk]),
        again=lambda refusal: _shown(request, volunteer_of(request, pk), refusal=refusal),
        said=_("Thank you: the volunteer is told, and the mission is in the register."),
    )


@login_required
@require_POST
def refuse(request: SignedInRequest, pk: int) -> HttpResponse:
    """The head says why not."""
    referent, form = volunteer_of(request, pk), RefuseForm(request.POST, auto_id="refuse-%s")

    def again(refusal: Refusal) -> HttpResponse:
        return _shown(request, volunteer_of(request, pk), refusal=refusal, form=form)

    if not form.is_valid():
        return again(UNREADABLE)
    return outcome(
        request,
        lambda: volunteering.refuse(referent, actor=request.user, **form.cleaned_data),
        then="referents:calls",
        again=again,
        said=_("The volunteer reads your words, and nobody else."),
    )


@login_required
@require_POST
def note_training(request: SignedInRequest, pk: int) -> HttpResponse:
    """The training was followed."""
    referent, form = volunteer_of(request, pk), TrainingForm(request.POST, auto_id="training-%s")

    def again(refusal: Refusal) -> HttpResponse:
        return _shown(request, volunteer_of(request, pk), refusal=refusal, form=form)

    if not form.is_valid():
        return again(UNREADABLE)
    return outcome(
        request,
        lambda: volunteering.note_training(referent, actor=request.user, **form.cleaned_data),
        then=reverse("referents:volunteer", args=[pk]),
        again=again,
        said=_("Noted."),
    )
