"""Days away."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from rse.people.forms.fields import DateInput
from rse.people.forms.people import PersonField
from rse.people.models import Agent, Department, User

MOST_LISTED = 60


class AbsenceForm(forms.Form):
    """Whole days; no reason is asked."""

    start = forms.DateField(label=_("First day away"), widget=DateInput)
    end = forms.DateField(label=_("Last day away"), widget=DateInput)
    substitute = PersonField(label=_("Replaced by"), required=False, empty_label=_("nobody"))

    def __init__(self, *args: Any, agent: Agent, user: User, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        colleagues = Agent.objects.visible_to(user).filter(organisation=agent.organisation)
        near = colleagues.exclude(pk=agent.pk).listed()
        if agent.department is not None:
            near = near.in_departments(Department.objects.below(agent.department.parent or agent.department))
        cast(PersonField, self.fields["substitute"]).offer(user, among=colleagues, listed=near[:MOST_LISTED], besides=agent)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("start") and cleaned.get("end") and cleaned["end"] < cleaned["start"]:
            self.add_error("end", _("The last day comes before the first day."))
        return cleaned
