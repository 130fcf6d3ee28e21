"""A piece of news is talked about in the feed: one thread, in the name of the department, only for what everybody may read."""

from collections.abc import Callable

import pytest
from django.test import Client

from cms.actions import Built, open_thread
from cms.models import NewsPage
from rse.feed.models import Post
from rse.people.models import Agent
from tests.cms import factories

pytestmark = pytest.mark.django_db
As = Callable[[Agent], Client]


def published(page: NewsPage, by: Agent) -> NewsPage:
    page.save_revision(user=by.user).publish()
    page.refresh_from_db()
    return page


def test_publishing_opens_the_thread_once(intranet: Built, marc: Agent, as_: As) -> None:
    page = published(factories.news(intranet, "L’annexe rouvre", owner=marc.user, department=marc.department, intro="Lundi."), marc)
    published(page, marc)
    post = Post.objects.get(kind=Post.Kind.PAGE)
    assert page.post == post
    assert (post.title, post.author, post.on_behalf_of) == ("L’annexe rouvre", marc.user, marc.department)
    assert f"/fil/{post.pk}/" in as_(marc).get(page.url).content.decode()
    assert page.url in as_(marc).get(f"/fil/{post.pk}/").content.decode()


def test_news_that_few_may_read_are_not_told_to_all(intranet: Built, marc: Agent) -> None:
    page = factories.news(intranet, "Réservé", owner=marc.user)
    factories.closed(page)
    assert open_thread(page, actor=marc.user) is None
    assert not Post.objects.exists()


def test_what_becomes_closed_leaves_the_feed(intranet: Built, marc: Agent) -> None:
    page = published(factories.news(intranet, owner=marc.user), marc)
    factories.closed(page)
    published(page, marc)
    assert not Post.objects.visible_to(marc.user).sent().exists()


def test_withdrawn_news_leave_the_feed_and_come_back_with_their_thread(intranet: Built, marc: Agent) -> None:
    page = published(factories.news(intranet, owner=marc.user), marc)
    page.unpublish()
    assert not Post.objects.visible_to(marc.user).sent().exists()
    published(page, marc)
    assert Post.objects.visible_to(marc.user).sent().count() == 1
    assert Post.objects.count() == 1


def test_news_without_comments_open_no_thread(intranet: Built, marc: Agent) -> None:
    published(factories.news(intranet, owner=marc.user, comments_open=False), marc)
    assert not Post.objects.exists()
