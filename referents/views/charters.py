"""Charters: what is to sign, reading, signing, refusing, the receipt."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from referents import charter_pages
from referents.actions import charters as charters_actions
from referents.conf import directory
from referents.exceptions import CharterError
from referents.forms.charters import SignatureForm
from referents.host import SignedInRequest
from referents.models import CharterVersion
from referents.views.returning import next_page


def _version(pk: int) -> CharterVersion:
    return get_object_or_404(CharterVersion.objects.select_related("charter"), pk=pk)


@login_required
@require_GET
def charters(request: SignedInRequest) -> HttpResponse:
    """To sign first, then the others, then the receipts."""
    found = charter_pages.standings(request.user, at=timezone.now())
    context = {
        "to_sign": [one for one in found if one.asked],
        "others": [one for one in found if not one.asked],
        "receipts": charter_pages.receipts(request.user),
    }
    return render(request, "referents/charters/charters.html", context)


@login_required
@require_GET
def charter(request: SignedInRequest, pk: int) -> HttpResponse:
    """One version to read: what changed first."""
    version = _version(pk)
    form = SignatureForm(initial={"text_sha256": version.sha256}, words=charter_pages.words_to_sign(version))
    return _reading(request, version, form)


def _reading(request: SignedInRequest, version: CharterVersion, form: SignatureForm, *, status: int = 200) -> HttpResponse:
    context = {
        "version": version,
        "standing": charter_pages.standing(request.user, version, at=timezone.now()),
        "newer": charter_pages.newer(version),
        "changes": charter_pages.changes(version),
        "form": form,
        "next": next_page(request),
    }
    return render(request, "referents/charters/charter.html", context, status=status)


@login_required
@require_POST
def sign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sign the text that was shown; the words kept are those beside the box."""
    version = _version(pk)
    words = charter_pages.words_to_sign(version)
    form = SignatureForm(request.POST, words=words)
    if form.is_valid():
        try:
            signature = charters_actions.sign(version, words_shown=words, text_sha256=form.cleaned_data["text_sha256"], actor=request.user)
        except CharterError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("Signed. Your receipt: %(receipt)s.") % {"receipt": signature.receipt})
            return redirect(next_page(request) or "referents:charters")
    return _reading(request, version, form, status=422)


@login_required
@require_http_methods(["GET", "POST"])
def refuse(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once whether it is meant, saying what it changes; then refuse."""
    version = _version(pk)
    words, errors = charter_pages.words_to_refuse(version), []
    if request.method == "POST":
        try:
            charters_actions.refuse(version, words_shown=words, text_sha256=request.POST.get("text_sha256", ""), actor=request.user)
        except CharterError as refusal:
            errors = refusal.messages
        else:
            messages.success(request, _("Noted: you did not sign. You can change your mind at any time."))
            return redirect("referents:charters")
    context = {"version": version, "words": words, "errors": errors, "standing": charter_pages.standing(request.user, version, at=timezone.now())}
    return render(request, "referents/charters/refuse.html", context, status=422 if errors else 200)


@login_required
@require_GET
def receipt(request: SignedInRequest, receipt: str) -> HttpResponse:
    """The evidence, to print or keep."""
    signature = charter_pages.receipt_for(request.user, receipt)
    if signature is None:
        raise Http404
    return render(request, "referents/charters/receipt.html", {"signature": signature, "version": signature.version, "name": directory().label(signature.user)})
