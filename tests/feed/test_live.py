"""Open pages: whom a frame reaches, and what a page takes away when a group closes to its reader."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rse.core.models import Frame
from rse.feed.actions import follow_tag
from rse.feed.live import open_feeds
from rse.feed.models import Post
from rse.feed.signals import post_deleted, post_published
from rse.people.actions import follow
from rse.people.models import User
from tests import factories as people
from tests.feed import factories

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


def told(kind: str) -> set[int]:
    return {entry[0] for frame in Frame.objects.filter(kind=kind) for entry in frame.entries}


def test_a_post_to_everybody_reaches_everybody_in_one_row(sonia: User) -> None:
    User.objects.bulk_create(User(username=f"z{number}", password="!") for number in range(2000))
    post = factories.PostFactory(author=sonia)
    with CaptureQueriesContext(connection) as queries:
        post_published.send(Post, post=post, actor=sonia)
    assert Frame.objects.filter(kind="feed").count() == 1
    assert told("feed") == set(User.objects.filter(is_active=True).exclude(pk=sonia.pk).values_list("pk", flat=True))
    assert len(queries) <= 6


def test_a_frame_reaches_exactly_those_into_whose_feed_it_comes(sonia: User, marc: User) -> None:
    """Asked both ways, for every pair."""
    author, department = people.AgentFactory(), people.DepartmentFactory()
    neighbour = people.AgentFactory(department=department).user
    open_group, secret = factories.CommunityFactory(), factories.NonVisibleFactory()
    member = factories.member(open_group)
    factories.member(secret, member)
    posts = [
        factories.PostFactory(author=author.user, **kwargs)
        for kwargs in (
            {},
            {"department": department},
            {"community": open_group},
            {"community": secret},
            {"community": open_group, "department": department, "tags": ["neige"]},
            {"community": secret, "department": department, "tags": ["neige"]},
        )
    ]
    follow(author, actor=sonia)
    follow(department, actor=marc)
    follow_tag(posts[-1].tags.get(), actor=sonia)
    for post in posts:
        for user in User.objects.filter(is_active=True).exclude(pk=author.user_id):
            assert (user.pk in open_feeds(post)) == Post.objects.feed_of(user).filter(pk=post.pk).exists(), (post, user)
    assert open_feeds(posts[3]) == [member.pk]
    assert set(open_feeds(posts[1])) == {neighbour.pk, sonia.pk, marc.pk}


def test_who_left_a_group_is_told_to_ask_again_and_finds_it_lost(as_: As, sonia: User) -> None:
    community = factories.ClosedFactory()
    factories.member(community, sonia)
    browser = as_(sonia)
    assert browser.get(f"/fil/acces/?groupes={community.pk},0,x").json() == {"lost": []}
    factories.expelled(community, sonia)
    assert browser.get(f"/fil/acces/?groupes={community.pk}").json() == {"lost": [community.pk]}


def test_a_group_that_does_not_exist_and_one_that_is_not_mine_are_lost_alike(as_: As, sonia: User) -> None:
    secret = factories.NonVisibleFactory()
    assert as_(sonia).get(f"/fil/acces/?groupes={secret.pk},987654321").json() == {"lost": [secret.pk, 987654321]}


def test_a_deleted_post_is_told_to_open_pages(sonia: User) -> None:
    post = factories.PostFactory(author=sonia)
    post_deleted.send(Post, post=post, actor=sonia)
    assert sonia.pk in told("post-gone")
