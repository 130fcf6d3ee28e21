"""The post above an event: written and changed through the feed's own actions, with the feed's own rules."""

from django.core.exceptions import PermissionDenied
from django.utils.safestring import SafeString

from rse.core import text
from rse.events.exceptions import NotThere
from rse.events.facts import Where, Words
from rse.events.permissions import keeps_agenda
from rse.feed.actions import posts, sending
from rse.feed.content import Content, Place
from rse.feed.exceptions import PlaceClosed
from rse.feed.models import Post
from rse.people.models import User


def write_post(words: Words, *, where: Where, token: str, actor: User) -> Post:
    """Sent at once; `token` makes a double click one post. Raises NotThere, and what sending raises."""
    if where.community is not None and not keeps_agenda(where.community):
        raise NotThere
    place = Place(where.community, where.department)
    try:
        return sending.send_new(_content(words), place=place, token=token, actor=actor)
    except (PlaceClosed, PermissionDenied) as refusal:
        raise NotThere from refusal


def change_post(post: Post, words: Words) -> Post:
    """In the name of its author: the caller has checked that who asks organises the event."""
    return posts.edit(post, content=_content(words), seen=post.version, actor=post.author)


def says(post: Post, words: Words) -> bool:
    """Whether the post says these words already."""
    return (post.title, post.body) == (words.title, str(body_of(words)))


def body_of(words: Words) -> SafeString:
    return text.to_html(words.text)


def _content(words: Words) -> Content:
    return Content(body_of(words), title=words.title, kind=Post.Kind.EVENT)
