"""What the templates of events ask: the safe words of a post, the page where one comments."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from rse.core import text
from rse.events.models import Event

register = template.Library()


@register.filter
def cleaned(html: str) -> SafeString:
    """Written by `core.text` already, and passed through it again."""
    return text.clean(html)


@register.simple_tag
def event_thread(event: Event) -> str:
    """Where one comments the event; "" where the feed has no page."""
    try:
        return reverse("feed:post", args=[event.post_id])
    except NoReverseMatch:
        return ""
