"""Whom groups tell, and what is taken back when somebody may no longer know a group. Receivers of this room's own signals."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse

from rse.communities import kinds, signals
from rse.communities.models import Community, Invitation, JoinRequest, Membership
from rse.communities.permissions import audience_of_community, moderators_of
from rse.notifications.actions import notify
from rse.notifications.models import Notification
from rse.people.models import Follow, User

# Told to people who may not read the group: their own rule says when it is over.
OUTSIDE = frozenset({kinds.INVITED, kinds.ASKED, kinds.REFUSED, kinds.OPENED})


def connect() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    signals.community_created.connect(community_created, dispatch_uid="communities.told.created")
    signals.community_changed.connect(community_changed, dispatch_uid="communities.told.changed")
    signals.invitation_sent.connect(invitation_sent, dispatch_uid="communities.told.invitation")
    signals.request_made.connect(request_made, dispatch_uid="communities.told.request")
    signals.request_decided.connect(request_decided, dispatch_uid="communities.told.decided")
    signals.membership_began.connect(membership_began, dispatch_uid="communities.told.began")
    signals.membership_ended.connect(membership_ended, dispatch_uid="communities.told.ended")
    signals.role_changed.connect(role_changed, dispatch_uid="communities.told.role")


def community_created(community: Community, actor: User | None, **_payload: object) -> None:
    """A new open group is told to those who follow who opens it, or their department. Who reads it is asked of the group itself."""
    if community.visibility != Community.Visibility.OPEN or actor is None:
        return
    followed = Q(agent__user=actor) | Q(department__agents__user=actor)
    people = audience_of_community(community).filter(pk__in=Follow.objects.filter(followed).values("follower")).exclude(pk=actor.pk)
    tell(people, kinds.OPENED, community, key=f"communities:opened:{community.pk}", actor=actor)


def community_changed(community: Community, fields: list[str], **_payload: object) -> None:
    """A group that became non-visible is taken out of the bells of those who are not in it."""
    if "visibility" in fields and community.visibility == Community.Visibility.HIDDEN:
        _about(community).exclude(recipient__in=audience_of_community(community).values("pk")).delete()


def invitation_sent(invitation: Invitation, actor: User | None, **_payload: object) -> None:
    url = reverse("communities:invitation", args=[invitation.pk])
    key = f"communities:invitation:{invitation.pk}"
    tell([invitation.user], kinds.INVITED, invitation.community, key=key, actor=actor, url=url, invitation=str(invitation.pk))


def request_made(request: JoinRequest, actor: User | None, **_payload: object) -> None:
    url = reverse("communities:to_decide", args=[request.community.slug])
    tell(
        moderators_of(request.community), kinds.ASKED, request.community, key=f"communities:request:{request.pk}", actor=actor, url=url, request=str(request.pk)
    )


def request_decided(request: JoinRequest, actor: User | None, **_payload: object) -> None:
    kind = {JoinRequest.State.ACCEPTED: kinds.LET_IN, JoinRequest.State.REFUSED: kinds.REFUSED}.get(JoinRequest.State(request.state))
    if kind:
        tell([request.user], kind, request.community, key=f"communities:decided:{request.pk}", actor=None)


def membership_began(membership: Membership, actor: User | None, **_payload: object) -> None:
    key = f"communities:began:{membership.pk}"
    if membership.source == Membership.Source.DEPARTMENT:
        tell([membership.user], kinds.WITH_DEPARTMENT, membership.community, key=key, actor=actor)
    if membership.source == Membership.Source.ADMINISTRATOR:
        inside = Membership.objects.filter(community=membership.community).active().exclude(user=membership.user_id)
        url = reverse("communities:members", args=[membership.community.slug])
        tell(User.objects.filter(pk__in=inside.values("user")), kinds.ENTERED, membership.community, key=key, actor=actor, url=url)


def membership_ended(community: Community, user: User, reason: str, actor: User | None, **_payload: object) -> None:
    """Nothing about a group that is no longer to be known stays in the bell."""
    if community.visibility != Community.Visibility.OPEN:
        _about(community).filter(recipient=user).delete()
    if reason == "excluded":
        last = community.changes.order_by("-pk").values_list("pk", flat=True).first()
        notify([user], kind=kinds.ENDED, key=f"communities:ended:{last}", url=reverse("communities:mine"), params={}, actor=None)


def role_changed(membership: Membership, actor: User | None, **_payload: object) -> None:
    if actor is None or actor.pk != membership.user_id:
        last = membership.community.changes.order_by("-pk").values_list("pk", flat=True).first()
        tell([membership.user], kinds.ROLE, membership.community, key=f"communities:role:{last}", actor=actor)


def tell(people: Iterable[User], kind: str, community: Community, *, key: str, actor: User | None, url: str = "", **params: str) -> None:
    address = url or reverse("communities:community", args=[community.slug])
    words = {"group": community.name, "community": str(community.pk), "who": str(actor or ""), **params}
    scope = "" if kind in OUTSIDE else kinds.scope_of(community)
    notify(people, kind=kind, key=key, url=address, params=words, actor=actor, scope=scope)


def _about(community: Community) -> "QuerySet[Notification]":
    return Notification.objects.filter(params__community=str(community.pk))
