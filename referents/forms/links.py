"""Outside contacts, and what the holder of a link types."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from referents.forms.answering import PHONE
from referents.forms.desk import DeskForm, long_text
from referents.models import OutsideContact, Topic


class ContactForm(forms.ModelForm):
    """Somebody outside whom the desk may ask."""

    class Meta:
        model = OutsideContact
        fields = ("name", "organisation", "email", "phone", "body", "topics", "active")
        labels = {"name": _("Name"), "organisation": _("Body and department"), "email": _("E-mail"), "phone": _("Telephone"), "active": _("May be asked")}

    def __init__(self, *args: Any, **options: Any) -> None:  # Any: as Django's form takes them
        options.setdefault("auto_id", "contact-%s")
        super().__init__(*args, **options)
        self.fields["phone"].validators.append(PHONE)
        self.fields["body"].label = _("Competent body")
        self.fields["body"].empty_label = _("None in particular")  # type: ignore[attr-defined]
        self.fields["topics"].label = _("Subjects")
        self.fields["topics"].help_text = _("The contact is proposed first on these subjects.")
        kept = self.instance.topics.all() if self.instance.pk else Topic.objects.none()
        self.fields["topics"].queryset = (Topic.objects.filter(active=True, outside_body__isnull=False) | kept).distinct()  # type: ignore[attr-defined]
        self.fields["topics"].widget = forms.CheckboxSelectMultiple(choices=self.fields["topics"].choices)  # type: ignore[attr-defined]
        for name in ("name", "organisation", "email", "phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"


class AskContactForm(DeskForm):
    """« Écrire à … », with what is asked."""

    name = "contact"
    contact = forms.ModelChoiceField(
        OutsideContact.objects.active(), label=_("Outside contact"), empty_label=_("Choose a contact"), error_messages={"required": _("Choose a contact.")}
    )
    note = forms.CharField(
        label=_("What you ask them"),
        required=False,
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("They read it with the citizen’s message; never write who the citizen is."),
    )


class LinkAnswerForm(forms.Form):
    """What the holder of a link knows, in a few words."""

    text = long_text(
        _("What you know"),
        rows=5,
        missing=_("Write what you know: a few words are enough."),
        help_text=_("A few words are enough, Communication writes the reply."),
    )
