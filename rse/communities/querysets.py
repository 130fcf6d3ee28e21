"""Groups as each person sees them. Being an administrator opens nothing: one enters a closed group visibly, like anybody else."""

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from rse.people.search_key import letters

if TYPE_CHECKING:
    from rse.people.models import User

MAX_WORDS = 8


def _allowed(user: "User", right: str) -> QuerySet:
    """Ids of the groups in which `user` holds `right`: a subquery on guardian's direct rows."""
    rows = apps.get_model("communities", "CommunityUserObjectPermission")
    return rows.objects.filter(user=user, permission__codename=right, permission__content_type__app_label="communities").values("content_object")


class CommunityQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """The groups whose existence `user` may know: all but the non-visible ones they are not in."""
        if not user.is_active:
            return self.none()
        return self.filter(~Q(visibility="hidden") | Q(pk__in=_allowed(user, "read_community")))

    def readable_by(self, user: "User") -> Self:
        """The groups in which `user` may read what is said: open ones, and those they are in."""
        if not user.is_active:
            return self.none()
        return self.filter(Q(visibility="open") | Q(pk__in=_allowed(user, "read_community")))

    def joined_by(self, user: "User") -> Self:
        """The groups `user` is in, whatever the role."""
        return self.filter(pk__in=_allowed(user, "read_community")) if user.is_active else self.none()

    def moderated_by(self, user: "User") -> Self:
        return self.filter(pk__in=_allowed(user, "moderate_community")) if user.is_active else self.none()

    def owned_by(self, user: "User") -> Self:
        return self.filter(pk__in=_allowed(user, "own_community")) if user.is_active else self.none()

    def with_its_door(self) -> Self:
        """With what the head of its pages shows: `requests_waiting`, and whether somebody is in as administrator (`administered`)."""
        waiting = apps.get_model("communities", "JoinRequest").objects.waiting().filter(community=OuterRef("pk")).order_by().values("community")
        entered = apps.get_model("communities", "Membership").objects.filter(community=OuterRef("pk"), source="administrator")
        counted = Subquery(waiting.annotate(n=Count("pk")).values("n"))
        return self.annotate(requests_waiting=Coalesce(counted, 0), administered=Exists(entered))

    def alive(self) -> Self:
        """Not archived."""
        return self.filter(archived_at=None)

    def listed(self) -> Self:
        """In the order of the alphabet, the order of `after`."""
        return self.order_by("folded", "pk")

    def after(self, folded: str, pk: int) -> Self:
        """What follows in the alphabet: the keyset of a page, no OFFSET."""
        return self.filter(Q(folded__gt=folded) | Q(folded=folded, pk__gt=pk))

    def matching(self, words: str) -> Self:
        """Whose name or purpose holds every word; `words` is folded here, accents and capitals do not count."""
        found = self
        for word in letters(words).split()[:MAX_WORDS]:
            found = found.filter(keywords__contains=word)
        return found


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Who is in a group is told to those who may read the group."""
        communities = apps.get_model("communities", "Community")
        return self.filter(community__in=communities.objects.readable_by(user).order_by().values("pk"), user__is_active=True)

    def active(self) -> Self:
        """Of open accounts: what is counted and listed."""
        return self.filter(user__is_active=True)

    def owners(self) -> Self:
        """Who answers for the group; an administrator who entered does not."""
        return self.filter(role="owner", user__is_active=True).exclude(source="administrator")


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """The person invited while it waits, and those who moderate the group."""
        if not user.is_active:
            return self.none()
        return self.filter(Q(user=user, state="waiting") | Q(community__in=_allowed(user, "moderate_community")))

    def waiting(self) -> Self:
        return self.filter(state="waiting")


class JoinRequestQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Who asked, for as long as they may know the group, and those who moderate it."""
        if not user.is_active:
            return self.none()
        known = apps.get_model("communities", "Community").objects.visible_to(user).order_by().values("pk")
        return self.filter(Q(user=user, community__in=known) | Q(community__in=_allowed(user, "moderate_community")))

    def to_decide_by(self, user: "User") -> Self:
        """Waiting, in the groups `user` moderates."""
        return self.filter(state="waiting", community__in=_allowed(user, "moderate_community")) if user.is_active else self.none()

    def waiting(self) -> Self:
        return self.filter(state="waiting")


class AutomaticMembershipQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Which departments come of themselves is told to those who may read the group."""
        communities = apps.get_model("communities", "Community")
        return self.filter(community__in=communities.objects.readable_by(user).order_by().values("pk"))


class CommunityChangeQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """The journal of a group is its moderators'."""
        return self.filter(community__in=_allowed(user, "moderate_community")) if user.is_active else self.none()
