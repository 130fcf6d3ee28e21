"""Who may read, write and change what in a conversation. Nobody from outside, whatever their role."""

from datetime import datetime

from django.db.models import Q, QuerySet

from rse.conversations import conf
from rse.conversations.models import Conversation, Line, Participant
from rse.people.models import Agent, User


def audience_of_conversation(conversation: Conversation) -> QuerySet[User]:
    """The inverse of `Conversation.objects.visible_to`."""
    return User.objects.filter(is_active=True, pk__in=conversation.participants.present().values("user"))


def audience_of_participant(participant: Participant) -> QuerySet[User]:
    """The inverse of `Participant.objects.visible_to`."""
    return audience_of_conversation(participant.conversation)


def audience_of_line(line: Line) -> QuerySet[User]:
    """The inverse of `Line.objects.visible_to`."""
    here = line.conversation.participants.present().filter(reads_after__lt=line.pk).values("user")
    people = User.objects.filter(is_active=True, pk__in=here)
    return people.filter(pk=line.author_id) if line.state == Line.State.HIDDEN else people


def can_edit(user: User, line: Line, *, at: datetime) -> bool:
    """One's own words, for fifteen minutes."""
    return _own(user, line) and line.state == Line.State.SENT and at < line.created_at + conf.EDIT_FOR


def can_delete(user: User, line: Line) -> bool:
    """One's own words, at any time."""
    return _own(user, line) and line.state == Line.State.SENT


def can_restore(user: User, line: Line, *, at: datetime) -> bool:
    """One's own, for a day after deleting it."""
    mine = _own(user, line) and line.state == Line.State.DELETED and not line.removed
    return mine and line.deleted_at is not None and at < line.deleted_at + conf.RESTORE_FOR


def reachable() -> QuerySet[Agent]:
    """The people one may write to: in post, with an open account."""
    return Agent.objects.filter(state=Agent.State.ACTIVE, user__is_active=True)


def no_longer_answering(people: "list[User]") -> list[User]:
    """Those whose account is closed or who have left: what is written to them will not be read. One query."""
    silent = User.objects.filter(pk__in=[user.pk for user in people]).filter(Q(is_active=False) | Q(agent__state=Agent.State.LEFT))
    ids = set(silent.values_list("pk", flat=True))
    return [user for user in people if user.pk in ids]


def _own(user: User, line: Line) -> bool:
    return user.is_active and line.author_id == user.pk and line.kind == Line.Kind.WORDS
