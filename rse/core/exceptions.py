"""Refusals of the ground floor, each with a sentence a person can read."""

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _


class CoreError(ValidationError):
    """Root of the refusals of this app."""


class UploadRefused(CoreError):
    """Root of the reasons to refuse a file."""


class FileTooLarge(UploadRefused):
    def __init__(self, limit: int) -> None:
        super().__init__(_("This file is too large: %(limit)s at most."), code="too_large", params={"limit": filesizeformat(limit)})


class FileEmpty(UploadRefused):
    def __init__(self) -> None:
        super().__init__(_("This file is empty."), code="empty")


class FileTypeRefused(UploadRefused):
    def __init__(self) -> None:
        super().__init__(_("Files of this type cannot be sent here. Choose an image, a PDF, a text or an office document."), code="type")


class ImageUnreadable(UploadRefused):
    def __init__(self) -> None:
        super().__init__(_("This image cannot be read. Save it again as JPEG or PNG, then retry."), code="unreadable")


class AlreadyAttached(CoreError):
    def __init__(self) -> None:
        super().__init__(_("This file is already attached to something else."), code="attached")
