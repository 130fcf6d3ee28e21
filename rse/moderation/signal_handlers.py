"""Who is told of what happens in moderation: rows only, written in the transaction of the decision."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rse.core import frames, reporting
from rse.moderation import journal
from rse.moderation.models import Appeal, Case, Crisis, CrisisEntry, Decision, Report
from rse.moderation.permissions import judges_of_appeal, targeted_by, told_of
from rse.moderation.signals import appeal_judged, appealed, crisis_closed, crisis_opened, decided, measure_ended, replied, reported, truth_told
from rse.notifications.actions import notify
from rse.notifications.permissions import can_send_urgent
from rse.people.models import User

BANNER = "crisis"


def connect() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    for signal, receiver in (
        (reported, on_reported),
        (decided, on_decided),
        (measure_ended, on_measure_ended),
        (replied, on_replied),
        (appealed, on_appealed),
        (appeal_judged, on_appeal_judged),
        (crisis_opened, on_crisis_opened),
        (truth_told, on_truth_told),
        (crisis_closed, on_crisis_closed),
    ):
        signal.connect(receiver, dispatch_uid=f"moderation.{receiver.__name__}")


def on_reported(report: Report, case: Case, first: bool, **_payload: object) -> None:
    """Moderators are told once a case; the next reports of the same object wait in the queue with it. Nobody who reported is told of it."""
    if first:
        people = told_of(case).exclude(pk=report.reporter_id)
        url = reverse("moderation:case", args=[case.pk])
        notify(people, kind="moderation_report", key=f"case-{case.pk}", url=url, params={"thing": name_of(case)}, actor=None)


def on_decided(decision: Decision, actor: User | None, **_payload: object) -> None:
    """The person reads the reason; those who reported, the outcome."""
    case = decision.case
    if decision.person is not None:
        url = reverse("moderation:mine", args=[decision.pk])
        params = {"decision": decision.get_kind_display()}
        notify([decision.person], kind="moderation_decision", key=f"decision-{decision.pk}", url=url, params=params, actor=None)
    if decision.kind in {Decision.Kind.NOTHING, Decision.Kind.HIDE, Decision.Kind.LOCK, Decision.Kind.REMOVE}:
        reporters = User.objects.filter(reports__case=case).exclude(pk=actor.pk if actor else 0)
        params = {"outcome": outcome_of(decision)}
        notify(reporters, kind="moderation_outcome", key=f"outcome-{case.pk}", url=reverse("moderation:reports"), params=params, actor=None)


def on_measure_ended(decision: Decision, **_payload: object) -> None:
    if decision.person is not None and decision.is_pause:
        url = reverse("moderation:mine", args=[decision.pk])
        notify([decision.person], kind="moderation_ended", key=f"ended-{decision.pk}", url=url, params={}, actor=None)


def on_replied(decision: Decision, **_payload: object) -> None:
    url = reverse("moderation:case", args=[decision.case_id])
    notify([decision.decided_by], kind="moderation_reply", key=f"reply-{decision.pk}", url=url, params={}, actor=None)


def on_appealed(appeal: Appeal, **_payload: object) -> None:
    url = reverse("moderation:case", args=[appeal.decision.case_id])
    notify(judges_of_appeal(appeal), kind="moderation_appeal", key=f"appeal-{appeal.pk}", url=url, params={}, actor=None)


def on_appeal_judged(appeal: Appeal, **_payload: object) -> None:
    if appeal.decision.person is not None:
        url = reverse("moderation:mine", args=[appeal.decision_id])
        params = {"outcome": appeal.get_state_display()}
        notify([appeal.decision.person], kind="moderation_appeal_judged", key=f"judged-{appeal.pk}", url=url, params=params, actor=None)


def on_crisis_opened(crisis: Crisis, actor: User, **_payload: object) -> None:
    """To everybody concerned, at any hour when whoever opens may do so (`notifications.send_urgent`); the journal says how many were told."""
    _tell_urgently(crisis, kind="crisis_opened", key=f"crisis-{crisis.pk}", actor=actor)


def on_truth_told(crisis: Crisis, entry: CrisisEntry, actor: User, **_payload: object) -> None:
    hour = date_format(timezone.localtime(entry.at), "G \\h i")
    _tell_urgently(crisis, kind="crisis_truth", key=f"truth-{entry.number}-{crisis.pk}", actor=actor, hour=hour)


def on_crisis_closed(crisis: Crisis, actor: User, **_payload: object) -> None:
    """In working hours: the end of a crisis is no emergency."""
    people = list(targeted_by(crisis))
    url = reverse("moderation:crisis", args=[crisis.pk])
    notify(people, kind="crisis_closed", key=f"closed-{crisis.pk}", url=url, params={"title": crisis.title}, actor=actor)
    frames.announce([user.pk for user in people], kind=BANNER, id=crisis.pk)


def name_of(case: Case) -> str:
    """« message », « commentaire »: the kind of the object, in the active language."""
    kind = reporting.get(case.label)
    return str(kind.name) if kind else _("something that is no longer here")


def outcome_of(decision: Decision) -> str:
    """For who reported: what became of it, without a word about the person."""
    words = {
        Decision.Kind.NOTHING: _("moderators left it in place"),
        Decision.Kind.HIDE: _("it was hidden"),
        Decision.Kind.LOCK: _("comments are closed there"),
        Decision.Kind.REMOVE: _("it was removed"),
    }
    return words.get(Decision.Kind(decision.kind), "")


def _tell_urgently(crisis: Crisis, *, kind: str, key: str, actor: User, **params: str) -> None:
    people = list(targeted_by(crisis))
    url = reverse("moderation:crisis", args=[crisis.pk])
    urgent = can_send_urgent(actor)
    notify(people, kind=kind, key=key, url=url, params={"title": crisis.title, **params}, actor=actor, urgent=urgent, reason=crisis.title)
    journal.record(crisis, "told_at_once" if urgent else "told", actor=actor, kind=kind, people=len(people))
    frames.announce([user.pk for user in people], kind=BANNER, id=crisis.pk)
