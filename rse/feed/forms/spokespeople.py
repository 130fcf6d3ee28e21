"""Naming a colleague who writes in the name of a department."""

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from rse.people.forms import PersonField
from rse.people.models import Agent, User


class SpokespersonForm(forms.Form):
    person = PersonField(label=_("Colleague"))

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        cast(PersonField, self.fields["person"]).offer(user, among=Agent.objects.filter(user__is_active=True), listed=Agent.objects.none())
