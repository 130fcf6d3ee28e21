"""What narrows the desk's list, the name it is kept under, and the gestures made on several lines at once."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth import get_user_model
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from referents.conf import directory
from referents.forms.desk import DROP_REASONS
from referents.host import departments
from referents.models import Area, Enquiry, Topic
from referents.models.enquiries import Channel
from referents.models.topics import Sensitivity
from referents.queue import Wanted
from referents.text import words

MAX_QUERY = 80
MAX_BATCH = 60
# The words of the address, in the order an address is written.
FILTERS = ("q", "canal", "service", "sujet", "quartier", "sensible", "urgent", "retard", "chez", "du", "au")
GESTURES = [
    ("qualify", _("Same subject")),
    ("assign", _("Ask the same person")),
    ("drop", _("No reply needed")),
    ("join", _("Join together")),
    ("urgent", _("Mark as urgent")),
]


def day_field(label: Any) -> forms.DateField:  # Any: a lazy label
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y"])


class ListForm(forms.Form):
    """Search and filters of the list; anything unreadable filters nothing. Field names are the words of the address."""

    q = forms.CharField(
        label=_("Search the questions"),
        required=False,
        max_length=MAX_QUERY,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "placeholder": _("Search…")}),
    )
    service = forms.ModelChoiceField(
        queryset=departments().filter(topics__isnull=False).distinct().order_by("name"), label=_("Department"), required=False, empty_label=_("All departments")
    )
    sujet = forms.ModelChoiceField(Topic.objects.filter(active=True).order_by("name"), label=_("Subject"), required=False, empty_label=_("All subjects"))
    canal = forms.ChoiceField(label=_("Channel"), required=False, choices=[("", _("All channels")), *Channel.choices])
    quartier = forms.ModelChoiceField(Area.objects.all(), label=_("Neighbourhood"), required=False, empty_label=_("All neighbourhoods"))
    chez = forms.ModelChoiceField(
        get_user_model()._default_manager.filter(assignments__active=True).distinct().order_by("last_name", "first_name", "pk"),
        label=_("Asked of"), required=False, empty_label=_("Anybody"),
    )  # fmt: skip
    sensible = forms.ChoiceField(label=_("Sensitivity"), required=False, choices=[("", _("All")), *Sensitivity.choices])
    du = day_field(_("Received from"))
    au = day_field(_("Received until"))
    urgent = forms.BooleanField(label=_("Urgent"), required=False)
    retard = forms.BooleanField(label=_("Past the promised hour"), required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter-%s")
        asked: Any = self.fields["chez"]  # Any: a choice field
        asked.label_from_instance = directory().label

    @property
    def wanted(self) -> Wanted:
        """What could be read."""
        self.is_valid()
        read = self.cleaned_data
        return Wanted(
            words=tuple(words(read.get("q") or "")[:6]),
            channel=read.get("canal") or "",
            department=_pk(read.get("service")),
            topic=_pk(read.get("sujet")),
            area=_pk(read.get("quartier")),
            sensitivity=read.get("sensible") or "",
            urgent=bool(read.get("urgent")),
            late=bool(read.get("retard")),
            held_by=_pk(read.get("chez")),
            since=read.get("du"),
            until=read.get("au"),
        )

    @property
    def kept(self) -> dict[str, str]:
        """The filters as the address writes them, unreadable ones left out, always in the same order."""
        self.is_valid()
        return {name: _written(self.cleaned_data[name]) for name in FILTERS if self.cleaned_data.get(name)}

    @property
    def query(self) -> str:
        """What a saved filter keeps."""
        return urlencode(self.kept)

    @property
    def said(self) -> list[tuple[str, str]]:
        """Each filter in use in words, with the address of the list without it. The search stands in its own field."""
        kept = self.kept
        return [(self._word(name), urlencode({other: value for other, value in kept.items() if other != name})) for name in kept if name != "q"]

    def _word(self, name: str) -> str:
        field: Any = self.fields[name]  # Any: a choice field, or another
        value = self.cleaned_data[name]
        if name in {"canal", "sensible"}:
            return str(dict(field.choices)[value])
        if name == "chez":
            return gettext("asked of %(name)s") % {"name": directory().label(value)}
        if isinstance(value, date):
            day = date_format(value, "j F")
            return gettext("from %(day)s") % {"day": day} if name == "du" else gettext("until %(day)s") % {"day": day}
        return str(field.label) if value is True else str(value)


def _pk(row: Any) -> int | None:  # Any: a row of any model
    return row.pk if row else None


def _written(value: Any) -> str:  # Any: what a field made of the address
    if value is True:
        return "on"
    return value.isoformat() if isinstance(value, date) else str(getattr(value, "pk", value))


class KeepFilterForm(forms.Form):
    """« Garder ce filtre »."""

    name = forms.CharField(label=_("Name"), max_length=40, error_messages={"required": _("Give it a name.")})
    shared = forms.BooleanField(label=_("Share with the desk"), required=False)
    query = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)

    def clean_query(self) -> str:
        """Only what the list can read is kept, in its own order."""
        return ListForm(QueryDict(self.cleaned_data["query"])).query


class ChangeFilterForm(forms.Form):
    """Rename, share, open first."""

    name = forms.CharField(label=_("Name"), max_length=40, error_messages={"required": _("Give it a name.")})
    shared = forms.BooleanField(label=_("Share with the desk"), required=False)
    default = forms.BooleanField(label=_("Open the desk with it"), required=False)


class BatchForm(forms.Form):
    """The lines chosen, « id:version » each, and what to do with them. `asked` names the field this gesture needs; empty when it needs none."""

    gesture = forms.ChoiceField(choices=GESTURES, widget=forms.HiddenInput)
    topic = forms.ModelChoiceField(Topic.objects.filter(active=True), label=_("Subject"), required=False, empty_label=_("Choose a subject"))
    person = forms.ModelChoiceField(
        get_user_model()._default_manager.filter(is_active=True), label=_("Person to ask"), required=False, empty_label=_("Choose a colleague")
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=DROP_REASONS, widget=forms.RadioSelect, required=False)
    ASKED = {"qualify": "topic", "assign": "person", "drop": "reason"}

    def __init__(self, data: QueryDict, *, people: list[tuple[int, str]] | None = None) -> None:
        """The first time, nothing has been chosen yet and nothing is missing: `first`."""
        self.chosen, self.pressed = data.getlist("row"), data.get("gesture", "")
        self.asked = self.ASKED.get(self.pressed, "")
        self.first = bool(self.asked) and self.asked not in data
        super().__init__(None if self.first else data, auto_id="batch-%s", initial={"gesture": self.pressed, "reason": "thanks"})
        if self.asked:
            self.fields[self.asked].required = True
        if people is not None:
            self.fields["person"].widget.choices = [("", _("Choose a colleague")), *people]
        self.fields["topic"].widget.attrs["data-combobox"] = ""

    @property
    def versions(self) -> dict[int, int]:
        """The version the person saw, by id. What cannot be read is left out."""
        pairs = [value.split(":") for value in self.chosen[:MAX_BATCH]]
        return {int(pair[0]): int(pair[1]) for pair in pairs if len(pair) == 2 and all(one.isascii() and one.isdigit() and len(one) < 18 for one in pair)}

    def rows(self, seen: Any) -> list[tuple[Enquiry, int]]:  # Any: a queryset of questions
        """The questions this person sees among those chosen, the first received first."""
        versions = self.versions
        return [(enquiry, versions[enquiry.pk]) for enquiry in seen.filter(pk__in=versions).order_by("received_at", "pk")]
