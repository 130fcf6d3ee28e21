"""Decisions about me: the reason, my answer, another look by somebody else. Nobody but me and those who judge has these pages."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rse.core.requests import SignedInRequest
from rse.moderation.actions import appeals, decisions
from rse.moderation.exceptions import ModerationError
from rse.moderation.forms import AnswerForm
from rse.moderation.models import Appeal, Decision
from rse.moderation.signal_handlers import name_of

SHOWN = 100


@login_required
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    rows = Decision.objects.about(request.user).select_related("community", "case", "appeal")[:SHOWN]
    return render(request, "moderation/mine.html", {"rows": rows})


def _decision(request: SignedInRequest, pk: int) -> Decision:
    return get_object_or_404(Decision.objects.about(request.user).select_related("community", "case", "appeal"), pk=pk)


@login_required
@require_safe
def one(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, _decision(request, pk))


def _page(request: SignedInRequest, decision: Decision, *, bound: dict[str, AnswerForm] | None = None, status: int = 200) -> HttpResponse:
    in_time = decision.reply_until is not None and decision.reply_until > timezone.now()
    appeal = Appeal.objects.visible_to(request.user).filter(decision=decision).first()
    context: dict[str, object] = {
        "decision": decision,
        "name": name_of(decision.case),
        "appeal": appeal,
        "may_reply": in_time and not decision.reply,
        "may_appeal": in_time and appeal is None and decision.kind != Decision.Kind.RESTORE,
        "reply_form": AnswerForm(label=_("Your answer"), auto_id="reply_%s"),
        "appeal_form": AnswerForm(label=_("Why somebody else should look again"), auto_id="appeal_%s"),
    }
    return render(request, "moderation/decision.html", context | (bound or {}), status=status)


@require_POST
@login_required
def reply(request: SignedInRequest, pk: int) -> HttpResponse:
    decision, form = _decision(request, pk), AnswerForm(request.POST, label=_("Your answer"), auto_id="reply_%s")
    if form.is_valid():
        try:
            appeals.reply(decision, words=form.cleaned_data["words"], actor=request.user)
        except ModerationError as refusal:
            form.add_error(refusal.field or None, refusal.messages)
        else:
            messages.success(request, _("Your answer stands beside the decision; moderators read it."))
            return redirect("moderation:mine", decision.pk)
    return _page(request, decision, bound={"reply_form": form}, status=422)


@require_POST
@login_required
def appeal(request: SignedInRequest, pk: int) -> HttpResponse:
    decision, form = _decision(request, pk), AnswerForm(request.POST, label=_("Why somebody else should look again"), auto_id="appeal_%s")
    if form.is_valid():
        try:
            appeals.appeal(decision, words=form.cleaned_data["words"], actor=request.user)
        except ModerationError as refusal:
            form.add_error(refusal.field or None, refusal.messages)
        else:
            messages.success(request, _("Another moderator will look again; you will be told."))
            return redirect("moderation:mine", decision.pk)
    return _page(request, decision, bound={"appeal_form": form}, status=422)


@require_POST
@login_required
def set_aside(request: SignedInRequest, pk: int) -> HttpResponse:
    decisions.set_aside(_decision(request, pk), actor=request.user)
    return redirect("core:home")
