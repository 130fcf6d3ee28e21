"""The form of the component page: every kind of field, with its label, help and errors."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    subject = forms.CharField(label=_("Subject"), help_text=_("A few words are enough."))
    topic = forms.ChoiceField(label=_("Topic"), choices=[("school", _("Schools")), ("road", _("Roads"))])
    wording = forms.CharField(
        label=_("What you know"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    channels = forms.MultipleChoiceField(
        label=_("Tell me"),
        choices=[("mail", _("by e-mail")), ("screen", _("on the screen"))],
        widget=forms.CheckboxSelectMultiple,
    )
    urgency = forms.ChoiceField(
        label=_("When"),
        choices=[("today", _("today")), ("later", _("this week"))],
        widget=forms.RadioSelect,
    )
    photo = forms.FileField(label=_("Photo"), required=False)
    agreed = forms.BooleanField(label=_("I have read the charter"))
