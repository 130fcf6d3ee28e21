"""Beginning a conversation, who is in it, what one has read of it, and for how long it stays silent."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from rse.conversations import conf
from rse.conversations.actions.lines import send
from rse.conversations.actions.seats import FRAME, announce, locked, seat_of, write
from rse.conversations.exceptions import AccountClosed, NobodyToWriteTo, TooManyPeople
from rse.conversations.models import Conversation, Line, Participant
from rse.conversations.permissions import reachable
from rse.conversations.signals import conversation_read, person_added
from rse.core import frames
from rse.people.models import User


@transaction.atomic
def start(
    people: Iterable[User], *, text: str, token: str, actor: User, name: str = "", files: Sequence[UploadedFile] = (), description: str = ""
) -> Conversation:
    """Write a first message to one colleague or more. To one alone, it joins what the two have said already; whoever had closed it is back.

    `token` makes a double click one conversation. Raises NobodyToWriteTo, TooManyPeople, AccountClosed, and what `send` refuses.
    """
    if not actor.is_active:
        raise PermissionDenied
    begun = Conversation.objects.filter(created_by=actor, token=token).first()
    if begun is not None:
        return begun
    others = list({user.pk: user for user in people if user.pk != actor.pk}.values())
    _require_readers(others)
    name = " ".join(name.split())
    conversation = _between(actor, others[0], token=token) if len(others) == 1 and not name else _among([actor, *others], name=name, token=token, actor=actor)
    send(conversation, text=text, files=files, description=description, token=token, actor=actor)
    conversation.refresh_from_db()
    return conversation


@transaction.atomic
def add_person(conversation: Conversation, *, person: User, actor: User) -> Participant:
    """`person` reads from now on, nothing of what was said before; everybody is told. Two people become a small group.

    Harmless twice. Raises AccountClosed, TooManyPeople; PermissionDenied to somebody who is not in it.
    """
    conversation = locked(conversation)
    seat_of(conversation, actor)
    place = Participant.objects.filter(conversation=conversation, user=person).first()
    if place is not None and place.left_at is None:
        return place
    _require_readers([person])
    if conversation.participants.present().count() >= conf.MOST_PEOPLE:
        raise TooManyPeople(conf.MOST_PEOPLE)
    seen = conversation.last_line
    place, _created = Participant.objects.update_or_create(
        conversation=conversation,
        user=person,
        defaults={"left_at": None, "muted_until": None, "joined_at": timezone.now(), "reads_after": seen, "last_read": seen},
    )
    if conversation.pair is not None:
        conversation.pair = None
        conversation.save(update_fields=["pair"])
    line = write(conversation, author=actor, kind=Line.Kind.ADDED, about=person)
    person_added.send(Line, line=line, person=person, actor=actor)
    return place


@transaction.atomic
def leave(conversation: Conversation, *, actor: User) -> Conversation:
    """`actor` reads it no longer, and the others are told; between two it is only put away until one of them writes again. Harmless twice."""
    conversation = locked(conversation)
    place = Participant.objects.filter(conversation=conversation, user=actor).first()
    if place is None:
        raise PermissionDenied
    if place.left_at is not None:
        return conversation
    if conversation.pair is None:
        write(conversation, author=actor, kind=Line.Kind.LEFT)
    place.left_at = timezone.now()
    place.save(update_fields=["left_at"])
    announce(conversation, actor)
    conversation_read.send(Conversation, conversation=conversation, user=actor, actor=actor)
    return conversation


@transaction.atomic
def mute(conversation: Conversation, *, until: datetime | None, actor: User) -> Participant:
    """Nothing rings for `actor` before `until`; None makes it speak again. Nobody else is told."""
    place = seat_of(locked(conversation), actor)
    place.muted_until = until
    place.save(update_fields=["muted_until"])
    frames.announce([actor.pk], kind=FRAME, id=conversation.pk)
    return place


@transaction.atomic
def rename(conversation: Conversation, *, name: str, actor: User) -> Conversation:
    """Give a small group a name, or take it away; everybody is told. Between two people there is none: PermissionDenied."""
    conversation = locked(conversation)
    seat_of(conversation, actor)
    if conversation.pair is not None:
        raise PermissionDenied
    name = " ".join(name.split())
    if name == conversation.name:
        return conversation
    conversation.name = name
    conversation.save(update_fields=["name"])
    write(conversation, author=actor, kind=Line.Kind.NAMED, text=name)
    return conversation


@transaction.atomic
def mark_read(conversation: Conversation, *, up_to: int, actor: User) -> Conversation:
    """`actor` has read the line of id `up_to` and what stands before it. Only their own unread count changes; nobody else ever knows. Harmless twice."""
    seat_of(conversation, actor)
    read = min(up_to, conversation.last_line)
    if Participant.objects.filter(conversation=conversation, last_read__lt=read).mine(actor).update(last_read=read):
        frames.announce([actor.pk], kind=FRAME, id=conversation.pk)
    conversation_read.send(Conversation, conversation=conversation, user=actor, actor=actor)
    return conversation


def _require_readers(people: list[User]) -> None:
    if not people:
        raise NobodyToWriteTo
    if len(people) >= conf.MOST_PEOPLE:
        raise TooManyPeople(conf.MOST_PEOPLE)
    open_accounts = set(reachable().filter(user__in=people).values_list("user", flat=True))
    for user in people:
        if user.pk not in open_accounts:
            raise AccountClosed(str(user))


def _between(actor: User, other: User, *, token: str) -> Conversation:
    """The one conversation of these two, begun if need be: two who write to each other at the same time find the same."""
    pair = ":".join(str(pk) for pk in sorted((actor.pk, other.pk)))
    found = Conversation.objects.filter(pair=pair).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            made = Conversation.objects.create(pair=pair, created_by=actor, token=token)
            _seat(made, [actor, other])
            return made
    except IntegrityError:
        return Conversation.objects.get(Q(pair=pair) | Q(created_by=actor, token=token))


def _among(people: list[User], *, name: str, token: str, actor: User) -> Conversation:
    try:
        with transaction.atomic():
            made = Conversation.objects.create(name=name, created_by=actor, token=token)
            _seat(made, people)
            return made
    except IntegrityError:
        return Conversation.objects.get(created_by=actor, token=token)


def _seat(conversation: Conversation, people: list[User]) -> None:
    Participant.objects.bulk_create(Participant(conversation=conversation, user=user) for user in people)
