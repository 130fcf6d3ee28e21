"""A person at the door of a group: which group an address means, what they may do there. Read only, two queries for most."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from rse.communities import permissions, sections
from rse.communities.models import Community, FormerAddress, JoinRequest, Membership
from rse.people.models import User


class Moved(Exception):
    """The group has another address now."""

    def __init__(self, community: Community) -> None:
        super().__init__(community.slug)
        self.community = community


@dataclass(frozen=True)
class Line:
    """One tab of the page."""

    slug: str
    label: str
    url: str


@dataclass(frozen=True)
class Visit:
    """`rights` as guardian holds them; none for somebody who is not in the group. `community` comes `with_its_door`."""

    user: User
    community: Any  # Community with the columns of `with_its_door`
    rights: frozenset[str]

    @property
    def is_in(self) -> bool:
        return permissions.READ in self.rights

    @property
    def reads(self) -> bool:
        return self.is_in or self.community.visibility == Community.Visibility.OPEN

    @property
    def moderates(self) -> bool:
        return permissions.MODERATE in self.rights

    @property
    def owns(self) -> bool:
        return permissions.OWN in self.rights

    @property
    def invites(self) -> bool:
        needed = permissions.POST if self.community.visibility == Community.Visibility.OPEN else permissions.MODERATE
        return needed in self.rights and not self.community.is_archived

    @property
    def may_join(self) -> bool:
        return not self.is_in and self.community.visibility == Community.Visibility.OPEN and not self.community.is_archived

    @property
    def may_ask(self) -> bool:
        return not self.is_in and self.community.visibility == Community.Visibility.CLOSED and not self.community.is_archived and not self.asked

    @property
    def may_enter(self) -> bool:
        return not self.is_in and self.community.visibility != Community.Visibility.OPEN and permissions.can_enter(self.user)

    @cached_property
    def request(self) -> JoinRequest | None:
        """What this person last asked, when they are not in."""
        if self.is_in or self.community.visibility != Community.Visibility.CLOSED:
            return None
        return JoinRequest.objects.visible_to(self.user).filter(community=self.community, user=self.user).order_by("-pk").first()

    @property
    def asked(self) -> bool:
        return self.request is not None and self.request.state == JoinRequest.State.WAITING

    @property
    def refused(self) -> bool:
        return self.request is not None and self.request.state == JoinRequest.State.REFUSED

    @property
    def posts(self) -> bool:
        """What rights and the group allow; a measure of moderation is told where one writes."""
        return permissions.may_post(self.rights, self.community)

    @property
    def to_decide(self) -> int:
        """How many requests wait, for those who decide."""
        return self.community.requests_waiting if self.moderates else 0

    @cached_property
    def administrators(self) -> list[Membership]:
        """Who is in as administrator: shown on every page of the group."""
        if not self.is_in or not self.community.administered:
            return []
        return list(Membership.objects.visible_to(self.user).filter(community=self.community, source=Membership.Source.ADMINISTRATOR).select_related("user"))

    @cached_property
    def doors(self) -> list[sections.Door]:
        """Pages of other rooms about this group that this person may open."""
        return sections.doors_of(self) if self.reads else []

    @property
    def tabs(self) -> list[Line]:
        """Those this person may open, in order."""
        slug = self.community.slug
        lines = [Line("", _("Feed"), reverse("communities:community", args=[slug]))] if self.reads else []
        lines += [Line(tab.slug, str(tab.label), reverse("communities:tab", args=[slug, tab.slug])) for tab in sections.tabs_of(self.community) if self.reads]
        if self.reads:
            lines.append(Line("membres", _("Members"), reverse("communities:members", args=[slug])))
        lines.append(Line("a-propos", _("About the group"), reverse("communities:about", args=[slug])))
        if self.owns:
            lines.append(Line("reglages", _("Settings"), reverse("communities:settings", args=[slug])))
        return lines


def visit(user: User, slug: str) -> Visit:
    """Raises Http404 for a group that is absent or not to be known, the same; Moved for an address it had before."""
    seen = Community.objects.visible_to(user).select_related("organisation", "created_by")
    community = seen.with_its_door().filter(slug=slug).first()
    if community is None:
        former = FormerAddress.objects.filter(slug=slug, community__in=seen.order_by().values("pk")).select_related("community").order_by("-until").first()
        if former is None:
            raise Http404
        raise Moved(former.community)
    return Visit(user, community, permissions.rights_in(user, community))
