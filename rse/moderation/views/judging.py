"""The queue of moderators, one case, and what is decided about it."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rse.communities.models import Community
from rse.core.requests import SignedInRequest
from rse.moderation import case_page, conf
from rse.moderation.actions import appeals, decisions
from rse.moderation.actions import reports as taking
from rse.moderation.exceptions import ModerationError
from rse.moderation.forms import AppealForm, JudgeForm, MeasureForm, QueueForm
from rse.moderation.models import Appeal, Case, Decision
from rse.moderation.standing import MODERATES, standing_of


@login_required
@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    """What waits, oldest first; or what was judged, latest first. A page at a time by keyset."""
    if not standing_of(request.user)[MODERATES]:
        raise Http404
    places = Community.objects.visible_to(request.user).filter(pk__in=Case.objects.visible_to(request.user).order_by().values("community"))
    form = QueueForm(request.GET, places=places)
    form.is_valid()
    asked = form.cleaned_data
    rows = Case.objects.visible_to(request.user).filtered(place=asked.get("lieu"), reason=asked.get("motif"))
    judged = asked.get("etat") == Case.State.CLOSED
    rows = rows.judged_latest_first(asked.get("apres")) if judged else rows.waiting_oldest_first(asked.get("apres"))
    found = list(rows.with_people()[: conf.PAGE_SIZE + 1])
    page, more = found[: conf.PAGE_SIZE], found[conf.PAGE_SIZE :]
    waiting = Appeal.objects.waiting_for(request.user).select_related("decision__case")
    context = {"lines": case_page.lines(page, request.user), "form": form, "judged": judged, "appeals": waiting, "next": page[-1].pk if more else None}
    context["filters"] = {name: value for name, value in request.GET.items() if name in {"etat", "lieu", "motif"} and value}
    return render(request, "moderation/queue.html", context)


def _case(request: SignedInRequest, pk: int) -> Case:
    return get_object_or_404(Case.objects.visible_to(request.user).with_people(), pk=pk)


@login_required
@require_safe
def case(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, _case(request, pk))


def _page(request: SignedInRequest, case: Case, *, bound: dict[str, object] | None = None, status: int = 200) -> HttpResponse:
    """The page of a case; `bound` holds the form that was refused, with what was typed."""
    page = case_page.case_page(case, request.user)
    context: dict[str, object] = {
        "page": page,
        "case": page.case,
        "judge": JudgeForm(kinds=page.kinds),
        "measure": MeasureForm(kinds=page.measures),
        "appeal_form": AppealForm(),
        "appeals": case_page.appeals_for(case, request.user),
    }
    return render(request, "moderation/case.html", context | (bound or {}), status=status)


def _taking(act: Callable[..., Case]) -> Callable[..., HttpResponse]:
    @require_POST
    @login_required
    def view(request: SignedInRequest, pk: int) -> HttpResponse:
        found = _case(request, pk)
        try:
            act(found, actor=request.user)
        except ModerationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("moderation:case", found.pk)

    return view


claim = _taking(taking.claim)
release = _taking(taking.release)
open_words = _taking(taking.open_words)


@require_POST
@login_required
def judge(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _case(request, pk)
    form = JudgeForm(request.POST, kinds=[kind for kind in Decision.Kind.values if kind in Decision.ABOUT_OBJECT])
    if form.is_valid():
        try:
            decisions.judge(found, kind=form.cleaned_data["kind"], words=form.cleaned_data["words"], token=form.cleaned_data["token"], actor=request.user)
        except ModerationError as refusal:
            form.add_error(refusal.field or None, refusal.messages)
        else:
            messages.success(request, _("Decided. Those who reported are told, and the author unless nothing was wrong."))
            return redirect("moderation:case", found.pk)
    return _page(request, _case(request, pk), bound={"judge": form}, status=422)


@require_POST
@login_required
def measure(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _case(request, pk)
    form = MeasureForm(request.POST, kinds=case_page.case_page(found, request.user).measures)
    if form.is_valid():
        data = form.cleaned_data
        try:
            decisions.take_measure(found, kind=data["kind"], words=data["words"], until=form.last_moment(), token=data["token"], actor=request.user)
        except ModerationError as refusal:
            form.add_error(refusal.field or None, refusal.messages)
        else:
            messages.success(request, _("The measure is taken; the person is told, with the reason and how to answer."))
            return redirect("moderation:case", found.pk)
    return _page(request, _case(request, pk), bound={"measure": form}, status=422)


@require_POST
@login_required
def lift(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Decision.objects.visible_to(request.user).select_related("case"), pk=pk)
    decisions.lift(found, actor=request.user)
    messages.success(request, _("The measure is over; the person is told."))
    return redirect("moderation:case", found.case_id)


@require_POST
@login_required
def judge_appeal(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Appeal.objects.waiting_for(request.user).select_related("decision__case"), pk=pk)
    form = AppealForm(request.POST)
    if form.is_valid():
        try:
            appeals.judge_appeal(found, overturn=form.cleaned_data["verdict"] == "overturned", answer=form.cleaned_data["words"], actor=request.user)
        except ModerationError as refusal:
            form.add_error(refusal.field or None, refusal.messages)
        else:
            messages.success(request, _("Answered. The person is told."))
            return redirect("moderation:case", found.decision.case_id)
    return _page(request, _case(request, found.decision.case_id), bound={"appeal_form": form}, status=422)
