"""People and reported things for the tests of moderation."""

from django.contrib.auth.models import Permission

from rse.communities.models import Community, Membership
from rse.feed.models import Post
from rse.moderation.actions import reports
from rse.moderation.models import Case, Reason, Report
from rse.people.models import User
from tests.factories import AgentFactory
from tests.feed.factories import member

REASON = "hurtful"


def allowed(codename: str, user: User | None = None) -> User:
    """Somebody given a permission of the room by name: `moderate_network`, `open_crisis`."""
    user = user or AgentFactory().user
    user.user_permissions.add(Permission.objects.get(codename=codename, content_type__app_label="moderation"))
    return User.objects.get(pk=user.pk)


def network_moderator() -> User:
    return allowed("moderate_network")


def group_moderator(community: Community) -> User:
    return member(community, role=Membership.Role.MODERATOR)


def reported(thing: Post, *, by: User | None = None, words: str = "", reason: str = REASON) -> Report:
    """One report, by a colleague who sees it."""
    return reports.report(thing, reason=Reason.objects.get(code=reason), words=words, actor=by or AgentFactory().user)


def case_of(thing: Post, *, by: User | None = None) -> Case:
    return reported(thing, by=by).case
