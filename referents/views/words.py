"""A second look at a text, and thanks passed on. The second look writes nothing: it is asked by POST because a text has no place in an address."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from referents import permissions, wording
from referents.actions import thanks
from referents.beside import setting_of
from referents.forms import desk as forms
from referents.host import SignedInRequest
from referents.models import Enquiry
from referents.sheet import Sheet
from referents.views.answering import answer_shown
from referents.views.desk import question_page
from referents.views.doors import desk_only, enquiry_of, fragment
from referents.views.outcomes import Refusal, outcome


@login_required
@require_POST
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    """« Vérifier »: remarks on the text as typed. As a fragment while typing; without JavaScript the page again, with a fix or a model if asked."""
    enquiry = enquiry_of(request, pk)
    waits = "promised_at" in request.POST or request.POST.get("waits") == "1"  # a reply that only says when the answer comes owes no fact
    setting = replace(setting_of(enquiry), question="") if waits else setting_of(enquiry)
    text = request.POST.get("text", "").replace("\r\n", "\n")[: forms.MAX_TEXT]
    if fragment(request):
        return render(request, "referents/desk/partials/remarks.html", {"remarks": wording.remarks(text, setting), "enquiry": enquiry})
    typed: Any = request.POST.copy()  # Any: a QueryDict, whose copy can be written
    typed["text"] = text = _taken(request, enquiry, _mended(text, setting, request.POST.get("fix", "")))
    form = (forms.HoldForm if "promised_at" in typed else forms.WordForm)(typed, enquiry=enquiry)
    remarks = wording.remarks(text, setting)
    if permissions.reads_desk(request.user):
        return question_page(request, enquiry, form=form, remarks=remarks)
    return answer_shown(request, enquiry, form=form, remarks=remarks)


def _mended(text: str, setting: wording.Setting, fix: str) -> str:
    """The text with the fix of the remark of this rank."""
    found = wording.remarks(text, setting)
    rank = int(fix) if fix.isascii() and fix.isdigit() and len(fix) < 3 else len(found)
    return wording.apply(text, found[rank]) if rank < len(found) else text


def _taken(request: SignedInRequest, enquiry: Enquiry, text: str) -> str:
    """The words of the chosen model when they are asked for."""
    if "take" not in request.POST:
        return text
    models = Sheet(enquiry, user=request.user, now=timezone.now()).words.models
    return next((one.text for one in models if str(one.model.pk) == request.POST.get("model")), text)


@desk_only
@require_POST
def pass_thanks(request: SignedInRequest, pk: int) -> HttpResponse:
    """« Transmettre le merci »."""
    enquiry = enquiry_of(request, pk)
    form = forms.ThanksForm(request.POST)

    def again(refusal: Refusal) -> HttpResponse:
        return question_page(request, enquiry, refusal=refusal, form=form)

    if not form.is_valid():
        return again(Refusal(422))
    there = reverse("referents:question", args=[pk])
    return outcome(
        request,
        lambda: thanks.pass_on(enquiry, word=form.cleaned_data["word"], actor=request.user),
        then=there,
        again=again,
        said=_("Your thanks are with everyone who helped."),
    )
