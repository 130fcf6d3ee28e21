"""What a person chooses to be told: one page, plain forms, and one-click buttons beside."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from rse.core.requests import SignedInRequest
from rse.notifications import actions, conf, preferences, scopes, unsubscribing, vapid
from rse.notifications.bell import inbox_of
from rse.notifications.exceptions import PushRefused
from rse.notifications.forms import END, SILENCES, BrowserForm, ChannelsForm, DigestForm, ScopeForm, SilenceForm, SubscriptionForm
from rse.notifications.models import ScopeChoice
from rse.notifications.views import private
from rse.people.views.outcomes import next_url, status_of


@private
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def choose(request: SignedInRequest) -> HttpResponse:
    """The page of preferences; a POST saves the table of channels."""
    chosen = preferences.choices_of(request.user)
    form = ChannelsForm(request.POST or None, choices=chosen)
    if request.method == "POST" and form.is_valid():
        actions.prefer(request.user, form.wishes(), actor=request.user)
        messages.success(request, _("Your choices are saved."))
        return redirect("notifications:preferences")
    inbox = inbox_of(request.user)
    now = timezone.now()
    context = {
        "form": form,
        "digest": DigestForm(initial={"digest": inbox.digest, "quotes": inbox.quotes}),
        "quiet_until": inbox.quiet_until if inbox.quiet_until and inbox.quiet_until > now else None,
        "silences": [(code, label) for code, (label, _span) in SILENCES.items()],
        "places": [(kind.title, _places(names, chosen, now)) for kind, names in scopes.mine(request.user) if names],
        "levels": ScopeChoice.Level.choices,
        "push_key": vapid.public_key() if conf.push_enabled() else "",
    }
    return render(request, "notifications/preferences.html", context, status=status_of(form))


def _places(names: dict[str, str], chosen: preferences.Choices, now: datetime) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for scope, name in names.items():
        choice = chosen.places.get(scope)
        muted = choice.muted_until if choice and choice.muted_until and choice.muted_until > now else None
        found.append({"scope": scope, "name": name, "level": choice.level if choice else ScopeChoice.Level.ALL, "muted_until": muted})
    return found


@require_POST
@login_required
def choose_digest(request: SignedInRequest) -> HttpResponse:
    form = DigestForm(request.POST)
    if form.is_valid():
        actions.choose_digest(request.user, rhythm=form.cleaned_data["digest"], quotes=form.cleaned_data["quotes"], actor=request.user)
        messages.success(request, _("Your choices are saved."))
    return redirect("notifications:preferences")


@require_POST
@login_required
def be_quiet(request: SignedInRequest) -> HttpResponse:
    """Do not disturb, for a time."""
    form = SilenceForm(request.POST)
    if form.is_valid():
        actions.do_not_disturb(request.user, until=_until(form.cleaned_data["until"]), actor=request.user)
    return redirect(next_url(request, "notifications:preferences"))


@require_POST
@login_required
def choose_place(request: SignedInRequest) -> HttpResponse:
    """One place the person reads: its level, or a silence for a time."""
    form = ScopeForm(request.POST)
    if not form.is_valid() or form.cleaned_data["scope"] not in scopes.readable(request.user, {form.cleaned_data["scope"]}):
        raise Http404
    scope, level, until = (form.cleaned_data[name] for name in ("scope", "level", "until"))
    if until:
        actions.mute(request.user, scope, until=_until(until), actor=request.user)
    elif level:
        actions.choose_level(request.user, scope, level=level, actor=request.user)
    messages.success(request, _("Your choices are saved."))
    return redirect(next_url(request, "notifications:preferences"))


@require_POST
@login_required
def ring_browser(request: SignedInRequest) -> JsonResponse:
    """A browser accepts web push: 201, or 400 with a sentence."""
    form = SubscriptionForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    try:
        actions.subscribe(request.user, **form.cleaned_data, actor=request.user)
    except PushRefused as refusal:
        return JsonResponse({"errors": {"endpoint": refusal.messages}}, status=400)
    return JsonResponse({}, status=201)


@require_POST
@login_required
def forget_browser(request: SignedInRequest) -> JsonResponse:
    form = BrowserForm(request.POST)
    removed = actions.unsubscribe_browser(request.user, endpoint=form.cleaned_data["endpoint"], actor=request.user) if form.is_valid() else 0
    return JsonResponse({"removed": removed})


@csrf_exempt  # RFC 8058: mail programs post here without a page; the signed address is the proof
@private
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks (mail filters open every link), POST does. Open without signing in, for that one sort of e-mail."""
    leaving = unsubscribing.read(token)
    if leaving is None:
        raise Http404
    if request.method == "POST":
        actions.leave_emails(leaving, actor=None)
    return render(request, "notifications/unsubscribe.html", {"leaving": leaving, "done": request.method == "POST"})


def _until(code: str) -> datetime | None:
    return None if code == END else timezone.now() + SILENCES[code][1]
