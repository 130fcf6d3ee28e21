"""What is asked of the directory."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rse.people.directory import Asked
from rse.people.facets import PRESENCES, Chosen, roles
from rse.people.finding.asking import MAX_QUERY
from rse.people.forms.fields import offer
from rse.people.models import Agent, Department, Skill, User


class DirectoryForm(forms.Form):
    """What is asked of the directory; anything unreadable is as if it had not been asked, and a longer query is read to its eightieth character."""

    q = forms.CharField(label=_("Name, job, department, skill or telephone"), required=False)
    qui = forms.ChoiceField(choices=[("agents", _("Agents")), ("elus", _("Elected members"))], required=False)
    department = forms.ModelChoiceField(Department.objects.none(), required=False)
    skill = forms.ModelChoiceField(Skill.objects.none(), required=False)
    role = forms.ChoiceField(required=False)
    presence = forms.ChoiceField(choices=list(PRESENCES.items()), required=False)
    site = forms.CharField(max_length=120, required=False)
    filtres = forms.BooleanField(required=False)
    after = forms.ModelChoiceField(Agent.objects.none(), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        offer(self, "department", Department.objects.visible_to(user))
        offer(self, "skill", Skill.objects.visible_to(user))
        offer(self, "after", Agent.objects.all() if user.is_active else Agent.objects.none())
        self.fields["role"].choices = [(role.slug, role.label) for role in roles()]  # type: ignore[attr-defined]  # a ChoiceField

    def clean_q(self) -> str:
        return " ".join(self.cleaned_data["q"][: 2 * MAX_QUERY].split())[:MAX_QUERY]

    def asked(self) -> Asked:
        """What could be read."""
        self.is_valid()
        told = self.cleaned_data
        qui = told.get("qui") or ""
        return Asked(
            query=told.get("q", ""),
            elected=qui == "elus" if qui else None,
            department=told.get("department"),
            chosen=Chosen(told.get("skill"), told.get("role", ""), told.get("presence", ""), told.get("site", "")),
            after=told.get("after"),
            panel=told.get("filtres", False),
        )
