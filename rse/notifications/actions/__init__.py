"""Everything that writes notifications and choices about them."""

from rse.notifications.actions.choices import choose_digest, choose_email, choose_level, do_not_disturb, leave_emails, mute, prefer
from rse.notifications.actions.reading import mark_all_read, mark_read
from rse.notifications.actions.replies import take_reply
from rse.notifications.actions.subscriptions import subscribe, unsubscribe_browser
from rse.notifications.actions.telling import FRAME, notify, take_back

__all__ = [
    "FRAME",
    "choose_digest",
    "choose_email",
    "choose_level",
    "do_not_disturb",
    "leave_emails",
    "mark_all_read",
    "mark_read",
    "mute",
    "notify",
    "prefer",
    "subscribe",
    "take_back",
    "take_reply",
    "unsubscribe_browser",
]
