"""« À prévenir »: what will happen, where, from when to when, and the answer ready."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from referents import library
from referents.actions.notices import Announced
from referents.forms.desk import hour_field, long_text
from referents.host import departments
from referents.models import Area, Notice, Topic

FACTS = ("title", "place", "area", "start", "end", "topic", "department", "wording", "readers")


class NoticeForm(forms.Form):
    title = forms.CharField(
        label=_("What will happen?"),
        max_length=160,
        error_messages={"required": _("Say in a few words what will happen.")},
        widget=forms.TextInput(attrs={"placeholder": _("Water cut off, street closed, pool closed…")}),
    )
    place = forms.CharField(label=_("Where?"), required=False, max_length=160, widget=forms.TextInput(attrs={"placeholder": _("Street, building, whole town")}))
    area = forms.ModelChoiceField(Area.objects.all(), label=_("Neighbourhood"), required=False, empty_label=_("Not said"))
    start = hour_field(_("From"), error_messages={"required": _("Say from when.")})
    end = hour_field(_("Until"), error_messages={"required": _("Say until when.")})
    wording = long_text(
        _("The answer, ready before anyone asks"), rows=4, missing=_("Write the answer before anyone asks."), help_text=_("What the public will read.")
    )
    topic = forms.ModelChoiceField(Topic.objects.filter(active=True), label=_("Subject"), required=False, empty_label=_("Without a subject"))
    department = forms.ModelChoiceField(departments().order_by("name"), label=_("Department"), required=False, empty_label=_("That of the subject"))
    readers = forms.ChoiceField(label=_("Seen by"), choices=Notice.Readers.choices, initial=Notice.Readers.EVERYONE)
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)

    def __init__(self, *args: Any, notice: Notice | None = None, **options: Any) -> None:  # Any: as Django's form takes them
        initial = {name: getattr(notice, name) for name in FACTS} if notice else {}
        super().__init__(*args, **{"auto_id": "notice-%s", "initial": initial, **options})
        field: Any = self.fields["topic"]  # Any: a field of rows, whose choices are ours
        topics = Topic.objects.filter(active=True).select_related("department").order_by("name")
        field.widget.choices = [("", _("Without a subject")), *library.grouped(topics)]
        self.fields["wording"].widget.attrs["data-draft"] = f"notice-{notice.pk if notice else 'new'}"

    @property
    def facts(self) -> Announced:
        return Announced(**{name: self.cleaned_data[name] for name in FACTS})
