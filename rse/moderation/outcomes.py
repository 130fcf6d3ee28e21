"""What became of a report, for who reported: never a word about the person."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from rse.moderation.models import Decision, Report
from rse.moderation.signal_handlers import name_of, outcome_of


@dataclass(frozen=True)
class Outcome:
    report: Report
    name: str
    words: str
    judged: bool


def of_report(report: Report) -> Outcome:
    """Reads what the caller has fetched: the case and its decisions."""
    about = [row for row in report.case.decisions.all() if row.kind in Decision.ABOUT_OBJECT and row.kind != Decision.Kind.RESTORE]
    words = outcome_of(about[0]) if about else _("moderators have not looked at it yet")
    return Outcome(report=report, name=name_of(report.case), words=words, judged=not report.case.is_open)
