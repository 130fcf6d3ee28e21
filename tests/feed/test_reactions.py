"""Reactions: given twice is given once, counters say what the rows say, names are shown and hours never."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client

from rse.feed.actions import react, recounted, take_back
from rse.feed.actions.reaction_set import set_reaction_kind
from rse.feed.exceptions import NoLongerOffered
from rse.feed.models import Post, Reaction, ReactionKind
from rse.notifications.models import Notification
from rse.people.models import User
from tests import factories as people
from tests.feed import factories

As = Callable[[User], Client]


@pytest.mark.django_db
def test_the_set_is_there_from_the_start() -> None:
    assert list(ReactionKind.objects.values_list("label", flat=True)) == ["Utile", "Merci", "Bravo", "Je soutiens"]


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["post", "comment"])
def test_given_twice_is_given_once_and_taken_back_twice_is_harmless(sonia: User, what: str) -> None:
    target = factories.PostFactory() if what == "post" else factories.CommentFactory()
    for _twice in range(2):
        react(target, kind=factories.reaction(), actor=sonia)
    target.refresh_from_db()
    assert target.reaction_counts == recounted(target) == {"utile": 1}
    for _twice in range(2):
        take_back(target, kind=factories.reaction(), actor=sonia)
    target.refresh_from_db()
    assert target.reaction_counts == recounted(target) == {}


@pytest.mark.django_db
def test_a_retired_word_stays_where_it_was_given(as_: As, sonia: User, marc: User, django_capture_on_commit_callbacks) -> None:
    post = factories.PostFactory()
    react(post, kind=factories.reaction("bravo"), actor=sonia)
    with django_capture_on_commit_callbacks(execute=True):
        set_reaction_kind(factories.reaction("bravo"), values={"offered": False}, actor=None)
    with pytest.raises(NoLongerOffered):
        react(post, kind=factories.reaction("bravo"), actor=marc)
    assert "Bravo" in as_(marc).get(f"/fil/{post.pk}/").content.decode()
    assert "Bravo" not in as_(marc).get(f"/fil/{factories.PostFactory().pk}/").content.decode()


@pytest.mark.django_db
def test_who_does_not_read_does_not_react(sonia: User) -> None:
    with pytest.raises(PermissionDenied):
        react(factories.PostFactory(community=factories.NonVisibleFactory()), kind=factories.reaction(), actor=sonia)
    with pytest.raises(PermissionDenied):
        react(factories.PostFactory(state=Post.State.DELETED), kind=factories.reaction(), actor=sonia)


@pytest.mark.django_db
def test_the_button_says_what_it_does_and_leads_back(as_: As, sonia: User) -> None:
    post = factories.PostFactory()
    browser = as_(sonia)
    answer = browser.post(f"/fil/{post.pk}/reagir/", {"donner": "utile", "suite": "/fil/?vue=tout"})
    assert answer["Location"] == f"/fil/?vue=tout#message-{post.pk}"
    fragment = browser.post(f"/fil/{post.pk}/reagir/", {"donner": "utile"}, headers={"HX-Request": "true"}).content.decode()
    assert 'aria-pressed="true"' in fragment
    assert "Utile · 1" in fragment
    assert browser.post(f"/fil/{post.pk}/reagir/", {"donner": "utile", "suite": "https://ailleurs.example/"})["Location"] == f"/fil/{post.pk}/"
    assert browser.post(f"/fil/{post.pk}/reagir/", {"donner": "inconnu"}).status_code == 404


@pytest.mark.django_db
def test_names_are_shown_and_hours_never(as_: As, sonia: User, marc: User) -> None:
    post = factories.PostFactory()
    for user in (sonia, marc):
        react(post, kind=factories.reaction(), actor=user)
    page = as_(sonia).get(f"/fil/{post.pk}/reactions/").content.decode()
    assert page.index("Sonia Diallo") > page.index("Marc Lefort") or page.index("Sonia Diallo") > 0
    assert "<time" not in page.partition("<main")[2]


@pytest.mark.django_db
def test_reactions_make_one_line_and_leave_it_when_taken_back(sonia: User, marc: User) -> None:
    post = factories.PostFactory(author=sonia)
    others = [marc, *(people.AgentFactory().user for _number in range(4))]
    for user in others:
        react(post, kind=factories.reaction(), actor=user)
        react(post, kind=factories.reaction("merci"), actor=user)
    assert Notification.objects.filter(recipient=sonia).count() == 1
    for user in others:
        take_back(post, kind=factories.reaction(), actor=user)
    assert Notification.objects.filter(recipient=sonia).count() == 1
    for user in others:
        take_back(post, kind=factories.reaction("merci"), actor=user)
    assert not Notification.objects.filter(recipient=sonia).unread().exists()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_counted_one_by_one() -> None:
    post = factories.PostFactory()
    users = [people.AgentFactory().user for _number in range(4)]

    def give(user: User) -> None:
        try:
            react(post, kind=factories.reaction(), actor=user)
            react(post, kind=factories.reaction(), actor=user)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(give, [*users, *users]))
    post.refresh_from_db()
    assert post.reaction_counts == recounted(post) == {"utile": 4}
    assert Reaction.objects.count() == 4
