"""Profiles, absences, printed codes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rse.core.requests import SignedInRequest
from rse.people import actions
from rse.people.conf import history_kept_days
from rse.people.exceptions import AlreadyAway, EndsBeforeItStarts, PeopleError
from rse.people.forms import AbsenceForm, ProfileForm
from rse.people.history import history_of
from rse.people.models import Absence, Agent
from rse.people.permissions import can_edit_profile, can_manage_people, can_read_history, can_record_absence, can_remove_portrait, can_reset_sign_in
from rse.people.profile import profile_page
from rse.people.reminders import to_confirm
from rse.people.views.outcomes import GET_OR_POST, next_url, status_of


@login_required
@require_GET
def profile(request: SignedInRequest) -> HttpResponse:
    """One's own page; an account without a person (the first administrator) has none."""
    agent = Agent.objects.visible_to(request.user).filter(user=request.user).first()
    return redirect("people:agent", agent.pk) if agent else redirect("people:directory")


@login_required
@require_GET
def agent(request: SignedInRequest, pk: int) -> HttpResponse:
    person = visible_agent(request, pk)
    return render(request, "people/agent.html", agent_context(request, person))


@login_required
@require_http_methods(GET_OR_POST)
def edit_profile(request: SignedInRequest, pk: int) -> HttpResponse:
    person = visible_agent(request, pk)
    if not can_edit_profile(request.user, person):
        raise PermissionDenied
    form = ProfileForm(request.POST or None, instance=person, user=request.user)
    if request.method == "POST" and form.is_valid():
        actions.save_profile(person, **form.parts(), actor=request.user)
        messages.success(request, _("The profile is up to date."))
        return redirect("people:agent", person.pk)
    return render(request, "people/edit_profile.html", {"agent": person, "form": form}, status=status_of(form))


@login_required
@require_POST
def confirm_profile(request: SignedInRequest, pk: int) -> HttpResponse:
    """« Still true »: one click, for oneself only."""
    person = get_object_or_404(Agent.objects.visible_to(request.user).filter(user=request.user), pk=pk)
    actions.confirm_profile(person, actor=request.user)
    messages.success(request, _("Thank you: your profile is confirmed for a year."))
    return redirect(next_url(request, "core:home"))


@login_required
@require_GET
def history(request: SignedInRequest, pk: int) -> HttpResponse:
    person = visible_agent(request, pk)
    if not can_read_history(request.user, person):
        raise Http404
    context = {"agent": person, "changes": history_of(request.user, person), "days": history_kept_days(), "is_self": person.user_id == request.user.pk}
    return render(request, "people/history.html", context)


@login_required
@require_http_methods(GET_OR_POST)
def record_absence(request: SignedInRequest, pk: int) -> HttpResponse:
    person = visible_agent(request, pk)
    if not can_record_absence(request.user, person):
        raise PermissionDenied
    form = AbsenceForm(request.POST or None, agent=person, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_absence(person, actor=request.user, **form.cleaned_data)
        except PeopleError as refusal:
            form.add_error("start" if isinstance(refusal, AlreadyAway | EndsBeforeItStarts) else "substitute", refusal)
        else:
            messages.success(request, _("The absence is recorded."))
            return redirect("people:agent", person.pk)
    return render(request, "people/record_absence.html", {"agent": person, "form": form}, status=status_of(form))


@login_required
@require_POST
def cancel_absence(request: SignedInRequest, pk: int) -> HttpResponse:
    """A second click finds nothing left and says the same thing."""
    absence = Absence.objects.visible_to(request.user).select_related("agent__user", "agent__department", "substitute").filter(pk=pk).first()
    if absence is None:
        messages.info(request, _("This absence is already cancelled."))
        return redirect("people:profile")
    try:
        actions.cancel_absence(absence, actor=request.user)
    except PeopleError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The absence is cancelled."))
    return redirect("people:agent", absence.agent_id)


@login_required
@never_cache
@require_http_methods(GET_OR_POST)
def sign_in_code(request: SignedInRequest, pk: int) -> HttpResponse:
    """The printable page is the answer itself: the code is shown once and kept nowhere in clear."""
    person = visible_agent(request, pk)
    if not can_reset_sign_in(request.user, person):
        raise PermissionDenied
    if request.method == "POST":
        code = actions.issue_sign_in_code(person, actor=request.user)
        return render(request, "people/printed_code.html", {"agent": person, "code": code, "site": request.get_host()})
    return render(request, "people/issue_code.html", {"agent": person})


def visible_agent(request: SignedInRequest, pk: int) -> Agent:
    return get_object_or_404(Agent.objects.visible_to(request.user).listed().prefetch_related("skills", "languages"), pk=pk)


def agent_context(request: SignedInRequest, person: Agent) -> dict[str, object]:
    user = request.user
    is_self = person.user_id == user.pk
    away = can_record_absence(user, person)
    return {
        "agent": person,
        "is_self": is_self,
        "page": profile_page(user, person, at=timezone.now()),
        "to_confirm": is_self and to_confirm(user).exists(),
        "may_edit": can_edit_profile(user, person),
        "may_manage": can_manage_people(user) and not is_self,
        "may_read_history": can_read_history(user, person),
        "may_remove_portrait": can_remove_portrait(user, person) and not is_self,
        "may_reset": can_reset_sign_in(user, person),
        "may_record_absence": away,
        "absences": person.absences.visible_to(user).not_over(timezone.localdate()).select_related("substitute") if away else [],
    }
