"""What people are told about the pages of the intranet."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, TaskState

from cms.letter.told import LETTER
from cms.models.reviews import Review
from cms.permissions import open_to
from cms.reviewing import address_by_mail, may_decide, may_read
from rse.notifications import kinds
from rse.notifications.kinds import ADDRESSED, QUESTIONS, READING
from rse.notifications.models import Notification


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    for kind in KINDS:
        kinds.register(kind)


def _review(notification: Notification) -> Review | None:
    rows = Review.objects.select_related("workflow_state", "revision")
    return rows.filter(pk=notification.params.get("review") or 0).first()


def still_waits(notification: Notification) -> bool:
    """The page still waits, and this person may still decide."""
    review = _review(notification)
    return review is not None and review.status == TaskState.STATUS_IN_PROGRESS and may_decide(notification.recipient, review)


def still_reads(notification: Notification) -> bool:
    review = _review(notification)
    return review is not None and may_read(notification.recipient, review)


def still_open(notification: Notification) -> bool:
    """The page exists and no restriction closes it to this person."""
    return open_to(notification.recipient, Page.objects.filter(pk=notification.params.get("page") or 0)).exists()


def door(notification: Notification) -> str:
    """Reading and deciding from the e-mail, without signing in; the plain address when the review has gone."""
    review = _review(notification)
    return address_by_mail(review, notification.recipient) if review else notification.url


KINDS = (
    kinds.Kind(
        "page_to_review",
        _("A page waits for you to read it"),
        _("“%(title)s” waits for you to read it, before %(before)s"),
        email=True,
        category=QUESTIONS,
        still_allowed=still_waits,
        door=door,
    ),
    kinds.Kind(
        "page_to_review_again",
        _("A page still waits for you to read it"),
        _("“%(title)s” still waits to be read: its author counts on it"),
        email=True,
        category=QUESTIONS,
        still_allowed=still_waits,
        door=door,
    ),
    kinds.Kind(
        "page_approved", _("Your page was read and is published"), _("“%(title)s” was read and is published"), category=QUESTIONS, still_allowed=still_open
    ),
    kinds.Kind(
        "page_to_correct",
        _("Your page is to be corrected"),
        _("“%(title)s” is to be corrected: read why, then hand it in again"),
        email=True,
        category=QUESTIONS,
        still_allowed=still_reads,
    ),
    kinds.Kind(
        "page_comment",
        _("Somebody names you beside a page being read"),
        _("%(who)s names you beside the page “%(title)s”"),
        email=True,
        category=ADDRESSED,
        still_allowed=still_reads,
    ),
    kinds.Kind(
        "page_drawn",
        _("A page is drawn to be read after the fact"),
        _("“%(title)s” was drawn to be read after the fact"),
        category=QUESTIONS,
        still_allowed=still_open,
    ),
    kinds.Kind(
        "page_drawn_to_correct",
        _("A page you published is to be corrected"),
        _("“%(title)s”, published on your charter, is to be corrected: %(note)s"),
        email=True,
        category=QUESTIONS,
        still_allowed=still_open,
    ),
    kinds.Kind(
        "page_withdrawn",
        _("A page you answer for was withdrawn"),
        _("“%(title)s” was withdrawn just after its publication"),
        category=QUESTIONS,
        still_allowed=still_open,
    ),
    kinds.Kind(
        "page_held",
        _("A page you answer for did not leave at its hour"),
        _("“%(title)s” did not leave at its hour: the right or the approval it rested on has ended. It is a draft, hand it in again"),
        email=True,
        category=QUESTIONS,
        still_allowed=still_open,
    ),
    kinds.Kind(
        "page_still_true",
        _("A page you answer for is to be read again"),
        _("“%(title)s”: still true? Say so before %(before)s, or correct it"),
        email=True,
        category=READING,
        still_allowed=still_open,
    ),
    kinds.Kind(
        "page_nobody_confirms",
        _("A page of your department is past its day"),
        _("“%(title)s”, a page of your department, was true until %(before)s: who says whether it still is?"),
        email=True,
        category=READING,
        still_allowed=still_open,
    ),
    kinds.Kind(
        "page_archived",
        _("A page you answer for is archived"),
        _("“%(title)s” is no longer shown: nobody said that it was still true. It is kept, and one gesture puts it back"),
        email=True,
        category=READING,
        still_allowed=still_open,
    ),
    LETTER,
)
