"""The digest says which ideas were answered, to those who have not been told already."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rse.ideas import actions
from rse.ideas.digest import answered
from tests.ideas import factories

pytestmark = pytest.mark.django_db


def since():
    return timezone.now() - timedelta(days=7)


def reply(idea, denis):
    actions.answer(idea, status="accepted", text="Deux bancs seront posés en mars.", version=idea.version, actor=denis.user)


def test_colleagues_hear_of_the_answer_those_it_was_told_to_do_not_hear_twice(welcome, denis, marc, sonia):
    idea = factories.idea(welcome, marc.user)
    reply(idea, denis)
    (line,) = answered(sonia.user, since())
    assert (line.title, line.where) == (str(idea), "Mieux accueillir")
    assert "retenue" in line.words
    assert answered(marc.user, since()) == []
    assert answered(denis.user, since()) == []


def test_an_idea_without_an_answer_or_answered_before_is_not_told(welcome, denis, marc, sonia):
    factories.idea(welcome, marc.user)
    assert answered(sonia.user, since()) == []
    old = factories.idea(welcome, marc.user, title="Un vieil abri")
    reply(old, denis)
    assert answered(sonia.user, timezone.now() + timedelta(hours=1)) == []


def test_a_box_of_a_group_is_told_to_its_members_alone(denis, marc, sonia, django_assert_num_queries):
    group = factories.group("Jardins", marc.user, denis.user, visibility="closed")
    idea = factories.idea(factories.box(denis.user, name="Jardins", community=group), marc.user)
    reply(idea, denis)
    assert answered(sonia.user, since()) == []
    factories.join(group, sonia.user)
    with django_assert_num_queries(1):
        assert len(answered(sonia.user, since())) == 1
