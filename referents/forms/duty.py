"""The note left at the end of a turn."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from referents.models import Enquiry
from referents.models.desk import MOST_TEXT


class LeaveForm(forms.Form):
    """A few words, and the questions that wait: all are proposed, each may be left out."""

    text = forms.CharField(
        label=_("For the next person"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "data-draft": "handover-note"}),
        help_text=_("What is under way, whom you expect news from. No name of a citizen."),
    )
    enquiries = forms.MultipleChoiceField(label=_("What waits"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, waiting: list[Enquiry]) -> None:  # Any: as Django's form takes it
        super().__init__(data, auto_id="leave-%s", initial={"enquiries": [str(row.pk) for row in waiting]})
        waits: Any = self.fields["enquiries"]  # Any: a choice field
        waits.choices = [(str(row.pk), row.subject) for row in waiting]
