"""Sign-in, passwords, and the theme of the screen."""

from typing import TYPE_CHECKING, Any, cast

from allauth.account.fields import SetPasswordField
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rse.people import shared_desk
from rse.people.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


PASSWORD_HELP = _("12 characters or more. A short sentence is easy to remember.")


class SignInForm(LoginForm):
    """The number or address, the code or password, and whether this computer is shared. Errors stand at the field."""

    shared_desk = forms.BooleanField(required=False, label=_("Shared computer: sign me out after 5 minutes"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # whatever allauth's view passes
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("Staff number or e-mail address")
        login.widget.attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "maxlength": "254"}
        password = self.fields["password"]
        password.label = _("Code or password")
        password.help_text = ""
        password.widget.attrs = {"autocomplete": "current-password", "maxlength": "128"}

    def clean(self) -> dict[str, Any] | None:
        try:
            return super().clean()
        except ValidationError as refusal:
            self.add_error("password", refusal)
            return self.cleaned_data

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        response = super().login(request, redirect_url=redirect_url)
        if self.cleaned_data["shared_desk"] and request.user.is_authenticated:
            shared_desk.begin(request.session, at=timezone.now())
        return response


class ChangePasswordForm(AllauthChangePasswordForm):
    """The one in use, then the new one, typed once: a button shows it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # whatever allauth's view passes
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        dress_password(self.fields["oldpassword"], label=_("Current password"), autocomplete="current-password")
        dress_password(self.fields["password1"], label=_("New password"), help_text=PASSWORD_HELP)


class ResetByEmailForm(ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # whatever allauth's view passes
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address of your account")
        self.fields["email"].widget.attrs = {"type": "email", "autocomplete": "email", "maxlength": "254"}


class NewPasswordForm(ResetPasswordKeyForm):
    """The end of a reset by e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # whatever allauth's view passes
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        dress_password(self.fields["password1"], label=_("New password"), help_text=PASSWORD_HELP)


class ChoosePasswordForm(forms.Form):
    """After the first sign-in with a printed code."""

    password1 = SetPasswordField(label=_("Your password"), help_text=PASSWORD_HELP)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        field = cast(SetPasswordField, self.fields["password1"])
        field.user = user
        dress_password(field, label=_("Your password"), help_text=PASSWORD_HELP)


def dress_password(field: forms.Field, *, label: "StrOrPromise", help_text: "StrOrPromise" = "", autocomplete: str = "new-password") -> None:
    field.label = label
    field.help_text = help_text
    field.widget.attrs = {"autocomplete": autocomplete, "maxlength": "128"}


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(choices=User.Theme.choices)
