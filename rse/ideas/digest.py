"""What ideas put into the digest: those that were answered. One query."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rse.communities.models import Community
from rse.ideas.models import Idea, OfficialAnswer, Support
from rse.notifications import digest
from rse.notifications.digest import Line
from rse.people.models import User

SHOWN = 5


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    digest.register(digest.Section("ideas.answered", gettext_lazy("Ideas that were answered"), answered, 40))


def answered(user: User, since: datetime) -> list[Line]:
    """In boxes open to everybody or to `user`'s groups, the latest first. Who proposed, supports or answered one has been told already."""
    joined = Community.objects.joined_by(user).order_by().values("pk")
    told = Exists(Support.objects.filter(idea=OuterRef("pk"), user=user)) | Exists(OfficialAnswer.objects.filter(idea=OuterRef("pk"), author=user))
    found = (
        Idea.objects.visible_to(user)
        .sent()
        .standing()
        .filter(Q(box__community=None) | Q(box__community__in=joined), ~told, answered_at__gte=since)
        .exclude(post__author=user)
        .select_related("post", "box")
        .order_by("-answered_at", "-pk")
    )
    return [_line(idea) for idea in found[:SHOWN]]


def _line(idea: Idea) -> Line:
    words = _("The official answer is “%(status)s”.") % {"status": idea.get_status_display()}
    return Line(idea.post.title, reverse("ideas:idea", args=[idea.pk]), where=idea.box.name, words=words)
