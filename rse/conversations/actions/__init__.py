"""Everything that writes conversations: one plain function each, announced by a signal of `rse.conversations.signals` and by a frame."""

from rse.conversations.actions.conversations import add_person, leave, mark_read, mute, rename, start
from rse.conversations.actions.erasing import erase_deleted, erase_names
from rse.conversations.actions.lines import delete, edit, hide, remove, restore, send, show

__all__ = [
    "add_person",
    "delete",
    "edit",
    "erase_deleted",
    "erase_names",
    "hide",
    "leave",
    "mark_read",
    "mute",
    "remove",
    "rename",
    "restore",
    "send",
    "show",
    "start",
]
