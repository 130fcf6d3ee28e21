"""The cards of the home page: invitations to answer, requests to decide. Their number is among what every page asks."""

from datetime import datetime

from django.db.models import Count, Subquery

from rse.communities.models import Community, CommunityUserObjectPermission, Invitation, JoinRequest
from rse.communities.permissions import MODERATE
from rse.core import pulse
from rse.core.todo import TodoCard
from rse.people.models import User

INVITED, ASKED = "invitations", "requests"
SHOWN = 5


def cards(user: User) -> list[TodoCard]:
    """A card an invitation, a card a group where somebody waits at the door."""
    if not count(user):
        return []
    rows = Invitation.objects.visible_to(user).waiting().filter(user=user).select_related("community", "invited_by").order_by("-pk")[:SHOWN]
    found = [TodoCard("communities/todo/invitation.html", {"invitation": row}, 60) for row in rows]
    numbers = dict(JoinRequest.objects.to_decide_by(user).order_by().values_list("community").annotate(Count("pk")))
    for community in Community.objects.filter(pk__in=numbers).order_by("folded", "pk")[:SHOWN]:
        found.append(TodoCard("communities/todo/requests.html", {"community": community, "number": numbers[community.pk]}, 61))
    return found


def count(user: User) -> int:
    """As many as `cards` gives."""
    found = pulse.of(user)
    return min(SHOWN, found[INVITED]) + min(SHOWN, found[ASKED])


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    pulse.register(INVITED, _invited)
    pulse.register(ASKED, _asked)


def _invited(user: User, _now: datetime) -> Subquery:
    return pulse.number(Invitation.objects.filter(user=user.pk, state=Invitation.State.WAITING))


def _asked(user: User, _now: datetime) -> Subquery:
    """Groups at whose door somebody waits, among those this person moderates."""
    doors = CommunityUserObjectPermission.objects.filter(user=user.pk, permission__codename=MODERATE)
    return pulse.number(Community.objects.filter(pk__in=doors.values("content_object"), requests__state=JoinRequest.State.WAITING).distinct())
