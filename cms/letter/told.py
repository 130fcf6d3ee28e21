"""What people are told when an issue is out: one kind, which each refuses where they like, by one click from the e-mail too."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.letter import origins
from cms.models import LetterSending, NewsletterPage
from cms.permissions import visible_to
from rse.notifications import kinds
from rse.notifications.models import Notification
from rse.people.models import User

KIND = "newsletter"


def key_of(sending: LetterSending) -> str:
    """The same for everybody: nobody is told twice of one issue."""
    return f"newsletter-{sending.issue_id}"


def open_issues(user: User, notifications: Sequence[Notification]) -> set[int]:
    """Rows whose issue the person still reads. Two queries, whatever their number."""
    asked = {int(row.params.get("page") or 0) for row in notifications}
    seen = set(visible_to(user, Page.objects.live().filter(pk__in=asked)).values_list("pk", flat=True))
    return {row.pk for row in notifications if int(row.params.get("page") or 0) in seen}


def contents(notification: Notification) -> str:
    """What the e-mail says: the sentence of the issue and the titles that everybody may read when it leaves."""
    issue = visible_to(notification.recipient, NewsletterPage.objects.live()).filter(pk=notification.params.get("page") or 0).first()
    if issue is None:
        return ""
    entries = origins.entries_of(issue.body)
    open_now = origins.lookup(entry["origin"] for entry in entries if entry["origin"])
    titles = [f"- {entry['title']}" for entry in entries if not entry["origin"] or entry["origin"] in open_now]
    return "\n".join([line for line in (issue.intro, "") if issue.intro] + titles)


LETTER = kinds.Kind(
    KIND,
    _("The internal letter"),
    _("The internal letter is out: %(title)s"),
    email=True,
    category=kinds.NETWORK,
    allowed_among=open_issues,
    words=contents,
)
