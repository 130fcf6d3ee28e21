"""« Toujours vrai »."""

from django import forms
from django.utils.translation import gettext_lazy as _


class StillTrueForm(forms.Form):
    until = forms.DateField(label=_("Until when?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
