"""The letter for those who write it, among Wagtail's screens: the selection, setting a suggestion aside, sending and its figures."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.auth import require_admin_access

from cms.actions import letter, letter_sending
from cms.exceptions import CmsError
from cms.forms.letter import SelectionForm
from cms.letter import figures
from cms.letter.leaving import obstacles
from cms.letter.selection import LONGEST, next_number, selection, since
from cms.models import LetterSuggestion, NewsletterPage
from cms.permissions import audience, may_send, may_write_letter, open_to
from rse.core.requests import SignedInRequest
from rse.people.models import Agent

FEW = 5


@require_admin_access
@require_http_methods(["GET", "HEAD", "POST"])
def select(request: SignedInRequest) -> HttpResponse:
    """What the week holds; a POST makes a draft of the lines kept."""
    if not may_write_letter(request.user):
        raise Http404
    now = timezone.now()
    refused, status, kept = "", 200, request.POST.getlist("keep") if request.method == "POST" else None
    form = SelectionForm(request.POST or None)
    if kept is not None and form.is_valid():
        try:
            return _make(request, kept, number=form.cleaned_data["number"])
        except CmsError as refusal:
            refused, status = " ".join(refusal.messages), 422
    parts = selection(now, kept=kept)
    issues = open_to(request.user, NewsletterPage.objects.filter(sending=None)).defer("body").order_by("-number")
    drafts, ready = issues.filter(live=False, first_published_at=None), issues.filter(live=True, first_published_at__gte=now - LONGEST)
    context = {
        "parts": parts,
        "since": since(now),
        "number": next_number(),
        "refused": refused,
        "drafts": drafts[:FEW],
        "ready": ready[:FEW],
        "figures": figures.latest(request.user),
    }
    return render(request, "cms/admin/letter_selection.html", context, status=status)


def _make(request: SignedInRequest, kept: list[str], *, number: int) -> HttpResponse:
    issue, made = letter.make_issue(kept, number=number, actor=request.user)
    if made:
        messages.success(request, _("The draft is ready: change what you like, then publish it."))
    else:
        messages.warning(request, _("This issue is there already: here it is."))
    return redirect("wagtailadmin_pages:edit", issue.pk)


@require_admin_access
@require_POST
def set_aside(request: SignedInRequest, pk: int) -> HttpResponse:
    if not may_write_letter(request.user):
        raise Http404
    suggestion = get_object_or_404(LetterSuggestion.objects.visible_to(request.user), pk=pk)
    letter.set_aside(suggestion, actor=request.user)
    messages.success(request, _("Set aside: it is proposed no more."))
    return redirect("cms_letter")


@require_admin_access
@require_http_methods(["GET", "HEAD", "POST"])
def sending(request: SignedInRequest, page_id: int) -> HttpResponse:
    """What stands in the way, who will be told, then the figures; a POST sends, once."""
    issue = get_object_or_404(open_to(request.user, NewsletterPage.objects.all()), pk=page_id)
    sends = may_send(request.user, issue)
    if not (sends or may_write_letter(request.user)):
        raise Http404
    if request.method == "POST":
        return _send(request, issue)
    told = figures.of_issue(request.user, issue)
    readers = audience(issue).filter(agent__state=Agent.State.ACTIVE).count() if told is None else 0
    context = {"issue": issue, "sends": sends, "told": told, "obstacles": [] if told else obstacles(issue), "readers": readers}
    return render(request, "cms/admin/letter_sending.html", context)


def _send(request: SignedInRequest, issue: NewsletterPage) -> HttpResponse:
    try:
        _row, first = letter_sending.send(issue, actor=request.user)
    except CmsError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
    else:
        said = _("The letter leaves: each colleague is told by their own channels, e-mails during their own hours.")
        messages.success(request, said if first else _("This issue was sent already: nobody is told twice."))
    return redirect("cms_letter_sending", issue.pk)
