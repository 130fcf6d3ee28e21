"""« Personnel », and sign-in codes printed for many people."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rse.core.requests import SignedInRequest
from rse.people import actions
from rse.people.actions.code_batches import AT_ONCE
from rse.people.codes import VALIDITY
from rse.people.forms import CodesFilters, SlipsForm
from rse.people.forms.codes import NEVER, UNUSED
from rse.people.models import Agent, Department
from rse.people.personnel import personnel
from rse.people.views.doors import for_hr, organisation_of
from rse.people.views.outcomes import GET_OR_POST, status_of

MOST_LISTED = 400


@for_hr
@require_GET
def home(request: SignedInRequest) -> HttpResponse:
    return render(request, "people/personnel.html", {"page": personnel(request.user, on=timezone.localdate())})


@for_hr
@never_cache
@require_http_methods(GET_OR_POST)
def codes(request: SignedInRequest) -> HttpResponse:
    """Choose for whom; the printable page is the answer itself. With X-Fragment, only the slips: the page asks for a few people at a time."""
    filters = CodesFilters(request.GET)
    filters.is_valid()
    form = SlipsForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        return slips(request, list(form.cleaned_data["agents"]))
    found = Agent.objects.codes_given_by(request.user)
    who = filters.cleaned_data.get("who") or NEVER
    found = found.code_unused() if who == UNUSED else found.without_account()
    if department := filters.cleaned_data.get("department"):
        found = found.in_departments(Department.objects.below(department))
    people = list(found.listed()[: MOST_LISTED + 1])
    context = {"filters": filters, "form": form, "people": people[:MOST_LISTED], "more": len(people) > MOST_LISTED, "who": who, "at_once": AT_ONCE}
    return render(request, "people/codes.html", context, status=status_of(form) if request.method == "POST" else 200)


def slips(request: SignedInRequest, people: list[Agent]) -> HttpResponse:
    """AT_ONCE people; the others wait behind a button of the page."""
    now, later = people[:AT_ONCE], people[AT_ONCE:]
    context = {
        "slips": actions.issue_sign_in_codes(now, actor=request.user),
        "later": later,
        "site": request.get_host(),
        "until": timezone.localdate() + VALIDITY,
        "organisation": organisation_of(request.user),
        "title": _("Sign-in codes to hand over"),
    }
    fragment = request.headers.get("X-Fragment") == "slips"
    return render(request, "people/partials/slips.html" if fragment else "people/slips.html", context)
