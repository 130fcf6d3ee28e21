"""The files of a post, in the order their sender chose."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from rse.core.models import Attachment
from rse.core.prepared import Prepared
from rse.feed.models import Post
from rse.people.models import User

LABEL = "feed.post"
OF_POSTS = Prepared(lambda _user, _now, posts: Attachment.objects.filter(owner_label=LABEL, owner_pk__in=posts).order_by("order", "pk"))


def files_of(post: Post) -> QuerySet[Attachment]:
    return Attachment.objects.filter(owner_label=LABEL, owner_pk=post.pk).order_by("order", "pk")


def files_by_post(user: User, posts: Iterable[Post]) -> dict[int, list[Attachment]]:
    """The files of a page of posts, by id of the post; one query. The caller has asked whether `user` sees the posts."""
    found: dict[int, list[Attachment]] = defaultdict(list)
    for file in OF_POSTS.objects(user, posts=[post.pk for post in posts]):
        found[file.owner_pk or 0].append(file)
    return found
