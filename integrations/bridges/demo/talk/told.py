"""What the crowd was told: rows of the bell for everybody, the newest unread, so that the list and the badge are measured at their real size."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from django.db.models import F

from rse.feed.kinds import MENTION
from rse.feed.models import Comment, Post
from rse.notifications.models import Inbox, Notification

if TYPE_CHECKING:
    from integrations.bridges.demo.talk.building import Crowd

EACH = 20
UNREAD = 5
BATCH = 2000


def write(opened: Crowd, posts: list[Post]) -> None:
    """At most twenty each: whose post was commented, newest last, numbered after what the person had been told before."""
    authors: dict[int, list[Comment]] = defaultdict(list)
    for comment in (
        Comment.objects.filter(token__startswith="load-")  # noqa: S106  # the beginning of a token, no secret
        .exclude(author=F("post__author"))
        .select_related("post", "author")
        .order_by("-created_at", "-pk")[: EACH * len(opened.users)]
    ):
        authors[comment.post.author_id].append(comment)
    Inbox.objects.bulk_create([Inbox(user=user) for user in opened.users], ignore_conflicts=True, batch_size=BATCH)
    inboxes = {inbox.user_id: inbox for inbox in Inbox.objects.filter(user__in=opened.everybody)}
    rows = []
    for user_id in opened.everybody:
        inbox, random = inboxes[user_id], Random(user_id)
        for rank, comment in enumerate(reversed(authors[user_id][:EACH]), start=1):
            read = rank <= EACH - UNREAD or random.random() < 0.5
            inbox.last_seq += 1
            rows.append(
                Notification(
                    recipient_id=user_id,
                    seq=inbox.last_seq,
                    kind=MENTION,
                    key=f"load-{comment.pk}",
                    url=f"/fil/{comment.post_id}/",
                    params={"post": str(comment.post_id), "subject": comment.post.text[:80], "who": str(comment.author)},
                    actor_id=comment.author_id,
                    created_at=comment.created_at,
                    read_at=comment.created_at + timedelta(hours=1) if read else None,
                )
            )
    Notification.objects.bulk_create(rows, batch_size=BATCH)
    Inbox.objects.bulk_update(inboxes.values(), ["last_seq"], batch_size=500)
