"""Planning a departure."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rse.people.forms.fields import DateInput


class DepartureForm(forms.Form):
    last_day = forms.DateField(
        label=_("Last day worked"),
        help_text=_("To come: the account stays open until the end of that day. Already over: it closes at once."),
        widget=DateInput,
    )
