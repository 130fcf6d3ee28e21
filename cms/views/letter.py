"""The letter for its readers: suggesting, the sheet to print, having read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.actions.letter import suggest as write_suggestion
from cms.actions.letter_telling import note_opening
from cms.conf import base_url
from cms.exceptions import CmsError, NotForEverybody
from cms.forms.letter import SuggestionForm
from cms.letter import origins
from cms.letter.printing import code_of
from cms.models import LetterSuggestion, NewsletterPage
from cms.permissions import visible_to
from rse.core.requests import SignedInRequest
from rse.people.views.outcomes import status_of

MINE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def suggest(request: SignedInRequest) -> HttpResponse:
    """« Proposer pour la lettre »: from a piece of news, a post, or out of the blue; below, what one suggested before."""
    origin = request.POST.get("origin") or request.GET.get("quoi") or ""
    about = origins.lookup([origin]).get(origin) if origin else None
    form = SuggestionForm(request.POST or None, initial={"origin": origin if about else "", "title": about.title[:140] if about else ""})
    if request.method == "POST" and form.is_valid():
        try:
            write_suggestion(**form.cleaned_data, actor=request.user)
        except CmsError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Thank you: those who write the letter will read your suggestion."))
            return redirect("pages:suggest")
    elif origin and about is None:
        messages.warning(request, " ".join(NotForEverybody().messages))
    mine = LetterSuggestion.objects.visible_to(request.user).filter(by=request.user).select_related("issue")[:MINE]
    return render(request, "cms/letter/suggest.html", {"form": form, "about": about, "mine": mine}, status=status_of(form))


@require_safe
@login_required
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """The issue on paper, for those who have no e-mail."""
    page = get_object_or_404(visible_to(request.user, NewsletterPage.objects.live()), pk=pk)
    address = base_url() + (page.get_url(request) or "")
    return render(request, "cms/letter/sheet.html", {"page": page, "address": address, "code": code_of(address)})


@require_POST
@login_required
def opened(request: SignedInRequest, pk: int) -> HttpResponse:
    """Asked by the page itself once it is shown: reading changes nothing by GET."""
    note_opening(get_object_or_404(visible_to(request.user, NewsletterPage.objects.live()), pk=pk), actor=request.user)
    return HttpResponse(status=204)
