"""Refusals of conversations, each with a sentence a person can read."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class ConversationsError(ValidationError):
    """Root of the refusals of this app."""


class NobodyToWriteTo(ConversationsError):
    def __init__(self) -> None:
        super().__init__(_("Choose at least one colleague."), code="nobody")


class AccountClosed(ConversationsError):
    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s has no open account and would not read you."), code="closed", params={"name": name})


class TooManyPeople(ConversationsError):
    def __init__(self, most: int) -> None:
        super().__init__(_("A conversation holds %(most)s people at most. Beyond that, a group suits better."), code="people", params={"most": most})


class EmptyLine(ConversationsError):
    def __init__(self) -> None:
        super().__init__(_("Write a message or choose a file."), code="empty")


class LineTooLong(ConversationsError):
    def __init__(self, most: int) -> None:
        super().__init__(_("This message is too long: %(most)s characters at most."), code="long", params={"most": most})


class TooManyFiles(ConversationsError):
    def __init__(self, most: int) -> None:
        super().__init__(_("%(most)s files at most in one message."), code="files", params={"most": most})


class TooLateToEdit(ConversationsError):
    def __init__(self) -> None:
        super().__init__(_("A message can be changed for fifteen minutes. Write another one to correct it."), code="late")


class TooLateToRestore(ConversationsError):
    def __init__(self) -> None:
        super().__init__(_("A deleted message can be taken back for one day."), code="gone")
