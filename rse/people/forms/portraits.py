"""Showing a photograph."""

from django import forms
from django.utils.translation import gettext_lazy as _

PICTURES = "image/jpeg,image/png,image/webp"


class PortraitForm(forms.Form):
    """A picture and an agreement: neither goes without the other. Nothing is ticked in advance."""

    picture = forms.FileField(
        label=_("Your photograph"),
        help_text=_("JPEG, PNG or WebP. It is cut square; the place and the camera it may name are removed."),
        widget=forms.FileInput(attrs={"accept": PICTURES}),
        error_messages={"required": _("Choose a photograph.")},
    )
    agreed = forms.BooleanField(
        label=_("I agree that my colleagues see this photograph"),
        help_text=_("You may change your mind at any time: it is deleted at once, and nobody asks why."),
        error_messages={"required": _("Tick the box: your photograph is only shown with your agreement.")},
    )
