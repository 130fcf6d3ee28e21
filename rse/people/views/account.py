"""Signing in, passwords, theme."""

from http import HTTPStatus

from allauth.account.views import LoginView
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from rse.core.requests import SignedInRequest
from rse.people import actions
from rse.people.conf import demo_accounts
from rse.people.demo import demo_agents, demo_roles
from rse.people.forms import ChoosePasswordForm, ThemeForm
from rse.people.models import User
from rse.people.views.outcomes import GET_OR_POST, next_url, status_of


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
    login(request, role.user, backend="rse.people.backends.AccountBackend")
    return redirect(next_url(request, "core:home"))


@require_http_methods(["GET", "HEAD", "POST"])
def admin_door(request: HttpRequest) -> HttpResponse:
    """Where the two admins send whoever may not enter: to our sign-in page, or, once signed in, to a plain refusal and not round in circles."""
    if request.user.is_authenticated:
        raise PermissionDenied(_("The administration is not open to your account."))
    return redirect_to_login(request.GET.get("next", "/admin/"))
