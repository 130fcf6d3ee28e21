"""Taking an answer that came by e-mail, once."""

from typing import TYPE_CHECKING

from django.db import transaction

from rse.notifications import replies
from rse.notifications.exceptions import ReplyRefused
from rse.notifications.models import ReceivedReply
from rse.notifications.replies import Reply
from rse.people.models import User as Account

if TYPE_CHECKING:
    from rse.people.models import User


@transaction.atomic
def take_reply(reply: Reply, *, actor: "User | None") -> bool:
    """Give the words to the room they answer, in the name of their author; False when this message was taken before. The sender must be the
    person's own address: a message that was forwarded does not let somebody else speak. Raises ReplyRefused, and what the room raises."""
    del actor  # the program reads the mailbox; the words are the author's
    author = Account.objects.filter(pk=reply.user_id, is_active=True).first()
    label, _colon, pk = reply.about.rpartition(":")
    handler = replies.handler_of(label)
    if author is None or handler is None:
        raise ReplyRefused("account")
    if not author.email or reply.sender.casefold() != author.email.casefold():
        raise ReplyRefused("sender")
    _row, new = ReceivedReply.objects.get_or_create(message_id=reply.message_id, defaults={"user": author, "about": reply.about})
    if new:
        handler.take(author, int(pk), reply.text)
    return new
