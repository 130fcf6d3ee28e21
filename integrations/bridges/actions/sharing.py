"""A published answer shown to colleagues."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from integrations.bridges.exceptions import NothingPublished
from integrations.bridges.models import SharedAnswer
from referents import permissions
from referents.models import Enquiry, Publication, Referent
from rse.communities.models import Community
from rse.core import text
from rse.feed.actions.sending import send_new
from rse.feed.content import Content, Place
from rse.feed.models import Post
from rse.people.models import User

KINDS = (Publication.Kind.ANSWER, Publication.Kind.CORRECTION)


def may_share(user: User, publication: Publication) -> bool:
    """The desk and active referents, for what they may open and what citizens already read."""
    if publication.kind not in KINDS or publication.state != Publication.State.DONE:
        return False
    helps = permissions.works_desk(user) or Referent.objects.active().filter(user=user.pk).exists()
    return helps and Enquiry.objects.visible_to(user).filter(pk=publication.enquiry_id).exists()


@transaction.atomic
def share_answer(publication: Publication, *, words: str, community: Community | None, token: str, actor: User) -> Post:
    """A post of kind ANSWER in a group (or before all agents), with `words` of the sender; the wording shows under them. A double click is one post.

    Only what was published leaves the desk: neither the citizen's words nor their name. Raises NothingPublished, PermissionDenied and what sending raises.
    """
    if publication.kind not in KINDS or publication.state != Publication.State.DONE:
        raise NothingPublished
    if not may_share(actor, publication):
        raise PermissionDenied
    said = words.strip() or _("An answer given to citizens, good to know.")
    content = Content(text.to_html(said), kind=Post.Kind.ANSWER)
    post = send_new(content, place=Place(community=community), token=token, actor=actor)
    SharedAnswer.objects.get_or_create(post=post, defaults={"publication": publication})
    return post
