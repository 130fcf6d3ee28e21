"""Writes of the ground floor: attachments."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from rse.core.exceptions import AlreadyAttached
from rse.core.models import Attachment
from rse.core.uploads import checked

if TYPE_CHECKING:
    from rse.people.models import User


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
