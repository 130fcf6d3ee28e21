"""Charters: what is to sign, reading, signing, refusing, the receipt."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from referents import campaigns, charter_pages, evidence
from referents.actions import charters as charters_actions
from referents.conf import directory
from referents.exceptions import CharterError
from referents.forms.charters import SignatureForm
from referents.host import SignedInRequest
from referents.models import CharterSignature, CharterVersion
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


@login_required
@require_GET
def compare(request: SignedInRequest, pk: int) -> HttpResponse:
    """Two versions side by side; `avec` is the number of the other one."""
    version, asked = _version(pk), request.GET.get("avec", "")
    comparison = charter_pages.comparison(version, int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else None)
    context = {"version": version, "comparison": comparison, "versions": charter_pages.versions_of(version)}
    return render(request, "referents/charters/compare.html", context)


def _reading(request: SignedInRequest, version: CharterVersion, form: SignatureForm, *, status: int = 200) -> HttpResponse:
    context = {
        "version": version,
        "standing": charter_pages.standing(request.user, version, at=timezone.now()),
        "newer": charter_pages.newer(version),
        "changes": charter_pages.changes(version),
        "versions": charter_pages.versions_of(version),
        "follows": campaigns.may_follow(request.user),
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
    """Ask once whether it is meant, saying what it changes and what it does not; then refuse."""
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
    return _asking(request, "referents/charters/refuse.html", version, words, errors)


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back one's own signature: asked once, with what it changes; without a signature there is no such page."""
    version = _version(pk)
    signature = charter_pages.signature_of(request.user, version)
    if signature is None:
        raise Http404
    words, errors = charter_pages.words_to_withdraw(version), []
    if request.method == "POST":
        try:
            charters_actions.withdraw(signature, words_shown=words, actor=request.user)
        except CharterError as refusal:
            errors = refusal.messages
        else:
            messages.success(request, _("Done: your signature is taken back. You can sign again at any time."))
            return redirect("referents:charters")
    return _asking(request, "referents/charters/withdraw.html", version, words, errors)


def _asking(request: SignedInRequest, template: str, version: CharterVersion, words: str, errors: list[str]) -> HttpResponse:
    context = {
        "version": version,
        "words": words,
        "errors": errors,
        "standing": charter_pages.standing(request.user, version, at=timezone.now()),
        "scheduled": charter_pages.scheduled(request.user, version),
    }
    return render(request, template, context, status=422 if errors else 200)


def _signature(request: SignedInRequest, receipt: str) -> CharterSignature:
    signature = charter_pages.receipt_for(request.user, receipt)
    if signature is None:
        raise Http404
    return signature


@login_required
@require_GET
def receipt(request: SignedInRequest, receipt: str) -> HttpResponse:
    """The evidence, to print or keep: for its person, HR and those who keep the charters."""
    signature = _signature(request, receipt)
    context = {
        "signature": signature,
        "version": signature.version,
        "name": directory().label(signature.user),
        "document": evidence.document(signature),
        "previous": evidence.previous(signature),
        "own": signature.user_id == request.user.pk,
    }
    return render(request, "referents/charters/receipt.html", context)


@login_required
@require_GET
def receipt_evidence(request: SignedInRequest, receipt: str) -> HttpResponse:
    """The same as a file that can be checked: see `referents.evidence`."""
    signature = _signature(request, receipt)
    response = JsonResponse(evidence.document(signature), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="recu-{signature.receipt}.json"'
    return response
