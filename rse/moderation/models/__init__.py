"""Reports grouped by what they are about, decisions with their reasons, appeals, the journal; the minimum of a crisis."""

from rse.moderation.models.cases import Case, Reason, Report
from rse.moderation.models.crisis import Crisis, CrisisEntry, CrisisReading
from rse.moderation.models.decisions import Appeal, Decision
from rse.moderation.models.journal import Entry

__all__ = ["Appeal", "Case", "Crisis", "CrisisEntry", "CrisisReading", "Decision", "Entry", "Reason", "Report"]
