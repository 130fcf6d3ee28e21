"""A vote counts once, whoever votes at the same time: several connections, one lock."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from rse.feed.actions import polls
from rse.feed.actions.comments import send_comment
from rse.feed.models import Comment, Poll, PollOption, Post, Vote
from tests.factories import AgentFactory
from tests.feed.factories import PostFactory, poll

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def at_once(works: list) -> list[object]:
    def run(work) -> object:
        try:
            return work()
        except Exception as refusal:  # noqa: BLE001 - told to the test
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=8) as pool:
        return list(pool.map(run, works))


@pytest.fixture(autouse=True)
def two_writers() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("two writers at once need PostgreSQL")


def test_twenty_people_who_vote_twice_at_once_are_twenty_votes() -> None:
    asked = poll()
    first, second = asked.options.order_by("order")
    users = [AgentFactory().user for _one in range(20)]
    works = [lambda user=user, chosen=chosen: polls.vote(asked, options=[chosen.pk], actor=user) for user in users for chosen in (first, second)]
    assert not [one for one in at_once(works) if isinstance(one, Exception)]
    assert Poll.objects.get().voter_count == 20
    assert Vote.objects.count() == 20
    counted = {option.pk: option.vote_count for option in PollOption.objects.all()}
    assert counted == {option.pk: Vote.objects.filter(option=option).count() for option in (first, second)}


def test_one_person_who_clicks_both_choices_at_once_has_one_vote() -> None:
    asked = poll()
    sonia = AgentFactory().user
    works = [lambda chosen=chosen: polls.vote(asked, options=[chosen.pk], actor=sonia) for chosen in asked.options.all()] * 4
    assert not [one for one in at_once(works) if isinstance(one, Exception)]
    assert (Vote.objects.count(), Poll.objects.get().voter_count) == (1, 1)
    assert sum(PollOption.objects.values_list("vote_count", flat=True)) == 1


def test_comments_sent_at_once_are_all_counted_and_a_double_click_is_one() -> None:
    post = PostFactory()
    users = [AgentFactory().user for _one in range(8)]
    works = [lambda user=user: send_comment(post, body="<p>Oui</p>", token=f"t{user.pk}", actor=user) for user in users * 2]
    assert not [one for one in at_once(works) if isinstance(one, Exception)]
    assert (Comment.objects.count(), Post.objects.get().comment_count) == (8, 8)
