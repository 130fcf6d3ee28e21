"""What animators and owners read of the life of the network, and what nobody does."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from rse.feed.models import Acknowledgement, Post
from rse.insights import figures
from rse.insights.actions import forget_marks, monday_of, note_fruitless_search
from rse.insights.models import FruitlessSearch, SearchMark
from rse.insights.permissions import audience_of_search
from rse.people.models import Agent, User
from tests.conformity.measures import measures, words_of
from tests.factories import AgentFactory
from tests.feed.factories import ClosedFactory, CommentFactory, CommunityFactory, NonVisibleFactory, PostFactory, member


def as_(agent: Agent) -> Client:
    browser = Client(headers={"accept": "text/html"})
    browser.force_login(agent.user)
    return browser


def last_week() -> timezone.datetime:
    return timezone.now() - timedelta(days=timezone.localdate().weekday() + 3)


def people(number: int) -> list[User]:
    return [AgentFactory().user for _one in range(number)]


def test_a_week_with_fewer_than_five_people_shows_no_number(flora: Agent) -> None:
    for author in people(4):
        PostFactory(author=author, published_at=last_week())
    assert figures.weekly(flora.user, today=timezone.localdate())[-1].people is None
    PostFactory(published_at=last_week())
    week = figures.weekly(flora.user, today=timezone.localdate())[-1]
    assert (week.people, week.posts, week.comments) == (5, 5, 0)


def test_a_person_counts_once_a_week_whatever_they_do(flora: Agent) -> None:
    for author in people(5):
        post = PostFactory(author=author, published_at=last_week())
        CommentFactory(post=post, author=author, created_at=last_week())
    week = figures.weekly(flora.user, today=timezone.localdate())[-1]
    assert (week.people, week.posts, week.comments) == (5, 5, 5)


def test_a_group_that_the_reader_does_not_read_changes_no_figure(flora: Agent, marc: Agent) -> None:
    page = lambda: [as_(flora).get(url).content for url in ("/vie-du-reseau/", "/vie-du-reseau/chiffres.csv")]  # noqa: E731
    before = [_still(one) for one in page()]
    for place in (NonVisibleFactory(), ClosedFactory()):
        member(place, marc.user)
        for author in people(6):
            PostFactory(community=place, author=author, published_at=last_week(), must_read_until=timezone.now(), kind=Post.Kind.QUESTION)
    Agent.objects.exclude(pk__in=[flora.pk, marc.pk]).update(state="left")
    after = [_still(one) for one in page()]
    assert before == after


def _still(page: bytes) -> str:
    """What a person reads, the directory's own counts left out."""
    return words_of(page.decode()).split("Par service")[0]


def test_questions_without_a_word_are_listed_after_two_days(flora: Agent) -> None:
    old = PostFactory(kind=Post.Kind.QUESTION, words="Qui a une échelle ?", published_at=timezone.now() - timedelta(days=3))
    PostFactory(kind=Post.Kind.QUESTION, published_at=timezone.now() - timedelta(days=1))
    CommentFactory(post=PostFactory(kind=Post.Kind.QUESTION, published_at=timezone.now() - timedelta(days=9)))
    assert list(figures.unanswered(flora.user, now=timezone.now())) == [old]


def test_a_cold_group_is_one_the_reader_reads(flora: Agent) -> None:
    long_ago = timezone.now() - timedelta(weeks=6)
    cold = CommunityFactory(name="Vélo", created_at=long_ago, last_post_at=long_ago)
    CommunityFactory(created_at=long_ago, last_post_at=timezone.now())
    ClosedFactory(created_at=long_ago)
    assert figures.cold(flora.user, now=timezone.now(), weeks=4) == [cold]
    assert figures.cold(flora.user, now=timezone.now(), weeks=8) == []


def test_the_reach_of_a_must_read_is_told_from_five_people(flora: Agent) -> None:
    post = PostFactory(must_read_until=timezone.now())
    readers = people(6)
    for user in readers[:4]:
        Acknowledgement.objects.create(post=post, user=user)
    assert figures.reach(flora.user, now=timezone.now())[0].acknowledged is None
    Acknowledgement.objects.create(post=post, user=readers[4])
    found = figures.reach(flora.user, now=timezone.now())[0]
    assert (found.acknowledged, found.concerned) == (5, 7)


def test_words_looked_for_in_vain_show_from_five_people_and_forget_them(flora: Agent, marc: Agent) -> None:
    for user in people(4):
        note_fruitless_search("Télé-travail", actor=user)
        note_fruitless_search("télé-travail", actor=user)
    search = FruitlessSearch.objects.get()
    assert (search.words, search.people, SearchMark.objects.count()) == ("tele-travail", 4, 4)
    assert not FruitlessSearch.objects.visible_to(flora.user).exists()
    note_fruitless_search("tele-travail", actor=marc.user)
    search.refresh_from_db()
    assert list(FruitlessSearch.objects.visible_to(flora.user)) == [search]
    assert not FruitlessSearch.objects.visible_to(marc.user).exists()
    assert list(audience_of_search(search)) == [flora.user]
    assert forget_marks(on=search.week, actor=None) == 0
    assert forget_marks(on=search.week + timedelta(days=7), actor=None) == 5
    assert forget_marks(on=search.week + timedelta(days=7), actor=None) == 0


def test_weeks_are_whole_ones() -> None:
    assert figures.mondays(date(2026, 11, 26), 2) == [date(2026, 11, 9), date(2026, 11, 16)]
    assert monday_of(date(2026, 11, 29)) == date(2026, 11, 23)


@pytest.mark.parametrize("address", ["/vie-du-reseau/", "/vie-du-reseau/chiffres.csv"])
def test_figures_of_the_network_are_for_animators(flora: Agent, marc: Agent, address: str) -> None:
    assert as_(flora).get(address).status_code == 200
    assert as_(marc).get(address).status_code == 404
    marc.user.is_superuser = True


def test_the_owner_of_a_group_reads_its_life_and_nobody_else(flora: Agent, marc: Agent) -> None:
    group = NonVisibleFactory()
    member(group, marc.user, role="owner")
    other = member(group)
    for address in (f"/vie-du-reseau/groupes/{group.slug}/", f"/vie-du-reseau/groupes/{group.slug}/chiffres.csv"):
        assert as_(marc).get(address).status_code == 200
        assert as_(flora).get(address).status_code == 404
        assert as_(other.agent).get(address).status_code == 404


def test_no_figure_names_or_measures_anybody(flora: Agent) -> None:
    authors = [AgentFactory(last_name=f"Zzcanari{number}").user for number in range(6)]
    for author in authors:
        PostFactory(author=author, published_at=last_week(), must_read_until=timezone.now())
    shown = words_of(as_(flora).get("/vie-du-reseau/").content.decode()) + as_(flora).get("/vie-du-reseau/chiffres.csv").content.decode()
    assert "Zzcanari" not in shown
    assert measures(shown) == []


def test_the_page_asks_as_many_questions_whatever_it_holds(flora: Agent, django_assert_max_num_queries) -> None:
    for author in people(3):
        PostFactory(author=author, published_at=last_week(), kind=Post.Kind.QUESTION)
    browser = as_(flora)
    browser.get("/vie-du-reseau/")
    with django_assert_max_num_queries(40):
        browser.get("/vie-du-reseau/")
    for author in people(12):
        CommentFactory(post=PostFactory(author=author, published_at=last_week(), kind=Post.Kind.QUESTION), created_at=last_week())
    with django_assert_max_num_queries(40):
        browser.get("/vie-du-reseau/")
