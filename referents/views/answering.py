"""« Un habitant demande… », my questions, and answering one of them."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from referents import answer_page, colleagues, permissions
from referents import my_questions as lists
from referents.actions import answers, assignments, filing, telephone
from referents.answer_page import AnswerPage
from referents.forms import answering as forms
from referents.forms.desk import AttestForm, DeskForm, WordForm
from referents.host import SignedInRequest, User
from referents.models import Enquiry
from referents.views.outcomes import UNREADABLE, Refusal, form_page, outcome
from referents.wording import Remark

TABS = ("posees", "apportees", "merci")
MAX_TYPED = 80


@login_required
@require_http_methods(["GET", "POST"])
def file_question(request: SignedInRequest) -> HttpResponse:
    """Four taps: words, photo, place, send."""
    form = forms.QuestionForm(request.POST or None, request.FILES or None)

    return form_page(
        request,
        form,
        lambda: filing.file_question(**form.cleaned_data, actor=request.user),
        template="referents/answering/file_question.html",
        then=lambda enquiry: reverse("referents:answer", args=[enquiry.pk]),
        said=_("Thank you. You will know what was answered."),
        draft_done=form.draft_key,
    )


@login_required
@require_GET
def my_questions(request: SignedInRequest) -> HttpResponse:
    """What I was asked, what I brought, the thanks."""
    tab = request.GET.get("vue") if request.GET.get("vue") in TABS else TABS[0]
    last = request.GET.get("apres", "")
    readable = last.isascii() and last.isdigit() and len(last) < 16
    after = Enquiry.objects.visible_to(request.user).filter(pk=last).first() if readable else None
    context: dict[str, object] = {"tab": tab, "first": after is None}
    if tab == "apportees":
        context["brought"] = lists.brought(request.user, after=after, now=timezone.now())
    elif tab == "merci":
        context |= _thanks(request.user)
    else:
        context["asked"] = lists.asked(request.user, after=after, now=timezone.now())
    return render(request, "referents/answering/my_questions.html", context)


@login_required
@require_GET
def thanks(request: SignedInRequest) -> HttpResponse:
    """« Mercis »: what citizens wrote and what the desk passed on, for this person alone. Nothing is counted."""
    return render(request, "referents/answering/my_questions.html", {"tab": "merci", **_thanks(request.user)})


def _thanks(user: User) -> dict[str, object]:
    return {"thanks": lists.thanks(user), "words": lists.passed_on(user)}


def enquiry_of(request: SignedInRequest, pk: int) -> Enquiry:
    """The question with what its page names; 404 when it does not exist for this person."""
    rows = Enquiry.objects.visible_to(request.user).select_related("topic__department", "area", "account", "handed_to", "merged_into")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_GET
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """The question as the person asked, a contributor or whoever brought it sees it. Those who only read the desk or review go there."""
    enquiry = enquiry_of(request, pk)
    page = answer_page.answer_page(request.user, enquiry, now=timezone.now())
    if not page.involved and permissions.reads_desk(request.user):
        return redirect("referents:question", pk)
    if not page.involved and not page.passed_on and enquiry.filed_by_id != request.user.pk:
        return redirect("referents:review", pk)
    template = "referents/answering/partials/story.html" if request.headers.get("X-Fragment") == "1" else "referents/answering/answer.html"
    return render(request, template, _context(request, page))


def answer_shown(
    request: SignedInRequest, enquiry: Enquiry, *, refusal: Refusal | None = None, form: DeskForm | None = None, remarks: Sequence[Remark] | None = None
) -> HttpResponse:
    """The same page after a refusal or a second look: as it is now, with what was typed and the sentences beside it."""
    enquiry = enquiry_of(request, enquiry.pk)
    page = answer_page.answer_page(request.user, enquiry, now=timezone.now())
    context = _context(request, page)
    if form is not None:
        refusal = refusal.show_on(form) if refusal else None
        form.enquiry = enquiry
        form.seen_now()
        _offer(form, request.user)
        context["forms"] = {**context["forms"], form.name: form}
        context["kept"] = form.data.get(form.draft, "") if form.draft and not _shown(form, page) else ""
    context |= {"refusal": refusal, "refused": form.name if form else "", "remarks": remarks}
    return render(request, "referents/answering/answer.html", context, status=refusal.status if refusal else 200)


FORMS: dict[str, tuple[type[DeskForm], ...]] = {
    "contribute": (forms.ContributionForm, forms.TelephoneForm),
    "decline": (forms.DeclineForm,),
    "bring_in": (forms.BringInForm,),
    "correct_fact": (forms.CorrectionForm,),
}


def _shown(form: DeskForm, page: AnswerPage) -> bool:
    """Whether the page still has a place for this form."""
    return any(isinstance(form, kind) for code in page.can for kind in FORMS.get(code, ())) or (isinstance(form, WordForm) and "word" in page.can)


def _context(request: SignedInRequest, page: AnswerPage) -> dict[str, Any]:  # Any: what the template reads
    shown: dict[str, DeskForm] = {kind.name: kind(enquiry=page.enquiry) for code in page.can for kind in FORMS.get(code, ())}
    if "word" in page.can:
        shown["word"] = WordForm(enquiry=page.enquiry, initial={"text": page.draft.text if page.draft else ""})
    for form in shown.values():
        _offer(form, request.user)
    attest = AttestForm(publication=page.to_attest.pk) if page.to_attest else None
    return {"page": page, "enquiry": page.enquiry, "forms": shown, "attest": attest}


def _offer(form: DeskForm, user: User) -> None:
    for name, field in form.fields.items():
        if isinstance(field, forms.PersonField):
            typed = form.data.get(f"{form.add_prefix(name)}_text", "")[:MAX_TYPED]
            field.offer(colleagues.referents_to_choose(besides=[user.pk]), source=reverse("referents:pick_person"), typed=typed)


def _run(request: SignedInRequest, enquiry: Enquiry, form: DeskForm, action: Callable[[], object], *, said: str, then: str = "") -> HttpResponse:
    """Validate, act, answer; every refusal comes back to the page with what was typed."""

    def again(refusal: Refusal) -> HttpResponse:
        return answer_shown(request, enquiry, refusal=refusal, form=form)

    if not form.is_valid():
        return again(UNREADABLE)
    return outcome(request, action, then=then or reverse("referents:answer", args=[enquiry.pk]), again=again, said=said, draft_done=form.draft_key)


@login_required
@require_POST
def contribute(request: SignedInRequest, pk: int) -> HttpResponse:
    """« Envoyer », or « J’ai répondu par téléphone » with or without a word."""
    enquiry = enquiry_of(request, pk)
    if "by_telephone" in request.POST:
        form: DeskForm = forms.TelephoneForm(request.POST, enquiry=enquiry)
        return _run(request, enquiry, form, lambda: _by_telephone(enquiry, form, request), said=_("Noted. Communication takes it from there."))
    form = forms.ContributionForm(request.POST, files=request.FILES, enquiry=enquiry)
    return _run(
        request,
        enquiry,
        form,
        lambda: filing.answer_with_photo(enquiry, **form.cleaned_data, actor=request.user),
        said=_("It is sent. Thank you: you will see the text before it leaves."),
    )


def _by_telephone(enquiry: Enquiry, form: DeskForm, request: SignedInRequest) -> object:
    typed = form.cleaned_data["text"]
    text = _("By telephone: %(text)s") % {"text": typed} if typed else _("I answered by telephone.")
    return answers.contribute(enquiry, text=text, actor=request.user, version=form.cleaned_data["version"])


@login_required
@require_POST
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """« Je m’en occupe »."""
    enquiry = enquiry_of(request, pk)
    form = DeskForm(request.POST, enquiry=enquiry)
    return _run(request, enquiry, form, lambda: assignments.accept(enquiry, actor=request.user, **form.cleaned_data), said=_("Noted: you are looking into it."))


@login_required
@require_POST
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    """« Ce n’est pas pour moi » or « Je ne sais pas »; neither is counted."""
    enquiry = enquiry_of(request, pk)
    form = forms.DeclineForm(request.POST, enquiry=enquiry)
    return _run(
        request,
        enquiry,
        form,
        lambda: assignments.decline(enquiry, actor=request.user, **form.cleaned_data),
        said=_("Noted, thank you: Communication asks somebody else."),
    )


@login_required
@require_POST
def bring_in(request: SignedInRequest, pk: int) -> HttpResponse:
    """One more colleague."""
    enquiry = enquiry_of(request, pk)
    form = forms.BringInForm(request.POST, enquiry=enquiry)
    return _run(request, enquiry, form, lambda: assignments.bring_in(enquiry, actor=request.user, **form.cleaned_data), said=_("Your colleague is told."))


@login_required
@require_POST
def correct_fact(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop a wording because a fact is wrong."""
    enquiry = enquiry_of(request, pk)
    form = forms.CorrectionForm(request.POST, enquiry=enquiry)
    return _run(
        request,
        enquiry,
        form,
        lambda: answers.correct_fact(enquiry, actor=request.user, **form.cleaned_data),
        said=_("Thank you: the text does not leave, Communication corrects it."),
    )


@login_required
@require_POST
def confirm_telephone(request: SignedInRequest, pk: int, contribution: int) -> HttpResponse:
    """« C’est exact »: the words noted on the telephone are the person's."""
    enquiry = enquiry_of(request, pk)
    noted = get_object_or_404(enquiry.contributions.filter(said_by=request.user.pk), pk=contribution)
    return outcome(
        request,
        lambda: telephone.confirm(noted, actor=request.user),
        then=reverse("referents:answer", args=[pk]),
        again=lambda refusal: answer_shown(request, enquiry, refusal=refusal),
        said=_("Thank you."),
    )


@login_required
@require_POST
def correct_telephone(request: SignedInRequest, pk: int, contribution: int) -> HttpResponse:
    """« Corriger »: what was really said takes the place of what was noted."""
    enquiry = enquiry_of(request, pk)
    noted = get_object_or_404(enquiry.contributions.filter(said_by=request.user.pk), pk=contribution)
    form = forms.WordsForm(request.POST, enquiry=enquiry, noted=noted.pk)
    return _run(
        request,
        enquiry,
        form,
        lambda: telephone.correct(noted, text=form.cleaned_data["text"], actor=request.user),
        said=_("Thank you: what you wrote takes the place of what was noted."),
    )
