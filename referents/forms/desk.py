"""What the desk types: a new question, and one form a move."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referents import addresses
from referents.models import Answer, Area, Enquiry, HoldingModel, OfficialAccount, OutsideBody, Topic
from referents.models.enquiries import Channel

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MAX_TEXT = 8000
WRITTEN = frozenset({Channel.EMAIL.value, Channel.FORM.value})
LOCAL = "%Y-%m-%dT%H:%M"
KEEP_DAYS = 182
DROP_REASONS = [
    ("thanks", _("thanks, remark")),
    ("answered", _("already answered elsewhere")),
    ("off_topic", _("not a question for the town")),
    ("spam", _("advertising")),
    ("test", _("entered by mistake")),
]


def long_text(
    label: "str | _StrPromise", *, rows: int = 3, missing: "str | _StrPromise" = "", **options: Any
) -> forms.CharField:  # Any: as Django's field takes them
    """A text kept as it is typed, line ends included."""
    errors = {"required": missing} if missing else {}
    return forms.CharField(label=label, max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": rows}), error_messages=errors, **options)


def hour_field(label: "str | _StrPromise", **options: Any) -> forms.DateTimeField:  # Any: as Django's field takes them
    """A day and an hour, in the time zone of the town."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "300"}, format=LOCAL)
    return forms.DateTimeField(label=label, widget=widget, input_formats=[LOCAL, f"{LOCAL}:%S", "%d/%m/%Y %H:%M"], **options)


def address_field(label: "str | _StrPromise", **options: Any) -> forms.URLField:  # Any: as Django's field takes them
    """An address pasted from a network."""
    widget = forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://"})
    return forms.URLField(label=label, max_length=500, assume_scheme="https", widget=widget, **options)


class PageForm(forms.Form):
    """A form of the question's page, known there by `name`; `draft` is the field whose text the browser keeps."""

    name = "move"
    draft = ""

    @property
    def draft_key(self) -> str:
        """The browser's key for the text being written; empty when none is kept."""
        return ""

    def seen_now(self) -> None:
        """Called before the page is shown again with the form as typed."""


class DeskForm(PageForm):
    """A move on one question: carries the version the person saw. Field names are posted as they are; only ids are prefixed, many forms share a page."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, enquiry: Enquiry, **options: Any) -> None:  # Any: as Django's form takes them
        options.setdefault("auto_id", f"{self.name}-%s")
        initial = {"version": enquiry.version, **options.pop("initial", {})}
        super().__init__(data, initial=initial, **options)
        self.enquiry = enquiry
        if self.draft:
            self.fields[self.draft].widget.attrs["data-draft"] = f"{self.name}-{enquiry.pk}"

    @property
    def draft_key(self) -> str:
        return f"{self.name}-{self.enquiry.pk}" if self.draft else ""

    def seen_now(self) -> None:
        """The page is shown again with what is true now: the version becomes that one, the rest stays as typed."""
        typed: Any = self.data  # Any: a QueryDict, whose copy can be written
        typed = typed.copy()
        typed["version"] = self.enquiry.version
        self.data = typed


class QualifyForm(DeskForm):
    name = "qualify"
    topic = forms.ModelChoiceField(Topic.objects.filter(active=True), label=_("Subject"), error_messages={"required": _("Choose a subject.")})
    area = forms.ModelChoiceField(Area.objects.all(), label=_("Neighbourhood"), required=False, empty_label=_("Not said"))

    def __init__(self, *args: Any, **options: Any) -> None:  # Any: as Django's form takes them
        super().__init__(*args, **options)
        topics = Topic.objects.filter(active=True).select_related("department", "outside_body").order_by("name")
        groups: dict[str, list[tuple[int, str]]] = {}
        for topic in topics:
            owner = topic.department or topic.outside_body
            groups.setdefault(str(owner or _("Without a department")), []).append((topic.pk, topic.name))
        self.fields["topic"].widget.choices = [("", _("Choose a subject")), *sorted(groups.items())]
        self.fields["topic"].widget.attrs["data-combobox"] = ""


class PickForm(DeskForm):
    """One click on a suggested subject."""

    name = "pick"
    topic = forms.ModelChoiceField(Topic.objects.filter(active=True), widget=forms.HiddenInput, error_messages={"required": _("Choose a subject.")})
    area = forms.ModelChoiceField(Area.objects.all(), required=False, widget=forms.HiddenInput)


class PersonForm(DeskForm):
    """One click on « Demander à … » or « Associer … »."""

    name = "person"
    person = forms.ModelChoiceField(get_user_model()._default_manager.filter(is_active=True), widget=forms.HiddenInput)
    note = forms.CharField(required=False, max_length=280, widget=forms.HiddenInput)


class HoldForm(DeskForm):
    name = "hold"
    draft = "text"
    model = forms.ModelChoiceField(HoldingModel.objects.filter(active=True), label=_("Model"), required=False)
    text = long_text(_("Words for the citizen"), rows=3, missing=_("Write the words the citizen will read."))
    promised_at = hour_field(_("Promised before"), error_messages={"required": _("Promise an hour.")})
    permalink = address_field(_("Address of your reply"), required=False)


class TelephoneForm(DeskForm):
    name = "telephone"
    draft = "text"
    said_by = forms.ModelChoiceField(
        get_user_model()._default_manager.filter(is_active=True), label=_("Who said it"), empty_label=_("Choose a colleague"),
        error_messages={"required": _("Say whose words these are.")},
    )  # fmt: skip
    text = long_text(_("What they said"), rows=3, missing=_("Write what they said: a few words are enough."))

    def __init__(self, *args: Any, people: list[tuple[int, str]] | None = None, **options: Any) -> None:  # Any: as Django's form takes them
        super().__init__(*args, **options)
        if people is not None:
            self.fields["said_by"].widget.choices = [("", _("Choose a colleague")), *people]


class AskCitizenForm(DeskForm):
    name = "ask"
    draft = "text"
    text = long_text(_("Question to the citizen"), rows=3, missing=_("Write the words the citizen will read."))
    permalink = address_field(_("Address of your reply"), required=False)


class ChaseForm(AskCitizenForm):
    """A reminder to a citizen who was asked for more and says nothing."""

    name = "chase"


class AppendForm(DeskForm):
    name = "append"
    draft = "text"
    text = long_text(_("What the citizen adds"), rows=3, missing=_("Paste or write what the citizen asks."))


class WordForm(DeskForm):
    name = "word"
    draft = "text"
    text = long_text(_("Public reply"), rows=3, missing=_("Write the reply the public will read."))
    answer = forms.ModelChoiceField(Answer.objects.kept(), required=False, widget=forms.HiddenInput)


class ScheduleForm(DeskForm):
    name = "schedule"
    scheduled_at = hour_field(_("Publish on"), error_messages={"required": _("Choose an hour to come.")})


class RetryForm(DeskForm):
    name = "retry"
    by_hand = forms.BooleanField(required=False, widget=forms.HiddenInput)


class UrgentForm(DeskForm):
    name = "urgent"
    urgent = forms.BooleanField(required=False, widget=forms.HiddenInput)


class JoinForm(DeskForm):
    """Into another question, known by its number or chosen among similar ones."""

    name = "join"
    into = forms.CharField(label=_("Number of the other question"), max_length=16, error_messages={"required": _("Write the number of the other question.")})


class DropForm(DeskForm):
    name = "drop"
    reason = forms.ChoiceField(label=_("Reason"), choices=DROP_REASONS, widget=forms.RadioSelect, initial="thanks")


class HandOverForm(DeskForm):
    name = "handover"
    draft = "text"
    body = forms.ModelChoiceField(
        OutsideBody.objects.all(), label=_("Competent body"), empty_label=_("Choose a body"), error_messages={"required": _("Choose a body.")}
    )
    text = long_text(_("What the citizen reads"), required=False, rows=4)

    def clean(self) -> dict[str, object]:
        """Without words of one's own, the body's."""
        cleaned: dict[str, object] = super().clean() or {}
        body = self.cleaned_data.get("body")
        if body is not None and not self.cleaned_data.get("text"):
            cleaned["text"] = body.say
        return cleaned


class ThanksForm(PageForm):
    """« Transmettre le merci »."""

    name = "thanks"
    word = forms.CharField(label=_("A word for those who helped"), max_length=280, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any = None) -> None:  # Any: as Django's form takes it
        super().__init__(data, auto_id="thanks-%s")


class KeepAnswerForm(PageForm):
    """« Garder cette réponse »."""

    name = "keep"
    question = forms.CharField(label=_("Question it answers"), max_length=200)
    valid_until = forms.DateField(
        label=_("Valid until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), input_formats=["%Y-%m-%d", "%d/%m/%Y"]
    )

    def __init__(self, data: Any = None, *, enquiry: Enquiry) -> None:  # Any: as Django's form takes it
        later = timezone.localdate() + timedelta(days=KEEP_DAYS)
        super().__init__(data, auto_id="keep-%s", initial={"question": enquiry.subject.removesuffix("…").rstrip(), "valid_until": later})


class AttestForm(PageForm):
    """The address of a post made by hand."""

    name = "attest"
    permalink = address_field(_("Address of your post"), required=False)

    def __init__(self, data: Any = None, *, publication: int) -> None:  # Any: as Django's form takes it
        super().__init__(data, auto_id=f"attest-{publication}-%s")
        self.publication = publication


class NewQuestionForm(forms.Form):
    """A question seen on a network, received by e-mail, or told: pasted in twenty seconds."""

    permalink = address_field(_("Address of the message"), required=False, help_text=_("Pasted from the network: it tells the channel and the account."))
    text = long_text(_("What the citizen asks"), rows=4, missing=_("Paste or write what the citizen asks."))
    channel = forms.ChoiceField(
        label=_("Channel"), required=False, help_text=_("Needed without an address."), choices=[("", _("According to the address")), *Channel.choices]
    )
    account = forms.ModelChoiceField(
        OfficialAccount.objects.filter(state="live"),
        label=_("Account concerned"),
        required=False,
        help_text=_("When the network has several."),
        empty_label=_("According to the address"),
    )
    email = forms.EmailField(
        label=_("E-mail of the citizen"), required=False, help_text=_("Only to answer them."), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    photo = forms.FileField(
        label=_("A photo"), required=False, allow_empty_file=True, widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"})
    )
    alt = forms.CharField(label=_("What the photo shows"), required=False, max_length=200)
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, **options: Any) -> None:  # Any: as Django's form takes them
        super().__init__(*args, **options)
        self.handle = ""
        vars(self.fields["channel"])["sometimes"] = True  # its help says when: « optional » would contradict it
        self.fields["text"].widget.attrs["data-draft"] = "question"
        if not self.is_bound:
            self.fields["permalink"].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, object]:
        """Fill in what the address tells and the person left out; an account is never guessed among several."""
        data = super().clean() or {}
        address = addresses.read(data.get("permalink") or "")
        told = address.platform if address and address.platform in Channel.values else ""
        channel = data.get("channel") or told
        if not channel and "channel" not in self.errors:
            self.add_error("channel", _("Choose where the question comes from."))
        account = data.get("account") or (account_of(address, channel=channel) if channel and "account" not in self.errors else None)
        if address and address.platform in addresses.NAMES_AUTHOR and not (account and account.identity in address.identities):
            self.handle = address.identity
        return {**data, "channel": channel, "account": account, "email": data.get("email", "") if channel in WRITTEN else ""}


def account_of(address: addresses.Address | None, *, channel: str) -> OfficialAccount | None:
    """The live account the address stands under; else the only live one of the network."""
    accounts = list(OfficialAccount.objects.filter(state="live", platform=address.platform if address else channel))
    named = [account for account in accounts if address and account.identity in address.identities]
    if named:
        return named[0]
    return accounts[0] if len(accounts) == 1 else None
