"""Second stage: what was deleted goes for ever, and so do the names of whoever is erased."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rse.conversations import conf
from rse.conversations.models import Conversation, Line
from rse.core import outbox
from rse.core.models import Attachment, OutboxEvent
from rse.people.models import User

FILE_GONE = "conversations.file_gone"


@transaction.atomic
def erase_deleted(*, before: datetime, actor: User | None) -> int:
    """Erase the words and files of what was deleted before then; its empty place stays. Answers how many. A batch at a time."""
    lines = list(Line.objects.deleted_before(before).order_by("deleted_at")[: conf.ERASED_AT_ONCE])
    pks = [line.pk for line in lines]
    if not pks:
        return 0
    for attachment in Attachment.objects.filter(owner_label=Line._meta.label_lower, owner_pk__in=pks):
        _erase_file(attachment)
    return Line.objects.filter(pk__in=pks).update(text="", erased_at=timezone.now())


@transaction.atomic
def erase_names(names: Sequence[str], *, nameless: str, actor: User | None) -> int:
    """Put `nameless` where somebody who is erased was named, in what was said and in what conversations are called. Answers how many lines."""
    holding, called = Q(), Q()
    for name in names:
        holding |= Q(text__contains=name)
        called |= Q(name__contains=name)
    if not names:
        return 0
    for conversation in Conversation.objects.filter(called):
        Conversation.objects.filter(pk=conversation.pk).update(name=_without(conversation.name, names, nameless)[:80])
    lines = list(Line.objects.filter(holding))
    for line in lines:
        Line.objects.filter(pk=line.pk).update(text=_without(line.text, names, nameless)[: Line.MAX_LENGTH])
    return len(lines)


def delete_file(event: OutboxEvent) -> None:
    """What the outbox runs: a file already gone is no failure."""
    default_storage.delete(str(event.payload["name"]))


def _erase_file(attachment: Attachment) -> None:
    """Delete the row; the file follows the commit, and the outbox comes back to it should the disk fail."""
    name = attachment.file.name or ""
    attachment.delete()
    outbox.emit(FILE_GONE, payload={"name": name}, key=f"conversation-file-gone-{name}"[:160])
    transaction.on_commit(partial(default_storage.delete, name), robust=True)


def _without(text: str, names: Sequence[str], nameless: str) -> str:
    for name in names:
        text = text.replace(name, nameless)
    return text
