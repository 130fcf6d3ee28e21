"""What falls due in conversations."""

from django.utils import timezone

from rse.conversations import actions, conf


def erase_deleted() -> int:
    """Messages deleted a month ago lose their words and files for ever. Called every few seconds, harmless twice."""
    return actions.erase_deleted(before=timezone.now() - conf.ERASED_AFTER, actor=None)
