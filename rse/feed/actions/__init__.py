"""Everything that writes in the feed: one plain function each, announced by a signal of `rse.feed.signals`."""

from rse.feed.actions.answers import accept_answer
from rse.feed.actions.comments import delete_comment, edit_comment, empty_deleted_comments, recount_comments, restore_comment, send_comment
from rse.feed.actions.following import follow_tag, open_feed, unfollow_tag
from rse.feed.actions.reactions import react, recounted, take_back

__all__ = [
    "accept_answer",
    "delete_comment",
    "edit_comment",
    "empty_deleted_comments",
    "follow_tag",
    "open_feed",
    "react",
    "recount_comments",
    "recounted",
    "restore_comment",
    "send_comment",
    "take_back",
    "unfollow_tag",
]
