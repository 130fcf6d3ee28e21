"""What a running pause refuses, said to the person: the rule that `rse.communities.restrictions` asks."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rse.communities.restrictions import Restriction
from rse.core.days import spell_day
from rse.moderation.models import Decision
from rse.people.models import User


def restrictions_for(user: User) -> list[Restriction]:
    """One query. A pause covers posts and comments, not private messages: cutting somebody off from colleagues is not moderation."""
    rows = Decision.objects.about(user).running(timezone.now()).select_related("community").order_by("-until")
    return [_restriction(row) for row in rows]


def _restriction(decision: Decision) -> Restriction:
    until = timezone.localtime(decision.until)
    words = {"day": spell_day(until), "hour": date_format(until, "H \\h i"), "group": decision.community}
    sentence = (
        _("You do not write in the group “%(group)s” until %(day)s, %(hour)s, after a measure of moderation.")
        if decision.community_id
        else _("You do not write in the network until %(day)s, %(hour)s, after a measure of moderation.")
    )
    return Restriction(
        code=f"moderation_{decision.kind}",
        sentence=sentence % words,
        community=decision.community_id,
        until=decision.until,
        url=reverse("moderation:mine", args=[decision.pk]),
    )
