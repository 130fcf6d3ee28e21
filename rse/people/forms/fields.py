"""What several forms share: rows to choose from, dates."""

from typing import TYPE_CHECKING, cast

from django import forms
from django.db.models import QuerySet

if TYPE_CHECKING:
    pass


def offer(form: forms.BaseForm, name: str, rows: QuerySet) -> None:
    """The rows that this person may choose."""
    cast(forms.ModelChoiceField, form.fields[name]).queryset = rows


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
