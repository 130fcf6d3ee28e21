"""Signing a charter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SignatureForm(forms.Form):
    """The box beside the exact words, and the digest of the text that was read."""

    agree = forms.BooleanField(error_messages={"required": _("Tick the box to sign: nothing is signed without it.")})
    text_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, words: str, **options: Any) -> None:  # Any: as Django's form takes them
        super().__init__(*args, **options)
        self.fields["agree"].label = words
