"""What Wagtail and the network tell, and what it changes here. Only rows are written; running twice is harmless."""

from typing import Any

from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.actions import close_thread, open_thread, settle_threads
from cms.models import NewsFeed, NewsPage
from rse.people.models import Agent
from rse.people.signals import account_closed, agent_erased, agent_left


def connect() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    page_published.connect(start_talking, sender=NewsPage, dispatch_uid="cms.start_talking")
    page_unpublished.connect(stop_talking, sender=NewsPage, dispatch_uid="cms.stop_talking")
    post_page_move.connect(settle_moved, dispatch_uid="cms.settle_moved")
    for signal, name in ((account_closed, "account_closed"), (agent_left, "agent_left"), (agent_erased, "agent_erased")):
        signal.connect(end_news_feed, dispatch_uid=f"cms.end_news_feed.{name}")


def start_talking(instance: NewsPage, revision: Any = None, **_payload: Any) -> None:
    open_thread(instance, actor=getattr(revision, "user", None))


def stop_talking(instance: NewsPage, **_payload: Any) -> None:
    close_thread(instance, actor=None)


def settle_moved(instance: Page, **_payload: Any) -> None:
    settle_threads(instance, actor=None)


def end_news_feed(agent: Agent, **_payload: Any) -> None:
    """The subscription of a closed account opens nothing, its row goes too."""
    NewsFeed.objects.filter(user=agent.user_id).delete()
