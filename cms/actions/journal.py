"""The journal of a page. One line a move, numbered and chained, written under the lock of the page's row."""

import hashlib
import json
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from cms.models.reviews import PageMove
from referents.models import CharterVersion, Mandate
from rse.people.models import User

Detail = dict[str, str | int | bool | list[str] | None]


def note(
    page: Page,
    *,
    code: str,
    actor: User | None,
    revision: int | None,
    mandate: Mandate | None = None,
    charter_version: CharterVersion | None = None,
    detail: Detail | None = None,
) -> PageMove:
    """Write one line; the caller holds the lock of the page. `detail` holds ids and codes only."""
    before = PageMove.objects.filter(page_key=page.pk).order_by("-number").first()
    row = PageMove(
        page_id=page.pk,
        page_key=page.pk,
        number=before.number + 1 if before else 1,
        code=code,
        actor=actor,
        revision_key=revision,
        mandate=mandate,
        charter_version=charter_version,
        detail=detail or {},
        at=timezone.now(),
        previous_hash=before.hash if before else "",
    )
    row.hash = digest(row)
    row.save()
    return row


def digest(row: PageMove) -> str:
    """SHA-256 of a line and of the hash before it."""
    content: list[Any] = [  # Any: numbers, words and a mapping
        row.page_key, row.number, row.code, row.actor_id, row.revision_key, row.mandate_id, row.charter_version_id, row.detail, row.at.isoformat(),
        row.previous_hash,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def first_broken_line(page: Page) -> PageMove | None:
    """The first line whose chain does not hold, or None."""
    previous = ""
    for row in PageMove.objects.filter(page_key=page.pk).order_by("number"):
        if row.previous_hash != previous or row.hash != digest(row):
            return row
        previous = row.hash
    return None
