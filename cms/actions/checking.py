"""The nightly look at every page: what is wrong is written anew."""

from django.db import transaction
from django.utils import timezone

from cms.health import Health, health
from cms.models.reviews import PageFault


@transaction.atomic
def check_pages(*, actor: None) -> Health:
    """Look at every live page and keep what is wrong, in place of what was kept. Run twice, it keeps the same."""
    del actor  # the program itself: nothing is journalled, nobody did anything
    now = timezone.now()
    found = health(timezone.localdate(now))
    PageFault.objects.all().delete()
    ills = [*found.broken_links, *found.missing_alternatives]
    PageFault.objects.bulk_create(PageFault(page_id=ill.pk, kind=ill.kind, detail=ill.detail[:300], found_at=now) for ill in ills)
    return found
