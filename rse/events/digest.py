"""What the agenda puts into the digest: what one comes to, and what one's groups do, in the days ahead. One query."""

from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from rse.communities.models import Community
from rse.events.models import Event, Registration
from rse.events.words import spell_when, spell_where
from rse.notifications import digest
from rse.notifications.digest import Line
from rse.people.models import User

SHOWN = 6
NEAREST, FARTHEST = timedelta(days=2), timedelta(days=14)


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    digest.register(digest.Section("events.coming", pgettext_lazy("events", "Coming up"), coming, 30))


def coming(user: User, since: datetime) -> list[Line]:
    """What `user` is registered for, waits for or organises, and what their groups plan, soonest first. Twice as far ahead as the digest looks
    back, between two days and a fortnight."""
    now = timezone.now()
    ahead = min(max(2 * (now - since), NEAREST), FARTHEST)
    state = Registration.objects.filter(event=OuterRef("pk"), user=user).active().values("state")[:1]
    joined = Community.objects.joined_by(user).order_by().values("pk")
    mine = Event.objects.of(user).order_by().values("pk")
    found = (
        Event.objects.visible_to(user)
        .standing()
        .filter(Q(pk__in=mine) | Q(post__community__in=joined), starts_at__gt=now, starts_at__lte=now + ahead)
        .annotate(mine=Subquery(state))
        .with_post()
        .in_order()
    )
    return [_line(event) for event in found[:SHOWN]]


def _line(event: Event) -> Line:
    community = event.post.community
    said: dict[str, str] = {Registration.State.REGISTERED: _("you are registered"), Registration.State.WAITING: _("you are on the waiting list")}
    title = f"{event.post.title}, {spell_when(event)}, {spell_where(event)}"
    return Line(title, reverse("events:event", args=[event.pk]), where=community.name if community else "", by=said.get(getattr(event, "mine", ""), ""))
