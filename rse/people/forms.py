"""Forms of sign-in, profile and absence. They validate; actions write."""

from copy import copy
from typing import TYPE_CHECKING, Any, cast

from allauth.account.fields import SetPasswordField
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rse.people import shared_desk
from rse.people.models import Agent, Department, User, WorkingPattern

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


def offer(form: forms.BaseForm, name: str, rows: QuerySet) -> None:
    """The rows that this person may choose."""
    cast(forms.ModelChoiceField, form.fields[name]).queryset = rows


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ProfileForm(forms.ModelForm):
    """What a person says of themselves."""

    class Meta:
        model = Agent
        fields = ["phone", "mobile", "site", "about"]
        widgets = {
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            "mobile": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
            "about": forms.Textarea(attrs={"rows": 5, "maxlength": 2000}),
        }

    def __init__(self, data: QueryDict | None = None, *, instance: Agent) -> None:
        # A model form writes on its instance while validating; the action compares with what was there before.
        super().__init__(data, instance=copy(instance))


class RegisterForm(ProfileForm):
    """The same, plus what HR keeps."""

    class Meta(ProfileForm.Meta):
        fields = ["first_name", "last_name", "job_title", "phone", "mobile", "site", "pattern", "about"]

    def __init__(self, data: QueryDict | None = None, *, instance: Agent) -> None:
        super().__init__(data, instance=instance)
        offer(self, "pattern", WorkingPattern.objects.filter(organisation=instance.organisation))


class AbsenceForm(forms.Form):
    """Whole days; no reason is asked."""

    start = forms.DateField(label=_("First day away"), widget=DateInput)
    end = forms.DateField(label=_("Last day away"), widget=DateInput)
    substitute = forms.ModelChoiceField(Agent.objects.none(), label=_("Replaced by"), required=False, empty_label=_("nobody"))

    def __init__(self, *args: Any, agent: Agent, user: User, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        colleagues = Agent.objects.visible_to(user).filter(organisation=agent.organisation).exclude(pk=agent.pk).order_by("folded", "pk")
        if agent.department is not None:
            top = agent.department.parent or agent.department
            colleagues = colleagues.in_departments(Department.objects.below(top))
        offer(self, "substitute", colleagues)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("start") and cleaned.get("end") and cleaned["end"] < cleaned["start"]:
            self.add_error("end", _("The last day comes before the first day."))
        return cleaned


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(choices=User.Theme.choices)


class DirectoryForm(forms.Form):
    """What is asked of the directory; anything unreadable is as if it had not been asked."""

    q = forms.CharField(label=_("Name, job, department or telephone"), required=False, max_length=80)
    department = forms.ModelChoiceField(Department.objects.none(), required=False)
    after = forms.ModelChoiceField(Agent.objects.none(), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        offer(self, "department", Department.objects.visible_to(user))
        offer(self, "after", Agent.objects.all() if user.is_active else Agent.objects.none())
