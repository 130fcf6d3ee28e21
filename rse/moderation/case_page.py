"""What a moderator sees of one case. Reading only."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from rse.communities.models import Community
from rse.core import reporting
from rse.core.days import spell_day
from rse.moderation import journal
from rse.moderation.actions.decisions import offered, thing_of
from rse.moderation.models import Appeal, Case, Decision, Entry, Report
from rse.moderation.permissions import can_pause, moderates_network, needs_opening
from rse.moderation.signal_handlers import name_of
from rse.people.models import User


@dataclass(frozen=True)
class Line:
    """One line of the queue, without a word of what was written."""

    case: Case
    name: str
    place: str
    reasons: str


@dataclass(frozen=True)
class CasePage:
    case: Case
    name: str
    place: str
    readable: bool
    now: str
    address: str
    reports: list[Report]
    reasons: list[tuple[str, int]]
    decisions: list[Decision]
    past: list[Decision]
    story: list[tuple[Entry, str]]
    kinds: list[str]
    measures: list[str]
    mine: bool
    other: User | None


def place_of(case: Case, user: User, seen: set[int]) -> str:
    """Where it stands, without naming a group whose existence `user` may not know."""
    if case.private:
        return _("a private conversation")
    if case.community is None:
        return _("All agents")
    return str(case.community) if case.community_id in seen else _("a non-visible group")


def lines(cases: list[Case], user: User) -> list[Line]:
    """Two queries whatever their number: the reasons, and which groups may be named."""
    seen = set(Community.objects.visible_to(user).filter(pk__in={case.community_id for case in cases if case.community_id}).values_list("pk", flat=True))
    reasons: dict[int, list[str]] = {}
    counted = Report.objects.filter(case__in=cases).order_by("reason__order").values_list("case", "reason__label").annotate(number=Count("pk"))
    for pk, label, number in counted:
        reasons.setdefault(pk, []).append(f"{label} ({number})" if number > 1 else label)
    return [Line(case, name_of(case), place_of(case, user, seen), " · ".join(reasons.get(case.pk, []))) for case in cases]


def case_page(case: Case, user: User) -> CasePage:
    kind, thing = reporting.get(case.label), thing_of(case)
    story = journal.lines(case)
    opened = any(line.code == "opened" and line.actor_id == user.pk for line in story)
    readable = opened or not needs_opening(user, case)
    seen = set(Community.objects.visible_to(user).filter(pk=case.community_id or 0).values_list("pk", flat=True))
    decisions = list(case.decisions.select_related("decided_by", "appeal__judged_by", "community"))
    reads = kind is not None and thing is not None and kind.visible_to(user).filter(pk=thing.pk).exists()
    reports = list(case.reports.select_related("reason"))
    held = case.claimed_by if case.claimed_by_id and case.claimed_by_id != user.pk else None
    return CasePage(
        case=case,
        name=name_of(case),
        place=place_of(case, user, seen),
        readable=readable,
        now=kind.words(thing) if kind and thing is not None and readable else "",
        address=kind.address(thing) if kind and thing is not None and reads and not kind.private else "",
        reports=[report for report in reports if report.words] if readable else [],
        reasons=_counted(reports),
        decisions=decisions,
        past=past_of(case, user),
        story=[(line, sentence(line)) for line in story],
        kinds=offered(case),
        measures=[kind for kind in (Decision.Kind.WARNING, Decision.Kind.GROUP_PAUSE, Decision.Kind.NETWORK_PAUSE) if can_pause(user, case, kind)],
        mine=case.claimed_by_id == user.pk,
        other=held,
    )


def past_of(case: Case, user: User) -> list[Decision]:
    """Earlier measures for the same person, as far as this moderator may judge: of this group, or all of them for the network's."""
    rows = Decision.objects.visible_to(user).about(case.author).measures().exclude(case=case).select_related("community")
    return list(rows if moderates_network(user) else rows.filter(community=case.community_id))


def appeals_for(case: Case, user: User) -> list[Appeal]:
    """Appeals of this case that this person may judge."""
    return list(Appeal.objects.waiting_for(user).filter(decision__case=case).select_related("decision"))


def sentence(entry: Entry) -> str:
    """One line of the journal in words."""
    words = {
        "reported": _("Reported"),
        "claimed": _("Taken in hand"),
        "released": _("Put back in the queue"),
        "opened": _("The reported words were read by a moderator who is not in the group"),
        "replied": _("The person answered"),
        "appealed": _("The person asks that somebody else look again"),
        "appeal_upheld": _("Looked at again: the decision stands"),
        "appeal_overturned": _("Looked at again: the decision is cancelled"),
        "measure_ended": _("A measure is over"),
    }
    if entry.code in Decision.Kind.values:
        until = entry.detail.get("until")
        label = str(Decision.Kind(entry.code).label)
        return _("%(decision)s until %(day)s") % {"decision": label, "day": _day(until)} if until else label
    return words.get(entry.code, entry.code)


def _day(until: str) -> str:
    return spell_day(timezone.localtime(datetime.fromisoformat(until)), "j F Y, G \\h i")


def _counted(reports: list[Report]) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for report in reports:
        found[report.reason.label] = found.get(report.reason.label, 0) + 1
    return list(found.items())
