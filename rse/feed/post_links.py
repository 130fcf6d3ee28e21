"""The lines of writing in the menu of a card: asked of rows already loaded, no query but the reader's own permissions, once a request."""

from django.utils.translation import gettext as _

from rse.core.addresses import address
from rse.feed.cards import Link, Reader
from rse.feed.models import Post
from rse.feed.writing import PINNING, READING


def writing_links(reader: Reader, post: Post) -> list[Link]:
    """Share and put aside for everybody; change and delete for the author; the settings for who looks after the place."""
    if post.state != Post.State.PUBLISHED:
        return []
    links = [
        Link(_("Share with a group"), f"{address('feed:write')}?partage={post.pk}", "next"),
        Link(_("Put aside"), address("feed:save", post.pk), "mark", "post"),
    ]
    if post.edited_at:
        links.append(Link(_("What it said before"), address("feed:versions", post.pk), "clock"))
    mine = post.author_id == reader.user.pk
    if mine:
        links.append(Link(_("Change the text"), address("feed:edit", post.pk), "copy"))
    if mine or _looks_after(reader, post):
        links.append(Link(_("Pin, close, ask to read"), address("feed:arrange", post.pk), "filter"))
    if mine:
        links.append(Link(_("Delete"), address("feed:delete", post.pk), "close"))
    return links


def _looks_after(reader: Reader, post: Post) -> bool:
    if post.community_id:
        return post.community_id in reader.moderates
    return reader.user.has_perm(PINNING) or reader.user.has_perm(READING)
