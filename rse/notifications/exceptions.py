"""Refusals of this app."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _


class NotificationsError(ValidationError):
    """Root of the refusals of this app."""


class UnknownKind(NotificationsError):
    def __init__(self, code: str) -> None:
        super().__init__(_("No kind of notification is called %(code)s."), code="unknown_kind", params={"code": code})


class OutsideAddress(NotificationsError):
    def __init__(self, url: str) -> None:
        super().__init__(_("A notification leads to a page of this site, not to %(url)s."), code="outside", params={"url": url})


class UrgencyRefused(PermissionDenied):
    """Outside working hours, only a holder of `notifications.send_urgent` disturbs people, and says why."""


class ReplyRefused(NotificationsError):
    """A reply by e-mail that is not taken; `reason` is "automatic", "address", "empty", "sender" or "account"."""

    def __init__(self, reason: str) -> None:
        super().__init__(_("This reply by e-mail was not taken."), code=reason)
        self.reason = reason


class PushRefused(NotificationsError):
    def __init__(self) -> None:
        super().__init__(_("This browser cannot be rung: web push is off here, or its service is not one we know."), code="push")
