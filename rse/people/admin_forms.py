"""Forms of the Wagtail admin: the register of HR and the groups of accounts."""

from copy import copy
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.users.forms import UserEditForm

from rse.people.actions.agents import free_email
from rse.people.exceptions import NotYet, NumberTaken
from rse.people.models import Agent, User

REGISTER_FIELDS = ["first_name", "last_name", "job_title", "department", "kind", "phone", "mobile", "site", "pattern", "joined_on"]


class EnterAgentForm(WagtailAdminModelForm):
    """A new person; the account is opened later, by a printed code."""

    number = forms.CharField(label=_("staff number"), max_length=150)
    email = forms.EmailField(label=_("e-mail address"), required=False)
    field_order = ["number", "first_name", "last_name", "email"]

    class Meta:
        model = Agent
        fields = ["organisation", *REGISTER_FIELDS]

    def clean_number(self) -> str:
        number = self.cleaned_data["number"].strip()
        if User.objects.filter(username=number).exists():
            raise NumberTaken
        return number

    def clean_email(self) -> str | None:
        return free_email(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        refuse_foreign(self, cleaned, cleaned.get("organisation"))
        return cleaned


class ChangeAgentForm(WagtailAdminModelForm):
    """What HR keeps of a person, the day of leaving included."""

    email = forms.EmailField(label=_("e-mail address"), required=False)
    left_on = forms.DateField(label=_("left on"), required=False, help_text=_("Closes the account at once. Empty it when the person comes back."))

    close_account = forms.BooleanField(label=_("close the account"), required=False, help_text=_("Ends every session. A new printed code opens it again."))

    class Meta:
        model = Agent
        fields = REGISTER_FIELDS

    def __init__(self, *args: Any, instance: Agent, **kwargs: Any) -> None:  # Wagtail's form arguments
        # The actions compare with what was there before: the form works on a copy.
        super().__init__(*args, instance=copy(instance), **kwargs)
        self.initial["email"] = instance.user.email
        self.initial["left_on"] = instance.left_on

    def clean_email(self) -> str | None:
        return free_email(self.cleaned_data["email"], besides=self.instance.user)

    def clean_left_on(self) -> Any:  # a date or None
        left_on = self.cleaned_data["left_on"]
        if left_on and left_on > timezone.localdate():
            raise NotYet
        return left_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        refuse_foreign(self, cleaned, self.instance.organisation)
        return cleaned


def refuse_foreign(form: forms.ModelForm, cleaned: dict[str, Any], organisation: object) -> None:
    """A department or a working pattern of another organisation is refused at its field."""
    for field in ("department", "pattern"):
        if cleaned.get(field) and cleaned[field].organisation != organisation:
            form.add_error(field, _("Choose one of the same organisation."))


class RightsForm(UserEditForm):
    """Groups of an account. The rest is shown, and kept by HR in the register."""

    email = forms.EmailField(required=False, label=_("e-mail address"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Wagtail's form arguments
        super().__init__(*args, **kwargs)
        for name in ("username", "email", "first_name", "last_name", "is_active"):
            if name in self.fields:
                self.fields[name].disabled = True
                self.fields[name].required = False

    def clean_email(self) -> str | None:
        return self.instance.email

    class Meta(UserEditForm.Meta):
        pass
