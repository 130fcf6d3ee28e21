"""What ties a person to moderation, for the menu, the home page and the banner of every page: among the questions that every page asks at
once, and one query more for whoever moderates. Remembered for the request.
"""

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, QuerySet, Subquery, Value

from rse.communities.models import Community
from rse.core import pulse
from rse.core.prepared import Prepared
from rse.moderation.models import Appeal, Case, Crisis, Decision
from rse.moderation.querysets import NETWORK, holds

if TYPE_CHECKING:
    from rse.people.models import User

MODERATES, CASE, APPEAL, DECISION, CRISIS = "moderates", "case", "appeal", "decision", "crisis"
MOST = 100


def standing_of(user: "User") -> Counter[str]:
    """How many of each: cases to judge, appeals to look at again, decisions to read, crises open for this person; whether they moderate."""
    known: Counter[str] | None = vars(user).get("_moderation_standing")
    if known is None:
        found = pulse.of(user)
        known = Counter({tie: found[f"moderation {tie}"] for tie in ASKED})
        known[MODERATES] += holds(user, NETWORK)
        if known[MODERATES]:
            known.update(tie for tie, _pk in JUDGING[holds(user, NETWORK)].rows(user))
        vars(user)["_moderation_standing"] = known
    return known


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    for tie, ask in ASKED.items():
        pulse.register(f"moderation {tie}", ask)


def _crises(user: "User", _now: datetime) -> Subquery:
    return pulse.number(Crisis.objects.open().targeting(user))


def _decisions(user: "User", _now: datetime) -> Subquery:
    return pulse.number(decisions_to_read(user))


def _groups(user: "User", _now: datetime) -> Subquery:
    return pulse.number(Community.objects.moderated_by(user))


ASKED: dict[str, pulse.Ask] = {CRISIS: _crises, DECISION: _decisions, MODERATES: _groups}


def _judging(network: bool) -> Prepared:
    """What waits for a moderator: of the whole network, or of their groups."""

    def build(user: "User", _now: datetime) -> "QuerySet[Any]":  # Any: rows of any of these models
        cases = Case.objects.judged_by(user, network=network)
        return _rows(cases.free_for(user), CASE).union(_rows(Appeal.objects.about(cases).free_for(user), APPEAL), all=True)

    return Prepared(build)


JUDGING = {network: _judging(network) for network in (False, True)}


def decisions_to_read(user: "User") -> "QuerySet[Decision]":
    """Decisions about this person whose card they have not put away and that they may still answer."""
    return Decision.objects.about(user).filter(set_aside=False, reply="", appeal=None, reply_until__isnull=False)


def _rows(rows: "QuerySet[Any]", name: str) -> "QuerySet[Any]":  # Any: rows of any of these models
    return rows.order_by().annotate(tie=Value(name, output_field=CharField())).values_list("tie", F("pk"))
