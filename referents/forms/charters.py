"""Signing a charter."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignatureForm(forms.Form):
    """The box beside the exact words, and the digest of the text that was read."""

    agree = forms.BooleanField(error_messages={"required": _("Tick the box to sign: nothing is signed without it.")})
    text_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: object, words: str, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["agree"].label = words
