"""A piece of news is talked about in the feed: one thread, in the name of the department, only for what everybody may read."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from cms import tasks
from cms.actions import Built, open_thread
from cms.actions.restrictions import open_to_all, restrict
from cms.models import NewsPage
from rse.feed.models import Post
from rse.people.models import Agent
from tests.cms import factories
from tests.factories import AgentFactory, UserFactory

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


def test_the_thread_closes_at_once_when_the_page_is_closed_and_opens_again_with_it(intranet: Built, marc: Agent, as_: As) -> None:
    page = published(factories.news(intranet, owner=marc.user), marc)
    post = page.post
    restrict(page, actor=marc.user)
    outsider = AgentFactory(organisation=marc.organisation)
    for agent in (marc, outsider):
        assert not Post.objects.visible_to(agent.user).sent().exists()
        assert as_(agent).get(f"/fil/{post.pk}/").status_code in {404, 410}
    open_to_all(page, actor=marc.user)
    page.refresh_from_db()
    assert page.post == post
    assert Post.objects.visible_to(outsider.user).sent().count() == 1


def test_a_thread_closes_with_a_place_above_and_when_its_page_moves_into_a_closed_one(intranet: Built, marc: Agent) -> None:
    index = intranet.places["NewsIndexPage"]
    index.owner = marc.user
    page, other = published(factories.news(intranet, owner=marc.user), marc), published(factories.news(intranet, owner=marc.user), marc)
    other.move(factories.closed(factories.article(intranet)), pos="last-child")
    assert list(Post.objects.visible_to(marc.user).sent()) == [page.post]
    restrict(index, actor=marc.user)
    assert not Post.objects.visible_to(marc.user).sent().exists()


def test_wagtail_s_own_screen_of_privacy_closes_the_thread_and_opens_it_again(intranet: Built, marc: Agent) -> None:
    page = published(factories.news(intranet, owner=marc.user), marc)
    keeper, role = UserFactory(is_superuser=True), Group.objects.create(name="Comité")
    browser = Client()
    browser.force_login(keeper)
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    assert browser.post(address, {"restriction_type": "groups", "groups": [role.pk]}).status_code == 200
    assert not Post.objects.visible_to(marc.user).sent().exists()
    assert browser.post(address, {"restriction_type": "none"}).status_code == 200
    assert Post.objects.visible_to(marc.user).sent().exists()


def test_the_task_of_beat_closes_what_was_closed_in_any_other_way(intranet: Built, marc: Agent) -> None:
    page, other = published(factories.news(intranet, owner=marc.user), marc), published(factories.news(intranet, owner=marc.user), marc)
    factories.closed(page)
    tasks.minute()
    tasks.minute()
    assert list(Post.objects.visible_to(marc.user).sent()) == [other.post]


def test_a_closed_page_that_is_deleted_says_nothing_on_its_way_out(intranet: Built, marc: Agent) -> None:
    page = published(factories.news(intranet, owner=marc.user), marc)
    restrict(page, actor=marc.user)
    page.delete()
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
