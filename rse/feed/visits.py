"""« Nouveau depuis votre dernière visite »: for the eyes of the person alone."""

from datetime import datetime

from django.core.cache import cache

from rse.feed.actions.following import NEW_VISIT_AFTER, open_feed
from rse.feed.models import Visit
from rse.people.models import User


def last_visit(user: User, *, now: datetime) -> datetime | None:
    """When the visit before this one was; None on the first. Nothing is read or written again within the half hour of one visit."""
    key = f"feed.visit.{user.pk}"
    known: tuple[datetime, datetime | None] | None = cache.get(key)
    if known is not None and now - known[0] < NEW_VISIT_AFTER:
        return known[1]
    visit = Visit.objects.filter(user=user).first()
    if visit is None or now - visit.at >= NEW_VISIT_AFTER:
        visit = open_feed(user, actor=user)
    cache.set(key, (visit.at, visit.previous), NEW_VISIT_AFTER.total_seconds())
    return visit.previous
