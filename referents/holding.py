"""Holding replies ready to be sent: models filled in with the hour promised. Reads only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from referents import calendars
from referents.host import User
from referents.hours import promised
from referents.models import ClockPolicy, Enquiry, HoldingModel
from referents.models.calendars import Metric
from referents.models.enquiries import Channel

HOLD_MINUTES = 120
HALF_HOUR = timedelta(minutes=30)
HOUR = "{promise}"


@dataclass(frozen=True)
class Offered:
    """A model for one question: `text` is ready to send, `blank` keeps `{promise}` in place of the hour."""

    model: HoldingModel
    text: str
    blank: str

    @property
    def tone(self) -> str | Promise:
        return HoldingModel.Tone(self.model.tone).label

    @property
    def label(self) -> str:
        """The name, with the tone when the name does not say it."""
        tone = str(self.tone)
        return self.model.name if tone in self.model.name.lower() else f"{self.model.name} ({tone})"

    @property
    def length(self) -> int:
        return len(self.text)


def hour_to_promise(enquiry: Enquiry, *, now: datetime) -> datetime:
    """The delay of the first contact, in opening time, rounded up to the half hour: the policy and its calendar decide. Two hours, in plain
    hours where nothing is ever open, on a host that has set none. Two queries."""
    policy = ClockPolicy.objects.filter(metric=Metric.FIRST_CONTACT).select_related("calendar").first()
    minutes = (policy.urgent_minutes if enquiry.urgent else policy.minutes) if policy else HOLD_MINUTES
    try:
        opening = calendars.OpeningTime.of(policy.calendar) if policy else calendars.usual()
        at = opening.add(now, minutes)
    except calendars.CalendarError:
        at = now + timedelta(minutes=minutes)
    local = timezone.localtime(at)
    floor = local.replace(minute=local.minute - local.minute % 30, second=0, microsecond=0)
    return floor if floor == local else floor + HALF_HOUR


def filled(text: str, *, hour: str, enquiry: Enquiry) -> str:
    """The model's words for this question. Where no department is known, what would name it is left out."""
    service = str(enquiry.topic.department) if enquiry.topic and enquiry.topic.department else ""
    if not service:
        text = text.replace(" ({service})", "").replace("{service}", _("concerned"))
    subject = enquiry.topic.name if enquiry.topic else enquiry.subject
    return text.replace("{service}", service).replace("{subject}", subject).replace("{hour}", hour)


def offered(enquiry: Enquiry, *, user: User, at: datetime, now: datetime) -> list[Offered]:
    """The models for the question's channel: the one this person used last on it first, then the plain ones. One query."""
    hour = promised(at, now=now)
    models = [model for model in HoldingModel.objects.for_desk(user, enquiry.channel) if model.suits(enquiry.channel)]
    models.sort(key=lambda model: (not model.last_used, model.tone != HoldingModel.Tone.SIMPLE, not model.channels, model.pk))
    return [Offered(model, filled(model.text, hour=hour, enquiry=enquiry), filled(model.text, hour=HOUR, enquiry=enquiry)) for model in models]


def plain(enquiry: Enquiry, *, at: datetime | None = None, now: datetime | None = None) -> str:
    """The words of a host that has no model; without an hour, `{promise}` stands in its place."""
    said = {"promise": promised(at, now=now or at) if at else HOUR}
    if enquiry.channel in {Channel.EMAIL, Channel.FORM}:
        return _("Hello,\n\nThank you for your message. We are looking into it and will write to you %(promise)s.\n\nKind regards") % said
    if enquiry.channel in {Channel.PHONE, Channel.STREET}:
        return _("We are looking into your question and will come back to you %(promise)s.") % said
    return _("Hello, thank you for your message. We are looking into it and will come back to you %(promise)s.") % said
