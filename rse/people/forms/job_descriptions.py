"""Job descriptions: what is looked for, and what is written."""

from copy import copy
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from rse.people.forms.fields import offer
from rse.people.models import Department, JobDescription, Organisation


class JobDescriptionFilters(forms.Form):
    """Anything unreadable filters nothing."""

    q = forms.CharField(label=_("Title or code"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"}))
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department"), required=False, empty_label=_("All departments"))
    mention = forms.ChoiceField(label=_("Contributor role"), required=False, choices=[("", _("Whatever it says")), *JobDescription.Mention.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        offer(self, "department", Department.objects.order_by("name", "pk"))


class JobDescriptionForm(forms.ModelForm):
    """`version` says which text was read: two people cannot overwrite each other."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = JobDescription
        fields = ["title", "code", "department", "contributor_role", "text"]
        labels = {"title": _("Job title"), "contributor_role": _("Contributor role")}
        help_texts = {
            "code": _("Short and lasting: files of positions name the description by it."),
            "contributor_role": _("Whether the text says that the person answers citizens’ questions or contributes to the Town’s answers."),
            "text": _("Missions, activities, skills, conditions. One idea a line; leave an empty line between parts."),
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 16})}

    def __init__(self, data: QueryDict | None = None, *, organisation: Organisation, instance: JobDescription | None = None) -> None:
        # A model form writes on its instance while validating; the action compares with what was there before.
        super().__init__(data, instance=copy(instance) if instance else JobDescription(organisation=organisation))
        self.initial["version"] = instance.version if instance else None
        offer(self, "department", Department.objects.filter(organisation=organisation).order_by("name", "pk"))

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip()
