"""What is asked of the organisation chart."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rse.people.forms.fields import offer
from rse.people.models import Department, User


class ChartForm(forms.Form):
    """Anything unreadable is as if it had not been asked."""

    q = forms.CharField(label=_("Name, job or department in the chart"), required=False, max_length=80)
    service = forms.ModelChoiceField(Department.objects.none(), required=False)
    vue = forms.ChoiceField(choices=[("liste", "liste")], required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        offer(self, "service", Department.objects.visible_to(user))
