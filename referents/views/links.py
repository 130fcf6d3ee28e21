"""One question without an account: the page behind a link to answer. GET reads and changes nothing (mail scanners open links); nothing else is reachable."""

from collections.abc import Callable
from functools import wraps

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from referents import links, rates
from referents.actions import links as actions
from referents.exceptions import LinkOver, ReferentsError
from referents.forms.links import LinkAnswerForm
from referents.models import AnswerLink
from referents.views.attachments import photo

WINDOW = 600
READINGS, SENDINGS = 120, 20
Door = Callable[..., HttpResponseBase]
# The token stands in the address: it goes to no other site. Not "no-referrer", under which browsers send `Origin: null` and the form is refused.
KEPT_TO_ITSELF = {
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "no-store, private",
}


def by_link(view: Door) -> Door:
    """The link of this token, however it stands; 404 when there is none, 429 when somebody pushes too often. Headers keep the token in the page.

    Unknown tokens are not counted: there are too many of them to be guessed.
    """

    @wraps(view)
    def guarded(request: HttpRequest, token: str, **options: object) -> HttpResponseBase:
        link = links.found(token)
        if link is None:
            raise Http404
        most = SENDINGS if request.method == "POST" else READINGS
        if not rates.allowed(f"link.{request.method}.{link.pk}", most=most, seconds=WINDOW):
            return _sealed(render(request, "referents/links/slow.html", {"call": links.whom_to_call(link)}, status=429))
        return _sealed(view(request, link, token, **options))

    return guarded


def _sealed(response: HttpResponseBase) -> HttpResponseBase:
    for name, value in KEPT_TO_ITSELF.items():
        response[name] = value
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def answer_by_link(request: HttpRequest, link: AnswerLink, token: str) -> HttpResponse:
    """Read and answer, « Ce n’est pas pour moi », « Je ne sais pas »: as the person it was sent to, never as whoever is signed in."""
    if not links.opens(link, at=timezone.now()):
        return _over(request, link)
    form = LinkAnswerForm(request.POST or None)
    said = request.POST.get("said", "")
    if request.method != "POST" or (said == "answer" and not form.is_valid()):
        return _page(request, link, token, form, status=422 if request.method == "POST" else 200)
    try:
        if said == "answer":
            actions.answer(link, text=form.cleaned_data["text"], actor=link.user)
        elif said in {"not_mine", "dont_know"}:
            actions.decline(link, knows=said == "not_mine", actor=link.user)
    except LinkOver:
        return _over(request, links.found(token) or link)
    except ReferentsError as refusal:
        form.add_error(None, refusal.messages)
        return _page(request, link, token, form, status=422)
    return redirect("referents:answer_by_link", token)


def _page(request: HttpRequest, link: AnswerLink, token: str, form: LinkAnswerForm, *, status: int) -> HttpResponse:
    context = {"page": links.link_page(link, now=timezone.now()), "form": form, "call": links.whom_to_call(link), "name": links.name_of(link), "token": token}
    return render(request, "referents/links/answer.html", context, status=status)


def _over(request: HttpRequest, link: AnswerLink) -> HttpResponse:
    """Answered: thank you. Otherwise: over, and whom to call. The question is not shown again."""
    used = bool(link.outcome)
    return render(request, "referents/links/over.html", {"link": link, "used": used, "call": links.whom_to_call(link)}, status=200 if used else 410)


@require_safe
@by_link
def photo_by_link(request: HttpRequest, link: AnswerLink, token: str, pk: int) -> FileResponse:
    """A photo of that question and of no other, while the link opens."""
    if not links.opens(link, at=timezone.now()):
        raise Http404
    return photo(get_object_or_404(link.enquiry.attachments.all(), pk=pk))
