"""« Réponses prêtes »: everybody reads them, their owner and the desk care for them, a referent proposes one."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from referents import library, likeness, permissions
from referents.actions import reusable
from referents.forms import library as forms
from referents.host import SignedInRequest
from referents.models import Answer
from referents.views.doors import desk_only, fragment
from referents.views.outcomes import UNREADABLE, Refusal, form_page, outcome


def answer_of(request: SignedInRequest, pk: int) -> Answer:
    """The answer with what its page names; 404 when it does not exist for this person."""
    return get_object_or_404(Answer.objects.visible_to(request.user).select_related("topic", "department", "owner", "enquiry"), pk=pk)


@login_required
@require_GET
def answers(request: SignedInRequest) -> HttpResponse:
    """Search, filters, what still holds first."""
    form = forms.SearchForm(request.GET)
    number = request.GET.get("page", "1")
    page = library.page(
        request.user, **form.wanted, on=timezone.localdate(), number=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    )
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {"form": form, "page": page, "kept": kept.urlencode(), "searched": any(kept.values()), "may_write": permissions.may_write_answers(request.user)}
    return render(request, "referents/library/answers.html", {**context, "reads_desk": permissions.reads_desk(request.user)})


@desk_only
@require_GET
def gaps(request: SignedInRequest) -> HttpResponse:
    """« Manques »: what is asked often and has no answer ready."""
    context = {"gaps": library.gaps(now=timezone.now()), "days": library.GAP_DAYS, "may_write": permissions.may_write_answers(request.user)}
    return render(request, "referents/library/gaps.html", context)


@login_required
@require_POST
def alike(request: SignedInRequest) -> HttpResponse:
    """Answers to nearly the same question, while it is being typed; with `desk`, those that may be given today, and open questions. Changes nothing.

    Only as a fragment, and by POST: what a citizen wrote stays out of addresses, therefore of logs.
    """
    if not fragment(request):
        raise Http404
    text = request.POST.get("question", "")[: likeness.LONGEST]
    at_the_desk = bool(request.POST.get("desk"))
    context: dict[str, object] = {"alike": library.alike(text, user=request.user, valid_on=timezone.localdate() if at_the_desk else None)}
    if at_the_desk:
        context["open_questions"] = likeness.open_questions(text, user=request.user, limit=library.MOST_ALIKE)
    return render(request, "referents/library/partials/alike.html", context)


@login_required
@require_GET
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    sheet = library.sheet(answer_of(request, pk), user=request.user, on=timezone.localdate())
    return render(request, "referents/library/answer.html", {"sheet": sheet, "answer": sheet.answer})


@login_required
@require_http_methods(["GET", "POST"])
def new_answer(request: SignedInRequest) -> HttpResponse:
    """Written from scratch. Answers alike are shown once before it is kept; the same button then keeps it all the same."""
    if not permissions.may_write_answers(request.user):
        raise Http404
    keeps = permissions.works_desk(request.user)
    started = {"question": request.GET.get("question", "")[:200], "topic": request.GET.get("sujet")}
    form = forms.NewAnswerForm(request.POST or None, user=request.user, keeps=keeps, initial=started)

    def shown(refusal: Refusal | None = None, found: list[Answer] | None = None, status: int = 200) -> HttpResponse:
        refusal = refusal.show_on(form) if refusal else None
        context = {"form": form, "refusal": refusal, "alike": found or [], "keeps": keeps}
        return render(request, "referents/library/new_answer.html", context, status=refusal.status if refusal else status)

    if request.method == "GET":
        return shown()
    if not form.is_valid():
        return shown(UNREADABLE)
    data = form.cleaned_data
    found = [] if data["anyway"] else library.alike(data["question"], user=request.user)
    if found:
        return shown(found=found, status=422)
    return outcome(
        request,
        lambda: reusable.write(form.said, topic=data["topic"], valid_until=data["valid_until"], submission=data["submission"], actor=request.user),
        then=lambda row: reverse("referents:ready_answer", args=[row.pk]),
        again=shown,
        said=_("The answer is kept.") if keeps else _("Proposed: Communication reads it, thank you."),
        draft_done="answer-wording",
    )


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """« Corriger »: a new version; the one before is kept."""
    answer = answer_of(request, pk)
    if not permissions.cares_for(request.user, answer):
        raise Http404
    form = forms.CorrectAnswerForm(request.POST or None, answer=answer)

    return form_page(
        request,
        form,
        lambda: reusable.correct(answer, form.said, valid_until=form.cleaned_data["valid_until"], number=form.cleaned_data["number"], actor=request.user),
        template="referents/library/correct.html",
        context={"answer": answer},
        then=reverse("referents:ready_answer", args=[pk]),
        said=_("Corrected: the version before is kept."),
    )


def _one_tap(request: SignedInRequest, pk: int, act: Callable[..., object], said: str) -> HttpResponse:
    """One gesture on one answer, by whoever cares for it; 404 for anybody else."""
    answer = answer_of(request, pk)
    if not permissions.cares_for(request.user, answer):
        raise Http404
    there = reverse("referents:ready_answer", args=[pk])

    def again(refusal: Refusal) -> HttpResponse:
        sheet = library.sheet(answer, user=request.user, on=timezone.localdate())
        return render(request, "referents/library/answer.html", {"sheet": sheet, "answer": answer, "refusal": refusal}, status=refusal.status)

    return outcome(request, lambda: act(answer, actor=request.user), then=there, again=again, said=said)


@login_required
@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """« Toujours exacte »."""
    return _one_tap(request, pk, reusable.confirm, _("Noted: it holds for another six months. Thank you."))


@login_required
@require_POST
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """The desk keeps what a referent proposed."""
    return _one_tap(request, pk, reusable.accept, _("The answer is kept."))


@login_required
@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    return _one_tap(request, pk, reusable.withdraw, _("Withdrawn: nobody is offered it any more."))
