"""Writes of the ground floor: attachments."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from rse.core import outbox
from rse.core.exceptions import AlreadyAttached
from rse.core.models import Attachment, OutboxEvent
from rse.core.uploads import checked

if TYPE_CHECKING:
    from rse.people.models import User

FILE_GONE = "core.file_gone"
KEPT_UNTIED = timedelta(hours=24)
FORGOTTEN_AT_ONCE = 50


@transaction.atomic
def receive_file(upload: UploadedFile, *, actor: "User", description: str = "") -> Attachment:
    """Keep a file for `actor`, who alone sees it until it is attached. Raises an UploadRefused."""
    if not actor.is_active:
        raise PermissionDenied
    file = checked(upload)
    return Attachment.objects.create(
        file=file.content,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        description=description,
        uploaded_by=actor,
        created_at=timezone.now(),
    )


@transaction.atomic
def attach(attachment: Attachment, *, owner: Model, actor: "User") -> Attachment:
    """Tie a file to `owner`: from now on whoever sees `owner` reads it. Only its sender may; the caller has checked that `actor` may
    write to `owner`. Harmless twice; raises AlreadyAttached when it belongs to another object."""
    attachment = Attachment.objects.select_for_update().get(pk=attachment.pk)
    if attachment.uploaded_by_id != actor.pk or not actor.is_active:
        raise PermissionDenied
    label = owner._meta.label_lower
    if attachment.owner_label and (attachment.owner_label, attachment.owner_pk) != (label, owner.pk):
        raise AlreadyAttached
    attachment.owner_label, attachment.owner_pk = label, owner.pk
    attachment.save(update_fields=["owner_label", "owner_pk"])
    return attachment


def forget_untied_files() -> int:
    """The sweep: files sent a day ago and tied to nothing since leave the database and the disk. Answers how many; harmless twice."""
    before = timezone.now() - KEPT_UNTIED
    with transaction.atomic():
        left = Attachment.objects.select_for_update(skip_locked=True).filter(owner_label="", created_at__lt=before)
        files = list(left.order_by("created_at", "pk")[:FORGOTTEN_AT_ONCE])
        for file in files:
            name = file.file.name or ""
            file.delete()
            outbox.emit(FILE_GONE, payload={"name": name}, key=f"core-file-gone-{name}"[:160])
            transaction.on_commit(partial(default_storage.delete, name), robust=True)
    return len(files)


def delete_file(event: OutboxEvent) -> None:
    """What the outbox runs, should the disk have failed: a file already gone is no failure."""
    default_storage.delete(str(event.payload["name"]))
