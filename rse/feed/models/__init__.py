"""Posts, comments, reactions, polls. Ideas, events and pages are talked about through a post of their own: one place for every thread."""

from rse.feed.models.comments import Comment, CommentVersion
from rse.feed.models.following import FollowedTag, Visit
from rse.feed.models.polls import Poll, PollOption, Vote
from rse.feed.models.posts import Hashtag, Mention, Post, PostVersion
from rse.feed.models.reactions import Reaction, ReactionKind
from rse.feed.models.reading import Acknowledgement, SavedPost
from rse.feed.models.spokespeople import Spokesperson

__all__ = [
    "Acknowledgement",
    "Comment",
    "CommentVersion",
    "FollowedTag",
    "Hashtag",
    "Mention",
    "Poll",
    "PollOption",
    "Post",
    "PostVersion",
    "Reaction",
    "ReactionKind",
    "SavedPost",
    "Spokesperson",
    "Visit",
    "Vote",
]
