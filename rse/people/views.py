"""Directory, profiles, absences, codes and sign-in. HTTP only: the actions decide and write."""

from http import HTTPStatus

from allauth.account.views import LoginView
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rse.core.requests import SignedInRequest
from rse.people import actions
from rse.people.conf import demo_accounts
from rse.people.demo import demo_agents, demo_roles
from rse.people.directory import directory_page
from rse.people.exceptions import AlreadyAway, EndsBeforeItStarts, PeopleError
from rse.people.forms import AbsenceForm, ChoosePasswordForm, DirectoryForm, ProfileForm, RegisterForm, ThemeForm
from rse.people.models import Absence, Agent, User
from rse.people.permissions import can_edit_profile, can_manage_people, can_record_absence, can_reset_sign_in
from rse.people.presence import presence
from rse.people.profile import head_of, week_of

GET_OR_POST = ["GET", "HEAD", "POST"]


@login_required
@require_GET
def directory(request: SignedInRequest) -> HttpResponse:
    form = DirectoryForm(request.GET, user=request.user)
    form.is_valid()
    asked = form.cleaned_data
    page = directory_page(request.user, query=asked.get("q", ""), department=asked.get("department"), after=asked.get("after"), at=timezone.now())
    fragment = request.htmx and not request.htmx.history_restore_request
    template = "people/partials/directory_results.html" if fragment else "people/directory.html"
    return render(request, template, {"page": page, "form": form, "q": asked.get("q", "")})


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
    form_class = RegisterForm if can_manage_people(request.user) else ProfileForm
    form = form_class(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        actions.change_profile(person, changes=form.cleaned_data, actor=request.user)
        messages.success(request, _("The profile is up to date."))
        return redirect("people:agent", person.pk)
    return render(request, "people/edit_profile.html", {"agent": person, "form": form}, status=status_of(form))


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


@login_required
@require_POST
def theme(request: SignedInRequest) -> HttpResponse:
    form = ThemeForm(request.POST)
    if form.is_valid():
        actions.set_theme(request.user, theme=User.Theme(form.cleaned_data["theme"]), actor=request.user)
    return redirect(next_url(request, "people:profile"))


@login_required
@require_POST
def stay(request: SignedInRequest) -> HttpResponse:
    """The beat of a shared computer while somebody types: the middleware has prolonged the session."""
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@sensitive_post_parameters("password1")
@login_required
@never_cache
@require_http_methods(GET_OR_POST)
def choose_password(request: SignedInRequest) -> HttpResponse:
    if not request.user.must_choose_password:
        return redirect("account_change_password")
    form = ChoosePasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        user = actions.choose_password(request.user, password=form.cleaned_data["password1"], actor=request.user)
        update_session_auth_hash(request, user)
        messages.success(request, _("Your password is chosen. The printed code can be thrown away."))
        return redirect(next_url(request, "core:home"))
    return render(request, "people/choose_password.html", {"form": form, "next": next_url(request, "core:home")}, status=status_of(form))


class SignIn(LoginView):
    """allauth's page with our form, and the roles of the demonstration when there is one."""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return {**super().get_context_data(**kwargs), "demo_roles": demo_roles(), "next": next_url(self.request, "core:home")}


sign_in = SignIn.as_view()


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Enter as one of the listed roles of the demonstration; this page does not exist anywhere else."""
    if not demo_accounts() or not request.POST.get("account", "").isdecimal():
        raise Http404
    role = get_object_or_404(demo_agents(), user=request.POST["account"])
    login(request, role.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect(next_url(request, "core:home"))


def visible_agent(request: SignedInRequest, pk: int) -> Agent:
    return get_object_or_404(Agent.objects.visible_to(request.user).listed().select_related("department__parent", "department__head"), pk=pk)


def agent_context(request: SignedInRequest, person: Agent) -> dict[str, object]:
    user = request.user
    now = timezone.now()
    away = can_record_absence(user, person)
    return {
        "agent": person,
        "is_self": person.user_id == user.pk,
        "presence": presence([person], now)[person.pk],
        "head": head_of(person),
        "week": week_of(person),
        "may_edit": can_edit_profile(user, person),
        "may_reset": can_reset_sign_in(user, person),
        "may_record_absence": away,
        "absences": person.absences.visible_to(user).not_over(timezone.localdate()).select_related("substitute") if away else [],
    }


def next_url(request: HttpRequest, default: str) -> str:
    """Where the person was going, when it is on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url(default)


def status_of(form: BaseForm) -> int:
    """A refused form is not a success, for programs and for htmx alike."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK


@require_http_methods(["GET", "HEAD", "POST"])
def admin_door(request: HttpRequest) -> HttpResponse:
    """Where the two admins send whoever may not enter: to our sign-in page, or, once signed in, to a plain refusal and not round in circles."""
    if request.user.is_authenticated:
        raise PermissionDenied(_("The administration is not open to your account."))
    return redirect_to_login(request.GET.get("next", "/admin/"))
