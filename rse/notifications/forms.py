"""What a person may say about notifications."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReadForm(forms.Form):
    """Up to which sequence the page showed."""

    up_to = forms.IntegerField(min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)


class EmailForm(forms.Form):
    by_email = forms.BooleanField(label=_("Tell me by e-mail too, during my working hours"), required=False)


class SinceForm(forms.Form):
    """The last sequence a browser has seen."""

    seq = forms.IntegerField(min_value=0, max_value=2**63 - 1, required=False)


class PageForm(forms.Form):
    """Keyset: rows older than this sequence."""

    avant = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
