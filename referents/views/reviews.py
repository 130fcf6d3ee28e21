"""A second pair of eyes: never those of the author of the version."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from referents import review_page
from referents.actions import answers
from referents.forms.answering import ApprovalForm, ChangesForm
from referents.forms.desk import DeskForm
from referents.host import SignedInRequest
from referents.models import Enquiry
from referents.views.outcomes import UNREADABLE, Refusal, outcome


def _enquiry_of(request: SignedInRequest, pk: int) -> Enquiry:
    return get_object_or_404(Enquiry.objects.visible_to(request.user).select_related("topic__department", "account"), pk=pk)


@login_required
@require_GET
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """The wording, why two pairs of eyes, what colleagues said, what the citizen asked."""
    return _shown(request, _enquiry_of(request, pk))


def _shown(request: SignedInRequest, enquiry: Enquiry, *, refusal: Refusal | None = None, form: DeskForm | None = None) -> HttpResponse:
    page = review_page.review_page(request.user, enquiry, now=timezone.now())
    if page is None:
        raise Http404
    sha256 = page.draft.sha256 if page.draft else ""
    forms: dict[str, DeskForm] = {kind.name: kind(enquiry=enquiry, initial={"draft_sha256": sha256}) for kind in (ApprovalForm, ChangesForm)}
    context = {"page": page, "enquiry": enquiry, "forms": forms, "refusal": refusal, "typed": ""}
    if refusal is not None and form is not None:
        context["refusal"] = refusal.show_on(form)
        context["typed"] = form.data.get("reason", "")
        forms["changes"] = ChangesForm(enquiry=enquiry, initial={"draft_sha256": sha256, "reason": context["typed"]}) if refusal.moved else _kept(form, forms)
    return render(request, "referents/reviews/review.html", context, status=refusal.status if refusal else 200)


def _kept(form: DeskForm, forms: dict[str, DeskForm]) -> DeskForm:
    return form if isinstance(form, ChangesForm) else forms["changes"]


def _run(request: SignedInRequest, pk: int, kind: type[DeskForm], action: Callable[..., object], *, said: str) -> HttpResponse:
    enquiry = _enquiry_of(request, pk)
    form = kind(request.POST, enquiry=enquiry)

    def again(refusal: Refusal) -> HttpResponse:
        return _shown(request, _enquiry_of(request, pk), refusal=refusal, form=form)

    if not form.is_valid():
        return again(UNREADABLE)
    then = reverse("referents:review", args=[pk])
    return outcome(request, lambda: action(enquiry, **form.cleaned_data, actor=request.user), then=then, again=again, said=said, draft_done=form.draft_key)


@login_required
@require_POST
def approve(request: SignedInRequest, pk: int) -> HttpResponse:
    """Agree with exactly the text that was read."""
    return _run(request, pk, ApprovalForm, answers.approve, said=_("Approved: the text may leave."))


@login_required
@require_POST
def ask_changes(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send it back with a reason."""
    return _run(request, pk, ChangesForm, answers.ask_changes, said=_("Sent back to be corrected. Thank you."))
