"""The boxes, one of them, opening and changing one."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rse.core.requests import SignedInRequest
from rse.ideas import actions
from rse.ideas.exceptions import ChangedMeanwhile, IdeasError
from rse.ideas.forms import BoxForm, FiltersForm
from rse.ideas.lists import Asked, box_page
from rse.ideas.models import IdeaBox
from rse.ideas.permissions import answerer_of, can_change_box, can_manage_boxes, can_propose

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
@login_required
def boxes(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    found = list(IdeaBox.objects.visible_to(request.user).listed())
    context = {
        "open_boxes": [box for box in found if box.is_open(today)],
        "closed_boxes": [box for box in found if not box.is_open(today)],
        "answers": any(answerer.pk == request.user.pk for answerer in map(answerer_of, found) if answerer),
        "manages": can_manage_boxes(request.user),
    }
    return render(request, "ideas/boxes.html", context)


@require_safe
@login_required
def box(request: SignedInRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(IdeaBox.objects.visible_to(request.user).select_related("community", "answerer", "department__head"), slug=slug)
    asked = Asked.read(request.GET)
    context = {
        "box": found,
        "asked": asked,
        "page": box_page(request.user, found, asked),
        "form": FiltersForm({"category": asked.category, "status": asked.status}, box=found),
        "answerer": answerer_of(found),
        "proposes": can_propose(request.user, found, on=timezone.localdate()),
        "changes": can_change_box(request.user, found),
        "is_open": found.is_open(timezone.localdate()),
        "sorts": [(sort, label, asked.address(sort=sort)) for sort, label in _sorts()],
    }
    return render(request, "ideas/box.html", context)


def _sorts() -> list[tuple[str, str]]:
    return [("recentes", _("Latest")), ("soutenues", _("Most supported")), ("repondues", _("Answered"))]


@login_required
@require_http_methods(GET_OR_POST)
def new_box(request: SignedInRequest) -> HttpResponse:
    if not can_manage_boxes(request.user):
        raise Http404
    form = BoxForm(request.POST or None, user=request.user, initial={"opens_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        agent = getattr(request.user, "agent", None)
        if agent is None:
            raise Http404
        try:
            opened = actions.open_box(agent.organisation, words=form.words(), community=form.cleaned_data["community"], actor=request.user)
        except IdeasError as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("The box is open."))
            return redirect("ideas:box", opened.slug)
    return render(request, "ideas/box_form.html", {"form": form, "box": None}, status=_status(form))


@login_required
@require_http_methods(GET_OR_POST)
def change_box(request: SignedInRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(IdeaBox.objects.visible_to(request.user).select_related("community", "answerer", "department"), slug=slug)
    if not can_change_box(request.user, found):
        raise Http404
    form = BoxForm(request.POST or None, user=request.user, box=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_box(found, words=form.words(), version=form.cleaned_data["version"], actor=request.user)
        except IdeasError as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("The box is up to date."))
            return redirect("ideas:box", found.slug)
    return render(request, "ideas/box_form.html", {"form": form, "box": found}, status=_status(form))


FIELDS = {"NameTaken": "name", "OneAnswers": "answerer", "AnswererOutside": "answerer", "DaysInDisorder": "closes_on"}


def _refuse(form: BoxForm, refusal: IdeasError) -> None:
    form.add_error(None if isinstance(refusal, ChangedMeanwhile) else FIELDS.get(type(refusal).__name__), refusal)


def _status(form: BoxForm) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
