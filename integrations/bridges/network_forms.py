"""Forms of the pages between the feed and the referents. They validate; actions write."""

import secrets
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from integrations.bridges.actions.asking import referents_of
from referents.models import Referent, Topic
from rse.communities.models import Community
from rse.feed.writing import can_write_to_everyone, groups_to_write_in
from rse.people.forms import offer
from rse.people.models import User


class ShareForm(forms.Form):
    """Where the answer is shown, and what the sender says above it."""

    community = forms.ModelChoiceField(Community.objects.none(), label=_("Send to"), empty_label=None)
    words = forms.CharField(
        label=_("A word above the answer"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Why it is good to know.")
    )
    token = forms.CharField(widget=forms.HiddenInput, min_length=8, max_length=40)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = secrets.token_urlsafe(18)
        offer(self, "community", groups_to_write_in(user).order_by("folded", "pk"))
        if can_write_to_everyone(user):
            self.fields["community"].required = False
            self.fields["community"].empty_label = _("All agents")  # type: ignore[attr-defined]  # a ModelChoiceField


class AskCommunicationForm(forms.Form):
    words = forms.CharField(
        label=_("What the citizen asks, in your words"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Only these words leave. Nobody’s message is copied; names are not needed."),
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["submission"].initial = uuid4


class AskReferentsForm(forms.Form):
    topic = forms.ModelChoiceField(Topic.objects.none(), label=_("Subject"), empty_label=_("Choose a subject"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Django's form arguments
        super().__init__(*args, **kwargs)
        offer(self, "topic", Topic.objects.filter(active=True, referents__in=Referent.objects.active().order_by().values("pk")).distinct().order_by("name"))

    def clean_topic(self) -> Topic:
        topic: Topic = self.cleaned_data["topic"]
        if not referents_of(topic).exists():
            raise forms.ValidationError(_("Nobody answers for this subject today."))
        return topic
