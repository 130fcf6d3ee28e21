"""What groups tell people, and the groups as places that notifications stand in: what may no longer be read there is no longer told."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from rse.communities.models import Community, Invitation, JoinRequest
from rse.notifications import kinds, scopes
from rse.notifications.models import Notification
from rse.people.models import User

LABEL = "communities.community"

INVITED, ASKED, LET_IN, REFUSED = "communities.invitation", "communities.request", "communities.request_accepted", "communities.request_refused"
ROLE, ENTERED, OPENED = "communities.role", "communities.administrator", "communities.opened"
WITH_DEPARTMENT, ENDED = "communities.department", "communities.ended"


def scope_of(community: Community) -> str:
    """The group as a place: give it to `notify` for whatever is said in the group."""
    return scopes.written(LABEL, community.pk)


def readable(user: User, pks: set[int]) -> Mapping[int, str]:
    return dict(Community.objects.readable_by(user).filter(pk__in=pks).order_by().values_list("pk", "name"))


def mine(user: User) -> Mapping[int, str]:
    return dict(Community.objects.joined_by(user).alive().listed().values_list("pk", "name"))


def still_invited(user: User, rows: Sequence[Notification]) -> set[int]:
    """An invitation, told outside the group, goes with its answer."""
    waiting = Invitation.objects.visible_to(user).waiting().filter(user=user, pk__in=_named(rows, "invitation")).values_list("pk", flat=True)
    return _still(rows, "invitation", set(waiting))


def still_to_decide(user: User, rows: Sequence[Notification]) -> set[int]:
    waiting = JoinRequest.objects.to_decide_by(user).filter(pk__in=_named(rows, "request")).values_list("pk", flat=True)
    return _still(rows, "request", set(waiting))


def known(user: User, rows: Sequence[Notification]) -> set[int]:
    """Told to somebody who may know the group without reading it."""
    return _still(rows, "community", set(Community.objects.visible_to(user).filter(pk__in=_named(rows, "community")).values_list("pk", flat=True)))


def _named(rows: Sequence[Notification], name: str) -> set[int]:
    return {int(row.params[name]) for row in rows}


def _still(rows: Sequence[Notification], name: str, left: set[int]) -> set[int]:
    return {row.pk for row in rows if int(row.params[name]) in left}


Kind, GROUPS, ADDRESSED = kinds.Kind, kinds.GROUPS, kinds.ADDRESSED
KINDS = [
    Kind(
        INVITED, _("An invitation to a group"), _("%(who)s invites you into the group “%(group)s”"), email=True, category=ADDRESSED, allowed_among=still_invited
    ),
    Kind(
        ASKED,
        _("Somebody asks to join a group you moderate"),
        _("%(who)s asks to join the group “%(group)s”"),
        email=True,
        category=GROUPS,
        addressed=True,
        allowed_among=still_to_decide,
    ),
    Kind(
        LET_IN,
        _("Your request to join is accepted"),
        _("You are in the group “%(group)s”: your request is accepted"),
        email=True,
        category=ADDRESSED,
    ),
    Kind(
        REFUSED,
        _("Your request to join is refused"),
        _("Your request to join the group “%(group)s” is refused: read why"),
        email=True,
        category=ADDRESSED,
        allowed_among=known,
    ),
    Kind(ROLE, _("Your role in a group changes"), _("%(who)s gave you another role in the group “%(group)s”"), category=GROUPS, addressed=True),
    Kind(
        ENTERED,
        _("An administrator enters a group of yours"),
        _("%(who)s entered the group “%(group)s” as administrator"),
        email=True,
        category=GROUPS,
        refusable=frozenset(),
    ),
    Kind(OPENED, _("A colleague or department you follow opens a group"), _("A new group is open: “%(group)s”"), category=GROUPS, allowed_among=known),
    Kind(
        WITH_DEPARTMENT,
        _("Your department brings you into a group"),
        _("You are in the group “%(group)s”, with your department"),
        category=GROUPS,
        addressed=True,
    ),
    Kind(ENDED, _("You are no longer in a group"), _("You are no longer in one of your groups"), category=GROUPS),
]


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    scopes.register(scopes.ScopeType(LABEL, _("My groups"), readable, mine))
    for kind in KINDS:
        kinds.register(kind)
