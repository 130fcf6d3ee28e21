"""What a person may say about notifications."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rse.notifications import conf, kinds, preferences
from rse.notifications.kinds import Kind
from rse.notifications.models import Channel, Inbox, ScopeChoice

YES, NO = "yes", "no"
WISHES = {"": None, YES: True, NO: False}
SILENCES: dict[str, tuple[str | Promise, timedelta]] = {
    "hour": (_("For an hour"), timedelta(hours=1)),
    "day": (_("For a day"), timedelta(days=1)),
    "week": (_("For a week"), timedelta(days=7)),
}
END = "end"


class ReadForm(forms.Form):
    """Up to which sequence the page showed."""

    up_to = forms.IntegerField(min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)


class SinceForm(forms.Form):
    """The last sequence a browser has seen."""

    seq = forms.IntegerField(min_value=0, max_value=2**63 - 1, required=False)


class PageForm(forms.Form):
    """Keyset: rows older than this sequence; only what is unread when `nonlues` is there."""

    avant = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    nonlues = forms.BooleanField(required=False)


class DigestForm(forms.Form):
    digest = forms.ChoiceField(label=_("How often"), choices=Inbox.Rhythm.choices, required=False)
    quotes = forms.BooleanField(
        label=_("E-mails may quote a few words"),
        required=False,
        help_text=_("Only of what is said in open groups. What is said in a closed group is never quoted."),
    )


class SilenceForm(forms.Form):
    """For how long; "end" gives the voice back."""

    until = forms.ChoiceField(label=_("Silence"), choices=[*((code, label) for code, (label, _span) in SILENCES.items()), (END, _("No silence"))])


class ScopeForm(forms.Form):
    """One place: a silence when a button says so, otherwise what one wants to hear of it."""

    scope = forms.RegexField(r"^[a-z_.]+:[0-9]{1,18}$", max_length=80, widget=forms.HiddenInput)
    level = forms.ChoiceField(label=_("What I am told"), choices=ScopeChoice.Level, required=False)
    until = forms.ChoiceField(choices=SilenceForm.base_fields["until"].choices, required=False)  # type: ignore[attr-defined]  # a ChoiceField


class SubscriptionForm(forms.Form):
    """What a browser gives when its owner accepts to be rung (Push API)."""

    endpoint = forms.URLField(max_length=1000, assume_scheme="https")
    p256dh = forms.RegexField(r"^[A-Za-z0-9_\-]{40,200}=*$", max_length=200)
    auth = forms.RegexField(r"^[A-Za-z0-9_\-]{8,60}=*$", max_length=60)
    label = forms.CharField(max_length=80, required=False)


class BrowserForm(forms.Form):
    endpoint = forms.URLField(max_length=1000, assume_scheme="https")


class ChannelsForm(forms.Form):
    """Every category and every kind, by channel. An empty choice inherits: the kind from its category, the category from what we advise."""

    def __init__(self, data: Any = None, *, choices: preferences.Choices) -> None:  # Any: what Django's forms take
        super().__init__(data)
        self.channels = shown_channels()
        self.chosen = choices
        for category, title in kinds.CATEGORIES.items():
            found = kinds.of_category(category)
            if not found:
                continue
            self._add(preferences.subject_of_category(category), str(title), self.channels, first=_("As advised"))
            for kind in found:
                open_channels = [channel for channel in self.channels if channel in kind.refusable]
                self._add(preferences.subject_of_kind(kind.code), str(kind.label), open_channels, first=_("As above"))

    def _add(self, subject: str, title: str, channels: list[Channel], *, first: str | Promise) -> None:
        wishes = self.chosen.wishes.get(("", subject), {})
        for channel in channels:
            wanted = wishes.get(channel)
            self.fields[name_of(subject, channel)] = forms.ChoiceField(
                label=_("%(what)s: %(channel)s") % {"what": title, "channel": channel.label},
                choices=[("", first), (YES, _("Yes")), (NO, _("No"))],
                initial="" if wanted is None else YES if wanted else NO,
                required=False,
            )

    def wishes(self) -> Mapping[tuple[str, str], bool | None]:
        """What changed, as `actions.prefer` wants it."""
        subjects = {name_of(subject, channel): (subject, channel.value) for subject in self._subjects() for channel in self.channels}
        return {subjects[name]: WISHES[self.cleaned_data[name]] for name in self.changed_data if name in subjects}

    def _subjects(self) -> Iterator[str]:
        for category in kinds.CATEGORIES:
            yield preferences.subject_of_category(category)
            yield from (preferences.subject_of_kind(kind.code) for kind in kinds.of_category(category))

    def sections(self) -> list[dict[str, object]]:
        """For the page: each category with its own cells and those of its kinds; a cell is a field, or None where nothing can be refused."""
        found: list[dict[str, object]] = []
        for category, title in kinds.CATEGORIES.items():
            members = kinds.of_category(category)
            if members:
                cells = self._cells(preferences.subject_of_category(category))
                found.append({"title": title, "cells": cells, "rows": [self._row(kind) for kind in members]})
        return found

    def _row(self, kind: Kind) -> dict[str, object]:
        return {"label": kind.label, "cells": self._cells(preferences.subject_of_kind(kind.code)), "forced": kind.forced}

    def _cells(self, subject: str) -> list[tuple[Channel, forms.BoundField | None]]:
        names = ((channel, name_of(subject, channel)) for channel in self.channels)
        return [(channel, self[name] if name in self.fields else None) for channel, name in names]


def name_of(subject: str, channel: Channel) -> str:
    return f"{subject}|{channel.value}"


def shown_channels() -> list[Channel]:
    """Push stands on the page only where it is on."""
    return [channel for channel in Channel if channel != Channel.PUSH or conf.push_enabled()]
