"""One POST a move. Each validates its form, calls one action and goes back to the question; what was typed is never lost."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from referents import permissions
from referents.actions import answers, assignments, enquiries, publications
from referents.conf import directory
from referents.exceptions import ReferentsError
from referents.forms import desk as forms
from referents.host import SignedInRequest
from referents.hours import moment, promise
from referents.models import Enquiry, Publication
from referents.sheet import Sheet
from referents.views.desk import question_page
from referents.views.doors import View, desk_only, enquiry_of, fragment
from referents.views.outcomes import Refusal, outcome
from referents.views.returning import next_page

Cleaned = dict[str, Any]  # Any: each form has made of each field what its move takes


def move(view: View) -> View:
    """A POST by somebody who sees the question. Asked with GET (after signing in again), the question's own page opens."""

    @login_required
    @wraps(view)
    def guarded(request: SignedInRequest, pk: int) -> HttpResponse:
        enquiry = enquiry_of(request, pk)
        return view(request, enquiry) if request.method == "POST" else redirect(_page_of(request, enquiry))

    return require_http_methods(["GET", "HEAD", "POST"])(guarded)


def _page_of(request: SignedInRequest, enquiry: Enquiry) -> str:
    return reverse("referents:question" if permissions.reads_desk(request.user) else "referents:answer", args=[enquiry.pk])


def make(
    request: SignedInRequest, enquiry: Enquiry, form: forms.PageForm, act: Callable[[Cleaned], object], said: str | Callable[[object], str] = "", then: str = ""
) -> HttpResponse:
    """Valid? act, go back to the page with a word. Refused? the page again, with the form as typed."""

    def again(refusal: Refusal) -> HttpResponse:
        return _refused(request, enquiry.pk, form, refusal)

    if not form.is_valid():
        hidden = [
            str(sentence) for name, sentences in form.errors.items() if name in form.fields and form.fields[name].widget.is_hidden for sentence in sentences
        ]
        return again(Refusal(422, tuple(hidden)))
    there = next_page(request) or then or _page_of(request, enquiry)
    return outcome(request, lambda: act(form.cleaned_data), then=there, again=again, said=said, draft_done=form.draft_key)


def _refused(request: SignedInRequest, pk: int, form: forms.PageForm, refusal: Refusal) -> HttpResponse:
    enquiry = enquiry_of(request, pk)
    if permissions.reads_desk(request.user):
        return question_page(request, enquiry, refusal=refusal, form=form)
    context = {"enquiry": enquiry, "refusal": refusal.show_on(form), "form": form, "typed": form.data.get("text", "")}
    return render(request, "referents/desk/refused.html", context, status=refusal.status)


@desk_only
@require_http_methods(["GET", "POST"])
def qualify(request: SignedInRequest, pk: int) -> HttpResponse:
    """POST sets the subject. GET shows the picker of all subjects, as a page or as the fragment the question's page opens in place."""
    enquiry = enquiry_of(request, pk)
    if request.method == "GET":
        picker = forms.QualifyForm(enquiry=enquiry, initial={"topic": enquiry.topic_id, "area": enquiry.area_id})
        template = "referents/desk/partials/picker.html" if fragment(request) else "referents/desk/picker.html"
        return render(request, template, {"enquiry": enquiry, "form": picker, "sheet": Sheet(enquiry, user=request.user, now=timezone.now())})
    form = forms.PickForm(request.POST, enquiry=enquiry)

    def act(data: Cleaned) -> object:
        return enquiries.qualify(enquiry, topic=data["topic"], area=data["area"], actor=request.user, version=data["version"])

    return make(request, enquiry, form, act, _("The subject is set."))


@move
def assign(request: SignedInRequest, enquiry: Enquiry) -> HttpResponse:
    form = forms.PersonForm(request.POST, enquiry=enquiry)

    def said(result: object) -> str:
        lead = Sheet(enquiry, user=request.user, now=timezone.now()).lead
        return _("Asked %(name)s.") % {"name": directory().label(lead.user)} if lead else ""

    return make(request, enquiry, form, lambda data: assignments.assign(enquiry, person=data["person"], actor=request.user, version=data["version"]), said)


@move
def bring_in(request: SignedInRequest, enquiry: Enquiry) -> HttpResponse:
    form = forms.PersonForm(request.POST, enquiry=enquiry)

    def act(data: Cleaned) -> object:
        return assignments.bring_in(enquiry, person=data["person"], note=data["note"], actor=request.user, version=data["version"])

    return make(request, enquiry, form, act, _("Your colleague is brought in."))


@move
def hold(request: SignedInRequest, enquiry: Enquiry) -> HttpResponse:
    form = forms.HoldForm(request.POST, enquiry=enquiry)

    def act(data: Cleaned) -> object:
        return publications.hold(
            enquiry,
            text=data["text"],
            promised_at=data["promised_at"],
            permalink=data["permalink"],
            model=data["model"],
            actor=request.user,
            version=data["version"],
        )

    def said(row: object) -> str:
        if not isinstance(row, Publication) or row.promised_at is None:
            return ""
        return _("Noted: the citizen is promised an answer %(promise)s.") % {"promise": promise(row.promised_at, now=timezone.now())}

    return make(request, enquiry, form, act, said)


@move
def note_telephone(request: SignedInRequest, enquiry: Enquiry) -> HttpResponse:
    form = forms.TelephoneForm(request.POST, enquiry=enquiry)

    def act(data: Cleaned) -> object:
        return answers.contribute(enquiry, text=data["text"], said_by=data["said_by"], actor=request.user, version=data["version"])

    return make(request, enquiry, form, act, _("The answer is noted; your colleague can confirm it."))


@move
def ask_citizen(request: SignedInRequest, enquiry: Enquiry) -> HttpResponse:
    form = forms.AskCitizenForm(request.POST, enquiry=enquiry)

    def act(data: Cleaned) -> object:
        return publications.ask_citizen(enquiry, text=data["text"], permalink=data["permalink"], actor=request.user, version=data["version"])

    return make(request, enquiry, form, act, _("Noted: we wait for the citizen."))


@move
def chase(request: SignedInRequest, enquiry: Enquiry) -> HttpResponse:
    form = forms.ChaseForm(request.POST, enquiry=enquiry)

    def act(data: Cleaned) -> object:
        return publications.chase(enquiry, text=data["text"], permalink=data["permalink"], actor=request.user, version=data["version"])

    return make(request, enquiry, form, act, _("Noted: the citizen is reminded."))


@move
def append(request: SignedInRequest, enquiry: Enquiry) -> HttpResponse:
    form = forms.AppendForm(request.POST, enquiry=enquiry)
    return make(request, enquiry, form, lambda data: enquiries.append(enquiry, text=data["text"], actor=request.user), _("The message is added."))


@move
def word(request: SignedInRequest, enquiry: Enquiry) -> HttpResponse:
    form = forms.WordForm(request.POST, enquiry=enquiry)

    def act(data: Cleaned) -> object:
        return answers.word(enquiry, text=data["text"], answer=data["answer"], actor=request.user, version=data["version"])

    def said(draft: object) -> str:
        state = Enquiry.objects.values_list("state", flat=True).get(pk=enquiry.pk)
        return _("The reply is with the reviewers.") if state == "in_review" else _("The reply is ready to be published.")

    return make(request, enquiry, form, act, said)


@move
def publish(request: SignedInRequest, enquiry: Enquiry) -> HttpResponse:
    form = forms.DeskForm(request.POST, enquiry=enquiry)

    def said(rows: object) -> str:
        by_hand = isinstance(rows, list) and any(row.mode == Publication.Mode.MANUAL for row in rows)
        return _("Copy the reply, post it, then paste its address.") if by_hand else _("The reply is leaving.")

    return make(request, enquiry, form, lambda data: publications.publish(enquiry, actor=request.user, version=data["version"]), said)


@move
def schedule(request: SignedInRequest, enquiry: Enquiry) -> HttpResponse:
    form = forms.ScheduleForm(request.POST, enquiry=enquiry)

    def act(data: Cleaned) -> object:
        return publications.schedule(enquiry, at=data["scheduled_at"], actor=request.user, version=data["version"])

    def said(rows: object) -> str:
        at = form.cleaned_data["scheduled_at"]
        return _("Scheduled for %(hour)s.") % {"hour": moment(at, now=timezone.now())}

    return make(request, enquiry, form, act, said)


@move
def retry(request: SignedInRequest, enquiry: Enquiry) -> HttpResponse:
    form = forms.RetryForm(request.POST, enquiry=enquiry)

    def act(data: Cleaned) -> object:
        return publications.retry(enquiry, by_hand=data["by_hand"], actor=request.user, version=data["version"])

    return make(request, enquiry, form, act, _("The publication starts again."))


@move
def mark_urgent(request: SignedInRequest, enquiry: Enquiry) -> HttpResponse:
    form = forms.UrgentForm(request.POST, enquiry=enquiry)
    return make(request, enquiry, form, lambda data: enquiries.mark_urgent(enquiry, urgent=data["urgent"], actor=request.user, version=data["version"]))


@move
def join(request: SignedInRequest, enquiry: Enquiry) -> HttpResponse:
    form = forms.JoinForm(request.POST, enquiry=enquiry)
    into = Enquiry.objects.visible_to(request.user).filter(number=request.POST.get("into", "").strip()).first()

    def act(data: Cleaned) -> object:
        if into is None:
            raise ReferentsError({"into": _("No question has this number.")})
        return enquiries.join(enquiry, into=into, actor=request.user, version=data["version"])

    then = reverse("referents:question", args=[into.pk]) if into else ""
    return make(request, enquiry, form, act, _("The two questions are joined: one reply, sent to each citizen."), then)


@move
def drop(request: SignedInRequest, enquiry: Enquiry) -> HttpResponse:
    form = forms.DropForm(request.POST, enquiry=enquiry)

    def act(data: Cleaned) -> object:
        return enquiries.drop(enquiry, reason=data["reason"], actor=request.user, version=data["version"])

    return make(request, enquiry, form, act, _("Put away without a reply. It can be undone for 24 hours."))


@move
def moderate(request: SignedInRequest, enquiry: Enquiry) -> HttpResponse:
    form = forms.DeskForm(request.POST, enquiry=enquiry)

    def act(data: Cleaned) -> object:
        return enquiries.moderate(enquiry, actor=request.user, version=data["version"])

    return make(request, enquiry, form, act, _("Put aside; the message is kept."))


@move
def take_back(request: SignedInRequest, enquiry: Enquiry) -> HttpResponse:
    form = forms.DeskForm(request.POST, enquiry=enquiry)
    return make(request, enquiry, form, lambda data: enquiries.take_back(enquiry, actor=request.user, version=data["version"]), _("Back at the desk."))


@move
def hand_over(request: SignedInRequest, enquiry: Enquiry) -> HttpResponse:
    form = forms.HandOverForm(request.POST, enquiry=enquiry)

    def act(data: Cleaned) -> object:
        return publications.redirect(enquiry, body=data["body"], text=data["text"], actor=request.user, version=data["version"])

    return make(request, enquiry, form, act, _("Handed over. It can be undone for 24 hours."))


@move
def undo(request: SignedInRequest, enquiry: Enquiry) -> HttpResponse:
    form = forms.DeskForm(request.POST, enquiry=enquiry)
    return make(request, enquiry, form, lambda data: enquiries.undo(enquiry, actor=request.user, version=data["version"]), _("Undone."))


@move
def close(request: SignedInRequest, enquiry: Enquiry) -> HttpResponse:
    form = forms.DeskForm(request.POST, enquiry=enquiry)
    return make(request, enquiry, form, lambda data: enquiries.close(enquiry, actor=request.user, version=data["version"]), _("Closed."))


@move
def keep_answer(request: SignedInRequest, enquiry: Enquiry) -> HttpResponse:
    form = forms.KeepAnswerForm(request.POST, enquiry=enquiry)

    def act(data: Cleaned) -> object:
        return answers.keep_answer(enquiry, question=data["question"], valid_until=data["valid_until"], actor=request.user)

    return make(request, enquiry, form, act, _("The reply is kept for the next citizen who asks."))


def _publication(request: SignedInRequest, pk: int) -> tuple[Publication, Enquiry]:
    """A publication of a question this person sees, and the question whose moves it makes. 404 otherwise."""
    seen = Publication.objects.filter(enquiry__in=Enquiry.objects.visible_to(request.user))
    publication = get_object_or_404(seen.select_related("draft"), pk=pk)
    return publication, enquiry_of(request, publication.draft.enquiry_id if publication.draft else publication.enquiry_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attest(request: SignedInRequest, pk: int) -> HttpResponse:
    """« C’est publié », with the address of the post."""
    publication, enquiry = _publication(request, pk)
    if request.method != "POST":
        return redirect(_page_of(request, enquiry))
    form = forms.AttestForm(request.POST, publication=publication.pk)

    def act(data: Cleaned) -> object:
        return publications.attest(publication, permalink=data["permalink"], actor=request.user)

    return make(request, enquiry, form, act, _("It is published. Thank you."))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mark_arrived(request: SignedInRequest, pk: int) -> HttpResponse:
    """« C’est bien arrivé »: somebody looked."""
    publication, enquiry = _publication(request, pk)
    if request.method != "POST":
        return redirect(_page_of(request, enquiry))
    form = forms.AttestForm(request.POST, publication=publication.pk)

    def act(data: Cleaned) -> object:
        return publications.mark_arrived(publication, permalink=data["permalink"], actor=request.user)

    return make(request, enquiry, form, act, _("Noted: it arrived."))
