"""The files of a post, in the order their sender chose."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from rse.core.models import Attachment
from rse.feed.models import Post

LABEL = "feed.post"


def files_of(post: Post) -> QuerySet[Attachment]:
    return Attachment.objects.filter(owner_label=LABEL, owner_pk=post.pk).order_by("order", "pk")


def files_by_post(posts: Iterable[Post]) -> dict[int, list[Attachment]]:
    """The files of a page of posts, by id of the post; one query. The caller has asked who sees the posts."""
    found: dict[int, list[Attachment]] = defaultdict(list)
    for file in Attachment.objects.filter(owner_label=LABEL, owner_pk__in=[post.pk for post in posts]).order_by("order", "pk"):
        found[file.owner_pk or 0].append(file)
    return found
