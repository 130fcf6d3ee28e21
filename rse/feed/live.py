"""Open pages: whom a frame reaches when something is said, and who must see a page empty itself when a group closes to them."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from rse.communities.models import CommunityUserObjectPermission
from rse.communities.permissions import READ
from rse.core import frames
from rse.feed.models import Comment, FollowedTag, Post
from rse.feed.permissions import readers_of_place
from rse.feed.signals import moderated, post_deleted, post_published
from rse.people.models import Follow

FEED, THREAD, ACCESS, GONE = "feed", "thread", "access", "post-gone"


def connect() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    post_published.connect(tell_feeds, dispatch_uid="feed.tell_feeds")
    post_deleted.connect(tell_gone, dispatch_uid="feed.tell_gone")
    moderated.connect(tell_moderated, dispatch_uid="feed.tell_moderated")


def open_feeds(post: Post) -> list[int]:
    """Ids of those to whose feed it comes and who read it: one query for all of them, one row of frames for two thousand."""
    readers = readers_of_place(post).exclude(pk=post.author_id)
    if post.community_id is None and post.department_id is None:
        return list(readers.order_by().values_list("pk", flat=True))
    followers = Follow.objects.filter(follower=OuterRef("pk")).filter(
        Q(agent__user=post.author_id) | Q(department=post.department_id, department__isnull=False)
    )
    tagged = FollowedTag.objects.filter(user=OuterRef("pk"), tag__posts=post)
    concerned = Q(Exists(followers)) | Q(Exists(tagged))
    if post.community_id is not None:
        concerned |= Q(Exists(CommunityUserObjectPermission.objects.filter(user=OuterRef("pk"), content_object=post.community_id, permission__codename=READ)))
    if post.department_id is not None:
        concerned |= Q(agent__department=post.department_id)
    return list(readers.filter(concerned).order_by().values_list("pk", flat=True))


def open_threads(post: Post) -> Iterable[int]:
    """Ids of those who may have the thread open: the readers of its place."""
    return readers_of_place(post).order_by().values_list("pk", flat=True)


def tell_feeds(post: Post, **_payload: object) -> None:
    """« 3 nouveaux messages »."""
    frames.announce(open_feeds(post), kind=FEED, id=post.pk)


def tell_gone(post: Post, **_payload: object) -> None:
    """A post deleted or hidden leaves the open pages too."""
    frames.announce(open_threads(post), kind=GONE, id=post.pk)


def tell_moderated(post: Post, comment: Comment | None, **_payload: object) -> None:
    """What a moderator hid or removed leaves the open pages like what its author deleted."""
    if comment is None and post.state != Post.State.PUBLISHED:
        tell_gone(post)
