"""Who may do what in a group. A role is a set of rights kept as guardian object permissions on the group itself."""

from django.db.models import Q, QuerySet

from rse.communities import restrictions
from rse.communities.models import AutomaticMembership, Community, CommunityChange, CommunityUserObjectPermission, Invitation, JoinRequest, Membership
from rse.people.models import User

READ, POST, MODERATE, OWN = "read_community", "post_in_community", "moderate_community", "own_community"

ROLES: dict[str, tuple[str, ...]] = {
    Membership.Role.READER: (READ,),
    Membership.Role.MEMBER: (READ, POST),
    Membership.Role.MODERATOR: (READ, POST, MODERATE),
    Membership.Role.OWNER: (READ, POST, MODERATE, OWN),
}


def rights_in(user: User, community: Community) -> frozenset[str]:
    """The rights `user` holds in the group, among READ, POST, MODERATE and OWN; one query."""
    if not user.is_active:
        return frozenset()
    rows = CommunityUserObjectPermission.objects.filter(user=user, content_object=community)
    return frozenset(rows.values_list("permission__codename", flat=True))


def can_read(user: User, community: Community) -> bool:
    """An open group is read by every active account, the others by who is in them."""
    return user.is_active and (community.visibility == Community.Visibility.OPEN or READ in rights_in(user, community))


def can_post(user: User, community: Community) -> bool:
    """Who is in the group and writes there; its moderators only when the group says so; nobody once it is archived, nor during a measure
    of moderation. What a person can lift in place (the charter of use) is asked by `restrictions.require` when they send."""
    return may_post(rights_in(user, community), community) and not restrictions.is_barred(user, community)


def may_post(rights: frozenset[str], community: Community) -> bool:
    """What somebody with these rights may do there, before any measure."""
    needed = MODERATE if community.posting == Community.Posting.MODERATORS else POST
    return needed in rights and not community.is_archived


def can_moderate(user: User, community: Community) -> bool:
    return MODERATE in rights_in(user, community)


def can_own(user: User, community: Community) -> bool:
    return OWN in rights_in(user, community)


def can_invite(user: User, community: Community) -> bool:
    """Whoever writes in an open group calls colleagues in; in the others its moderators do."""
    if community.is_archived:
        return False
    return (POST if community.visibility == Community.Visibility.OPEN else MODERATE) in rights_in(user, community)


def can_join(user: User, community: Community) -> bool:
    """An open group is joined by every active account."""
    return user.is_active and community.visibility == Community.Visibility.OPEN and not community.is_archived


def can_ask(user: User, community: Community) -> bool:
    """One asks for a closed group; the others are joined, or nobody knows that they exist."""
    return user.is_active and community.visibility == Community.Visibility.CLOSED and not community.is_archived and READ not in rights_in(user, community)


def can_enter(user: User) -> bool:
    """Administrators: they enter a group seen by everybody in it, never otherwise."""
    return user.is_active and user.has_perm("communities.enter_any_community")


def can_create(user: User) -> bool:
    """Everybody opens a group; nobody has to ask."""
    return user.is_active


def audience_of_community(community: Community) -> QuerySet[User]:
    """Who may know that the group exists: the inverse of `Community.objects.visible_to`."""
    people = User.objects.filter(is_active=True)
    return people.filter(pk__in=_holders(community)) if community.visibility == Community.Visibility.HIDDEN else people


def readers_of_community(community: Community) -> QuerySet[User]:
    """Who may read what is said in it: the inverse of `Community.objects.readable_by`."""
    people = User.objects.filter(is_active=True)
    return people if community.visibility == Community.Visibility.OPEN else people.filter(pk__in=_holders(community))


def audience_of_membership(membership: Membership) -> QuerySet[User]:
    """The inverse of `Membership.objects.visible_to`."""
    return readers_of_community(membership.community) if membership.user.is_active else User.objects.none()


def audience_of_invitation(invitation: Invitation) -> QuerySet[User]:
    """The inverse of `Invitation.objects.visible_to`."""
    waits = invitation.state == Invitation.State.WAITING
    invited = Q(pk=invitation.user_id) if waits else Q(pk__in=[])
    return User.objects.filter(invited | Q(pk__in=_holders(invitation.community, MODERATE)), is_active=True)


def audience_of_request(request: JoinRequest) -> QuerySet[User]:
    """The inverse of `JoinRequest.objects.visible_to`."""
    knows = audience_of_community(request.community).filter(pk=request.user_id)
    return User.objects.filter(Q(pk__in=knows.values("pk")) | Q(pk__in=_holders(request.community, MODERATE)), is_active=True)


def audience_of_automatic(automatic: AutomaticMembership) -> QuerySet[User]:
    """The inverse of `AutomaticMembership.objects.visible_to`."""
    return readers_of_community(automatic.community)


def audience_of_change(change: CommunityChange) -> QuerySet[User]:
    """The inverse of `CommunityChange.objects.visible_to`."""
    return moderators_of(change.community)


def moderators_of(community: Community) -> QuerySet[User]:
    """Its moderators and owners, those who entered as administrators included."""
    return User.objects.filter(pk__in=_holders(community, MODERATE), is_active=True)


def _holders(community: Community, right: str = READ) -> QuerySet:
    return CommunityUserObjectPermission.objects.filter(permission__codename=right, content_object=community).values("user")
