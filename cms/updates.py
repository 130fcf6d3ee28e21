"""What happened to a page, as its readers may know it: published, corrected, said still true, withdrawn, archived."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageLogEntry

from rse.people.models import User

SENTENCES: dict[str, str | Promise] = {
    "wagtail.publish": _("published"),
    "wagtail.publish.scheduled": _("published at the hour that was set"),
    "wagtail.unpublish": _("taken off"),
    "wagtail.unpublish.scheduled": _("taken off at the hour that was set"),
    "wagtail.rename": _("renamed"),
    "wagtail.move": _("moved"),
    "cms.confirm": _("said to be still true"),
    "cms.send_letter": _("sent to all colleagues"),
}
MOST = 50


@dataclass(frozen=True)
class Update:
    at: datetime
    sentence: str | Promise
    who: str


def updates_of(page: Page) -> list[Update]:
    """The latest first, fifty at most; two queries."""
    rows = list(PageLogEntry.objects.filter(page=page.pk, action__in=SENTENCES).order_by("-timestamp", "-pk")[:MOST])
    people = User.objects.in_bulk({row.user_id for row in rows if row.user_id})
    return [Update(row.timestamp, SENTENCES[row.action], str(people[row.user_id]) if row.user_id in people else "") for row in rows]
