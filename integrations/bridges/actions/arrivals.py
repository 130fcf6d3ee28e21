"""A new referent is announced once, unless they would rather not."""

from django.db import transaction
from django.utils.translation import gettext as _

from integrations.bridges.models import Arrival, QuietArrival
from integrations.bridges.recipients import desk
from referents.conf import directory
from referents.models import Referent
from rse.communities import restrictions
from rse.communities.models import Community
from rse.core import text
from rse.feed.actions.sending import send_new
from rse.feed.content import Content, Place
from rse.feed.models import Post
from rse.feed.writing import can_write_in
from rse.people.models import User

# The group that carries the news when the town has one; all agents otherwise.
NETWORK = "Réseau des référents"
BEFORE = (Referent.State.VOLUNTEER, Referent.State.AGREED, Referent.State.CHARTERED)


@transaction.atomic
def choose_arrival(user: User, *, announced: bool, actor: User) -> None:
    """One's own choice, before or after the fact; harmless twice."""
    if actor.pk == user.pk and announced:
        QuietArrival.objects.filter(user=user).delete()
    elif actor.pk == user.pk:
        QuietArrival.objects.get_or_create(user=user)


@transaction.atomic
def announce_arrival(referent: Referent, *, actor: User | None) -> Post | None:
    """The first time a referent is active: a few words in the group of referents, from whoever acted or else from the desk. Nothing when the person
    would rather not, when it was said before, or when nobody may write there."""
    if Arrival.objects.filter(referent=referent).exists() or QuietArrival.objects.filter(user=referent.user_id).exists():
        return None
    community = Community.objects.alive().filter(folded=text.fold(NETWORK)).first()
    place = Place(community=community)
    voice = next((user for user in [*([actor] if actor else []), *desk()] if _may_speak(user, place)), None)
    if voice is None:
        return None
    words = _("%(name)s (%(department)s) joins the referents: welcome!") % {"name": directory().label(referent.user), "department": referent.department}
    post = send_new(Content(text.to_html(words)), place=place, token=f"arrival-{referent.pk}", actor=voice)
    Arrival.objects.create(referent=referent, post=post)
    return post


def _may_speak(user: User, place: Place) -> bool:
    return user.is_active and can_write_in(user, place) and restrictions.restriction_on(user, place.community) is None
