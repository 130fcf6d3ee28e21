"""An answer by e-mail to « … vous a écrit » is a message in the same conversation."""

from uuid import uuid4

from django.core.exceptions import PermissionDenied

from rse.conversations import actions
from rse.conversations.models import Conversation, Line
from rse.notifications import replies
from rse.people.models import User


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    replies.register(replies.Handler("talk", "conversations.conversation", take))


def take(user: User, pk: int, text: str) -> Line:
    """The same action as the page, its rights asked again. Raises PermissionDenied to who is no longer in it, and what `send` raises."""
    conversation = Conversation.objects.visible_to(user).filter(pk=pk).first()
    if conversation is None:
        raise PermissionDenied
    return actions.send(conversation, text=text, token=uuid4().hex, actor=user)
