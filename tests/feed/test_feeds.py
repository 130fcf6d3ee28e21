"""What comes into each feed, in which order, at what cost, and what never does."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rse.core.models import Attachment
from rse.feed import feeds
from rse.feed.actions import follow_tag
from rse.feed.models import Post, Reaction, Visit
from rse.people.actions import follow
from rse.people.models import User
from tests import factories as people
from tests.feed import factories

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]

MOST_QUERIES = 6
MOST_BYTES = 80_000


def shown(response) -> list[int]:
    page = response.context["feed"]
    return [row.pk for row in [*page.pinned, *page.rows]]


def test_signed_out_people_see_nothing() -> None:
    assert Client().get("/fil/").url == "/compte/connexion/?next=/fil/"


def test_the_feed_holds_what_is_said_to_everybody_and_in_my_groups(as_: As, sonia: User) -> None:
    mine, other = factories.CommunityFactory(), factories.CommunityFactory()
    factories.member(mine, sonia)
    wanted = [factories.PostFactory().pk, factories.PostFactory(community=mine).pk]
    elsewhere = factories.PostFactory(community=other).pk
    assert set(shown(as_(sonia).get("/fil/"))) == set(wanted)
    assert set(shown(as_(sonia).get("/fil/?vue=tout"))) == {*wanted, elsewhere}


@pytest.mark.parametrize("what", ["agent", "department", "tag"])
def test_what_one_follows_comes_into_the_feed(as_: As, sonia: User, what: str) -> None:
    community = factories.CommunityFactory()
    author, department = people.AgentFactory(), people.DepartmentFactory()
    post = factories.PostFactory(community=community, author=author.user, department=department, tags=["neige"])
    assert shown(as_(sonia).get("/fil/")) == []
    {
        "agent": lambda: follow(author, actor=sonia),
        "department": lambda: follow(department, actor=sonia),
        "tag": lambda: follow_tag(post.tags.get(), actor=sonia),
    }[what]()
    assert shown(as_(sonia).get("/fil/")) == [post.pk]


def test_following_opens_no_door(as_: As, sonia: User) -> None:
    author, department = people.AgentFactory(), people.DepartmentFactory()
    post = factories.PostFactory(community=factories.NonVisibleFactory(), author=author.user, department=department, tags=["secret"])
    follow(author, actor=sonia)
    follow(department, actor=sonia)
    follow_tag(post.tags.get(), actor=sonia)
    for path in ("/fil/", "/fil/?vue=tout", f"/fil/services/{department.pk}/", f"/fil/agents/{author.pk}/"):
        assert shown(as_(sonia).get(path)) == []
    assert as_(sonia).get("/fil/sujets/secret/").status_code == 404
    assert as_(sonia).get(f"/fil/{post.pk}/").status_code == 404
    assert "secret" not in as_(sonia).get("/fil/je-suis/").content.decode()


def test_what_is_said_on_the_page_of_a_department_goes_to_its_people_and_followers(as_: As, sonia: User, marc: User) -> None:
    post = factories.PostFactory(department=sonia.agent.department)
    assert shown(as_(sonia).get("/fil/")) == [post.pk]
    assert shown(as_(marc).get("/fil/")) == []
    assert shown(as_(marc).get("/fil/?vue=tout")) == [post.pk]


def test_the_latest_comes_first_and_what_is_pinned_once_on_top(as_: As, sonia: User) -> None:
    now = timezone.now()
    old = factories.PostFactory(published_at=now - timedelta(days=9), pinned_until=now + timedelta(days=1))
    first, second = (factories.PostFactory(published_at=now - timedelta(hours=hours)) for hours in (2, 1))
    over = factories.PostFactory(published_at=now - timedelta(hours=3), pinned_until=now - timedelta(minutes=1))
    assert shown(as_(sonia).get("/fil/")) == [old.pk, second.pk, first.pk, over.pk]


def test_pages_follow_each_other_without_gap_or_repeat_while_colleagues_write(as_: As, sonia: User) -> None:
    at = timezone.now() - timedelta(hours=1)
    pinned = factories.PostFactory(published_at=at - timedelta(days=1), pinned_until=timezone.now() + timedelta(days=1))
    posts = [factories.PostFactory(published_at=at - timedelta(seconds=number // 3), author=sonia) for number in range(2 * feeds.PAGE + 5)]
    browser, path, seen = as_(sonia), "/fil/", []
    while path:
        response = browser.get(path)
        seen += shown(response)
        path = response.context["more_url"]
        factories.PostFactory()
    assert sorted(seen) == sorted([pinned.pk, *(post.pk for post in posts)])
    assert seen[0] == pinned.pk


def test_what_follows_is_also_given_without_the_page_around(as_: As, sonia: User) -> None:
    factories.PostFactory.create_batch(feeds.PAGE + 2, author=sonia)
    browser = as_(sonia)
    answer = browser.get(browser.get("/fil/").context["more_url"], headers={"HX-Request": "true"})
    assert answer.content.decode().count("<article") == 2
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize("asked", ["n’importe quoi", "2026-99-99_3", "2026-01-01T00:00:00Z_" + "9" * 40, "_", "2026-01-01_1"])
def test_an_address_that_means_nothing_shows_the_first_page(as_: As, sonia: User, asked: str) -> None:
    post = factories.PostFactory()
    assert shown(as_(sonia).get("/fil/", {"apres": asked, "vue": asked})) == [post.pk]


def test_unanswered_questions_and_what_is_still_to_be_read(as_: As, sonia: User) -> None:
    now = timezone.now()
    open_one = factories.PostFactory(kind=Post.Kind.QUESTION)
    answered = factories.PostFactory(kind=Post.Kind.QUESTION)
    answered.accepted = factories.CommentFactory(post=answered)
    answered.save()
    to_read = factories.PostFactory(must_read_until=now + timedelta(days=2))
    done = factories.PostFactory(must_read_until=now + timedelta(days=2))
    done.acknowledgements.create(user=sonia)
    assert shown(as_(sonia).get("/fil/?vue=questions")) == [open_one.pk]
    assert shown(as_(sonia).get("/fil/?vue=a-lire")) == [to_read.pk]


def test_what_came_since_my_last_visit_is_marked_until_the_next_one(as_: As, sonia: User, time_machine) -> None:
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    factories.PostFactory(published_at=start - timedelta(hours=5))
    as_(sonia).get("/fil/")
    fresh = factories.PostFactory(published_at=start + timedelta(hours=1))
    factories.PostFactory(published_at=start + timedelta(hours=1), author=sonia)
    time_machine.move_to(start + timedelta(hours=2), tick=False)
    for _twice in range(2):
        assert [row.pk for row in as_(sonia).get("/fil/").context["feed"].rows if row.is_new] == [fresh.pk]
    assert Visit.objects.get(user=sonia).previous == start


def test_news_are_counted_for_whoever_may_read_them(as_: As, sonia: User, marc: User) -> None:
    community = factories.NonVisibleFactory()
    factories.member(community, marc)
    urls = {user: as_(user).get("/fil/").context["news_url"] for user in (sonia, marc)}
    factories.PostFactory(community=community, published_at=timezone.now())
    factories.PostFactory(author=sonia, published_at=timezone.now())
    assert as_(sonia).get(urls[sonia]).content.decode().strip() == ""
    assert "2 nouveaux messages" in as_(marc).get(urls[marc]).content.decode()


def busy_town(reader: User, *, posts: int) -> None:
    """Posts of every kind, with two comments each, reactions, files, polls, shares."""
    now = timezone.now()
    community = factories.CommunityFactory()
    factories.member(community, reader)
    secret = factories.PostFactory(community=factories.NonVisibleFactory(), published_at=now - timedelta(days=300))
    for number in range(posts):
        kind = [Post.Kind.MESSAGE, Post.Kind.QUESTION, Post.Kind.POLL][number % 3]
        author = people.AgentFactory().user
        post = factories.PostFactory(
            kind=kind,
            author=author,
            community=community if number % 2 else None,
            published_at=now - timedelta(minutes=number),
            words="Circuits scolaires de demain : les lignes 2, 5 et 11 sont suspendues avant 8 h, décision à 6 h 15. " * (1 + number % 8),
            must_read_until=now + timedelta(days=1) if number % 5 == 0 else None,
            pinned_until=now + timedelta(days=1) if number % 11 == 0 else None,
            shared_from=secret if number % 4 == 0 else None,
        )
        if kind == Post.Kind.POLL:
            factories.poll(post)
        Attachment.objects.create(
            name="plan.pdf",
            media_type="application/pdf",
            size=9,
            sha256="0" * 64,
            uploaded_by=author,
            file="attachments/a.pdf",
            owner_label="feed.post",
            owner_pk=post.pk,
        )
        for _number in range(3):
            factories.CommentFactory(post=post, author=people.AgentFactory().user)
        Reaction.objects.create(post=post, user=reader, kind=factories.reaction())
        Post.objects.filter(pk=post.pk).update(reaction_counts={"utile": 1})


def measured(client: Client, path: str) -> tuple[int, int]:
    """Its queries beside those of the bare shell (/menu/), which every page pays; its bytes."""
    counted = {}
    for address in ("/menu/", path):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        assert response.status_code == 200
        counted[address] = len(queries)
    return counted[path] - counted["/menu/"], len(response.content)


def test_a_page_of_twenty_costs_as_many_queries_as_one_of_three(as_: As, sonia: User) -> None:
    busy_town(sonia, posts=3)
    few, _bytes = measured(as_(sonia), "/fil/")
    busy_town(sonia, posts=30)
    many, size = measured(as_(sonia), "/fil/")
    print(f"{many} queries, {size} bytes")
    assert many == few <= MOST_QUERIES
    assert size <= MOST_BYTES
