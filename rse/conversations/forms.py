"""Forms of conversations."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rse.conversations.models import Line
from rse.conversations.permissions import reachable
from rse.people.forms import PersonField
from rse.people.models import Agent, User
from rse.people.querysets import AgentQuerySet


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """None, one or several files."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # Any: Django's form values
        chosen = data if isinstance(data, list | tuple) else [data]
        return [one for one in (super(FilesField, self).clean(file, initial) for file in chosen) if one]


class LineForm(forms.Form):
    """One message."""

    text = forms.CharField(
        label=_("Your message"),
        required=False,
        max_length=Line.MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("This message is too long: %(limit_value)d characters at most.")},
    )
    attachments = FilesField(label=_("Files"), required=False, help_text=_("Four files of 10 MB at most: pictures, PDF, text or office documents."))
    description = forms.CharField(
        label=_("What the picture shows"),
        required=False,
        max_length=255,
        help_text=_("For colleagues who cannot see it: “the pavement collapsed, rue du Lavoir”."),
    )
    token = forms.CharField(widget=forms.HiddenInput, max_length=40, initial=lambda: uuid4().hex)

    def parts(self) -> dict[str, Any]:  # Any: what the actions take
        """What `send` and `start` take."""
        said = self.cleaned_data
        return {"text": said["text"], "files": said["attachments"], "description": said["description"], "token": said["token"]}


class StartForm(LineForm):
    """To whom, and the first message. `chosen` holds those already added, each with a box that can be unticked."""

    person = PersonField(label=pgettext_lazy("message recipient", "To"), required=False)
    chosen = forms.ModelMultipleChoiceField(
        label=_("People of this conversation"), queryset=Agent.objects.none(), required=False, widget=forms.MultipleHiddenInput
    )
    name = forms.CharField(label=_("Name of the conversation"), required=False, max_length=80, help_text=_("For a conversation among several: “Rentrée 2027”."))

    field_order = ["person", "chosen", "name", "text", "attachments", "description", "token"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:  # Any: Django's form arguments
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs |= {"rows": 4, "data-draft": "conversation-new"}
        offer_people(self.fields["person"], user=user)
        self.fields["chosen"].queryset = reachable().exclude(user=user).select_related("department", "user")  # type: ignore[attr-defined]  # a model field

    def people(self) -> list[Agent]:
        """Those chosen, in order, once each."""
        person = self.cleaned_data.get("person")
        found = [*self.cleaned_data.get("chosen", []), *([person] if person else [])]
        return list({agent.pk: agent for agent in found}.values())


class AddForm(forms.Form):
    person = PersonField(label=_("Add a colleague"), help_text=_("This person reads what follows, nothing of what was said before. Everybody is told."))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:  # Any: Django's form arguments
        super().__init__(*args, **kwargs)
        offer_people(self.fields["person"], user=user)


class NameForm(forms.Form):
    name = forms.CharField(label=_("Name of the conversation"), required=False, max_length=80)


class MuteForm(forms.Form):
    """For how long nothing rings."""

    SPANS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1), "month": timedelta(days=30)}
    span = forms.ChoiceField(
        label=_("Silence for"),
        choices=[("hour", _("one hour")), ("day", _("one day")), ("week", _("one week")), ("month", _("one month")), ("none", _("no longer: tell me again"))],
    )

    def until(self) -> datetime | None:
        span = self.SPANS.get(self.cleaned_data["span"])
        return timezone.now() + span if span else None


class ReadForm(forms.Form):
    up_to = forms.IntegerField(min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)


class EditForm(forms.Form):
    text = forms.CharField(label=_("Your message"), max_length=Line.MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 4}))


class KeysetForm(forms.Form):
    """Where a page of the list goes on: after the one whose latest line is of `le` and whose id is `avant`."""

    avant = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    le = forms.DateTimeField()


class OlderForm(forms.Form):
    avant = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)


class NewsForm(forms.Form):
    """What an open page has: lines up to `apres`, as they stood at `vu`."""

    apres = forms.IntegerField(min_value=0, max_value=2**63 - 1)
    vu = forms.DateTimeField(required=False)


def offer_people(field: Any, *, user: User) -> None:  # Any: a PersonField, which Django types as a plain field
    among: AgentQuerySet = reachable()  # type: ignore[assignment]  # its manager is made from that queryset
    field.error_messages = {**field.error_messages, "unknown": _("This person has no open account and would not read you.")}
    field.offer(user, among=among.exclude(user=user))
