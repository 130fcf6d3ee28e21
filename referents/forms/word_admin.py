"""Forms of the Wagtail admin for the words of the desk."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from referents.forms.admin import PersonField
from referents.models import Acronym, HoldingModel
from referents.models.enquiries import Channel

PLACEHOLDERS = frozenset({"hour", "subject", "service"})
_HELD = re.compile(r"\{([^{}]*)\}")


class HoldingModelForm(WagtailAdminModelForm):
    """A holding reply ready to be filled in; an unknown placeholder is refused here, never shown to a citizen."""

    channels = forms.MultipleChoiceField(
        label=_("channels"), required=False, choices=Channel.choices, widget=forms.CheckboxSelectMultiple, help_text=_("None ticked: every channel.")
    )
    owner = PersonField(label=_("owner"), required=False)

    class Meta:
        model = HoldingModel
        fields = ["name", "tone", "channels", "text", "owner", "active"]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        unknown = [name for name in _HELD.findall(text) if name not in PLACEHOLDERS]
        if unknown:
            raise forms.ValidationError(_("“{%(name)s}” means nothing: write {hour}, {subject} or {service}."), params={"name": unknown[0]})
        if "{hour}" not in text:
            raise forms.ValidationError(_("Write {hour} where the hour promised stands."))
        return text


class AcronymForm(WagtailAdminModelForm):
    class Meta:
        model = Acronym
        fields = ["letters", "meaning", "known"]

    def clean(self) -> dict[str, Any]:  # Any: values differ by field
        cleaned = super().clean()
        cleaned["letters"] = (cleaned.get("letters") or "").strip().upper()
        if not cleaned.get("meaning") and not cleaned.get("known"):
            self.add_error("meaning", _("Say what it stands for, or that everybody knows it."))
        return cleaned
