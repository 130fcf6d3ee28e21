"""Positions: giving one, changing to another, correcting, ending."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rse.people.forms.fields import DateInput, offer
from rse.people.models import Agent, Department, JobDescription, Position


class ShareField(forms.DecimalField):
    def __init__(self) -> None:
        widget = forms.NumberInput(attrs={"inputmode": "decimal"})
        super().__init__(label=_("Share of working time (%)"), min_value=Decimal(1), max_value=Decimal(100), max_digits=4, decimal_places=1, widget=widget)


class DescribedForm(forms.Form):
    """What a position is, whatever its dates."""

    title = forms.CharField(label=_("Job title"), max_length=120)
    job_description = forms.ModelChoiceField(JobDescription.objects.none(), label=_("Job description"), required=False, empty_label=_("none"))
    share = ShareField()

    def __init__(self, *args: Any, agent: Agent, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        offer(self, "job_description", JobDescription.objects.filter(organisation=agent.organisation).order_by("title", "pk"))


class PositionForm(DescribedForm):
    """A position beside the others."""

    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department"), empty_label=_("choose a department"))
    start = forms.DateField(label=_("First day"), widget=DateInput)
    end = forms.DateField(label=_("Last day"), widget=DateInput, required=False, help_text=_("Empty while it goes on."))
    field_order = ["department", "title", "job_description", "share", "start", "end"]

    def __init__(self, *args: Any, agent: Agent, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, agent=agent, **kwargs)
        offer(self, "department", Department.objects.filter(organisation=agent.organisation).order_by("name", "pk"))


class TransferForm(PositionForm):
    """The next main position: from a day on, the person works there."""

    start = forms.DateField(
        label=_("From"), widget=DateInput, help_text=_("Today, or a day to come: the directory changes on that day. The present position ends the day before.")
    )


class CorrectionForm(DescribedForm):
    end = forms.DateField(label=_("Last day"), widget=DateInput, required=False, help_text=_("Empty while it goes on."))


class EndForm(forms.Form):
    on = forms.DateField(label=_("Last day"), widget=DateInput)

    def __init__(self, *args: Any, position: Position, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        self.initial["on"] = position.end or max(position.start, timezone.localdate())
