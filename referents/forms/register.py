"""The register of missions: what is looked for, and the one thing HR notes there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from referents.host import departments
from referents.models import Mandate


class RegisterForm(forms.Form):
    """The filters of the register of missions; anything unreadable filters nothing."""

    STATES = [("", _("All states")), ("current", _("in force")), ("upcoming", _("upcoming")), ("suspended", _("suspended")), ("over", _("over"))]

    q = forms.CharField(label=_("Name"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"}))
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All roles")), *Mandate.Role.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    department = forms.ModelChoiceField(queryset=departments().order_by("name", "pk"), label=_("Department"), required=False, empty_label=_("All departments"))


class JobDescriptionForm(forms.Form):
    """Whether the job description mentions the mission."""

    value = forms.ChoiceField(label=_("Mention in the job description"), choices=Mandate.JobDescription.choices)
