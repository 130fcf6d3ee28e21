"""Due work of the intranet, called every minute: a look that finds nothing costs a few indexed queries."""

import logging
from datetime import datetime

from django.utils import timezone
from wagtail.models import Page, Revision

from cms import truth
from cms.actions import life, readings, scheduled
from cms.exceptions import CmsError
from cms.models import Publication

logger = logging.getLogger(__name__)


def publish_scheduled(at: datetime) -> None:
    """What has expired goes; what was decided on goes live at its hour if its ground still holds, and what an administrator scheduled goes live."""
    for page in Page.objects.filter(live=True, expire_at__lt=at).order_by("expire_at"):
        page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    for revision in Revision.objects.page_revisions().filter(approved_go_live_at__lt=at).order_by("approved_go_live_at"):
        decided = Publication.objects.filter(revision=revision).order_by("-pk").first()
        if decided is not None:
            scheduled.go_live(decided, at=at, actor=None)
        else:
            revision.publish(log_action="wagtail.publish.scheduled")


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
