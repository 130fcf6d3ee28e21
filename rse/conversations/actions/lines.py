"""Writing a message, changing it for a while, deleting it in two stages."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from rse.communities import restrictions
from rse.conversations import conf
from rse.conversations.actions.seats import announce, locked, seat_of, write
from rse.conversations.exceptions import EmptyLine, LineTooLong, TooLateToEdit, TooLateToRestore, TooManyFiles
from rse.conversations.models import Conversation, Line, Participant
from rse.conversations.permissions import can_delete, can_edit, can_restore
from rse.conversations.signals import line_sent
from rse.core.actions import attach, receive_file
from rse.people.models import User


@transaction.atomic
def send(conversation: Conversation, *, text: str, token: str, actor: User, files: Sequence[UploadedFile] = (), description: str = "") -> Line:
    """Write one message; `description` tells the pictures to whoever cannot see them. Between two people, whoever had put the conversation away
    finds it again. `token` makes a double click one message.

    Raises EmptyLine, LineTooLong, TooManyFiles, an UploadRefused, Restricted; PermissionDenied to somebody who is not in it.
    """
    conversation = locked(conversation)
    if conversation.pair is not None:
        Participant.objects.filter(conversation=conversation).exclude(left_at=None).update(left_at=None)
    seat_of(conversation, actor)
    said = Line.objects.filter(conversation=conversation, author=actor, token=token).first()
    if said is not None:
        return said
    restrictions.require_for_messages(actor)
    text = _words(text, files)
    if len(files) > conf.MOST_FILES:
        raise TooManyFiles(conf.MOST_FILES)
    line = write(conversation, author=actor, text=text, token=token)
    for file in files:
        attach(receive_file(file, actor=actor, description=description[:255]), owner=line, actor=actor)
    line_sent.send(Line, line=line, actor=actor)
    return line


@transaction.atomic
def edit(line: Line, *, text: str, actor: User) -> Line:
    """Change one's own words within fifteen minutes; the line says that it was changed. Raises TooLateToEdit, EmptyLine, LineTooLong."""
    line = _own(line, actor)
    if not can_edit(actor, line, at=timezone.now()):
        raise TooLateToEdit
    text = _words(text, ())
    if text != line.text:
        line.text = text
        line.edited_at = line.changed_at = timezone.now()
        line.save(update_fields=["text", "edited_at", "changed_at"])
        announce(line.conversation)
    return line


@transaction.atomic
def delete(line: Line, *, actor: User) -> Line:
    """First stage: nobody reads one's own words any more, their place stays. See `restore` and `erase_deleted`. Harmless twice."""
    line = _own(line, actor)
    if can_delete(actor, line):
        line.deleted_at = timezone.now()
        _move(line, Line.State.DELETED)
    return line


@transaction.atomic
def restore(line: Line, *, actor: User) -> Line:
    """Take back a deletion within a day. Harmless twice. Raises TooLateToRestore."""
    line = _own(line, actor)
    if line.state == Line.State.SENT:
        return line
    if not can_restore(actor, line, at=timezone.now()):
        raise TooLateToRestore
    line.deleted_at = None
    _move(line, Line.State.SENT)
    return line


@transaction.atomic
def hide(line: Line, *, actor: User | None) -> Line:
    """Moderation: nobody but its author reads it any more. The caller has checked that `actor` may. Harmless twice."""
    line = _locked(line)
    if line.state == Line.State.SENT:
        _move(line, Line.State.HIDDEN)
    return line


@transaction.atomic
def show(line: Line, *, actor: User | None) -> Line:
    """Moderation: what was hidden is read again. The caller has checked that `actor` may. Harmless twice."""
    line = _locked(line)
    if line.state == Line.State.HIDDEN:
        _move(line, Line.State.SENT)
    return line


@transaction.atomic
def remove(line: Line, *, actor: User | None) -> Line:
    """Moderation: deleted for everybody, its author included, who cannot take it back. The caller has checked that `actor` may. Harmless twice."""
    line = _locked(line)
    if line.state != Line.State.DELETED:
        line.removed, line.deleted_at = True, timezone.now()
        _move(line, Line.State.DELETED)
    return line


def _words(text: str, files: Sequence[UploadedFile]) -> str:
    text = text.replace("\r\n", "\n").replace("\0", "").strip()
    if not text and not files:
        raise EmptyLine
    if len(text) > Line.MAX_LENGTH:
        raise LineTooLong(Line.MAX_LENGTH)
    return text


def _locked(line: Line) -> Line:
    return Line.objects.select_for_update(of=("self",)).select_related("conversation").get(pk=line.pk)


def _own(line: Line, actor: User) -> Line:
    """The line under its lock. PermissionDenied unless `actor` wrote it and is still in the conversation."""
    line = _locked(line)
    seat_of(line.conversation, actor)
    if line.author_id != actor.pk or line.kind != Line.Kind.WORDS:
        raise PermissionDenied
    return line


def _move(line: Line, state: str) -> None:
    line.state, line.changed_at = state, timezone.now()
    line.save(update_fields=["state", "changed_at", "deleted_at", "removed"])
    announce(line.conversation)
