"""Following a hashtag, and remembering when the feed was last opened."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from rse.feed.models import FollowedTag, Hashtag, Visit
from rse.people.models import User

NEW_VISIT_AFTER = timedelta(minutes=30)


@transaction.atomic
def follow_tag(tag: Hashtag, *, actor: User) -> FollowedTag:
    """What is said under it comes into the person's feed, where they may read it. Harmless twice."""
    if not actor.is_active:
        raise PermissionDenied
    return FollowedTag.objects.get_or_create(user=actor, tag=tag)[0]


@transaction.atomic
def unfollow_tag(tag: Hashtag, *, actor: User) -> None:
    """Harmless twice."""
    FollowedTag.objects.filter(user=actor, tag=tag).delete()


@transaction.atomic
def open_feed(user: User, *, actor: User) -> Visit:
    """Remember that the person opened the feed, for their own eyes. Within half an hour it is one visit: what was new stays marked."""
    if actor.pk != user.pk:
        raise PermissionDenied
    now = timezone.now()
    visit = Visit.objects.filter(user=user).first()
    if visit is None:
        return Visit.objects.get_or_create(user=user, defaults={"at": now})[0]
    if now - visit.at >= NEW_VISIT_AFTER:
        # Conditional: two tabs opened at once are one visit.
        Visit.objects.filter(pk=visit.pk, at=visit.at).update(previous=visit.at, at=now)
        visit.refresh_from_db()
    return visit
