"""Domain signals, sent inside the transaction with `Signal.send`. `sender` is always the model class.

Every payload also holds `actor: User | None` (None: the program itself). A receiver only writes rows and may run twice.
"""

from django.dispatch import Signal

#: post: Post. It has just been sent, at once or at its hour: its readers may see it.
post_published = Signal()

#: post: Post, previous: PostVersion. The words have changed; readers may compare.
post_edited = Signal()

#: post: Post. Gone from every exit; the row stays 30 days for moderators.
post_deleted = Signal()

#: post: Post. A scheduled post could not leave (the author no longer writes there): it is a draft again.
post_returned = Signal()

#: post: Post, comment: Comment | None, users: list[User]. Named for the first time there, each of them reads the place; the author is not among them.
mentioned = Signal()

#: post: Post. Its readers are asked to read it before `post.must_read_until`; None: they no longer are.
reading_required = Signal()

#: post: Post, users: list[User]. Who has still to read it is reminded.
reading_reminded = Signal()

#: post: Post, user: User. « J’ai lu ».
reading_acknowledged = Signal()

#: poll: Poll, voters: list[int] (user ids). Sent once, when the hour has passed; an anonymous poll forgets right after who chose what.
poll_closed = Signal()

#: poll: Poll. Counters have changed.
poll_voted = Signal()

#: post: Post. Pinned, unpinned, comments closed or opened: what stands around the words has changed.
post_arranged = Signal()

#: post: Post, original: Post. `post` shows a card of `original` to whoever may read both.
post_shared = Signal()

#: spokesperson: Spokesperson, code: str among named, removed (the row is gone).
spokesperson_changed = Signal()

#: comment: Comment, answered: Comment | None. A comment has been sent under `comment.post`; `answered` is the one it answers,
#: perhaps itself an answer.
comment_sent = Signal()

#: comment: Comment. The words of a comment have changed; those before are in its versions.
comment_edited = Signal()

#: comment: Comment, restored: bool. The comment keeps its place, without words; `restored` is True when it came back.
comment_deleted = Signal()

#: reaction: Reaction. Somebody reacted to `reaction.post` or to `reaction.comment`.
reaction_given = Signal()

#: target: Post | Comment, left: int. They took a reaction back; `left` is how many of theirs remain there.
reaction_taken_back = Signal()

#: post: Post, comment: Comment | None. The asker says which answer was the right one; None when none is any more.
answer_accepted = Signal()

#: post: Post, comment: Comment | None, actor: User | None. A decision of moderation hid, removed, showed again, closed or opened something there.
moderated = Signal()
