"""A personal subscription: opened, renewed, closed."""

import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from rse.events.models import CalendarFeed
from rse.people.models import User


@transaction.atomic
def open_feed(user: User, *, actor: User) -> CalendarFeed:
    """A new address; the one before, if any, opens nothing any more. Only for oneself."""
    if user.pk != actor.pk or not actor.is_active:
        raise PermissionDenied
    feed, _created = CalendarFeed.objects.update_or_create(user=user, defaults={"nonce": secrets.token_urlsafe(18), "made_at": timezone.now()})
    return feed


@transaction.atomic
def close_feed(user: User, *, actor: User) -> None:
    """The address opens nothing any more. Harmless twice. Only for oneself."""
    if user.pk != actor.pk:
        raise PermissionDenied
    CalendarFeed.objects.filter(user=user).delete()
