"""A post that shares another copies no word of it: the card is drawn for whoever may read the original, and for nobody else."""

from collections.abc import Iterable

from rse.feed.exceptions import NotSent
from rse.feed.models import Post
from rse.people.models import User


def original_of(post: Post, *, reader: User) -> Post:
    """What is shared when `reader` shares `post`: the post itself, or what it shares when it adds no word of its own. Raises NotSent."""
    seen = Post.objects.visible_to(reader).sent()
    found = seen.filter(pk=post.pk).first()
    if found is None:
        raise NotSent
    if found.shared_from_id and not found.text and not found.title:
        return seen.filter(pk=found.shared_from_id).first() or found
    return found


def originals(posts: Iterable[Post], *, reader: User) -> dict[int, Post]:
    """What the posts of a page share and `reader` may read, by id of the original; one query, no card for what is missing."""
    wanted = {post.shared_from_id for post in posts if post.shared_from_id}
    if not wanted:
        return {}
    rows = Post.objects.visible_to(reader).sent().filter(pk__in=wanted).select_related("author__agent__department", "community", "on_behalf_of")
    return {post.pk: post for post in rows}
