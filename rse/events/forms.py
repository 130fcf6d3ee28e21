"""Forms of events. Days and hours are local."""

from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rse.communities.models import Community
from rse.core.text import to_plain
from rse.events import places
from rse.events.facts import Facts, Where, Words
from rse.events.models import Event
from rse.events.permissions import audience_of_event
from rse.people.forms import DateInput, PersonField
from rse.people.models import Agent, User


class HourInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class EventForm(forms.Form):
    """Create an event, or change one (`event` given: the place where it stands no longer changes)."""

    where = forms.ChoiceField(label=gettext_lazy("For whom"))
    title = forms.CharField(label=pgettext_lazy("event", "Title"), max_length=140)
    day = forms.DateField(label=gettext_lazy("Day"), widget=DateInput)
    start = forms.TimeField(
        label=pgettext_lazy("hour", "From"), widget=HourInput, required=False, help_text=gettext_lazy("Leave the hours empty for whole days.")
    )
    end = forms.TimeField(label=pgettext_lazy("hour", "Until"), widget=HourInput, required=False)
    last_day = forms.DateField(label=gettext_lazy("Last day"), widget=DateInput, required=False, help_text=gettext_lazy("Only when it lasts several days."))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=160, required=False, help_text=gettext_lazy("Building, floor, room."))
    video_url = forms.URLField(label=gettext_lazy("Video link"), max_length=400, required=False, assume_scheme="https")
    text = forms.CharField(
        label=gettext_lazy("Description"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 5, "data-draft": "event-new"})
    )
    takes_registrations = forms.BooleanField(label=gettext_lazy("People register"), required=False, initial=True)
    capacity = forms.IntegerField(
        label=gettext_lazy("Number of places"), min_value=1, max_value=100_000, required=False, help_text=gettext_lazy("Empty: no limit.")
    )
    has_waiting_list = forms.BooleanField(label=gettext_lazy("A waiting list once it is full"), required=False, initial=True)
    closes_day = forms.DateField(
        label=gettext_lazy("Last day to register"), widget=DateInput, required=False, help_text=gettext_lazy("Empty: until it starts.")
    )
    token = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args: Any, user: User, event: Event | None = None, **kwargs: Any) -> None:  # Any: Django's form arguments
        kwargs["initial"] = {**(_initial(event) if event else {}), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.user = user
        if event is None:
            cast(forms.ChoiceField, self.fields["where"]).choices = places.choices_for(user)
        else:
            del self.fields["where"]
            self.fields["text"].widget.attrs["data-draft"] = f"event-{event.pk}"

    def clean(self) -> dict[str, Any]:  # Any: cleaned values
        said = super().clean() or {}
        if bool(said.get("start")) != bool(said.get("end")) and "start" not in self.errors and "end" not in self.errors:
            self.add_error("end" if said.get("start") else "start", _("Give both hours, or neither for whole days."))
        return said

    def words(self) -> Words:
        return Words(self.cleaned_data["title"].strip(), self.cleaned_data["text"].strip())

    def place_of_post(self) -> Where:
        return places.where_of(self.user, self.cleaned_data["where"])

    def facts(self) -> Facts:
        said = self.cleaned_data
        first, last = said["day"], said["last_day"] or said["day"]
        all_day = said["start"] is None
        starts_at = _local(first, said["start"] or time())
        ends_at = _local(last + timedelta(days=1), time()) if all_day else _local(last, said["end"])
        closes = said["closes_day"]
        return Facts(
            starts_at=starts_at,
            ends_at=ends_at,
            all_day=all_day,
            place=said["place"].strip(),
            video_url=said["video_url"],
            takes_registrations=said["takes_registrations"],
            capacity=said["capacity"] if said["takes_registrations"] else None,
            # The last day itself is still open, unless the event starts on it.
            closes_at=min(_local(closes + timedelta(days=1), time()), starts_at) if closes and closes <= first else _local(closes, time()) if closes else None,
            has_waiting_list=said["has_waiting_list"],
        )


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why, in a few words"), max_length=300, required=False, help_text=gettext_lazy("Shown on the page to whoever reads it.")
    )


class OrganiserForm(forms.Form):
    person = PersonField(label=gettext_lazy("Organise with"))

    def __init__(self, *args: Any, user: User, event: Event, **kwargs: Any) -> None:  # Any: Django's form arguments
        super().__init__(*args, **kwargs)
        among = Agent.objects.visible_to(user).filter(user__in=audience_of_event(event).order_by().values("pk"))
        field = cast(PersonField, self.fields["person"])
        field.error_messages = {**field.error_messages, "unknown": gettext_lazy("This person does not read the place where this event stands.")}
        field.offer(user, among=among.exclude(user=user))


class AgendaForm(forms.Form):
    """What the agenda shows; anything unreadable is read as nothing."""

    qui = forms.CharField(required=False, max_length=16)
    jour = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    mois = forms.DateField(required=False, input_formats=["%Y-%m"])

    def who(self) -> str:
        return self.cleaned_data.get("qui", "")

    def day(self) -> date:
        return _near(self.cleaned_data.get("jour")) or timezone.localdate()

    def first_of_month(self) -> date:
        return (_near(self.cleaned_data.get("mois")) or timezone.localdate()).replace(day=1)


def _near(day: date | None) -> date | None:
    """Within ten years: dates that no calendar can hold are read as nothing."""
    today = timezone.localdate()
    return day if day is not None and abs(day.year - today.year) <= 10 else None  # noqa: PLR2004 - ten years


def _initial(event: Event) -> dict[str, Any]:  # Any: initial values
    start, end = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    last = end.date() - timedelta(days=1) if event.all_day else end.date()
    closes = timezone.localtime(event.closes_at - timedelta(seconds=1)).date() if event.closes_at else None
    return {
        "title": event.post.title,
        "text": to_plain(event.post.body),
        "day": start.date(),
        "last_day": last if last != start.date() else None,
        "start": None if event.all_day else start.time(),
        "end": None if event.all_day else end.time(),
        **{name: getattr(event, name) for name in ("place", "video_url", "takes_registrations", "capacity", "has_waiting_list")},
        "closes_day": closes,
    }


def _local(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def group_named(value: str, groups: list[Community]) -> Community | None:
    return next((group for group in groups if str(group.pk) == value), None)
