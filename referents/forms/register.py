"""The register of missions: what is looked for, what HR notes there, and the day from which changes are told."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from referents.conf import directory
from referents.host import User, departments
from referents.models import Mandate
from referents.register import LACKS, Asked
from referents.register_changes import KINDS


def day_field(label: Any, **options: Any) -> forms.DateField:  # Any: as Django's field takes them
    """A day, picked where the browser can."""
    formats = ["%Y-%m-%d", "%d/%m/%Y"]
    return forms.DateField(label=label, input_formats=formats, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class RegisterForm(forms.Form):
    """The filters of the register of missions; anything unreadable filters nothing. `on` is the day the register is read as of."""

    STATES = [("", _("All states")), ("current", _("in force")), ("upcoming", _("upcoming")), ("suspended", _("suspended")), ("over", _("over"))]
    MORE = ("ends_before", "on", "lacks")

    q = forms.CharField(label=_("Name"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"}))
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All roles")), *Mandate.Role.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    department = forms.ModelChoiceField(queryset=departments().order_by("name", "pk"), label=_("Department"), required=False, empty_label=_("All departments"))
    ends_before = day_field(pgettext_lazy("mission", "Ends before"), required=False)
    on = day_field(_("The register as it was on"), required=False)
    lacks = forms.MultipleChoiceField(label=_("To complete"), required=False, choices=list(LACKS.items()), widget=forms.CheckboxSelectMultiple)

    @property
    def asked(self) -> Asked:
        """What was read, once the form is validated."""
        facts = {name: value for name, value in self.cleaned_data.items() if name not in {"on", "lacks"}}
        return Asked(**facts, lacks=frozenset(self.cleaned_data.get("lacks", ())))

    def day(self, today: date) -> date:
        """The day the register is read as of."""
        return self.cleaned_data.get("on") or today

    @property
    def short_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.MORE]

    @property
    def more_used(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.MORE)


class ChangesForm(forms.Form):
    """From which day changes are told, and which."""

    since = day_field(_("Since"), required=False)
    kind = forms.ChoiceField(label=_("What changed"), required=False, choices=[("", _("Everything")), *KINDS.items()])


class JobDescriptionForm(forms.Form):
    """Whether the job description mentions the mission."""

    value = forms.ChoiceField(label=_("Mention in the job description"), choices=Mandate.JobDescription.choices)


class HeadField(forms.ModelChoiceField):
    """A head of department, under the name people know."""

    def label_from_instance(self, obj: Any) -> str:  # Any: the host's user
        return directory().label(obj)


class VisaForm(forms.Form):
    """Which head agreed; the heads of the mission's departments and of the person's own are offered."""

    def __init__(self, *args: Any, heads: list[User], **options: Any) -> None:  # Any: as Django's form takes them
        super().__init__(*args, **options)
        offered = get_user_model().objects.filter(pk__in=[head.pk for head in heads]).order_by("last_name", "first_name", "pk")
        missing = {"required": _("Choose the head who agreed.")}
        self.fields["by"] = HeadField(queryset=offered, label=_("Head’s agreement by"), empty_label=_("nobody yet"), error_messages=missing)


class TrainingForm(forms.Form):
    """A training followed, and until when it holds."""

    trained_on = day_field(_("Trained on"), error_messages={"required": _("Say on which day the training was followed.")})
    valid_until = day_field(_("Training valid until"), required=False)
