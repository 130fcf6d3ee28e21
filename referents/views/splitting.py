"""One message that holds two questions becomes two questions."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from referents.actions import enquiries
from referents.forms.splitting import SplitForm
from referents.host import SignedInRequest
from referents.models import Enquiry
from referents.passages import passages
from referents.sheet import Sheet
from referents.views.doors import desk_only, enquiry_of
from referents.views.outcomes import Refusal, outcome


@desk_only
@require_http_methods(["GET", "POST"])
def split(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tick what belongs to the second question; it opens with its own number, for the same citizen."""
    enquiry = enquiry_of(request, pk)
    sheet = Sheet(enquiry, user=request.user, now=timezone.now())
    form = SplitForm(request.POST or None, enquiry=enquiry, passages=passages(sheet.messages))
    if request.method == "GET" and "split" not in sheet.offered:
        raise PermissionDenied(_("You cannot do this on this question."))

    def page(refusal: Refusal | None = None) -> HttpResponse:
        if refusal is not None and form.is_bound:
            form.enquiry = enquiry_of(request, pk)
            form.seen_now()
        return render(request, "referents/desk/split.html", {"enquiry": enquiry, "form": form, "refusal": refusal}, status=refusal.status if refusal else 200)

    if request.method == "GET":
        return page()
    if not form.is_valid():
        return page(Refusal(422))
    data = form.cleaned_data

    def act() -> Enquiry:
        return enquiries.split(enquiry, text=form.text, subject=data["subject"], submission=data["submission"], actor=request.user, version=data["version"])

    def then(other: Enquiry | None) -> str:
        return reverse("referents:question", args=[other.pk if other else pk])

    return outcome(request, act, then=then, again=page, said=_("Two questions now: this one follows the first."))
