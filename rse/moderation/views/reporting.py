"""Reporting something, and what became of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rse.core import reporting
from rse.core.requests import SignedInRequest
from rse.moderation import outcomes
from rse.moderation.actions import reports as actions
from rse.moderation.exceptions import ModerationError
from rse.moderation.forms import ReportForm
from rse.moderation.models import Report

SHOWN = 100


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: SignedInRequest, label: str, pk: int) -> HttpResponse:
    kind = reporting.get(label)
    if kind is None:
        raise Http404
    thing = get_object_or_404(kind.visible_to(request.user), pk=pk)
    form = ReportForm(request.POST or None)
    already = Report.objects.visible_to(request.user).filter(label=label, object_pk=pk).first()
    author = kind.author(thing)
    own = author is None or author.pk == request.user.pk
    if request.method == "POST" and form.is_valid():
        try:
            actions.report(thing, reason=form.cleaned_data["reason"], words=form.cleaned_data["words"], actor=request.user)
        except ModerationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("Thank you. Moderators will look at it; you will be told what becomes of it. The author does not know who reported."))
            return redirect(kind.address(thing) or "core:home")
    context = {"kind": kind, "words": kind.words(thing), "author": author, "form": form, "already": already, "own": own, "back": kind.address(thing)}
    return render(request, "moderation/report.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def reports(request: SignedInRequest) -> HttpResponse:
    """What I reported and what became of it; nobody else has this page."""
    rows = Report.objects.visible_to(request.user).select_related("case", "reason").prefetch_related("case__decisions").order_by("-at", "-pk")[:SHOWN]
    return render(request, "moderation/reports.html", {"rows": [outcomes.of_report(row) for row in rows]})
