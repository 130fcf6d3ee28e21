"""Hours and names as the plugin's pages write them."""

from datetime import date, datetime

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from referents import hours, library
from referents.conf import directory
from referents.host import User
from referents.models import Answer, Enquiry, Notice
from referents.sheet import is_late, state_words
from referents.views.outcomes import DRAFT_DONE

register = template.Library()


@register.filter
def hour(at: datetime | None) -> str:
    """« 10 h 21 », with its day when that is not today."""
    return hours.moment(at, now=timezone.now()) if at else ""


@register.filter(expects_localtime=True)
def spell_day(day: date | None, form: str = "j F") -> str:
    """`{{ day|spell_day:"j F Y" }}`, like `date` but for the first of a month: « 1er décembre 2026 »."""
    return hours.spell(day, form) if day else ""


@register.filter
def clock(at: datetime | None) -> str:
    """« 10 h 21 » alone, where the day is said already."""
    return hours.hour(at) if at else ""


@register.filter
def when(at: datetime | None) -> str:
    """« à 10 h 21 », « hier à 10 h 21 »: what follows « reçue » or « demandé »."""
    return hours.when(at, now=timezone.now()) if at else ""


@register.filter
def promise(at: datetime | None) -> str:
    """« avant 12 h 30 », « avant demain 9 h »."""
    return hours.promise(at, now=timezone.now()) if at else ""


@register.filter
def span(notice: Notice) -> str:
    """« jeudi de 9 h à 12 h », « du 3 décembre 9 h au 5 décembre 18 h »."""
    return hours.span(notice.start, notice.end, now=timezone.now())


@register.filter
def standing(answer: Answer) -> str:
    """Where a reusable answer stands today: a key of `library.STATES`."""
    return library.standing(answer, on=timezone.localdate())


@register.filter
def late_by(enquiry: Enquiry) -> str:
    """How long the promise to the citizen has been past due; empty when it is kept. For the desk only."""
    now = timezone.now()
    return hours.late_by(enquiry.promised_at, now=now) if enquiry.promised_at and is_late(enquiry, now=now) else ""


@register.filter
def person(user: User | None) -> str:
    """The name to show, as the host writes it."""
    return directory().label(user) if user else ""


@register.filter
def state(enquiry: Enquiry) -> str:
    """Where a question stands, in the words of the desk."""
    return str(state_words(enquiry))


@register.simple_tag(takes_context=True)
def draft_done(context: Context) -> SafeString | str:
    """<meta name="draft-done"> once after the text was taken, so that the browser forgets its copy."""
    request = context.get("request")
    key = request.session.pop(DRAFT_DONE, "") if request is not None and DRAFT_DONE in request.session else ""
    return format_html('<meta name="draft-done" content="{}">', key) if key else ""
