"""What is said of a search."""

from django import forms
from django.utils.translation import gettext_lazy as _

from search.parser import LONGEST
from search.results_page import said_in_vain


class OpinionForm(forms.Form):
    q = forms.CharField(max_length=LONGEST)
    useful = forms.TypedChoiceField(choices=[("oui", _("yes")), ("non", _("no"))], coerce=lambda value: value == "oui")
    token = forms.UUIDField()


class VainForm(forms.Form):
    """Only words that a page of ours said nothing answers."""

    vain = forms.CharField(max_length=2_000)

    def clean_vain(self) -> str:
        words = said_in_vain(self.cleaned_data["vain"])
        if not words:
            raise forms.ValidationError(_("These words were not searched."))
        return words
