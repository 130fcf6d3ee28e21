"""What a crisis holds back: scheduled posts wait until the cell closes, then leave in the order of their hours."""

from django.db.models import Exists, OuterRef, Q

from rse.feed.models import Post
from rse.moderation.models import Crisis


def waits(post: Post) -> bool:
    """A cell is open for everybody, for the group of the post, or for the department of its author. One query."""
    crises = Crisis.objects.open().filter(holds_posts=True)
    groups = Crisis.communities.through.objects.filter(crisis=OuterRef("pk"), community=post.community_id)
    departments = Crisis.departments.through.objects.filter(crisis=OuterRef("pk"), department__agents__user=post.author_id)
    return crises.filter(Q(everybody=True) | Exists(groups) | Exists(departments)).exists()
