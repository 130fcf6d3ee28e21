"""Figures in words, as a director reads them aloud. Pure; never about anybody."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from referents.indicators.figures import Dimension, Figures
from referents.indicators.periods import Period
from referents.models.calendars import Metric

DURATIONS = {
    Metric.FIRST_CONTACT: gettext_lazy("First contact with the citizen"),
    Metric.ANSWER: gettext_lazy("Published answer"),
    Metric.EXPERT_ANSWER: gettext_lazy("Technical answer, from the first person asked"),
    Metric.REVIEW: gettext_lazy("Review of a wording"),
}
SHARES = {
    "first_contact_in_time": gettext_lazy("First contacts within the time promised"),
    "answer_in_time": gettext_lazy("Answers within the time promised"),
    "without_review": gettext_lazy("Answers that left on the signed charter alone, without review"),
    "reused": gettext_lazy("Answers that started from a reusable one"),
    "redirected": gettext_lazy("Questions answered after being given to somebody else"),
    "unsure": gettext_lazy("Answers whose publication was refused or had to be checked"),
    "by_hand": gettext_lazy("Answers posted by hand"),
    "reopened": gettext_lazy("Questions that a citizen opened again"),
    "handed_over": gettext_lazy("Questions handed over to the competent body"),
    "no_reply": gettext_lazy("Messages that needed no reply (thanks, remark)"),
}
DIMENSIONS = {
    Dimension.DEPARTMENT: gettext_lazy("By department"),
    Dimension.TOPIC: gettext_lazy("By subject"),
    Dimension.NETWORK: gettext_lazy("By network"),
    Dimension.ACCOUNT: gettext_lazy("By account"),
}
GROUPS = {
    Dimension.DEPARTMENT: gettext_lazy("Department"),
    Dimension.TOPIC: gettext_lazy("Subject"),
    Dimension.NETWORK: gettext_lazy("Network"),
    Dimension.ACCOUNT: gettext_lazy("Account"),
}
# Shares of which more is better; the others are facts, neither good nor bad.
BETTER_HIGH = ("first_contact_in_time", "answer_in_time", "reused")
BETTER_LOW = ("redirected", "unsure", "reopened")
POINTS = 0.05
TENTH = 0.1


def lasting(time: timedelta) -> str:
    """« 25 min », « 2 h 10 », « 31 h »; days only from two days on: « 3 jours »."""
    minutes = round(time / timedelta(minutes=1))
    if minutes < 60:
        return _("%(count)d min") % {"count": minutes}
    if minutes < 10 * 60:
        hours, rest = divmod(minutes, 60)
        return _("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": rest} if rest else _("%(count)d h") % {"count": hours}
    if minutes < 48 * 60:
        return _("%(count)d h") % {"count": round(minutes / 60)}
    days = round(minutes / (24 * 60))
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def opening(time: timedelta) -> str:
    """Opening time stays in hours: a day of ours has seven of them."""
    return lasting(time) if time < timedelta(hours=48) else _("%(count)d h") % {"count": round(time / timedelta(hours=1))}


def percent(share: float) -> str:
    return _("%(count)d %%") % {"count": round(share * 100)}


def compared(now: Figures, before: Figures | None, period: Period) -> list[str]:
    """What changed since the period before, a sentence a figure; one sentence when nothing can be compared."""
    if before is None:
        return [_("Too few questions %(before)s to compare.") % {"before": period.compared}]
    said = [_received(now, before, period), _answered(now, before, period)]
    for metric in (Metric.FIRST_CONTACT, Metric.ANSWER):
        said += _faster(metric, now, before, period)
    for code in ("first_contact_in_time", "answer_in_time", "without_review", "reused"):
        said += _share(code, now, before, period)
    return said


def _received(now: Figures, before: Figures, period: Period) -> str:
    words = ngettext(
        "%(count)d question received, against %(earlier)d %(before)s.", "%(count)d questions received, against %(earlier)d %(before)s.", now.received
    )
    return words % {"count": now.received, "earlier": before.received, "before": period.compared}


def _answered(now: Figures, before: Figures, period: Period) -> str:
    words = ngettext(
        "%(count)d answer published, against %(earlier)d %(before)s.", "%(count)d answers published, against %(earlier)d %(before)s.", now.answered
    )
    return words % {"count": now.answered, "earlier": before.answered, "before": period.compared}


def _faster(metric: str, now: Figures, before: Figures, period: Period) -> list[str]:
    here, there = now.durations[metric], before.durations[metric]
    if here is None or there is None:
        return []
    words = _("%(what)s: one time in two within %(time)s of opening time, against %(earlier)s %(before)s.")
    return [
        words
        % {
            "what": DURATIONS[Metric(metric)],
            "time": opening(here.business.median),
            "earlier": opening(there.business.median),
            "before": period.compared,
        }
    ]


def _share(code: str, now: Figures, before: Figures, period: Period) -> list[str]:
    here, there = now.shares[code], before.shares[code]
    if here is None or there is None:
        return []
    words = _("%(what)s: %(share)s, against %(earlier)s %(before)s.")
    return [words % {"what": SHARES[code], "share": percent(here), "earlier": percent(there), "before": period.compared}]


def improved(now: Figures, before: Figures | None, period: Period) -> list[str]:
    """What got better for citizens by a tenth, or by five points; no sentence for what did not."""
    if before is None:
        return []
    said: list[str] = []
    for metric in (Metric.FIRST_CONTACT, Metric.ANSWER):
        here, there = now.durations[metric], before.durations[metric]
        if here and there and here.business.median < there.business.median * (1 - TENTH):
            said += _faster(metric, now, before, period)
    for sign, codes in ((1, BETTER_HIGH), (-1, BETTER_LOW)):
        for code in codes:
            here_share, there_share = now.shares[code], before.shares[code]
            if here_share is not None and there_share is not None and sign * (here_share - there_share) >= POINTS:
                said += _share(code, now, before, period)
    return said
