"""Pages of events."""

from rse.events.views.agenda import agenda, close_feed, event_file, feed, month, subscription
from rse.events.views.events import cancel, change, create, event, register, withdraw
from rse.events.views.organising import guests, guests_csv, guests_xlsx, name_organiser, remove_organiser, sheet

__all__ = [
    "agenda",
    "cancel",
    "change",
    "close_feed",
    "create",
    "event",
    "event_file",
    "feed",
    "guests",
    "guests_csv",
    "guests_xlsx",
    "month",
    "name_organiser",
    "register",
    "remove_organiser",
    "sheet",
    "subscription",
    "withdraw",
]
