"""What happens in conversations, sent inside the transaction with `Signal.send`. `sender` is the model class; every payload holds `actor`."""

from django.dispatch import Signal

#: line: Line. A message was written; its conversation's other participants may be told.
line_sent = Signal()

#: line: Line, person: User. Somebody now reads the conversation, from this line on.
person_added = Signal()

#: conversation: Conversation, user: User. One person has read what there was: what was told about it is old news for them.
conversation_read = Signal()
