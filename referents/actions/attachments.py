"""Photos joined to a question."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from referents.actions.enquiries import Citizen, receive
from referents.host import User
from referents.models import Attachment, Enquiry, OfficialAccount
from referents.uploads import cleaned_photo


@transaction.atomic
def attach(enquiry: Enquiry, *, photo: UploadedFile, alt: str, actor: User | None) -> Attachment:
    """Keep a photo, cleaned, beside the question. Whoever sees the question may add one; `None` is the program.

    Raises PhotoRefused. Not a move: the state and the version stay.
    """
    if actor is not None and not Enquiry.objects.visible_to(actor).filter(pk=enquiry.pk).exists():
        raise PermissionDenied
    content, content_type = cleaned_photo(photo)
    attachment = Attachment(enquiry=enquiry, name=content.name or "", content_type=content_type, alt=alt.strip()[:200], added_by=actor, at=timezone.now())
    attachment.file.save(attachment.name, content, save=False)
    attachment.save()
    return attachment


@transaction.atomic
def receive_with_photo(
    *,
    text: str,
    channel: str,
    submission: UUID,
    actor: User,
    citizen: Citizen,
    permalink: str = "",
    account: OfficialAccount | None = None,
    photo: UploadedFile | None = None,
    alt: str = "",
) -> Enquiry:
    """A question entered at the desk, with its photo or not at all: what is refused loses nothing. A second click returns the first question."""
    filed = Enquiry.objects.visible_to(actor).filter(submission=submission).first()
    if filed is not None:
        return filed
    enquiry = receive(text=text, channel=channel, submission=submission, actor=actor, citizen=citizen, permalink=permalink, account=account)
    if photo is not None:
        attach(enquiry, photo=photo, alt=alt or enquiry.subject, actor=actor)
    return enquiry
