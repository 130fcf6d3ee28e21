"""Pages of conversations."""

from rse.conversations.views.lines import delete, edit, news, restore, send
from rse.conversations.views.threads import conversation, conversations, leave, mark_read, mute, people, recent, rename, start

__all__ = [
    "conversation",
    "conversations",
    "delete",
    "edit",
    "leave",
    "mark_read",
    "mute",
    "news",
    "people",
    "recent",
    "rename",
    "restore",
    "send",
    "start",
]
