"""A comment, written or corrected."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CommentForm(forms.Form):
    """`token` makes a double click one comment; `version` is what the author was reading when they corrected it."""

    body = forms.CharField(
        label=_("Your comment"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": _("Write something first.")}
    )
    token = forms.CharField(max_length=40, widget=forms.HiddenInput)
    parent = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31, widget=forms.HiddenInput)

    def __init__(self, *args: Any, draft: str = "", **kwargs: Any) -> None:  # Django's form arguments
        """`draft` names what is being written, so that the browser keeps it on this device."""
        super().__init__(*args, **kwargs)
        if draft:
            self.fields["body"].widget.attrs["data-draft"] = draft
