"""Crisis cells: those that concern me, opening one, running it, its log on paper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rse.communities.models import Community
from rse.core.requests import SignedInRequest
from rse.moderation import banner as banners
from rse.moderation import crisis_page, journal
from rse.moderation.actions import crisis as actions
from rse.moderation.exceptions import ModerationError
from rse.moderation.forms import CloseForm, LineForm, NoteForm, OpenCrisisForm, TruthForm
from rse.moderation.models import Crisis, CrisisEntry
from rse.moderation.permissions import can_open_crisis, can_run
from rse.notifications.permissions import can_send_urgent
from rse.people.views.outcomes import next_url

SHOWN = 50


@login_required
@require_safe
def crises(request: SignedInRequest) -> HttpResponse:
    rows = Crisis.objects.visible_to(request.user)[:SHOWN]
    return render(request, "moderation/crisis/list.html", {"rows": rows, "may_open": can_open_crisis(request.user)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_one(request: SignedInRequest) -> HttpResponse:
    if not can_open_crisis(request.user):
        raise PermissionDenied
    form = OpenCrisisForm(request.POST or None, groups=Community.objects.visible_to(request.user).alive())
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_crisis(**form.cleaned_data, actor=request.user)
        except ModerationError as refusal:
            form.add_error(refusal.field or None, refusal.messages)
        else:
            messages.success(request, _("The crisis cell is open: those concerned are told now."))
            return redirect("moderation:crisis", made.pk)
    context = {"form": form, "urgent": can_send_urgent(request.user)}
    return render(request, "moderation/crisis/open.html", context, status=422 if form.errors else 200)


def _crisis(request: SignedInRequest, pk: int) -> Crisis:
    return get_object_or_404(Crisis.objects.visible_to(request.user).with_truth(request.user).select_related("opened_by", "closed_by"), pk=pk)


@login_required
@require_safe
def crisis(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, _crisis(request, pk))


def _page(request: SignedInRequest, found: Crisis, *, bound: dict[str, object] | None = None, status: int = 200) -> HttpResponse:
    """What is known, how it changed; for those who run it, the forms and who has still to read."""
    runs = can_run(request.user, found)
    latest = crisis_page.latest_truth(found)
    follows = runs or can_open_crisis(request.user)
    context: dict[str, object] = {
        "crisis": found,
        "truths": found.entries.truths().select_related("by").order_by("-number"),  # type: ignore[attr-defined]  # the queryset of the room
        "concerned": Crisis.objects.targeting(request.user).filter(pk=found.pk).exists(),
        "runs": runs,
        "may_join": found.is_open and not runs and can_open_crisis(request.user),
        "follows": follows,
        "readings": crisis_page.readings(found, names=runs) if follows else None,
        "groups": found.communities.visible_to(request.user) if follows else [],  # type: ignore[attr-defined]  # the queryset of the room
        "truth_form": TruthForm(initial={"after": latest.number if latest else 0, "text": latest.text if latest else ""}),
        "note_form": NoteForm(),
    }
    return render(request, "moderation/crisis/crisis.html", context | (bound or {}), status=status)


@require_POST
@login_required
def truth(request: SignedInRequest, pk: int) -> HttpResponse:
    found, form = _crisis(request, pk), TruthForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.tell_truth(found, text=data["text"], after=data["after"], token=data["token"], actor=request.user)
        except ModerationError as refusal:
            form.add_error("text", refusal.messages)
            form.data = _after_latest(request, found)
        else:
            messages.success(request, _("Told to those concerned, with the hour and your name."))
            return redirect("moderation:crisis", found.pk)
    return _page(request, _crisis(request, pk), bound={"truth_form": form}, status=422)


def _after_latest(request: SignedInRequest, found: Crisis) -> QueryDict:
    """What was typed, to be sent again after the version that came meanwhile."""
    data, latest = request.POST.copy(), crisis_page.latest_truth(found)
    data["after"] = str(latest.number if latest else 0)
    return data


@require_POST
@login_required
def note(request: SignedInRequest, pk: int) -> HttpResponse:
    found, form = _crisis(request, pk), NoteForm(request.POST)
    if form.is_valid():
        try:
            actions.note(found, text=form.cleaned_data["text"], token=form.cleaned_data["token"], actor=request.user)
        except ModerationError as refusal:
            form.add_error("text", refusal.messages)
        else:
            return redirect("moderation:crisis_log", found.pk)
    return _page(request, _crisis(request, pk), bound={"note_form": form}, status=422)


@require_POST
@login_required
def acknowledge(request: SignedInRequest, pk: int) -> HttpResponse:
    """« J’ai lu », from the banner or the page; back to where the person was."""
    found, form = _crisis(request, pk), LineForm(request.POST)
    if form.is_valid():
        actions.acknowledge(found, number=form.cleaned_data["number"], actor=request.user)
    return redirect(_where_they_were(request))


def _where_they_were(request: SignedInRequest) -> str:
    """The page that bore the banner, when it is of this site."""
    origin = request.META.get("HTTP_REFERER", "")
    safe = url_has_allowed_host_and_scheme(origin, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return next_url(request, origin if safe else "core:home")


@require_POST
@login_required
def take_over(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _crisis(request, pk)
    try:
        actions.take_over(found, actor=request.user)
    except ModerationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("moderation:crisis", found.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _crisis(request, pk)
    if not can_run(request.user, found):
        raise PermissionDenied
    form = CloseForm(request.POST or None, initial={"lessons": found.lessons})
    if request.method == "POST" and form.is_valid():
        actions.close_crisis(found, lessons=form.cleaned_data["lessons"], actor=request.user)
        messages.success(request, _("Saved. The log can be printed."))
        return redirect("moderation:crisis_log", found.pk)
    return render(request, "moderation/crisis/close.html", {"crisis": found, "form": form})


@login_required
@require_safe
def log(request: SignedInRequest, pk: int) -> HttpResponse:
    """The log of the cell, made for paper; for those who run crises."""
    found = _crisis(request, pk)
    if not (can_run(request.user, found) or can_open_crisis(request.user)):
        raise PermissionDenied
    entries = CrisisEntry.objects.visible_to(request.user).filter(crisis=found).select_related("by").order_by("number")
    told = [line for line in journal.lines(found) if line.code in {"told", "told_at_once"}]
    context = {"crisis": found, "entries": entries, "readings": crisis_page.readings(found, names=False), "told": told, "broken": journal.broken_line(found)}
    return render(request, "moderation/crisis/log.html", context)


@login_required
@require_safe
def banner(request: SignedInRequest) -> HttpResponse:
    """The inside of the banner, fetched again when a frame says so."""
    return render(request, "moderation/partials/banner.html", {"crises": banners.crises_of(request.user)})
