"""« Cette recherche vous a-t-elle aidé ? », and what was searched in vain. Nothing of who is kept."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from search.actions import saying
from search.forms import OpinionForm, VainForm
from search.models import Opinion
from search.results_page import Asked

WEEKS = 13
LEAST = 5


@login_required
@require_POST
def say(request: HttpRequest) -> HttpResponse:
    """Back to the results, thanked."""
    form = OpinionForm(request.POST)
    if form.is_valid():
        saying.give_opinion(form.cleaned_data["q"], useful=form.cleaned_data["useful"], token=form.cleaned_data["token"], actor=request.user)
        messages.success(request, _("Thank you: this helps to improve the search, and nothing says that it was you."))
    return redirect(reverse("search:page") + Asked.read(request.POST).address())


@login_required
@require_POST
def in_vain(request: HttpRequest) -> HttpResponse:
    """Told by the page itself when nothing answered."""
    form = VainForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    saying.note_in_vain(form.cleaned_data["vain"], actor=request.user)
    return HttpResponse(status=204)


@login_required
@permission_required("search.view_opinion", raise_exception=True)
@require_safe
def opinions(request: HttpRequest) -> HttpResponse:
    """For editors: words whose results are judged useful or not, by five opinions or more."""
    rows = Opinion.objects.by_words(since=timezone.localdate() - timedelta(weeks=WEEKS), least=LEAST)
    return render(request, "search/opinions.html", {"rows": list(rows[:200]), "weeks": WEEKS, "least": LEAST})
