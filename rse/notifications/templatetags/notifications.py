"""The sentence of a notification, for templates."""

from django import template

from rse.notifications import kinds
from rse.notifications.models import Notification

register = template.Library()


@register.filter
def sentence(notification: Notification) -> str:
    """Plain text in the reader's language: the template escapes it."""
    return kinds.sentence(notification)
