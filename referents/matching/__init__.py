"""From a citizen's message to whoever can answer: what it is about, how sensitive it is, whom to ask."""

from referents.matching.asking import Candidate, candidates, present_or_deputy, reasons
from referents.matching.reading import Match, TopicFound, area_in, departments, is_thanks, match
from referents.matching.reasons import Reason, Why
from referents.matching.sensitivity import Alarm

__all__ = [
    "Alarm",
    "Candidate",
    "Match",
    "Reason",
    "TopicFound",
    "Why",
    "area_in",
    "candidates",
    "departments",
    "is_thanks",
    "match",
    "present_or_deputy",
    "reasons",
]
