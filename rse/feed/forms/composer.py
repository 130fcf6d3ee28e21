"""What the composer posts: read once, turned into the records that actions take. A refused form keeps everything that was typed."""

from datetime import datetime
from typing import TYPE_CHECKING

from django import forms
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from rse.core import text
from rse.feed.composing import PlaceLine, Places
from rse.feed.content import CHOICE_LETTERS, MOST_LETTERS, Content, FileLine, PollLines
from rse.feed.models import Post
from rse.people.models import Department

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KINDS = [(Post.Kind.MESSAGE, _("Message")), (Post.Kind.QUESTION, _("Question")), (Post.Kind.POLL, _("Poll"))]

LOCAL = "%Y-%m-%dT%H:%M"
HTML, PLAIN = "html", "plain"


def moment(label: "StrOrPromise") -> forms.DateTimeField:
    """A day and an hour, chosen in the browser's own calendar."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "300"}, format=LOCAL)
    return forms.DateTimeField(label=label, required=False, widget=widget, input_formats=[LOCAL, "%Y-%m-%dT%H:%M:%S"])


class WordsForm(forms.Form):
    """The words and the files: what an edit changes too. `form` says whether `body` is the HTML of the toolbar or what somebody typed without it."""

    title = forms.CharField(label=_("Title"), max_length=140, required=False)
    body = forms.CharField(label=_("Your text"), required=False, strip=False, max_length=4 * MOST_LETTERS, widget=forms.Textarea(attrs={"rows": 5}))
    written = forms.ChoiceField(choices=[(PLAIN, PLAIN), (HTML, HTML)], required=False, widget=forms.HiddenInput)

    def html(self, *, before: str = "") -> SafeString:
        """Safe HTML. Words typed without the toolbar that say the same as `before` leave its form as it was."""
        body = self.cleaned_data.get("body", "")
        if self.cleaned_data.get("written") == HTML:
            return text.clean(body) if text.words_of(text.clean(body)) else text.clean("")
        if before and _same(text.to_plain(before), body):
            return text.clean(before)
        return text.to_html(body)

    def file_lines(self) -> tuple[FileLine, ...]:
        """The files of the post in the order of the page, with what each shows."""
        asked = self.data.getlist("file") if hasattr(self.data, "getlist") else []
        pks = [int(pk) for pk in asked if pk.isascii() and pk.isdigit() and len(pk) < 19]  # noqa: PLR2004 - the width of a database id
        dropped = set(self.data.getlist("drop")) if hasattr(self.data, "getlist") else set()
        return tuple(FileLine(pk, self.data.get(f"shows-{pk}", "")) for pk in dict.fromkeys(pks) if str(pk) not in dropped)


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()


class PollFields(forms.Form):
    """One choice a line: written as fast as said, with or without scripts."""

    choices = forms.CharField(label=_("Choices, one a line"), required=False, max_length=13 * (CHOICE_LETTERS + 2), widget=forms.Textarea(attrs={"rows": 4}))
    closes_at = moment(_("Until"))
    anonymous = forms.BooleanField(label=_("Anonymous: nobody ever sees who chose what"), required=False, initial=True)
    several = forms.BooleanField(label=_("Several choices allowed"), required=False)
    results_when_closed = forms.BooleanField(label=_("Show the result at the end only"), required=False)

    def poll(self, *, default: datetime) -> PollLines:
        asked = self.cleaned_data
        lines = tuple(" ".join(line.split()) for line in asked.get("choices", "").splitlines() if line.strip())
        rules = {name: bool(asked.get(name)) for name in ("anonymous", "several", "results_when_closed")}
        return PollLines(lines, asked.get("closes_at") or default, **rules)


class ComposerForm(WordsForm, PollFields):
    """`token` makes a double click one post. `place` is a value of `Places`."""

    token = forms.CharField(max_length=40, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What kind"), choices=KINDS, required=False, initial=Post.Kind.MESSAGE, widget=forms.RadioSelect)
    place = forms.CharField(label=_("To whom"), max_length=24, required=False)
    on_behalf_of = forms.ModelChoiceField(label=_("In whose name"), queryset=Department.objects.none(), required=False, empty_label=_("In my own name"))
    shared = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    scheduled_for = moment(_("Send at"))

    field_order = ["kind", "place", "on_behalf_of", "title", "body", "choices", "closes_at"]

    def __init__(self, *args: object, places: Places, voices: QuerySet[Department] | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self.places = places
        if voices is not None:
            self.fields["on_behalf_of"].queryset = voices  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Post.Kind.MESSAGE

    def line(self) -> PlaceLine | None:
        """The place chosen, when it is one where the person writes."""
        return self.places.find(self.cleaned_data.get("place", ""))

    def content(self, *, before: str = "", closes_at: datetime) -> Content:
        kind = self.cleaned_data.get("kind") or Post.Kind.MESSAGE
        poll = self.poll(default=closes_at) if kind == Post.Kind.POLL else None
        return Content(
            self.html(before=before),
            self.cleaned_data.get("title", ""),
            kind,
            poll,
            self.file_lines(),
            self.cleaned_data.get("on_behalf_of"),
        )


class EditForm(WordsForm, PollFields):
    """The words of a post that was sent; `version` is what was on screen."""

    version = forms.IntegerField(min_value=1, max_value=2**31, widget=forms.HiddenInput)


class UntilForm(forms.Form):
    """A day: pinned until, to be read before."""

    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), input_formats=["%Y-%m-%d"])
