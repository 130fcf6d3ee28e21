"""What the actions share: the conversation under its lock, the place of the actor, a line written and told."""

from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from rse.conversations.models import Conversation, Line, Participant
from rse.core import frames
from rse.people.models import User

FRAME = "conversation"


def locked(conversation: Conversation) -> Conversation:
    """Lines of one conversation are written one after the other: their ids follow the order in which they can be read."""
    return Conversation.objects.select_for_update().get(pk=conversation.pk)


def seat_of(conversation: Conversation, user: User) -> Participant:
    """The place `user` holds today; read after the lock. Raises PermissionDenied."""
    seat = Participant.objects.filter(conversation=conversation).mine(user).first()
    if seat is None:
        raise PermissionDenied
    return seat


def write(conversation: Conversation, *, author: User, kind: str = Line.Kind.WORDS, text: str = "", about: User | None = None, token: str = "") -> Line:
    """One line at the end of a locked conversation; its author has read it, and what came before."""
    now = timezone.now()
    line = Line.objects.create(
        conversation=conversation, author=author, kind=kind, text=text, about=about, token=token or uuid4().hex, created_at=now, changed_at=now
    )
    conversation.last_line, conversation.last_line_at = line.pk, now
    conversation.save(update_fields=["last_line", "last_line_at"])
    Participant.objects.filter(conversation=conversation, user=author).update(last_read=line.pk)
    announce(conversation)
    return line


def announce(conversation: Conversation, *besides: User) -> None:
    """Open pages of those who are in it, and of `besides`, fetch what is new."""
    here = list(conversation.participants.present().values_list("user", flat=True))
    frames.announce([*here, *(user.pk for user in besides)], kind=FRAME, id=conversation.pk)
