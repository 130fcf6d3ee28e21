"""Pages for the tests, below the standard tree."""

from itertools import count
from typing import Any, TypeVar

from wagtail.models import Page, PageViewRestriction

from cms.actions import Built
from cms.models import ArticlePage, GuidePage, IntranetPage, NewsPage

NUMBERS = count(1)
P = TypeVar("P", bound=IntranetPage)


def put(parent: Page, page: P) -> P:
    parent.add_child(instance=page)
    return page


def news(intranet: Built, title: str = "", **facts: Any) -> NewsPage:
    return put(intranet.places["NewsIndexPage"], NewsPage(title=title or f"Actualité {next(NUMBERS)}", **facts))


def guide(intranet: Built, title: str = "", **facts: Any) -> GuidePage:
    return put(intranet.places["GuideIndexPage"], GuidePage(title=title or f"Guide {next(NUMBERS)}", **facts))


def article(intranet: Built, title: str = "", **facts: Any) -> ArticlePage:
    return put(intranet.home, ArticlePage(title=title or f"Article {next(NUMBERS)}", **facts))


def closed(page: Page) -> Page:
    """Nobody but administrators sees the page, nor what is below."""
    PageViewRestriction.objects.create(page=page, restriction_type="groups")
    return page
