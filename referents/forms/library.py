"""Reusable answers: looking for one, writing one, correcting one."""

from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referents import library
from referents.actions.reusable import Wordings, later
from referents.forms.desk import long_text
from referents.host import User, departments
from referents.models import Answer, Topic
from referents.text import words

MAX_QUERY = 80
SHORT = 280


class SearchForm(forms.Form):
    """Search and filters; anything unreadable filters nothing."""

    q = forms.CharField(
        label=_("Search the answers"),
        required=False,
        max_length=MAX_QUERY,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    sujet = forms.ModelChoiceField(Topic.objects.filter(answers__isnull=False).distinct().order_by("name"), label=_("Subject"), required=False)
    service = forms.ModelChoiceField(departments().filter(topics__answers__isnull=False).distinct().order_by("name"), label=_("Department"), required=False)
    etat = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All those kept")), *library.STATES.items()])
    miennes = forms.BooleanField(label=_("Mine only"), required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.fields["sujet"].empty_label = _("All subjects")  # type: ignore[attr-defined]  # a field of rows
        self.fields["service"].empty_label = _("All departments")  # type: ignore[attr-defined]  # the same

    @property
    def wanted(self) -> dict[str, Any]:  # Any: the arguments of `library.page`, each of its own type
        """What could be read."""
        self.is_valid()
        department = self.cleaned_data.get("service")
        return {
            "words": words(self.cleaned_data.get("q") or "")[:6],
            "topic": self.cleaned_data.get("sujet"),
            "department": department.pk if department else None,
            "state": self.cleaned_data.get("etat") or "",
            "mine": bool(self.cleaned_data.get("miennes")),
        }


class WordingsForm(forms.Form):
    """What an answer says, in full and for the networks that want less."""

    question = forms.CharField(label=_("Question it answers"), max_length=200, error_messages={"required": _("Write the question it answers.")})
    wording = long_text(_("Reply in full"), rows=5, missing=_("Write the reply the public will read."))
    medium = forms.CharField(
        label=_("In 500 characters"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For Mastodon, when the full one is longer."),
    )
    short = forms.CharField(
        label=_("In 280 characters"), required=False, max_length=SHORT, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("For X and Bluesky.")
    )
    sources = long_text(
        _("Where it comes from"), rows=2, required=False, help_text=_("A decision, a page of the site, a colleague to ask: it helps whoever renews it.")
    )
    valid_until = forms.DateField(
        label=_("Valid until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), input_formats=["%Y-%m-%d", "%d/%m/%Y"]
    )

    def __init__(self, *args: Any, **options: Any) -> None:  # Any: as Django's form takes them
        options["initial"] = {"valid_until": later(timezone.localdate()), **options.pop("initial", {})}
        super().__init__(*args, **{"auto_id": "answer-%s", **options})

    @property
    def said(self) -> Wordings:
        return Wordings(**{name: self.cleaned_data[name].strip() for name in ("question", "wording", "medium", "short", "sources")})


class NewAnswerForm(WordingsForm):
    """From scratch. `anyway` says that the answers alike were seen."""

    topic = forms.ModelChoiceField(Topic.objects.filter(active=True), label=_("Subject"), required=False, empty_label=_("Without a subject"))
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)
    field_order = ["question", "topic", "wording", "medium", "short", "sources", "valid_until"]

    def __init__(self, *args: Any, user: User, keeps: bool, **options: Any) -> None:  # Any: as Django's form takes them
        super().__init__(*args, **options)
        field: Any = self.fields["topic"]  # Any: a field of rows, whose choices are ours
        field.required = not keeps
        field.error_messages["required"] = _("Choose one of your subjects.")
        field.widget.choices = [("", _("Without a subject") if keeps else _("Choose a subject")), *library.topics_to_choose(user)]
        self.fields["question"].widget.attrs["data-draft"] = "answer-question"
        self.fields["wording"].widget.attrs["data-draft"] = "answer-wording"


class CorrectAnswerForm(WordingsForm):
    """A new version of one answer; `number` is the version that was read."""

    number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, answer: Answer, **options: Any) -> None:  # Any: as Django's form takes them
        names = ("question", "wording", "medium", "short", "sources", "number")
        super().__init__(*args, initial={name: getattr(answer, name) for name in names}, **options)
