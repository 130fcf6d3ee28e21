"""Everything that writes events: one plain function each, announced by a signal of `rse.events.signals`."""

from rse.events.actions.events import cancel, change, name_organiser, plan, remove_organiser
from rse.events.actions.feeds import close_feed, open_feed
from rse.events.actions.registrations import register, release, withdraw
from rse.events.actions.reminders import remind

__all__ = ["cancel", "change", "close_feed", "name_organiser", "open_feed", "plan", "register", "release", "remind", "remove_organiser", "withdraw"]
