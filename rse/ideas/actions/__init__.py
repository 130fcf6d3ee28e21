"""Everything that writes ideas."""

from rse.ideas.actions.answers import answer
from rse.ideas.actions.boxes import change_box, open_box
from rse.ideas.actions.ideas import merge, propose
from rse.ideas.actions.reminders import remind_answerers
from rse.ideas.actions.supports import support, withdraw_support

__all__ = ["answer", "change_box", "merge", "open_box", "propose", "remind_answerers", "support", "withdraw_support"]
