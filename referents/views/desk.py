"""The desk: list, question, who can answer, a new question. Fragments are the same addresses asked with X-Fragment."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from referents import addresses, permissions, queue
from referents.actions.attachments import receive_with_photo
from referents.actions.enquiries import Citizen
from referents.colleagues import referents_to_choose
from referents.forms import desk as forms
from referents.host import SignedInRequest, User
from referents.models import Answer, Enquiry
from referents.models.enquiries import Channel
from referents.queue import Key
from referents.sheet import Sheet
from referents.views.outcomes import Refusal, outcome

View = Callable[..., HttpResponse]
SHOWN = ("topic__department", "topic__outside_body", "area", "account", "author", "filed_by", "merged_into", "handed_to", "follows")
FILTERS = ("q", "canal", "service")


def desk_only(view: View) -> View:
    """The community manager, the dispatcher, the auditor. For anybody else the desk does not exist."""

    @login_required
    @wraps(view)
    def guarded(request: SignedInRequest, *args: object, **options: object) -> HttpResponse:
        if not permissions.reads_desk(request.user):
            raise Http404
        return view(request, *args, **options)

    return guarded


def may_enter(user: User) -> bool:
    """Auditors read; the desk and the dispatcher enter questions."""
    return permissions.works_desk(user) or permissions.dispatches(user)


def fragment(request: SignedInRequest) -> bool:
    return request.headers.get("X-Fragment") == "1"


def enquiry_of(request: SignedInRequest, pk: int) -> Enquiry:
    """The question with what every part of its page names; 404 when it does not exist for this person."""
    return get_object_or_404(Enquiry.objects.visible_to(request.user).select_related(*SHOWN), pk=pk)


def list_context(request: SignedInRequest, *, enquiry: Enquiry | None = None) -> dict[str, object]:
    """The list pane: tabs with counts, filters as typed, one page of lines."""
    tab = queue.tab_of(request.GET.get("file", ""), enquiry=enquiry)
    form = forms.ListForm(request.GET)
    page = queue.page(request.user, tab, after=Key.read(request.GET.get("apres", "")), **form.wanted)
    kept = {name: request.GET[name] for name in ("file", *FILTERS) if request.GET.get(name)}
    filters = {name: kept[name] for name in FILTERS if name in kept}
    source = {**kept, "file": tab.slug, **({"question": enquiry.pk} if enquiry else {})}
    return {
        "tab": tab,
        "tabs": queue.counted(request.user),
        "list_form": form,
        "page": page,
        "kept": urlencode(kept),
        "filters": urlencode(filters),
        "list_src": f"{reverse('referents:desk')}?{urlencode(source)}",
        "enquiry": enquiry,
        "may_enter": may_enter(request.user),
    }


@desk_only
@require_GET
def desk(request: SignedInRequest) -> HttpResponse:
    """The list. With `question`, the line of that question is marked."""
    shown = request.GET.get("question", "")
    enquiry = Enquiry.objects.visible_to(request.user).filter(pk=shown).first() if shown.isascii() and shown.isdigit() and len(shown) < 18 else None
    template = "referents/desk/partials/list.html" if fragment(request) else "referents/desk/desk.html"
    return render(request, template, list_context(request, enquiry=enquiry))


@desk_only
@require_GET
def question(request: SignedInRequest, pk: int) -> HttpResponse:
    return question_page(request, enquiry_of(request, pk))


def question_page(request: SignedInRequest, enquiry: Enquiry, *, refusal: Refusal | None = None, form: forms.PageForm | None = None) -> HttpResponse:
    """The three panes. After a refusal: the same page as it is now, with the form as typed and the sentence beside it."""
    sheet = Sheet(enquiry, user=request.user, now=timezone.now())
    answer = Answer.objects.filter(pk=request.GET["reponse"]).first() if request.GET.get("reponse", "").isdecimal() else None
    shown = forms_of(sheet, answer=answer)
    if form is not None and refusal is not None:
        refusal = refusal.show_on(form)
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
        "typed": form.data.get(form.draft, "") if form is not None and form.draft else "",
    }
    return render(request, "referents/desk/question.html", context, status=refusal.status if refusal else 200)


def forms_of(sheet: Sheet, *, answer: Answer | None) -> dict[str, object]:
    """One form for every move the page offers, filled with what is known."""
    enquiry, offered = sheet.enquiry, sheet.offered
    shown: dict[str, object] = {}
    if "hold" in offered:
        hour = sheet.proposed_hour
        shown["hold"] = forms.HoldForm(enquiry=enquiry, initial={"text": sheet.holding_words(hour), "promised_at": hour})
    if sheet.may_word:
        text = answer.wording if answer else sheet.draft.text if sheet.draft else ""
        shown["word"] = forms.WordForm(enquiry=enquiry, initial={"text": text, "answer": answer.pk if answer else None})
    if {"contribute", "complete"} & offered:
        shown["telephone"] = forms.TelephoneForm(enquiry=enquiry, people=referents_to_choose(), initial={"said_by": sheet.lead.user_id if sheet.lead else None})
    for code, kind in SIMPLE.items():
        if code in offered:
            shown[kind.name] = kind(enquiry=enquiry)
    if sheet.may_keep:
        shown["keep"] = forms.KeepAnswerForm(enquiry=enquiry)
    return shown


SIMPLE: dict[str, type[forms.DeskForm]] = {
    "schedule": forms.ScheduleForm,
    "ask_citizen": forms.AskCitizenForm,
    "append": forms.AppendForm,
    "join": forms.JoinForm,
    "drop": forms.DropForm,
    "hand_over": forms.HandOverForm,
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
    context = {**list_context(request, enquiry=enquiry), "sheet": sheet, "forms": forms_of(sheet, answer=None)}
    return render(request, "referents/desk/who.html", context)


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
