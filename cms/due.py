"""Due work of the intranet, called every minute: a look that finds nothing costs a few indexed queries."""

import logging
from datetime import datetime

from django.core.management import call_command
from django.utils import timezone

from cms import truth
from cms.actions import life, readings
from cms.exceptions import CmsError

logger = logging.getLogger(__name__)


def publish_scheduled() -> None:
    """What Wagtail scheduled goes live, what has expired goes."""
    call_command("publish_scheduled")


def remind_reviewers(at: datetime) -> int:
    """Reviews past their day. One that fails does not stop the others."""
    told = 0
    for review in readings.waiting_past(at):
        try:
            told += bool(readings.remind(review, at=at, actor=None))
        except CmsError:
            logger.info("The review %s was decided meanwhile.", review.pk)
    return told


def ask_still_true(at: datetime) -> int:
    """One step of « Toujours vrai ? » for each page that is due one."""
    return sum(life.take_step(one.page, step=one.step, actor=None) is not None for one in truth.due_steps(timezone.localdate(at)))
