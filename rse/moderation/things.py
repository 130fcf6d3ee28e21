"""What this room registers as reportable for the rooms below it. Ideas and events are said through a post of their own: reported as posts."""

from django.urls import NoReverseMatch
from django.utils.translation import gettext_lazy as _

from rse.core import reporting
from rse.core.addresses import address
from rse.core.reporting import Reportable
from rse.feed import cards
from rse.feed.actions import moderating
from rse.feed.cards import Link, Reader
from rse.feed.models import Comment, Post
from rse.people.models import User


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    for thing in (POST, COMMENT):
        reporting.register(thing)
    cards.register_links(report_link)


def report_link(reader: Reader, post: Post) -> list[Link]:
    """« Signaler », in the menu of a post somebody else sent."""
    if post.author_id == reader.user.pk or post.state != Post.State.PUBLISHED:
        return []
    return [Link(_("Report to moderators"), address("moderation:report", POST.label, post.pk), icon="warning")]


def _author(thing: Post | Comment) -> User:
    return thing.author


def _community_of_post(post: Post) -> int | None:
    return post.community_id


def _community_of_comment(comment: Comment) -> int | None:
    return comment.post.community_id


def _words_of_post(post: Post) -> str:
    return "\n".join(part for part in (post.title, post.text) if part)


def _words_of_comment(comment: Comment) -> str:
    return comment.text


def _address_of_post(post: Post) -> str:
    return _page(post.pk)


def _address_of_comment(comment: Comment) -> str:
    page = _page(comment.post_id)
    return f"{page}?commentaire={comment.pk}#c{comment.pk}" if page else ""


def _page(pk: int) -> str:
    try:
        return address("feed:post", pk)
    except NoReverseMatch:
        return ""


POST = Reportable(
    label="feed.post",
    name=_("post"),
    author=_author,
    community=_community_of_post,
    words=_words_of_post,
    address=_address_of_post,
    hide=moderating.hide_post,
    restore=moderating.restore_post,
    remove=moderating.remove_post,
    lock=moderating.lock_comments,
    unlock=moderating.unlock_comments,
)
COMMENT = Reportable(
    label="feed.comment",
    name=_("comment"),
    author=_author,
    community=_community_of_comment,
    words=_words_of_comment,
    address=_address_of_comment,
    hide=moderating.hide_comment,
    restore=moderating.restore_comment_of,
    remove=moderating.remove_comment,
)
