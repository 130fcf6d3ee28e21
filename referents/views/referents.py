"""One's own card: subjects, a pause, leaving."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from referents import colleagues, permissions
from referents.actions import referents as actions
from referents.forms.answering import PersonField
from referents.forms.referents import PauseForm, SubjectsForm
from referents.host import SignedInRequest
from referents.models import Referent
from referents.views.outcomes import form_page

RUNNING = (Referent.State.ACTIVE, Referent.State.PAUSED)


def own(request: SignedInRequest, pk: int) -> Referent:
    """One of the reader's own roles; 404 for anybody else's."""
    rows = permissions.referents_of(request.user).filter(state__in=RUNNING).select_related("department", "deputy")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def subjects(request: SignedInRequest, pk: int) -> HttpResponse:
    """« Mes sujets »: adding needs nobody, removing holds at once."""
    referent = own(request, pk)
    form = SubjectsForm(request.POST or None, referent=referent)
    deputy = form.fields["deputy"]
    if isinstance(deputy, PersonField):
        deputy.offer(_with_own_deputy(referent), source=reverse("referents:pick_person"))

    return form_page(
        request,
        form,
        lambda: actions.answer_for(referent, actor=request.user, **form.cleaned_data),
        template="referents/people/subjects.html",
        context={"referent": referent},
        then="referents:directory",
        said=_("Your subjects are noted."),
    )


def _with_own_deputy(referent: Referent) -> list[tuple[int, str]]:
    """The referents, and the present deputy who may be none of them."""
    people = colleagues.referents_to_choose(besides=[referent.user_id])
    if referent.deputy and referent.deputy_id not in {pk for pk, _name in people}:
        people.insert(0, (referent.deputy.pk, colleagues.label(referent.deputy)))
    return people


@login_required
@require_http_methods(["GET", "POST"])
def pause(request: SignedInRequest, pk: int) -> HttpResponse:
    """With or without a last day; no reason is asked."""
    referent = own(request, pk)
    questions = actions.open_questions(referent)
    form = PauseForm(request.POST or None, questions=len(questions), initial={"until": referent.paused_until})

    def said(paused: Referent | None) -> str:
        if paused is None or paused.paused_until is None:
            return _("Paused: no question comes to you until you come back.")
        return _("Paused until %(day)s: questions come again by themselves the day after.") % {"day": date_format(paused.paused_until, "j F")}

    return form_page(
        request,
        form,
        lambda: actions.pause(referent, until=form.cleaned_data["until"], hand_on=form.hands_on, actor=request.user),
        template="referents/people/pause.html",
        context={"referent": referent, "questions": len(questions)},
        then="referents:directory",
        said=said,
    )
