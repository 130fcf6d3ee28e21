"""« Le mois en une page »: what a director reads in two minutes. Five sentences, three charts, what improved, what waits."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from referents.indicators import words
from referents.indicators.page import Page
from referents.indicators.standing import Standing
from referents.models.calendars import Metric


@dataclass(frozen=True)
class Month:
    """`sentences` are five at most: one that has nothing to say of a small month is left out. `waits` is of today when `now`."""

    sentences: list[str]
    improved: list[str]
    waits: list[str]


def month(found: Page, standing: Standing | None) -> Month:
    """From the figures of one month; `standing` only for a month whose today is still worth saying (this one and the last)."""
    if found.figures is None:
        return Month([], [], _standing(standing))
    said = [_came(found), _first_contact(found), _in_time(found), _how(found), _about(found)]
    return Month([one for one in said if one], words.improved(found.figures, found.before, found.period), [*_open(found), *_standing(standing)])


def _came(found: Page) -> str:
    if found.figures is None:
        return ""
    values = {"month": found.period.label, "received": found.figures.received, "answered": found.figures.answered}
    if found.before is None:
        return _("In %(month)s, citizens asked %(received)d questions and %(answered)d answers were published.") % values
    more = found.figures.received - found.before.received
    values |= {"more": abs(more), "before": found.period.compared}
    if more > 0:
        return _("In %(month)s, citizens asked %(received)d questions, %(more)d more than %(before)s, and %(answered)d answers were published.") % values
    if more < 0:
        return _("In %(month)s, citizens asked %(received)d questions, %(more)d fewer than %(before)s, and %(answered)d answers were published.") % values
    return _("In %(month)s, citizens asked %(received)d questions, as many as %(before)s, and %(answered)d answers were published.") % values


def _first_contact(found: Page) -> str:
    duration = found.figures.durations[Metric.FIRST_CONTACT] if found.figures else None
    if duration is None:
        return ""
    values = {"half": words.opening(duration.business.median), "most": words.opening(duration.business.most)}
    return _("Half of them heard from the town within %(half)s of opening time, nine in ten within %(most)s.") % values


def _in_time(found: Page) -> str:
    if found.figures is None:
        return ""
    share, duration = found.figures.shares["answer_in_time"], found.figures.durations[Metric.ANSWER]
    if share is None or duration is None:
        return ""
    values = {"share": words.percent(share), "half": words.opening(duration.business.median)}
    return _("The answer left within the time promised in %(share)s of cases; half of the answers took less than %(half)s of opening time.") % values


def _how(found: Page) -> str:
    if found.figures is None:
        return ""
    alone, reused = found.figures.shares["without_review"], found.figures.shares["reused"]
    if alone is None or reused is None:
        return ""
    values = {"alone": words.percent(alone), "reused": words.percent(reused)}
    return _(
        "%(alone)s of the answers left on the signed charter alone, without any other validation, and %(reused)s started from an answer already written."
    ) % (values)


def _about(found: Page) -> str:
    groups = [line for line in found.lines if not line.others]
    if not groups:
        return ""
    first = groups[0]
    if len(groups) == 1:
        return _("The department most asked was %(first)s (%(count)d questions).") % {"first": first.label, "count": first.figures.received}
    values = {"first": first.label, "count": first.figures.received, "second": groups[1].label, "other": groups[1].figures.received}
    return _("The departments most asked were %(first)s (%(count)d questions) and %(second)s (%(other)d questions).") % values


def _open(found: Page) -> list[str]:
    if not found.open_at_end:
        return []
    if found.open_at_end < 5:
        return [_("Fewer than five questions were still open at the end of the month.")]
    return [_("%(count)d questions were still open at the end of the month.") % {"count": found.open_at_end}]


def _standing(standing: Standing | None) -> list[str]:
    if standing is None:
        return []
    said = []
    alone = standing.subjects - standing.subjects_held
    if alone:
        said.append(ngettext("%(count)d subject has no referent.", "%(count)d subjects have no referent.", alone) % {"count": alone})
    if standing.accounts_alone:
        words_of = ngettext("%(count)d official account has no second holder.", "%(count)d official accounts have no second holder.", standing.accounts_alone)
        said.append(words_of % {"count": standing.accounts_alone})
    if standing.to_sign:
        words_of = ngettext(
            "%(count)d publisher still has to sign the charter in force.", "%(count)d publishers still have to sign the charter in force.", standing.to_sign
        )
        said.append(words_of % {"count": standing.to_sign})
    return said
