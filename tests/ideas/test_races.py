"""Two hundred clicks at once count right, on a database where they really are at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from rse.ideas import actions
from rse.ideas.exceptions import AnsweredMeanwhile
from rse.ideas.models import Idea, OfficialAnswer, Support
from tests.factories import AgentFactory
from tests.ideas import factories

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


def test_support_given_by_twenty_people_twice_at_once_is_twenty() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("two writers at once need PostgreSQL")
    idea = factories.idea(factories.box(AgentFactory().user), AgentFactory().user)
    users = [AgentFactory().user for _one in range(20)]
    answers = at_once([lambda user=user: actions.support(idea, actor=user) for user in users * 2])
    assert not [one for one in answers if isinstance(one, Exception)]
    assert (Idea.objects.get().support_count, Support.objects.count()) == (20, 20)


def test_support_given_while_the_idea_joins_another_is_lost_on_neither_side() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("two writers at once need PostgreSQL")
    answerer = AgentFactory().user
    box = factories.box(answerer)
    kept, double = factories.idea(box, AgentFactory().user), factories.idea(box, AgentFactory().user)
    users = [AgentFactory().user for _one in range(10)]
    works = [lambda user=user: actions.support(double, actor=user) for user in users]
    answers = at_once([*works[:5], lambda: actions.merge(double, into=kept, actor=answerer), *works[5:]])
    given = sum(not isinstance(one, Exception) for one in answers) - 1
    kept.refresh_from_db()
    assert kept.support_count == kept.supports.count() == given + 1


def test_two_answers_at_once_to_one_reading_are_one() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("two writers at once need PostgreSQL")
    answerer = AgentFactory().user
    idea = factories.idea(factories.box(answerer), AgentFactory().user)
    works = [lambda: actions.answer(idea, status="studied", text="On regarde.", version=1, actor=answerer)] * 4
    answers = at_once(works)
    assert (OfficialAnswer.objects.count(), sum(isinstance(one, AnsweredMeanwhile) for one in answers)) == (1, 3)
