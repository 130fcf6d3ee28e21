"""Refusals of this app."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class NotificationsError(ValidationError):
    """Root of the refusals of this app."""


class UnknownKind(NotificationsError):
    def __init__(self, code: str) -> None:
        super().__init__(_("No kind of notification is called %(code)s."), code="unknown_kind", params={"code": code})


class OutsideAddress(NotificationsError):
    def __init__(self, url: str) -> None:
        super().__init__(_("A notification leads to a page of this site, not to %(url)s."), code="outside", params={"url": url})
