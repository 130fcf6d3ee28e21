"""May an issue leave? What stands in the way, asked when the page of sending is shown and again, under the lock of the page, when it is sent."""

from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.letter import origins
from cms.models import NewsletterPage
from cms.permissions import open_to_everybody
from rse.core.models import Document, Image

LIBRARY = (Page, Image, Document)


def obstacles(issue: NewsletterPage) -> list[str]:
    """One sentence each; [] when the version that is live may be sent to everybody."""
    if not issue.live:
        return [_("Publish the issue first: what is sent is the page, as it is live.")]
    found = []
    if not open_to_everybody(Page.objects.filter(pk=issue.pk)).exists():
        found.append(_("This issue is closed to some colleagues: open it to all before sending it."))
    return [*found, *_closed_entries(issue), *_closed_links(issue)]


def _closed_entries(issue: NewsletterPage) -> list[str]:
    entries = [entry for entry in origins.entries_of(issue.body) if entry["origin"]]
    open_now = origins.lookup(entry["origin"] for entry in entries)
    closed = [entry["title"] for entry in entries if entry["origin"] not in open_now]
    return [_("“%(title)s” is no longer open to all colleagues: take it out of the issue.") % {"title": title} for title in closed]


def _closed_links(issue: NewsletterPage) -> list[str]:
    """Pages, images and documents that the text points to or shows."""
    found = []
    references = {(model, pk) for model, pk, *_where in issue.body.stream_block.extract_references(issue.body)}
    for model in LIBRARY:
        rows = model._default_manager.filter(pk__in=[pk for one, pk in references if issubclass(one, model)])
        closed = rows.exclude(pk__in=open_to_everybody(rows).values("pk")) if references else rows.none()
        found += [_("The text leads to “%(title)s”, which not all colleagues may read.") % {"title": row.title} for row in closed.order_by("pk")]
    return found
