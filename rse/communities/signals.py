"""Domain signals, sent inside the transaction with `Signal.send`. `sender` is always the model class.

Every payload also holds `actor: User | None` (None: the program itself). A receiver only writes rows and may run twice.
"""

from django.dispatch import Signal

#: community: Community. A group exists; its creator owns it.
community_created = Signal()

#: community: Community, fields: list[str], previous: dict[str, object]. What the group is, says or allows has changed; `previous` holds the old values.
community_changed = Signal()

#: community: Community. Nobody writes in the group any more; who read it still does.
community_archived = Signal()

#: community: Community. The archived group is alive again.
community_reopened = Signal()

#: membership: Membership. The person is in the group; `membership.source` says how.
membership_began = Signal()

#: community: Community, user: User, role: str, source: str, reason: str among left, excluded, moved, gone. The person is no longer in it; the row is gone.
membership_ended = Signal()

#: membership: Membership, previous: str. The person now holds `membership.role`.
role_changed = Signal()

#: invitation: Invitation. A colleague is called in.
invitation_sent = Signal()

#: invitation: Invitation. Accepted, declined or withdrawn, as its state says.
invitation_answered = Signal()

#: request: JoinRequest. Somebody asks to come in.
request_made = Signal()

#: request: JoinRequest. Accepted, refused or withdrawn, as its state says.
request_decided = Signal()
