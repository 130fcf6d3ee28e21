"""Deciding on a page, saying a word beside it."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DecisionForm(forms.Form):
    """`revision` is the version that was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class ChangesForm(DecisionForm):
    reason = forms.CharField(label=_("What should change?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("A word beside the page"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Write @First.Last to name a colleague: they are told."),
    )


class SampleForm(forms.Form):
    verdict = forms.ChoiceField(choices=[("fine", _("nothing to say")), ("correct", _("to be corrected"))])
    note = forms.CharField(label=_("What to correct"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
