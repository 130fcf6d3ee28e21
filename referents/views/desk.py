"""The desk: question, who can answer, a new question. Fragments are the same addresses asked with X-Fragment."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from referents import addresses
from referents.actions.attachments import receive_with_photo
from referents.actions.enquiries import Citizen
from referents.colleagues import referents_to_choose
from referents.forms import desk as forms
from referents.host import SignedInRequest
from referents.library import fitting
from referents.models import Answer, Enquiry, Notice
from referents.models.enquiries import Channel
from referents.sheet import Sheet
from referents.views.doors import desk_only, enquiry_of, fragment, may_enter
from referents.views.lists import list_context
from referents.views.outcomes import Refusal, outcome
from referents.wording import Remark


@desk_only
@require_GET
def question(request: SignedInRequest, pk: int) -> HttpResponse:
    return question_page(request, enquiry_of(request, pk))


def question_page(
    request: SignedInRequest,
    enquiry: Enquiry,
    *,
    refusal: Refusal | None = None,
    form: forms.PageForm | None = None,
    remarks: Sequence[Remark] | None = None,
) -> HttpResponse:
    """The three panes. After a refusal or a second look: the same page as it is now, with the form as typed and the sentences beside it."""
    sheet = Sheet(enquiry, user=request.user, now=timezone.now())
    shown = forms_of(sheet, answer=_chosen(request, "reponse", Answer.objects.kept()), notice=_chosen(request, "annonce", sheet.words.notices))
    _note_what(request, shown)
    if form is not None:
        refusal = refusal.show_on(form) if refusal else None
        form.seen_now()
        shown[form.name] = form
    leaving = [(row, forms.AttestForm(publication=row.pk)) for row in sheet.answers_leaving]
    if isinstance(form, forms.AttestForm):
        leaving = [(row, form if row.pk == form.publication else own) for row, own in leaving]
    context = {
        **list_context(request, enquiry=enquiry),
        "sheet": sheet,
        "forms": shown,
        "leaving": leaving,
        "refusal": refusal,
        "refused": form.name if form else "",
        "remarks": remarks,
        "typed": form.data.get(form.draft, "") if form is not None and form.draft else "",
    }
    return render(request, "referents/desk/question.html", context, status=refusal.status if refusal else 200)


def _note_what(request: SignedInRequest, shown: dict[str, object]) -> None:
    """« Noter ce qu’il ou elle dit », beside a candidate: the form opens on their name."""
    noting = shown.get("telephone")
    if "dit" in request.GET and isinstance(noting, forms.TelephoneForm):
        noting.initial["said_by"] = request.GET["dit"]


Chosen = TypeVar("Chosen", Answer, Notice)


def _chosen(request: SignedInRequest, name: str, rows: Iterable[Chosen]) -> Chosen | None:
    """The row an address asks for, among those that may be taken."""
    wanted = request.GET.get(name, "")
    return next((row for row in rows if str(row.pk) == wanted), None) if wanted else None


def forms_of(sheet: Sheet, *, answer: Answer | None = None, notice: Notice | None = None) -> dict[str, object]:
    """One form for every move the page offers, filled with what is known."""
    enquiry, offered = sheet.enquiry, sheet.offered
    shown: dict[str, object] = {}
    if "hold" in offered:
        model = sheet.words.models[0].model.pk if sheet.words.models else None
        shown["hold"] = forms.HoldForm(enquiry=enquiry, initial={"text": sheet.words.holding, "promised_at": sheet.words.hour, "model": model})
    if sheet.may_word:
        text = fitting(answer, sheet.max_length) if answer else notice.wording if notice else sheet.draft.text if sheet.draft else ""
        shown["word"] = forms.WordForm(enquiry=enquiry, initial={"text": text, "answer": answer.pk if answer else None})
    if {"contribute", "complete"} & offered:
        shown["telephone"] = forms.TelephoneForm(enquiry=enquiry, people=referents_to_choose(), initial={"said_by": sheet.lead.user_id if sheet.lead else None})
    if "chase" in offered:
        shown["chase"] = forms.ChaseForm(enquiry=enquiry, initial={"text": REMINDING_WORDS})
    for code, kind in SIMPLE.items():
        if code in offered:
            shown[kind.name] = kind(enquiry=enquiry)
    if sheet.words.may_thank:
        shown["thanks"] = forms.ThanksForm()
    if sheet.may_keep:
        shown["keep"] = forms.KeepAnswerForm(enquiry=enquiry)
    return shown


REMINDING_WORDS = gettext_lazy("Hello, we asked you for a detail about your question and have not had your answer yet. As soon as we have it, we go on.")
SIMPLE: dict[str, type[forms.DeskForm]] = {
    "schedule": forms.ScheduleForm,
    "ask_citizen": forms.AskCitizenForm,
    "append": forms.AppendForm,
    "join": forms.JoinForm,
    "drop": forms.DropForm,
}


@desk_only
@require_GET
def timeline(request: SignedInRequest, pk: int) -> HttpResponse:
    """The part of the question that changes by itself: state, what was said, the journal, the publications."""
    enquiry = enquiry_of(request, pk)
    sheet = Sheet(enquiry, user=request.user, now=timezone.now())
    context = {"sheet": sheet, "enquiry": enquiry}
    return render(request, "referents/desk/partials/story.html", context)


@desk_only
@require_GET
def candidates(request: SignedInRequest, pk: int) -> HttpResponse:
    """« Qui peut répondre ? »: a pane of the question's page on a large screen, its own step on a phone."""
    enquiry = enquiry_of(request, pk)
    sheet = Sheet(enquiry, user=request.user, now=timezone.now())
    if fragment(request):
        return render(request, "referents/desk/partials/who.html", {"sheet": sheet, "enquiry": enquiry})
    shown = forms_of(sheet)
    _note_what(request, shown)
    context = {**list_context(request, enquiry=enquiry), "sheet": sheet, "forms": shown}
    return render(request, "referents/desk/who.html", context)


@desk_only
@require_GET
def outside_pane(request: SignedInRequest, pk: int) -> HttpResponse:
    """The contacts outside, which the question's page fetches just after itself. As a page: with who can answer."""
    if not fragment(request):
        return candidates(request, pk)
    enquiry = enquiry_of(request, pk)
    context = {"sheet": Sheet(enquiry, user=request.user, now=timezone.now()), "enquiry": enquiry, "forms": {}}
    return render(request, "referents/desk/partials/outside_contacts.html", context)


@desk_only
@require_GET
def hand_over_form(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which body, and the words: a page, or the fragment that the question's page opens in place."""
    enquiry = enquiry_of(request, pk)
    template = "referents/desk/partials/handover.html" if fragment(request) else "referents/desk/handover.html"
    return render(request, template, {"enquiry": enquiry, "form": forms.HandOverForm(enquiry=enquiry)})


@desk_only
@require_http_methods(["GET", "POST"])
def new_question(request: SignedInRequest) -> HttpResponse:
    """Paste, save. A photo that is refused does not lose the text; a second click leads to the same question. Auditors only read."""
    if not may_enter(request.user):
        raise PermissionDenied
    if request.method == "GET" and fragment(request):
        return _recognised(request)
    form = forms.NewQuestionForm(request.POST or None, request.FILES or None)
    if request.method == "GET" or not form.is_valid():
        return _new_question_page(request, form, status=200 if request.method == "GET" else 422)
    data = form.cleaned_data

    def save() -> Enquiry:
        return receive_with_photo(
            photo=data["photo"],
            alt=data["alt"],
            actor=request.user,
            text=data["text"],
            channel=data["channel"],
            submission=data["submission"],
            permalink=data["permalink"],
            account=data["account"],
            citizen=Citizen(handle=form.handle, email=data["email"]),
        )

    def again(refusal: Refusal) -> HttpResponse:
        return _new_question_page(request, form, status=refusal.status, refusal=refusal.show_on(form))

    def then(enquiry: Enquiry) -> str:
        return reverse("referents:question", args=[enquiry.pk])

    return outcome(request, save, then=then, again=again, said=_("The question is saved."), draft_done="question")


def _recognised(request: SignedInRequest) -> JsonResponse:
    """What the pasted address tells, while the rest is being typed: the channel and the account to choose."""
    address = addresses.read(request.GET.get("adresse", ""))
    channel = address.platform if address and address.platform in Channel.values else ""
    account = forms.account_of(address, channel=channel) if address else None
    said = _("Recognised: %(what)s") % {"what": account or Channel(channel).label} if channel else ""
    return JsonResponse({"channel": channel, "account": account.pk if account else "", "said": str(said)})


def _new_question_page(request: SignedInRequest, form: forms.NewQuestionForm, *, status: int, refusal: Refusal | None = None) -> HttpResponse:
    return render(request, "referents/desk/new_question.html", {"form": form, "refusal": refusal}, status=status)
