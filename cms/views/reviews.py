"""« Pages à relire »: what waits for me, what I handed in; one page read, decided on, commented."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms import reviewing
from cms.actions import publishing, readings
from cms.actions.publishing import withdrawal_minutes
from cms.exceptions import CmsError
from cms.forms.reviews import ChangesForm, CommentForm, DecisionForm, SampleForm
from cms.models.reviews import Publication, Review, SampleCheck
from cms.permissions import open_to
from cms.review_page import review_page
from referents import rates
from rse.core.requests import SignedInRequest
from rse.people.models import User

WINDOW, READINGS, SENDINGS = 600, 120, 20
# As for the links of questions: the token stays in this page.
KEPT_TO_ITSELF = {"Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex, nofollow, noarchive", "Cache-Control": "no-store, private"}


@require_safe
@login_required
def to_read(request: SignedInRequest) -> HttpResponse:
    """What I am asked to read, what I handed in, what I just published, what was drawn to be read after the fact."""
    now = timezone.now()
    recent = list(reviewing.recent_publications(request.user)[:10])
    context = {
        "asked": _shown(request.user, reviewing.asked_of(request.user)[:50]),
        "handed_in": _shown(request.user, reviewing.handed_in_by(request.user)[:50]),
        "recent": [(one, one.at + timedelta(minutes=withdrawal_minutes(one)) > now) for one in recent],
        "samples": reviewing.samples_for(request.user),
    }
    return render(request, "cms/reviews/to_read.html", context)


def _shown(user: User, rows: "Iterable[Review]") -> list[tuple[Review, str]]:
    """Each review with the title of its version; what is closed to the person since is left out."""
    return [(one, str(one.revision.object_str)) for one in rows if reviewing.may_read(user, one)]


def _review_of(user: User, pk: int) -> Review:
    """The review, 404 when it does not exist for this person."""
    review = get_object_or_404(Review.objects.select_related("workflow_state", "revision__user", "claimed_by"), pk=pk)
    if not reviewing.may_read(user, review):
        raise Http404
    return review


@require_safe
@login_required
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, _review_of(request.user, pk))


def _page(request: HttpRequest, found: Review, *, changes: ChangesForm | None = None, comment: CommentForm | None = None, refusal: str = "") -> HttpResponse:
    shown = review_page(request.user, found)  # type: ignore[arg-type]  # signed in
    seen = {"revision": shown.revision}
    context = {
        "page": shown,
        "review": found,
        "approve": DecisionForm(initial=seen),
        "changes": changes or ChangesForm(initial=seen),
        "comment": comment or CommentForm(),
        "refusal": refusal,
    }
    return render(request, "cms/reviews/review.html", context, status=422 if refusal or changes or comment else 200)


@require_safe
@login_required
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """The version as its readers would see it."""
    found = _review_of(request.user, pk)
    version = found.revision.as_object()
    response: HttpResponse = version.make_preview_request(request, version.default_preview_mode)
    return response


def _decide(request: SignedInRequest, pk: int, gesture: Callable[[Review], object], *, said: str) -> HttpResponse:
    found = _review_of(request.user, pk)
    try:
        gesture(found)
    except PermissionDenied as refusal:
        return _page(request, _review_of(request.user, pk), refusal=str(refusal))
    except CmsError as refusal:
        return _page(request, _review_of(request.user, pk), refusal=" ".join(refusal.messages))
    messages.success(request, said)
    return redirect("pages:review", pk)


@require_POST
@login_required
def approve(request: SignedInRequest, pk: int) -> HttpResponse:
    form = DecisionForm(request.POST)
    seen = form.cleaned_data["revision"] if form.is_valid() else 0
    return _decide(request, pk, lambda found: publishing.approve(found, revision=seen, actor=request.user), said=_("Approved: the page is published."))


@require_POST
@login_required
def ask_changes(request: SignedInRequest, pk: int) -> HttpResponse:
    form = ChangesForm(request.POST)
    if not form.is_valid():
        return _page(request, _review_of(request.user, pk), changes=form)
    sent = form.cleaned_data
    return _decide(
        request,
        pk,
        lambda found: publishing.ask_changes(found, revision=sent["revision"], reason=sent["reason"], actor=request.user),
        said=_("Sent back to its author, with your reason."),
    )


@require_POST
@login_required
def claim(request: SignedInRequest, pk: int) -> HttpResponse:
    if request.POST.get("leave"):
        return _decide(request, pk, lambda found: publishing.release(found, actor=request.user), said=_("You leave this page to the others."))
    return _decide(request, pk, lambda found: publishing.claim(found, actor=request.user), said=_("You are reading this page: the others know."))


@require_POST
@login_required
def comment(request: SignedInRequest, pk: int) -> HttpResponse:
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, _review_of(request.user, pk), comment=form)
    return _decide(request, pk, lambda found: readings.comment(found, text=form.cleaned_data["text"], actor=request.user), said=_("Your word is there."))


@require_POST
@login_required
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    return _decide(
        request,
        pk,
        lambda found: publishing.take_back(found.revision.content_object, actor=request.user),
        said=_("The page is a draft again: nobody is asked."),
    )


@require_POST
@login_required
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Publication.objects.select_related("page", "review__task"), pk=pk, page__isnull=False)
    if found.page is None or not open_to(request.user, found.page.__class__.objects.filter(pk=found.page.pk)).exists():
        raise Http404
    try:
        publishing.withdraw(found, actor=request.user)
    except PermissionDenied as refusal:
        raise Http404 from refusal
    except CmsError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The page is withdrawn; its text is kept as a draft."))
    return redirect("pages:to_read")


@require_POST
@login_required
def judge(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(SampleCheck.objects.select_related("publication__page"), pk=pk)
    form = SampleForm(request.POST)
    if form.is_valid():
        try:
            readings.judge(found, fine=form.cleaned_data["verdict"] == "fine", note_text=form.cleaned_data["note"], actor=request.user)
        except PermissionDenied as refusal:
            raise Http404 from refusal
        except CmsError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("Noted. Thank you for reading."))
    return redirect("pages:to_read")


@require_http_methods(["GET", "HEAD", "POST"])
def by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Reading and deciding from a signed link, as the person it was sent to and never as whoever is signed in. GET changes nothing."""
    try:
        found = reviewing.read_address(token)
    except signing.BadSignature as forged:
        raise Http404 from forged
    if found is None:
        return _sealed(render(request, "cms/reviews/link_over.html", status=410))
    one, person, revision = found
    most = SENDINGS if request.method == "POST" else READINGS
    if not rates.allowed(f"cms.review.{request.method}.{one.pk}.{person.pk}", most=most, seconds=WINDOW):
        return _sealed(render(request, "cms/reviews/link_over.html", {"slow": True}, status=429))
    shown = review_page(person, one)
    if shown.revision != revision or not (shown.waits and shown.may_decide and reviewing.may_read(person, one)):
        return _sealed(render(request, "cms/reviews/link_over.html", {"review": one}, status=410))
    refusal = ""
    form = ChangesForm(request.POST or None, initial={"revision": revision})
    if request.method == "POST":
        try:
            if request.POST.get("said") == "approve":
                publishing.approve(one, revision=revision, actor=person)
            elif form.is_valid():
                publishing.ask_changes(one, revision=revision, reason=form.cleaned_data["reason"], actor=person)
            if request.POST.get("said") == "approve" or form.is_valid():
                return _sealed(render(request, "cms/reviews/link_over.html", {"thanks": True}))
        except (CmsError, PermissionDenied) as error:
            refusal = " ".join(error.messages) if isinstance(error, CmsError) else str(error)
    context = {"page": shown, "review": one, "form": form, "refusal": refusal, "name": person}
    return _sealed(render(request, "cms/reviews/by_mail.html", context, status=422 if request.method == "POST" else 200))


def _sealed(response: HttpResponse) -> HttpResponse:
    for name, value in KEPT_TO_ITSELF.items():
        response[name] = value
    return response
