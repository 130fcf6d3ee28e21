"""Suggesting something for the letter; making an issue of the lines kept."""

from secrets import token_hex

from django import forms
from django.utils.translation import gettext_lazy as _


def new_token() -> str:
    return token_hex(16)


class SuggestionForm(forms.Form):
    title = forms.CharField(label=_("In a few words"), max_length=140)
    words = forms.CharField(
        label=_("What should be said of it?"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What it changes for colleagues, whom to thank, until when."),
    )
    credited = forms.BooleanField(label=_("Say in the letter that it comes from me"), required=False)
    origin = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    token = forms.CharField(max_length=40, widget=forms.HiddenInput, initial=new_token)


class SelectionForm(forms.Form):
    """The lines kept stand beside it: the action knows what is proposed now."""

    number = forms.IntegerField(min_value=1, max_value=99999, widget=forms.HiddenInput)
