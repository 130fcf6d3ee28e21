"""A personal address of the news: opened, renewed, closed."""

import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from cms.models import NewsFeed
from rse.people.models import User


@transaction.atomic
def open_news_feed(user: User, *, actor: User) -> NewsFeed:
    """A new address; the one before, if any, opens nothing any more. Only for oneself."""
    if user.pk != actor.pk or not actor.is_active:
        raise PermissionDenied
    feed, _created = NewsFeed.objects.update_or_create(user=user, defaults={"nonce": secrets.token_urlsafe(18), "made_at": timezone.now()})
    return feed


@transaction.atomic
def close_news_feed(user: User, *, actor: User) -> None:
    """The address opens nothing any more. Harmless twice. Only for oneself."""
    if user.pk != actor.pk:
        raise PermissionDenied
    NewsFeed.objects.filter(user=user).delete()
