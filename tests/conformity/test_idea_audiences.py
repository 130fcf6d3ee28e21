"""Ideas and figures in the whole town: `visible_to(user)` and its inverse answer the same for every pair."""

import pytest
from django.utils import timezone

from integrations.bridges.demo.town import Town
from rse.ideas import permissions as ideas
from rse.ideas.models import Category, Idea, IdeaBox, OfficialAnswer, Support
from rse.insights.models import FruitlessSearch
from rse.insights.permissions import audience_of_search
from tests.conformity.test_audiences import agree, people

pytestmark = pytest.mark.django_db


def test_ideas_have_the_same_audience_both_ways(town: Town) -> None:
    users = people(town)
    FruitlessSearch.objects.create(words="teletravail", week=timezone.localdate(), people=6)
    FruitlessSearch.objects.create(words="nom de quelqu’un", week=timezone.localdate(), people=1)
    for rows, seen, audience in (
        (IdeaBox.objects.all(), IdeaBox.objects.visible_to, ideas.readers_of_box),
        (Category.objects.all(), Category.objects.visible_to, ideas.audience_of_category),
        (Idea.objects.select_related("post__community"), Idea.objects.visible_to, ideas.audience_of_idea),
        (Support.objects.filter(user__in=users), Support.objects.visible_to, ideas.audience_of_support),
        (OfficialAnswer.objects.select_related("idea__post__community"), OfficialAnswer.objects.visible_to, ideas.audience_of_answer),
        (FruitlessSearch.objects.all(), FruitlessSearch.objects.visible_to, audience_of_search),
    ):
        assert rows.exists()
        assert agree(rows, users, seen=seen, audience=audience) == []
