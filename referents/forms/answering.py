"""« Un habitant demande… », what a colleague answers, and what a reviewer says."""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.contrib.auth import get_user_model
from django.core.validators import RegexValidator, validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from referents.conf import option
from referents.forms.desk import DeskForm, long_text
from referents.models import Area
from referents.models.enquiries import Channel

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PHONE = RegexValidator(r"^\+?[\d\s.()-]{6,24}$", _("Write a telephone number or an e-mail address."))
YEAR = 365


def kept_for() -> str:
    """How long the citizen's telephone number or address is kept, in a sentence."""
    days = option("PURGE_AUTHORS_AFTER_DAYS")
    if days % YEAR == 0:
        return ngettext("Only to answer them; erased after a year.", "Only to answer them; erased after %(count)d years.", days // YEAR) % {
            "count": days // YEAR
        }
    return ngettext("Only to answer them; erased after a day.", "Only to answer them; erased after %(count)d days.", days) % {"count": days}


def _photo(label: "str | _StrPromise") -> forms.FileField:
    widget = forms.FileInput(attrs={"accept": "image/*", "capture": "environment", "data-photo": ""})
    return forms.FileField(label=label, required=False, allow_empty_file=True, widget=widget)


def _description() -> forms.CharField:
    return forms.CharField(label=_("What the photo shows"), required=False, max_length=200, help_text=_("Left empty: the first words of your text."))


class PersonField(forms.ModelChoiceField):
    """A colleague, among everyone whose account is open. The page lists referents; picker.js finds the others by name."""

    def __init__(self, *, label: "str | _StrPromise", required: bool, empty_label: "str | _StrPromise") -> None:
        people = get_user_model()._default_manager.filter(is_active=True)
        super().__init__(people, label=label, required=required, empty_label=empty_label, error_messages={"required": _("Choose a colleague.")})

    def offer(self, people: list[tuple[int, str]], *, source: str, typed: str = "") -> None:
        """The people listed without JavaScript; anybody else active stays accepted, and `source` finds them by name. What was typed is kept."""
        self.widget.choices = [("", self.empty_label), *people]
        self.widget.attrs |= {
            "data-picker": source,
            "data-typed": typed,
            "data-hint": _("Write a name, a department…"),
            "data-none": _("Nobody of this name."),
            "data-found": _("People found:"),
            "data-near": _("Close names:"),
        }


class QuestionForm(forms.Form):
    """A citizen's question, brought by an agent from the street, the counter or the telephone."""

    draft_key = "street"

    text = long_text(_("What do they ask?"), rows=5, missing=_("Write what the citizen asks: a few words are enough."))
    photo = _photo(_("A photo"))
    alt = _description()
    place = forms.CharField(label=_("Where?"), required=False, max_length=80, widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}))
    channel = forms.ChoiceField(
        label=_("How did they ask?"),
        choices=[(Channel.STREET.value, _("in person")), (Channel.PHONE.value, _("by telephone"))],
        initial=Channel.STREET.value,
        widget=forms.RadioSelect,
    )
    contact = forms.CharField(
        label=_("Telephone or e-mail of the citizen"), required=False, max_length=160, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, **options: Any) -> None:  # Any: as Django's form takes them
        super().__init__(*args, **options)
        self.fields["text"].widget.attrs["data-draft"] = self.draft_key
        self.fields["contact"].help_text = kept_for()

    @property
    def places(self) -> list[str]:
        """The neighbourhoods, to choose from while typing."""
        return list(Area.objects.values_list("name", flat=True))

    def clean_contact(self) -> str:
        contact = self.cleaned_data["contact"].strip()
        if "@" in contact:
            validate_email(contact)
        elif contact:
            PHONE(contact)
        return contact


class ContributionForm(DeskForm):
    """What a colleague knows, in a few words."""

    name = "answer"
    draft = "text"
    text = long_text(
        _("What you know"),
        rows=5,
        missing=_("Write what you know: a few words are enough."),
        help_text=_("A few words are enough, Communication writes the reply."),
    )
    photo = _photo(_("Add a photo"))
    alt = _description()


class TelephoneForm(DeskForm):
    """« J’ai répondu par téléphone », with or without a word."""

    name = "telephone"
    text = long_text(_("In a word, what you said"), rows=2, required=False)


class DeclineForm(DeskForm):
    """« Ce n’est pas pour moi : plutôt… » or, without `knows`, « Je ne sais pas »."""

    name = "decline"
    knows = forms.BooleanField(required=False, widget=forms.HiddenInput, initial=True)
    suggested = PersonField(label=_("Rather for"), required=False, empty_label=_("I cannot say"))


class BringInForm(DeskForm):
    """One more colleague."""

    name = "bring_in"
    person = PersonField(label=_("Colleague"), required=True, empty_label=_("Choose a colleague"))
    note = forms.CharField(label=_("A word for them"), required=False, max_length=280)


class CorrectionForm(DeskForm):
    """A fact that is wrong in the wording."""

    name = "correct"
    draft = "text"
    text = long_text(_("Which fact is wrong, and what is true?"), rows=3, missing=_("Say which fact is wrong and what is true."))


class WordsForm(DeskForm):
    """What a person really said on the telephone, in place of what was noted."""

    name = "words"
    draft = "text"
    text = long_text(_("What you said"), rows=3, missing=_("Write what you said: a few words are enough."))

    def __init__(self, *args: Any, noted: int, **options: Any) -> None:  # Any: as Django's form takes them
        super().__init__(*args, **options)
        self.noted = noted


class ApprovalForm(DeskForm):
    """A reviewer agrees with exactly the text they read."""

    name = "approve"
    draft_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ChangesForm(DeskForm):
    """A reviewer sends the wording back."""

    name = "changes"
    draft = "reason"
    draft_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = long_text(_("What should change?"), rows=3, missing=_("Say what should change."))
