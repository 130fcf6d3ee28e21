"""A file brought by HR, and whether the absent leave."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rse.people.imports.exceptions import FileTooBig
from rse.people.imports.tables import MAX_BYTES
from rse.people.models import ImportRun


class UploadForm(forms.Form):
    """The content is judged by the reader, never the name."""

    kind = forms.ChoiceField(label=_("What the lines are"), choices=ImportRun.Kind.choices, widget=forms.RadioSelect, initial=ImportRun.Kind.AGENTS)
    file = forms.FileField(
        label=_("CSV or XLSX file"),
        help_text=_("5 MB and 20,000 lines at most. UTF-8 or Windows-1252, semicolons or commas: it is recognised."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
    )

    def clean_file(self) -> Any:  # Django's uploaded file
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise FileTooBig(MAX_BYTES)
        return upload


class ConfirmForm(forms.Form):
    absent_leave = forms.BooleanField(required=False)
