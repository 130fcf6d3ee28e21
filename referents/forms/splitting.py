"""One message, two questions: which passages make the second."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from referents.forms.desk import DeskForm
from referents.passages import Passage


class SplitForm(DeskForm):
    """At least one passage leaves and at least one stays."""

    name = "split"
    passages = forms.MultipleChoiceField(
        label=_("What makes the second question"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose at least one passage.")}
    )
    subject = forms.CharField(label=_("Subject of the second question"), required=False, max_length=160)
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, passages: list[Passage], **options: Any) -> None:  # Any: as Django's form takes them
        super().__init__(*args, **options)
        self.found = passages
        chosen: Any = self.fields["passages"]  # Any: a choice field
        chosen.choices = [(one.key, one.text) for one in passages]

    def clean_passages(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["passages"]
        if len(chosen) == len(self.found):
            raise forms.ValidationError(_("Leave at least one passage to the first question."))
        return chosen

    @property
    def text(self) -> str:
        """The chosen passages, in the order they were written."""
        chosen = set(self.cleaned_data["passages"])
        return "\n".join(one.text for one in self.found if one.key in chosen)
