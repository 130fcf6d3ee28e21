"""What Wagtail tells, and what it changes here. Only rows are written; running twice is harmless."""

from typing import Any

from wagtail.signals import page_published, page_unpublished

from cms.actions import close_thread, open_thread
from cms.models import NewsPage


def connect() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    page_published.connect(start_talking, sender=NewsPage, dispatch_uid="cms.start_talking")
    page_unpublished.connect(stop_talking, sender=NewsPage, dispatch_uid="cms.stop_talking")


def start_talking(instance: NewsPage, revision: Any = None, **_payload: Any) -> None:
    open_thread(instance, actor=getattr(revision, "user", None))


def stop_talking(instance: NewsPage, **_payload: Any) -> None:
    close_thread(instance, actor=None)
