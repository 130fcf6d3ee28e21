"""What the plugin's pages offer in Relais."""

from django import template
from django.template import RequestContext

from integrations.bridges.actions.sharing import KINDS, may_share
from referents.models import Enquiry, Publication
from referents.permissions import works_desk
from rse.feed.models import Post
from rse.people.models import User

register = template.Library()


@register.filter
def shareable_by(publication: Publication, user: User) -> bool:
    """On a page where the question is already open; no query for the desk."""
    return (publication.kind in KINDS and works_desk(user)) or may_share(user, publication)


@register.simple_tag(takes_context=True)
def born_of(context: RequestContext, enquiry: Enquiry) -> Post | None:
    """The post a question was made of, for who may read it. One query."""
    found = Post.objects.visible_to(context["request"].user).sent().filter(question_asked__enquiry=enquiry)
    return found.select_related("community").first()
