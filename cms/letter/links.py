"""« Proposer pour la lettre » in the menu of a post that everybody reads."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.letter import origins
from rse.communities.models import Community
from rse.feed import cards
from rse.feed.models import Post

TOLD_ELSEWHERE = (Post.Kind.PAGE, Post.Kind.EVENT)


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    cards.register_links(letter_links)


def letter_links(_reader: cards.Reader, post: Post) -> list[cards.Link]:
    """No query: the group comes with the card."""
    everybody = post.community is None or post.community.visibility == Community.Visibility.OPEN
    if post.state != Post.State.PUBLISHED or post.kind in TOLD_ELSEWHERE or post.shared_from_id or not everybody:
        return []
    address = f"{reverse('pages:suggest')}?quoi={origins.named(origins.POST, post.pk)}"
    return [cards.Link(_("Suggest for the letter"), address, "mail", on_page=True)]
