"""What falls due in the feed: scheduled posts, polls that close, deleted posts kept long enough. Called every few seconds, harmless twice."""

from django.utils import timezone

from rse.feed.actions import polls, posts, sending
from rse.feed.models import Poll, Post

BATCH = 50


def send_scheduled() -> int:
    """Answers how many hours have come; each post is tried by itself, what is held is tried again next time."""
    due = Post.objects.filter(state=Post.State.SCHEDULED, scheduled_for__lte=timezone.now()).order_by("scheduled_for", "pk")[:BATCH]
    return sum(sending.send_due(post, actor=None).state == Post.State.PUBLISHED for post in due)


def close_polls() -> int:
    due = Poll.objects.filter(closes_at__lte=timezone.now(), result_told_at=None, post__state=Post.State.PUBLISHED).order_by("closes_at", "pk")[:BATCH]
    return sum(polls.close(poll, actor=None) for poll in due)


def purge_deleted() -> int:
    before = timezone.now() - posts.KEPT_FOR_MODERATORS
    due = Post.objects.filter(state=Post.State.DELETED, deleted_at__lt=before).order_by("deleted_at", "pk")[:BATCH]
    return sum(posts.purge(post, actor=None) for post in due)
